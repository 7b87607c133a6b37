import pytest
from jinja2 import nodes

from assessments.reports.word import sandbox
from assessments.reports.word.fields import Root, members
from assessments.reports.word.naming import absent, written


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a.b[0].c", "a.b[0].c"),
        ("a['b']", "a.b"),
        ("a.b|upper", "a.b|upper"),
        ("a.b()", "a.b(…)"),
        ("'chữ'", "'chữ'"),
        ("a + b", "…"),
    ],
)
def test_expression_is_written_as_its_template_has_it(source, expected):
    output = sandbox.ENVIRONMENT.parse("{{ " + source + " }}").find(nodes.Output)
    assert written(output.nodes[0]) == expected


@pytest.mark.parametrize(
    ("name", "before", "expected"),
    [
        ("sumary", "", "không có; có phải summary?"),
        ("checksum", "", "không có; có phải cover.checksum?"),
        ("arithmetics", "", "không có; có phải method.arithmetic?"),
        ("chart", "theme.", "là hình vẽ, bản Word không có"),
        ("qqqq", "", "không có"),
    ],
)
def test_nearest_name_is_proposed(name, before, expected):
    assert absent(name, members(Root), before) == expected
