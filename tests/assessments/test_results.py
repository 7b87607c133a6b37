from decimal import Decimal

import pytest
from django.utils import translation

from assessments.catalogue import CampaignCatalogue, campaign_catalogue
from assessments.enums import Band, Reading, ReasonCode, Verdict
from assessments.results import Review, SnapshotResult, shown_status, title_of
from indicators.schema import Catalogue as IndicatorSet
from indicators.scoring.frame import NodeKind
from indicators.scoring.readings import Status

from . import small


def result(reading: Reading = Reading.CLAIMED, **fields) -> SnapshotResult:
    snapshot = small.scored(**fields)
    return SnapshotResult(snapshot, campaign_catalogue(snapshot.assessment.campaign), reading)


def codes(nodes) -> list[str]:
    return [node.code for node in nodes]


def test_heads_are_the_stored_numbers_of_the_reading():
    found = result()
    heads = [(reading.headline, reading.readiness, reading.results) for reading in map(found.read_as, Reading)]
    assert heads == [
        (Decimal("42.08"), Decimal("41.67"), Decimal("42.50")),
        (Decimal("33.75"), Decimal("25.00"), Decimal("42.50")),
        (Decimal("39.11"), Decimal("35.71"), Decimal("42.50")),
    ]
    assert (found.band, found.read_as(Reading.EVIDENCED).band) == (Band.DEVELOPING, Band.FORMING)


def test_numbers_are_read_and_never_computed_anew():
    snapshot = small.scored()
    snapshot.scorecard["readings"]["claimed"]["headline"] = "99.99"
    snapshot.scorecard["readings"]["claimed"]["nodes"][0]["score"] = "1.23"
    found = SnapshotResult(snapshot, campaign_catalogue(snapshot.assessment.campaign))
    assert (found.headline, found.nodes[0].score, found.band) == (Decimal("99.99"), Decimal("1.23"), Band.LEADING)


def test_nodes_stand_in_catalogue_order_with_what_is_scored_only():
    assert codes(result().nodes) == [
        *("A", "A-1", "A-1.1", "A-1.2", "A-1.3", "A-1.4", "A-1.5", "A-1.6", "A-1.7"),
        *("B", "B-1", "B-2"),
    ]


def test_node_carries_its_title_its_numbers_and_its_trace():
    node = result().node(NodeKind.QUESTION, "A-1.1")
    found = (node.title, node.parent, node.score, node.weight, node.coverage, node.evidenced, node.contribution)
    assert found == ("Mức kiến trúc", "A-1", Decimal(50), Decimal(2), Decimal(100), Decimal(100), Decimal("8.33"))
    assert (node.status, node.band, node.trace["how"]["option"]) == ("answered", Band.DEVELOPING, "2")


def test_node_of_a_branch_has_no_status():
    assert result().node(NodeKind.THEME, "A").status == ""


def test_node_that_is_not_there_is_a_key_error():
    with pytest.raises(KeyError):
        result().node(NodeKind.THEME, "A-1")


def test_node_says_whether_the_evidence_it_requires_is_there():
    found = result()
    has = {code: found.leaf(code).has_required_evidence for code in ("A-1.1", "A-1.2", "A-1.3")}
    assert has == {"A-1.1": True, "A-1.2": False, "A-1.3": True}


def test_node_that_does_not_apply_has_no_band():
    node = result().leaf("A-1.4")
    assert (node.score, node.band, node.status) == (None, None, "not_applicable")


def test_leaf_is_a_question_or_an_indicator_that_is_scored():
    found = result()
    assert found.leaf("A-1.1").kind is NodeKind.QUESTION
    assert found.leaf("B-2").kind is NodeKind.INDICATOR
    assert (found.leaf("A-1.8"), found.leaf("A-1"), found.leaf("ZZ")) == (None, None, None)


def test_tree_is_walked_down_and_up():
    found = result()
    theme, group = found.themes[0], found.groups[0]
    (recommendation,) = found.children(theme)
    assert codes(found.children(recommendation)) == [f"A-1.{number}" for number in range(1, 8)]
    assert codes(found.children(group)) == ["B-1", "B-2"]
    leaf = found.leaf("A-1.3")
    assert found.children(leaf) == []
    assert (found.parent(leaf), found.parent(recommendation), found.parent(theme)) == (recommendation, theme, None)


def test_theme_and_group_of_one_code_stay_apart():
    group = {**small.INDICATORS["groups"][0], "code": "A", "title": "Nhóm trùng mã"}
    found = result(of=small.campaign(indicators={**small.INDICATORS, "groups": [group]}))
    theme, group_node = found.node(NodeKind.THEME, "A"), found.node(NodeKind.GROUP, "A")
    assert (theme.title, group_node.title) == ("Chủ đề A", "Nhóm trùng mã")
    assert codes(found.children(theme)) == ["A-1"]
    assert codes(found.children(group_node)) == ["B-1", "B-2"]


