import pytest

from assessments.forms.quarantine import ReleaseForm


def test_reason_alone_is_enough():
    form = ReleaseForm({"reason": "Báo nhầm"})
    assert (form.is_valid(), form.cleaned_data) == (True, {"reason": "Báo nhầm", "file": None})


@pytest.mark.parametrize(
    ("reason", "fault"),
    [("", "Hãy ghi lý do bỏ cách ly."), (" ", "Hãy ghi lý do bỏ cách ly.")],
)
def test_reason_is_asked_for(reason, fault):
    assert ReleaseForm({"reason": reason}).errors == {"reason": [fault]}


@pytest.mark.parametrize("reason", ["x" * 501, "a\x00b"])
def test_rubbish_is_refused(reason):
    assert list(ReleaseForm({"reason": reason}).errors) == ["reason"]
