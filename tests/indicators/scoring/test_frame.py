import pytest

from indicators.scoring.frame import Answer, Branch, Frame, NodeKind
from indicators.scoring.numbers import ONE

from .examples import PROVINCE, group, indicator, question, recommendation, theme


def test_leaves_stand_in_catalogue_order_questions_first():
    assert [leaf.code for leaf in PROVINCE.leaves()] == [
        *("A-1.1", "A-1.2", "A-2.1", "A-2.2", "A-2.3"),
        *("B-1.1", "B-1.2", "B-1.3"),
        *("G-01", "G-02", "H-01"),
    ]


def test_leaves_of_a_branch_are_its_own():
    assert [leaf.code for leaf in PROVINCE.themes[1].leaves()] == ["B-1.1", "B-1.2", "B-1.3"]


def test_branches_and_leaves_do_not_stand_side_by_side():
    with pytest.raises(ValueError, match="T: branches and leaves"):
        Branch("T", NodeKind.THEME, ONE, (recommendation("R", question("Q")), question("P")))


def test_frame_may_be_empty():
    assert (list(Frame().leaves()), Frame().feeders()) == ([], {})


def test_feeders_name_the_question_of_each_fed_indicator():
    frame = Frame(
        (theme("T", recommendation("R", question("Q", feeds=("K1", "K2")), question("P", feeds=("K3",)))),),
        (group("G", *(indicator(f"K{number}") for number in range(1, 5))),),
    )
    assert frame.feeders() == {"K1": "Q", "K2": "Q", "K3": "P"}


def test_answer_is_given_with_a_value_or_as_not_applicable():
    assert Answer("no").given
    assert Answer(()).given
    assert Answer(not_applicable=True, reason="Tỉnh không có cảng biển.").given
    assert not Answer().given
    assert not Answer(evidence=3, reason="Chưa rõ.").given
