"""The arithmetic in words: every sentence whole, numbers as they are written in Vietnam."""

from typing import Any

import pytest

from assessments.catalogue import campaign_catalogue
from assessments.explanations import explain, explain_now, number, points
from assessments.models import Campaign
from indicators.scoring.exchange import read_answers
from indicators.scoring.readings import Reading, leaf_results

from . import small

STEPS = {"kind": "steps", "steps": [{"at": "0.5", "score": 100}, {"at": 12, "score": "33.5"}]}


def trace(answers: list[dict[str, Any]] | None = None, of: Campaign | None = None) -> dict[str, Any]:
    return small.scored(of, answers).trace


def leaf(code: str, reading: str = "claimed", **given) -> str:
    """The sentence about a leaf with this answer, without the one about its weight."""
    answers = [{"code": code, **given}] if given else small.ANSWERS
    return explain(trace(answers), reading, code)[0]


def ruled(rule: dict[str, Any], value: str) -> str:
    """The sentence about a number scored by this rule."""
    item = {"code": "B-1", "title": "Chỉ số", "input": "number", "rule": rule}
    catalogue = {**small.INDICATORS, "groups": [{"code": "B", "title": "B", "indicators": [item]}]}
    guidance = {**small.GUIDANCE, "themes": [_without_feeds(small.GUIDANCE["themes"][0])]}
    found = trace([{"code": "B-1", "value": value}], small.campaign(guidance, catalogue))
    return explain(found, "claimed", "B-1")[0]


def _without_feeds(theme: dict[str, Any]) -> dict[str, Any]:
    recommendation = theme["recommendations"][0]
    questions = [{name: part for name, part in q.items() if name != "feeds"} for q in recommendation["questions"]]
    return {**theme, "recommendations": [{**recommendation, "questions": questions}]}


def test_options_are_called_by_their_labels_where_the_catalogue_is_given():
    items = campaign_catalogue(small.campaign()).items
    found = explain(trace(small.ANSWERS), "claimed", "A-1.1", items=items)
    assert found[0] == "A-1.1: lựa chọn “Mức 2”. Điểm: 50,00."
    assert explain(trace(small.ANSWERS), "claimed", "B-2", items=items) == explain(
        trace(small.ANSWERS), "claimed", "B-2"
    )


# -- leaves ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "given", "sentence"),
    [
        ("A-1.1", {"value": "2"}, "A-1.1: lựa chọn “2”. Điểm: 50,00."),
        ("A-1.2", {"value": "no"}, "A-1.2: lựa chọn “no”. Điểm: 0,00."),
        ("A-1.3", {"value": ["a", "c"]}, "A-1.3: tổng trọng số các mục đã có là 3 trên 4. Điểm: 75,00."),
        ("A-1.3", {"value": []}, "A-1.3: tổng trọng số các mục đã có là 0 trên 4. Điểm: 0,00."),
        (
            "A-1.6",
            {"value": {"numerator": "1234.5", "denominator": "3703.5"}},
            "A-1.6: 1.234,5 / 3.703,5 = 33,3333%. "
            "Công thức 100 × (33,3333 − 0) / (100 − 0), giới hạn trong 0–100. Điểm: 33,33.",
        ),
        (
            "B-2",
            {"value": "7"},
            "B-2: giá trị 7. Thang điểm theo mốc (mốc: điểm): 5: 40; 10: 100. Điểm: 40,00.",
        ),
        (
            "A-1.7",
            {"value": {"number": "1", "date": "2026-05-06", "issuer": "Ủy ban nhân dân tỉnh"}},
            "A-1.7: văn bản đủ số, ngày và cơ quan ban hành. Điểm: 100,00.",
        ),
        ("A-1.7", {"value": {"number": "1"}}, "A-1.7: văn bản chưa đủ số, ngày và cơ quan ban hành. Điểm: 0,00."),
        ("A-1.7", {"value": {}}, "A-1.7: chưa ban hành văn bản. Điểm: 0,00."),
        (
            "A-1.7",
            {"value": {"number": "1", "date": "2026-05-07", "issuer": "Ủy ban nhân dân tỉnh"}},
            "A-1.7: văn bản chưa đủ số, ngày và cơ quan ban hành. Điểm: 0,00.",
        ),
    ],
)
def test_answered_leaf_is_explained_by_its_kind(code, given, sentence):
    assert leaf(code, **given) == sentence


