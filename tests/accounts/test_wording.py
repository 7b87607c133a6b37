import pytest
from django import forms
from django.utils.datastructures import MultiValueDict

from accounts.models import Body
from accounts.wording import use_our_words

NOT_OFFERED = "Lựa chọn này không có trong danh sách; hãy chọn lại."


class Everything(forms.Form):
    required = forms.CharField()
    short = forms.CharField(max_length=3, required=False)
    email = forms.EmailField(required=False)
    url = forms.URLField(required=False, assume_scheme="https")
    number = forms.DecimalField(max_digits=4, decimal_places=1, required=False, localize=True)
    choice = forms.ChoiceField(choices=[("a", "A")], required=False)
    several = forms.MultipleChoiceField(choices=[("a", "A")], required=False)
    body = forms.ModelChoiceField(Body.objects.none(), required=False)
    day = forms.DateField(required=False, error_messages={"invalid": "Ngày lạ."})

    def __init__(self, data) -> None:
        super().__init__(data)
        use_our_words(self.fields.values())


def errors(**posted) -> dict[str, list[str]]:
    data = MultiValueDict({"required": ["x"]})
    for name, value in posted.items():
        data.setlist(name, [value])
    return Everything(data).errors


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("required", "", "Hãy điền mục này."),
        ("short", "abcd", "Cần không quá 3 ký tự; bạn nhập 4 ký tự."),
        ("short", "a\x00", "Có ký tự không đọc được; hãy nhập lại."),
        ("email", "khong-phai-thu", "Thư điện tử cần có dạng ten@tinh.gov.vn."),
        (
            "url",
            "không phải",
            "Đường dẫn cần bắt đầu bằng https:// hoặc http://, ví dụ https://tinh.gov.vn/ke-hoach.",
        ),
        (
            "url",
            "https://[",
            "Đường dẫn cần bắt đầu bằng https:// hoặc http://, ví dụ https://tinh.gov.vn/ke-hoach.",
        ),
        ("number", "mười", "Cần một số, ví dụ 0,5."),
        ("number", "NaN", "Cần một số, ví dụ 0,5."),
        ("number", "1,25", "Cần không quá 1 chữ số sau dấu phẩy."),
        ("number", "1234", "Cần không quá 3 chữ số trước dấu phẩy."),
        ("choice", "b", NOT_OFFERED),
        ("several", "b", NOT_OFFERED),
        ("body", "1", NOT_OFFERED),
        ("body", "x", NOT_OFFERED),
        ("day", "x", "Ngày lạ."),
    ],
)
def test_refusal_is_in_our_words(name, value, sentence):
    assert errors(**{name: value}) == {name: [sentence]}


def test_digits_are_counted_together_too():
    assert errors(number="12345,6")["number"][0] == "Cần không quá 4 chữ số."


def test_words_of_one_form_are_not_those_of_its_class():
    errors()
    assert Everything.base_fields["required"].error_messages["required"] != "Hãy điền mục này."
