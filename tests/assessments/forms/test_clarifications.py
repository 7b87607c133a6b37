import pytest

from assessments.forms.clarifications import ReplyForm, prefix_of
from assessments.models import Clarification

QUESTION = Clarification(pk=5, code="A-1.1", reply="Đã gửi.")


def sent(**fields):
    return {f"c_5-{name}": value for name, value in fields.items()}


def test_form_shows_the_reply_and_which_one_it_is():
    form = ReplyForm(QUESTION, "lúc ấy")
    assert (form["reply"].value(), form["seen"].value()) == ("Đã gửi.", "lúc ấy")
    assert form["reply"].auto_id == "id_c_5-reply"
    assert prefix_of(QUESTION) == "c_5"


def test_text_is_composed_and_may_be_empty():
    form = ReplyForm(QUESTION, "", sent(reply="Đa\u0303 gửi"))
    assert form.is_valid()
    assert form.cleaned_data == {"reply": "Đã gửi", "seen": ""}
    assert ReplyForm(QUESTION, "", {}).is_valid()


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"reply": "x" * 10_001}, {"reply": ["Cần không quá 10000 ký tự; bạn nhập 10001 ký tự."]}),
        ({"reply": "\x00"}, {"reply": ["Có ký tự không đọc được; hãy nhập lại."]}),
        ({"reply": "Đây", "seen": "x" * 41}, {"seen": ["Cần không quá 40 ký tự; bạn nhập 41 ký tự."]}),
    ],
)
def test_rubbish_is_refused(fields, errors):
    assert ReplyForm(QUESTION, "", sent(**fields)).errors == errors