@pytest.mark.parametrize(
    ("code", "reading", "given", "sentence"),
    [
        ("A-1.7", "claimed", {"value": None}, "A-1.7 chưa có câu trả lời nên tính 0 điểm."),
        ("A-1.2", "evidenced", {"value": "yes"}, "A-1.2 cần minh chứng nhưng chưa có nên tính 0 điểm."),
        (
            "A-1.2",
            "verified",
            {"value": "yes", "review": {"verdict": "rejected"}},
            "A-1.2 không được chấp nhận khi thẩm định nên tính 0 điểm.",
        ),
        (
            "A-1.4",
            "claimed",
            {"not_applicable": True, "reason": "Không có biển."},
            "A-1.4 không áp dụng nên không tính vào tử số và mẫu số.",
        ),
        ("A-1.5", "claimed", {}, "A-1.5 không được hỏi tới theo câu trả lời trước đó nên không tính."),
    ],
)
def test_leaf_without_a_score_of_its_own_says_why(code, reading, given, sentence):
    assert leaf(code, reading, **given) == sentence


def test_indicator_says_which_question_its_value_came_from():
    assert leaf("B-1") == (
        "B-1 lấy giá trị từ câu A-1.6. B-1: 1 / 4 = 25%. "
        "Công thức 100 × (25 − 0) / (50 − 0), giới hạn trong 0–100. Điểm: 50,00."
    )


def test_indicator_says_where_a_missing_value_should_have_come_from():
    answers = [{"code": "B-2", "value": "7"}]
    found = explain(trace(answers), "claimed", "B-1")[0]
    assert found == "B-1 lấy giá trị từ câu A-1.6. B-1 chưa có câu trả lời nên tính 0 điểm."


@pytest.mark.parametrize(
    ("rule", "value", "sentence"),
    [
        (
            {"kind": "linear", "floor": 240, "target": "0.5"},
            "12.25",
            "B-1: giá trị 12,25. Công thức 100 × (12,25 − 240) / (0,5 − 240), giới hạn trong 0–100. Điểm: 95,09.",
        ),
        (
            {**STEPS, "lower_is_better": True},
            "3",
            "B-1: giá trị 3. Thang điểm theo mốc, càng thấp càng tốt (mốc: điểm): 0,5: 100; 12: 33,5. Điểm: 33,50.",
        ),
        (
            {"kind": "optimum", "floor": 0, "low": 40, "high": 60, "ceiling": 1000},
            "20",
            "B-1: giá trị 20. Đạt 100 điểm trong khoảng 40–60, giảm dần về 0 tại 0 và 1.000. Điểm: 50,00.",
        ),
    ],
)
def test_number_is_explained_by_its_rule(rule, value, sentence):
    assert ruled(rule, value) == sentence


# -- branches and weights --------------------------------------------------------------------------------------------


def test_branch_is_the_weighted_mean_of_what_applies():
    assert explain(trace(), "claimed", "A-1") == [
        "A-1 là trung bình có trọng số: (2 × 50,00 + 1 × 100,00 + 1 × 25,00 + 1 × 25,00 + 1 × 0,00) / 6 = 41,67.",
        "Không tính vì không áp dụng: A-1.4, A-1.5.",
        "A-1 có trọng số 1, chiếm 50% điểm chung và góp 20,83 điểm.",
    ]


def test_branch_with_nothing_left_out_says_no_more():
    assert explain(trace(), "claimed", "B") == [
        "B là trung bình có trọng số: (1 × 50,00 + 3 × 40,00) / 4 = 42,50.",
        "B có trọng số 1, chiếm 50% điểm chung và góp 21,25 điểm.",
    ]