def test_titles_come_from_the_catalogues():
    found = result()
    titles = {node.code: node.title for node in found.nodes}
    assert [titles[code] for code in ("A", "A-1", "A-1.1", "A-1.2", "B", "B-1")] == [
        "Chủ đề A",
        "Khuyến nghị A-1",
        "Mức kiến trúc",
        "Đã ban hành chưa?",
        "Nhóm B",
        "Chỉ số B-1",
    ]


def test_answers_and_what_stood_beside_them_are_the_frozen_ones():
    found = result()
    assert found.answers["A-1.1"] == small.ANSWERS[0]
    assert found.beside("A-1.1") == {"note": "Đã trình", "quality": "", "evidence": [{"title": "Quyết định"}]}
    assert found.beside("A-1.2") == {}


# -- gaps ------------------------------------------------------------------------------------------------------------


def test_gap_of_a_level_is_the_step_to_the_next_option():
    found = result()
    gap = next(gap for gap in found.gaps if gap.code == "A-1.1")
    assert (gap.title, gap.section.code, gap.item.code) == ("Mức kiến trúc", "A-1", "A-1.1")
    assert (gap.score, gap.target, round(gap.gain, 2)) == (Decimal("50.00"), Decimal(100), Decimal("8.33"))
    step = (gap.action, gap.lead, gap.effort, gap.horizon, gap.quick_win)
    assert step == ("Ban hành văn bản", "Sở Khoa học và Công nghệ", "S", "0-6", True)
    assert (gap.source.part, gap.source.bullet) == ("ICT", 3)


def test_gap_without_an_action_of_its_option_takes_the_questions():
    gap = next(gap for gap in result().gaps if gap.code == "A-1.3")
    step = (gap.action, gap.lead, gap.effort, gap.horizon, gap.quick_win)
    assert step == ("Bổ sung các mục còn thiếu", "", "L", "12-24", False)


def test_gap_of_an_indicator_has_its_lead_from_the_set_and_no_source():
    gap = next(gap for gap in result().gaps if gap.code == "B-2")
    assert (gap.lead, gap.source, gap.section.code) == ("Sở Xây dựng", None, "B")


@pytest.mark.parametrize(
    ("code", "answers", "action"),
    [
        ("A-1.2", [{"code": "A-1.2", "value": "no"}], "Đạt mức “Có”"),
        ("A-1.1", [{"code": "A-1.1", "value": "0"}], "Đạt mức “Mức 1”"),
        ("B-2", [], "Nâng giá trị đến mức mục tiêu"),
        ("A-1.6", [], "Nâng giá trị đến mức mục tiêu"),
        ("A-1.7", [], "Hoàn thành nội dung này"),
    ],
)
def test_gap_where_the_catalogue_names_no_action_says_what_is_next(code, answers, action):
    gap = next(gap for gap in result(answers=answers).gaps if gap.code == code)
    assert gap.action == action


def test_gap_of_an_answer_that_only_lacks_evidence_asks_for_it_and_no_more():
    gap = next(gap for gap in result(Reading.EVIDENCED).gaps if gap.code == "A-1.2")
    step = (gap.action, gap.effort, gap.horizon, gap.quick_win)
    assert step == ("Bổ sung minh chứng cho câu trả lời đã khai", "", "", False)


def test_largest_gaps_name_a_question_and_the_indicator_it_feeds_once():
    found = result(answers=[])
    assert len(found.largest_gaps(100)) == len(found.gaps) - len(found.catalogue.feeders)
    assert codes(found.largest_gaps(2)) == codes(found.largest_gaps(100))[:2]
    data = [found.leaf(gap.code).trace["source"] for gap in found.largest_gaps(100)]
    assert len(data) == len(set(data))


def test_gaps_are_those_of_the_reading():
    assert "A-1.2" not in codes(result().gaps)
    assert "A-1.2" in codes(result(Reading.EVIDENCED).gaps)


def test_lead_that_no_catalogue_lists_has_no_name():
    found = result()
    assert (found.lead_name("SXD"), found.lead_name("ZZ"), found.lead_name("")) == ("Sở Xây dựng", "", "")


def test_leads_are_empty_where_the_catalogues_say_nothing_of_themselves():
    bare = small.campaign({**small.GUIDANCE, "document": None}, {**small.INDICATORS, "set": None})
    found = result(of=bare)
    assert {gap.lead for gap in found.gaps} == {""}


