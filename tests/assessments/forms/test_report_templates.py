import pytest
from django.utils.datastructures import MultiValueDict

from assessments.forms.report_templates import ReportTemplateForm
from tests.factories.report_templates import template_upload


def form(file=None, **fields):
    files = MultiValueDict({"file": [file]} if file else {})
    return ReportTemplateForm({"language": "vi", **fields}, files)


def test_form_takes_a_file_with_its_language_and_note():
    file = template_upload()
    found = form(file, note=" Bản của Bộ ", language="en")
    assert found.is_valid()
    assert found.cleaned_data == {"language": "en", "file": file, "note": "Bản của Bộ"}


def test_limits_are_told_beside_the_field():
    assert ReportTemplateForm().fields["file"].help_text == "Tệp .docx không có macro, không quá 5 MB."


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"language": "fr"}, {"language": ["Lựa chọn này không có trong danh sách; hãy chọn lại."]}),
        ({"note": "x" * 301}, {"note": ["Cần không quá 300 ký tự; bạn nhập 301 ký tự."]}),
    ],
)
def test_rubbish_is_refused_by_field(fields, errors):
    assert form(template_upload(), **fields).errors == errors


def test_file_is_required():
    assert form().errors == {"file": ["Hãy điền mục này."]}