def test_branch_of_which_nothing_applies_says_so():
    item = {"code": "B-1", "title": "Chỉ số", "input": "level", "options": small.LEVELS, "may_not_apply": True}
    indicators = {**small.INDICATORS, "groups": [{"code": "B", "title": "B", "indicators": [item]}]}
    guidance = {**small.GUIDANCE, "themes": [_without_feeds(small.GUIDANCE["themes"][0])]}
    answers = [{"code": "B-1", "not_applicable": True, "reason": "Không có."}]
    assert explain(trace(answers, small.campaign(guidance, indicators)), "claimed", "B") == [
        "B không áp dụng vì không mục nào bên dưới áp dụng.",
        "Không tính vì không áp dụng: B-1.",
    ]


def test_leaf_says_what_it_weighs_in_the_whole():
    assert explain(trace(), "claimed", "A-1.1") == [
        "A-1.1: lựa chọn “2”. Điểm: 50,00.",
        "A-1.1 có trọng số 2, chiếm 16,67% điểm chung và góp 8,33 điểm.",
    ]


def test_leaf_that_does_not_apply_weighs_nothing():
    assert len(explain(trace(), "claimed", "A-1.4")) == 1


def test_explain_tells_theme_and_group_of_one_code_apart():
    group = {**small.INDICATORS["groups"][0], "code": "A"}
    found = trace(of=small.campaign(indicators={**small.INDICATORS, "groups": [group]}))
    theme = [
        "A là trung bình có trọng số: (1 × 41,67) / 1 = 41,67.",
        "A có trọng số 1, chiếm 50% điểm chung và góp 20,83 điểm.",
    ]
    both = [
        *theme,
        "A là trung bình có trọng số: (1 × 50,00 + 3 × 40,00) / 4 = 42,50.",
        "A có trọng số 1, chiếm 50% điểm chung và góp 21,25 điểm.",
    ]
    assert explain(found, "claimed", "A") == both
    assert explain(found, "claimed", "A", "theme") == theme


@pytest.mark.parametrize(("code", "kind"), [("ZZ", None), ("A-1.8", None), ("A-1.1", "indicator")])
def test_explain_of_what_is_not_there_is_empty(code, kind):
    assert explain(trace(), "claimed", code, kind) == []


# -- numbers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "places", "shown"),
    [
        ("1234567.891", 2, "1.234.567,89"),
        ("100.00", 2, "100"),
        ("1000", 2, "1.000"),
        ("0", 4, "0"),
        ("-0.00001", 2, "0"),
        ("0.33333333", 4, "0,3333"),
        ("84.85", 1, "84,9"),
        (None, 2, "–"),
    ],
)
def test_number_is_written_without_trailing_noughts(text, places, shown):
    assert number(text, places) == shown


@pytest.mark.parametrize(("text", "shown"), [("50", "50,00"), ("41.666666", "41,67"), ("0", "0,00"), (None, "–")])
def test_points_have_two_decimals(text, shown):
    assert points(text) == shown


def test_points_round_half_up_like_the_scorecard():
    assert points("12.345") == "12,35"


# -- a reading that is not stored --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("A-1.1", "A-1.1: lựa chọn “Mức 2”. Điểm: 50,00."),
        ("A-1.6", "A-1.6: 1 / 4 = 25%. Công thức 100 × (25 − 0) / (100 − 0), giới hạn trong 0–100. Điểm: 25,00."),
        (
            "B-1",
            "B-1 lấy giá trị từ câu A-1.6. "
            "B-1: 1 / 4 = 25%. Công thức 100 × (25 − 0) / (50 − 0), giới hạn trong 0–100. Điểm: 50,00.",
        ),
        ("A-1.4", "A-1.4 không áp dụng nên không tính vào tử số và mẫu số."),
        ("A-1.5", "A-1.5 không được hỏi tới theo câu trả lời trước đó nên không tính."),
        ("A-1.7", "A-1.7 chưa có câu trả lời nên tính 0 điểm."),
    ],
)
def test_leaf_is_explained_without_a_stored_trace(code, expected):
    catalogue = campaign_catalogue(small.campaign())
    answers = read_answers(small.inputs(), catalogue.frame)
    result = leaf_results(catalogue.frame, answers, Reading.CLAIMED, small.AS_OF)[code]
    assert explain_now(catalogue.leaves[code], result, catalogue.items[code], small.AS_OF) == expected