def test_result_of_indicators_alone_has_no_themes():
    catalogue = CampaignCatalogue(None, IndicatorSet.model_validate(small.INDICATORS))
    snapshot = small.scored()
    for reading in ("claimed", "evidenced", "verified"):
        snapshot.scorecard["readings"][reading]["nodes"] = snapshot.scorecard["readings"][reading]["nodes"][9:]
        snapshot.trace["readings"][reading] = snapshot.trace["readings"][reading][9:]
        snapshot.trace["gaps"][reading] = [gap for gap in snapshot.trace["gaps"][reading] if gap["code"] == "B-2"]
    found = SnapshotResult(snapshot, catalogue)
    assert (found.themes, codes(found.groups), found.gaps[0].lead) == ([], ["B"], "Sở Xây dựng")


def test_result_of_a_snapshot_not_yet_scored_is_an_error():
    snapshot = small.unscored()
    with pytest.raises(KeyError):
        SnapshotResult(snapshot, campaign_catalogue(snapshot.assessment.campaign))


# -- words -----------------------------------------------------------------------------------------------------------


def test_status_words():
    words = {status: shown_status(str(status)) for status in Status}
    assert words == {
        Status.ANSWERED: "đã trả lời",
        Status.MISSING: "chưa trả lời",
        Status.UNEVIDENCED: "chưa có minh chứng",
        Status.REJECTED: "không được chấp nhận",
        Status.NOT_APPLICABLE: "không áp dụng",
        Status.HIDDEN: "không hỏi tới",
    }
    assert shown_status("") == ""


def test_title_is_the_short_one_where_there_is_one():
    items = campaign_catalogue(small.campaign()).items
    with translation.override("en"):
        assert [title_of(items[code]) for code in ("A-1.1", "A-1.2")] == ["Mức kiến trúc", "Đã ban hành chưa?"]


REVIEWED = [
    {"code": "A-1.1", "value": "2", "evidence": 1, "review": {"verdict": "rejected"}},
    {"code": "A-1.6", "value": {"numerator": "1", "denominator": "4"}, "review": {"verdict": "accepted"}},
    {"code": "B-2", "value": "7", "review": {"verdict": "adjusted", "value": "5"}},
    {"code": "A-1.2", "value": "yes"},
]
REMARKS = {
    "reviews": {"A-1.1": {"reason": "plan_only", "text": "Mới có kế hoạch.", "at": "2026-05-06"}},
    "clarifications": {"A-1.1": [{"question": "Văn bản nào?", "reply": "Quyết định 12."}]},
}


def reviewed(reading: Reading) -> SnapshotResult:
    found = result(reading, answers=REVIEWED)
    found.snapshot.context |= REMARKS
    return found


def test_review_of_a_leaf_is_the_frozen_verdict_with_its_remark():
    found = reviewed(Reading.VERIFIED)
    assert found.review("A-1.1") == Review(Verdict.REJECTED, None, ReasonCode.PLAN_ONLY, "Mới có kế hoạch.")
    assert found.review("B-2") == Review(Verdict.ADJUSTED, "5", None, "")
    assert (found.review("A-1.2"), found.review("A-1.8")) == (None, None)
    assert list(found.reviews) == ["A-1.1", "A-1.6", "B-2"]


def test_doubts_are_what_was_not_accepted_as_it_was():
    found = reviewed(Reading.VERIFIED)
    assert found.doubts == {code: found.reviews[code] for code in ("A-1.1", "B-2")}
    del found.snapshot.context["reviews"]
    assert found.doubts["A-1.1"] == Review(Verdict.REJECTED, None, None, "")
    assert result().doubts == {}


def test_review_prints_as_a_decision_does():
    found = reviewed(Reading.VERIFIED)
    told = [
        (found.review(code).get_verdict_display(), found.review(code).get_reason_display()) for code in found.reviews
    ]
    assert told == [("không chấp nhận", "mới có kế hoạch, chưa có kết quả"), ("chấp nhận", ""), ("điều chỉnh", "")]


def test_thread_of_a_leaf_is_the_frozen_one():
    found = reviewed(Reading.VERIFIED)
    assert found.thread("A-1.1") == [{"question": "Văn bản nào?", "reply": "Quyết định 12."}]
    assert found.thread("B-2") == []
    assert result().thread("A-1.1") == [], "a snapshot from before there were any"


def test_adjusted_value_counts_only_as_verified():
    assert [reviewed(reading).value("B-2") for reading in Reading] == ["7", "7", "5"]
    assert reviewed(Reading.VERIFIED).value("A-1.1") == "2"
    assert reviewed(Reading.VERIFIED).value("A-1.8") is None
