import pytest

from assessments.forms.approvals import LONGEST, DecisionForm


def errors(**given) -> dict[str, list[str]]:
    return dict(DecisionForm({"seen": "7", "decision": "approved", **given}).errors)


def test_approving_needs_no_reason_and_giving_back_does():
    assert errors() == {}
    assert errors(decision="returned", reason="Thiếu số liệu.") == {}
    assert errors(decision="returned") == {"reason": ["Hãy ghi lý do trả lại phiếu."]}
    assert errors(decision="returned", reason="  ") == {"reason": ["Hãy ghi lý do trả lại phiếu."]}


@pytest.mark.parametrize("seen", ["", "x", "-1", "0", "9" * 40, "1.5", "\x00"])
def test_rubbish_for_the_row_that_was_seen(seen):
    assert set(errors(seen=seen)) == {"seen"}


@pytest.mark.parametrize("decision", ["", "maybe", "\x00", "a" * 10_000])
def test_rubbish_for_the_decision(decision):
    assert set(errors(decision=decision)) == {"decision"}


def test_a_reason_that_is_too_long():
    assert set(errors(decision="returned", reason="a" * (LONGEST + 1))) == {"reason"}
    assert errors(decision="returned", reason="a" * LONGEST) == {}
