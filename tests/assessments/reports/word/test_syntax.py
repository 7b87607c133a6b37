import pytest
from jinja2 import TemplateSyntaxError

from assessments.reports.word import sandbox, syntax


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ a ? b }}", "ký tự “?” không dùng được trong thẻ"),
        ("{% loop %}", "thẻ “loop” không có hoặc không đúng chỗ"),
        ("{% if a %}{% endfor %}", "thẻ “endfor” không có hoặc không đúng chỗ; thẻ “if” chưa đóng"),
        ("{% if a %}", "thẻ “if” chưa đóng"),
        ("{% for x in %}{% endfor %}", "thiếu tên trường"),
        ("{{ a b }}", "cần “end of print statement” nhưng gặp “b”"),
        ("{% set 3 = a %}", "sai cú pháp (can't assign to 'const')"),
    ],
)
def test_syntax_error_is_told_in_vietnamese(source, expected):
    with pytest.raises(TemplateSyntaxError) as caught:
        sandbox.parse(source)
    assert syntax.said(caught.value.message) == expected
