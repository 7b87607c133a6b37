import pytest

from assessments.errors import RefusedFile
from assessments.reports.word import checking
from assessments.reports.word.checking import RefusedTemplate, checked, received
from assessments.reports.word.default.template import made
from assessments.reports.word.labels import OBLIGATORY
from tests.assessments.reports.word.reading import faults, parts, with_parts
from tests.factories.files import docx, pdf, upload, xlsx
from tests.factories.report_templates import WHOLE, template

# -- the file ----------------------------------------------------------------------------------------------------------


def test_word_document_is_received():
    content = template(*WHOLE)
    assert received(upload("mau.docx", content)) == content


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("mau.docx", b"", "không có nội dung"),
        ("mau.docx", b"rubbish", "không phải là tệp Word"),
        ("mau.docx", pdf(), "không phải là tệp Word"),
        ("mau.pdf", pdf(), "không phải là tệp Word (.docx)"),
        ("mau.xlsx", xlsx(), "không phải là tệp Word (.docx)"),
        ("mau.docm", docx(), "không thuộc loại được nhận"),
        ("mau.docx", docx(word__vbaProject_dot_bin=b"x"), "có macro"),
        ("mau.docx", template("a")[:5_000], "không mở được"),
        ("mau.docx", b"x" * 6 * 1024 * 1024, "nặng hơn 5 MB"),
    ],
)
def test_anything_else_is_refused_with_its_reason(name, content, reason):
    with pytest.raises(RefusedFile) as caught:
        received(upload(name, content))
    assert reason in str(caught.value)


@pytest.mark.parametrize("content", [docx(), with_parts(template("a"), word__document_dot_xml=b"<w:document"), b"PK"])
def test_package_that_python_docx_cannot_open_is_told_as_one_fault(content):
    assert faults(content) == ["không mở được như một văn bản Word"]


def test_document_of_another_kind_inside_is_told():
    name = "[Content_Types].xml"
    types = parts(template("a"))[name]
    other = types.replace(b"wordprocessingml.document.main", b"wordprocessingml.template.main")
    assert other != types
    assert faults(with_parts(template("a"), **{name: other})) == ["không mở được như một văn bản Word"]


# -- what it says ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["vi", "en"])
def test_our_own_template_passes_and_lacks_nothing(language):
    assert checked(made(language)) == checking.Checked((), ())


def test_template_without_obligatory_labels_passes_and_is_told_which():
    assert checked(template("Điểm {{ summary.headline }}")) == checking.Checked((), OBLIGATORY)
    assert checked(template(*WHOLE)).missing == ()


def test_labels_may_stand_in_the_header():
    missing = checked(template("{{ title }}", head="{{ labels.demonstration }}")).missing
    assert missing == tuple(name for name in OBLIGATORY if name != "labels.demonstration")


def test_every_unknown_field_is_told_with_its_place():
    content = template(
        "{{ summary.headlin }}",
        "{%p for theme in themes %}",
        "{{ theme.head.titel }}",
        "{%p endfor %}",
        "{% if cover.is_draft %}{{ cover.untt }}{% endif %}",
        head="{{ titel }}",
        foot="{{ provinse }}",
        rows=("{{ method.alfa }}",),
    )
    found = [(fault.place, str(fault)) for fault in checked(content).faults]
    assert found == [
        ("Thân văn bản", "summary.headlin: không có; có phải summary.headline?"),
        ("Thân văn bản", "theme.head.titel: không có; có phải theme.head.title?"),
        ("Thân văn bản", "cover.untt: không có; có phải cover.unit?"),
        ("Thân văn bản", "method.alfa: không có; có phải method.alpha?"),
        ("Đầu trang", "titel: không có; có phải title?"),
        ("Chân trang", "provinse: không có; có phải cover.province?"),
    ]


def test_fault_tells_its_paragraph():
    found = checked(template("đoạn đầu", "đoạn có {{ titel }} " + "dài " * 50)).faults[0]
    assert found.paragraph.startswith("đoạn có {{ titel }} dài")
    assert len(found.paragraph) <= checking.SHOWN


def test_same_mistake_is_told_once_and_many_are_cut_off():
    assert len(faults(template("{{ titel }}", "{{ titel }}"))) == 1
    assert len(faults(template(*(f"{{{{ xyzzy{number} }}}}" for number in range(150))))) == checking.MOST_FAULTS


@pytest.mark.parametrize(
    ("paragraphs", "fault"),
    [
        (["{% if title %}"], "thẻ “if” chưa đóng"),
        (["{{ title"], "dấu {{ không có dấu đi cùng, gần chỗ “…{{ title…”"),
        (["{{ title.upper() }}"], "title.upper(…): không dùng được trong mẫu"),
        (["{{ cover.__class__.__mro__ }}"], "cover.__class__: không có"),
        (["{{ ''.__class__ }}"], "''.__class__: không có trường con"),
        (["{{ self }}"], "self: không có"),
        (["{% for x in range(99999999) %}{% endfor %}"], "range(…): không dùng được trong mẫu"),
        (["{{ " + "(" * 3_000 + "1" + ")" * 3_000 + " }}"], "biểu thức lồng nhau quá sâu"),
        (
            ["{{ evidence[9].words }}"],
            "gọi đến mục không có trong báo cáo này (tuple object has no element 9); hãy dùng vòng lặp hoặc đặt trong "
            "điều kiện",
        ),
        (
            ["{% if gap_count > title %}x{% endif %}"],
            "không điền được ('>' not supported between instances of 'int' and 'str')",
        ),
        (
            ["{% if title %}a", "{% else %}{%p endif %}"],
            "các thẻ làm hỏng cấu trúc văn bản; thẻ quanh hàng của bảng cần dạng {%tr … %}",
        ),
    ],
)
def test_what_cannot_work_is_told(paragraphs, fault):
    assert fault in faults(template(*paragraphs))


@pytest.mark.slow
def test_nested_loops_are_stopped_by_their_budget(monkeypatch):
    monkeypatch.setattr("assessments.reports.word.samples.MANY", 30)
    loops = "".join(f"{{% for {name} in themes %}}" for name in "abcd") + "{% endfor %}" * 4
    assert faults(template(loops)) == ["Các vòng lặp của mẫu chạy quá 200000 bước nên bị dừng."]


def test_doubling_text_is_not_possible():
    assert faults(template("{% set a = title ~ title %}{{ a }}")) == ["~: không dùng được trong mẫu"]


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (("{%tr for x in themes %}", "{{ x.summary }}", "{%tr endfor %}"), "có bảng không còn hàng nào"),
        (("đầu", "{%p if title %}"), "có ô không còn đoạn văn nào"),
    ],
)
def test_tables_that_word_could_not_open_are_told(rows, fault):
    after = ("{%p endif %}",) if "{%p if" in rows[-1] else ()
    assert fault in " ".join(faults(template("a", rows=rows + after)))


def test_refusal_holds_every_fault():
    found = checked(template("{{ titel }}", "{{ themes }}")).faults
    assert RefusedTemplate(found).faults == found
    assert str(RefusedTemplate(found)).startswith("titel: không có; có phải title?; themes: là một danh sách")
