from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import Http404
from django.utils import timezone

from accounts.roles import Role
from assessments.actions import answers
from assessments.actions.answers import Content
from assessments.answer_values import read
from assessments.catalogue import campaign_catalogue
from assessments.demonstration.answers import Made
from assessments.demonstration.rounds import store_answers
from assessments.models import Answer, Assessment, Campaign
from assessments.queries import (
    Missing,
    Progress,
    blank,
    codes_to_review,
    earlier_assessment,
    filled,
    get_assessment_or_404,
    lacking,
    missing_questions,
    progress_by_part,
    progress_by_section,
    scoring_answer,
    total,
)
from catalogues.schema import Kind
from indicators.scoring import frame as scoring
from indicators.scoring.measures import DocumentValue
from indicators.scoring.readings import Status
from tests.factories import (
    ProvinceFactory,
    UserFactory,
    answer_all,
    evidence_document,
    open_assessment,
    user_as,
)

from .review_world import CODES, earlier, store, submitted_on_small
from .small import open_assessment_on_small

pytestmark = pytest.mark.django_db

UNANSWERED = "Chưa trả lời."
UNEVIDENCED = "Cần minh chứng, hoặc ghi chú giải thích vì sao chưa có."
UNFINISHED = "Văn bản cần đủ số, ký hiệu, ngày ban hành và cơ quan ban hành."
GATE = "IOC-0.1"


def give(assessment: Assessment, by, code: str, value: Any = None, note: str = "", **fields) -> Answer:
    content = Content(value, note=note, **fields)
    return answers.save(by=by, assessment=assessment, code=code, content=content, expected_version=None)


def found_in(assessment: Assessment):
    return filled(assessment, timezone.localdate())


def missing_of(assessment: Assessment) -> list[Missing]:
    return missing_questions(found_in(assessment))


def least(item) -> Any:
    """A whole value of this kind that claims as little as can be."""
    today = timezone.localdate()
    paper = {"number": "1", "date": today.isoformat(), "issuer": "Ủy ban nhân dân tỉnh"}
    raw = {
        Kind.CHECKLIST: [],
        Kind.DOCUMENT: paper,
        Kind.NUMBER: "0",
        Kind.RATIO: {"numerator": "0", "denominator": "5"},
    }
    return read(item, raw[item.kind] if item.kind in raw else item.options[0].code, today)


@pytest.fixture
def complete():
    """An assessment that lacks nothing, and its coordinator. Its IOC runs, so that no question is hidden."""
    assessment = open_assessment()
    coordinator = user_as(Role.COORDINATOR, assessment.province)
    catalogue = campaign_catalogue(assessment.campaign)
    asked = {code: item for code, item in catalogue.items.items() if code not in catalogue.feeders}
    made = {code: Made(least(item), note="Giải thích.") for code, item in asked.items()}
    store_answers(assessment, catalogue, {**made, GATE: Made("public")}, coordinator)
    assert missing_of(assessment) == []
    return assessment, coordinator


# -- the completeness rule -------------------------------------------------------------------------------------------


def test_missing_of_an_untouched_assessment_is_all_that_is_asked_in_catalogue_order():
    found = found_in(open_assessment())
    leaves = found.catalogue.leaves
    asked = [
        code
        for code, leaf in leaves.items()
        if (leaf.scored or code == GATE) and not leaf.shown_if and code not in found.catalogue.feeders
    ]
    expected = [Missing(code, found.catalogue.section_of[code], UNANSWERED) for code in asked]
    assert missing_questions(found) == expected
    assert GATE in asked
    assert "IOC-8.1" not in asked
    assert len(asked) > 120


def test_missing_of_a_whole_set_of_answers_is_nothing():
    assessment = open_assessment()
    answer_all(assessment, user_as(Role.COORDINATOR, assessment.province))
    assert missing_of(assessment) == []


def test_missing_names_a_scored_question_without_a_value_even_with_a_note(complete):
    assessment, by = complete
    give(assessment, by, "ICT-4.2", None, "Đang rà soát.")
    assert missing_of(assessment) == [Missing("ICT-4.2", "ICT-4", UNANSWERED)]


def test_missing_passes_over_a_question_that_is_not_scored(complete):
    assessment, by = complete
    give(assessment, by, "IOC-8.1", None)
    assert missing_of(assessment) == []


def test_missing_names_a_question_that_others_depend_on_though_it_is_not_scored(complete):
    assessment, by = complete
    give(assessment, by, GATE, None)
    assert missing_of(assessment) == [Missing(GATE, "IOC-1", UNANSWERED)]


@pytest.mark.slow
def test_missing_asks_again_for_questions_that_a_new_answer_brings_up(complete):
    assessment, by = complete
    give(assessment, by, GATE, "none")
    give(assessment, by, "IOC-2.1", None)
    give(assessment, by, "IOC-1.3", None)
    assert missing_of(assessment) == []
    give(assessment, by, GATE, "planned")
    assert [missing.code for missing in missing_of(assessment)] == ["IOC-1.3"]
    give(assessment, by, GATE, "pilot")
    assert [missing.code for missing in missing_of(assessment)] == ["IOC-1.3", "IOC-2.1"]


def test_missing_takes_not_applicable_with_its_reason_for_an_answer(complete):
    assessment, by = complete
    give(assessment, by, "HT-06", not_applicable=True, reason="Chưa có đô thị loại này.")
    assert missing_of(assessment) == []


def test_missing_names_the_question_and_not_the_indicator_it_feeds(complete):
    assessment, by = complete
    give(assessment, by, "ICT-4.5", None)
    give(assessment, by, "HT-07", None)
    assert missing_of(assessment) == [Missing("ICT-4.5", "ICT-4", UNANSWERED)]


def test_missing_names_the_question_though_its_indicator_was_answered_itself(complete):
    assessment, by = complete
    give(assessment, by, "ICT-4.5", None)
    give(assessment, by, "HT-07", least(found_in(assessment).catalogue.items["HT-07"]))
    assert [missing.code for missing in missing_of(assessment)] == ["ICT-4.5"]


@pytest.mark.parametrize("lacking", ["number", "date", "issuer"])
def test_missing_asks_for_every_part_of_a_document(complete, lacking):
    assessment, by = complete
    parts = {"number": "12/QĐ-UBND", "date": timezone.localdate(), "issuer": "Ủy ban nhân dân tỉnh"}
    parts[lacking] = None if lacking == "date" else ""
    give(assessment, by, "ICT-4.1", DocumentValue(**parts), "Giải thích.")
    assert missing_of(assessment) == [Missing("ICT-4.1", "ICT-4", UNFINISHED)]


def test_missing_takes_it_that_there_is_no_such_document(complete):
    assessment, by = complete
    give(assessment, by, "ICT-4.1", DocumentValue("", None, ""))
    assert missing_of(assessment) == []


@pytest.mark.parametrize("note", ["", " \n\t"])
def test_missing_asks_for_evidence_or_a_note_where_something_is_claimed(complete, note):
    assessment, by = complete
    give(assessment, by, "ICT-4.6", "partial", note)
    assert missing_of(assessment) == [Missing("ICT-4.6", "ICT-4", UNEVIDENCED)]


def test_missing_is_content_with_evidence(complete):
    assessment, by = complete
    give(assessment, by, "ICT-4.6", "yes")
    evidence_document(assessment, by, "ICT-4.6")
    assert missing_of(assessment) == []


def test_missing_is_content_with_a_note_in_place_of_evidence(complete):
    assessment, by = complete
    give(assessment, by, "ICT-4.6", "yes", "Văn bản đang trình ký.")
    assert missing_of(assessment) == []


def test_missing_asks_no_evidence_of_those_who_claim_nothing(complete):
    assessment, by = complete
    give(assessment, by, "ICT-4.6", "no")
    assert missing_of(assessment) == []


def test_missing_asks_no_evidence_where_it_is_optional(complete):
    assessment, by = complete
    give(assessment, by, "ICT-7.2", all_ticked(assessment, "ICT-7.2"))
    assert missing_of(assessment) == []


def all_ticked(assessment: Assessment, code: str) -> tuple[str, ...]:
    return tuple(option.code for option in found_in(assessment).catalogue.items[code].options)


# -- progress --------------------------------------------------------------------------------------------------------


def test_progress_of_an_untouched_assessment_is_nothing_of_what_is_asked():
    found = found_in(open_assessment())
    parts = progress_by_section(found)
    assert list(parts) == list(found.catalogue.sections)
    assert parts["IOC-1"] == Progress(0, 3)
    assert parts["IOC-2"] == Progress(0, 0)
    assert total(parts) == Progress(0, 172 + 1 - 29 - 1)


def test_progress_of_a_complete_assessment_is_whole(complete):
    parts = progress_by_section(found_in(complete[0]))
    assert all(part.answered == part.asked for part in parts.values())
    assert (total(parts), total(parts).percent) == (Progress(173, 173), 100)


def test_progress_counts_not_applicable_as_answered_and_hidden_as_not_asked():
    assessment = open_assessment()
    by = user_as(Role.COORDINATOR, assessment.province)
    give(assessment, by, "HT-06", not_applicable=True, reason="Không có.")
    give(assessment, by, GATE, "none")
    parts = progress_by_section(found_in(assessment))
    assert (parts["HT"], parts["IOC-1"], parts["IOC-2"]) == (Progress(1, 8), Progress(1, 3), Progress(0, 0))


def test_progress_of_a_question_counts_for_the_indicator_it_feeds():
    assessment = open_assessment()
    by = user_as(Role.COORDINATOR, assessment.province)
    give(assessment, by, "ICT-4.5", least(found_in(assessment).catalogue.items["ICT-4.5"]))
    parts = progress_by_section(found_in(assessment))
    assert (parts["ICT-4"], parts["HT"]) == (Progress(1, 6), Progress(1, 8))


@pytest.mark.parametrize(
    ("answered", "asked", "percent"), [(0, 0, 100), (0, 3, 0), (1, 3, 33), (2, 3, 66), (199, 200, 99), (3, 3, 100)]
)
def test_percent_says_hundred_only_when_all_is_done(answered, asked, percent):
    assert Progress(answered, asked).percent == percent


def test_progress_by_part_is_by_theme_and_by_group():
    found = found_in(submitted_on_small())
    assert progress_by_part(found) == {"A": Progress(6, 6), "K.B": Progress(2, 2)}
    empty = blank(found.catalogue, timezone.localdate())
    assert (progress_by_part(empty), empty.answers) == ({"A": Progress(0, 6), "K.B": Progress(0, 2)}, {})


def test_codes_to_review_are_those_that_count_and_apply_by_their_own_answer():
    assert codes_to_review(found_in(submitted_on_small())) == CODES
    assessment = open_assessment_on_small()
    store(assessment, user_as(Role.COORDINATOR, assessment.province), A_1_2="no")
    assert codes_to_review(found_in(assessment)) == sorted([*CODES, "A-1.5"])


def test_progress_adds_up_only_with_progress():
    assert Progress(1, 2) + Progress(3, 4) == Progress(4, 6)
    with pytest.raises(TypeError):
        Progress(1, 2) + 5


# -- reading ---------------------------------------------------------------------------------------------------------


def test_filled_reads_rows_as_the_core_takes_them_with_their_evidence():
    assessment = open_assessment()
    by = user_as(Role.COORDINATOR, assessment.province)
    give(assessment, by, "HT-06", not_applicable=True, reason="Không có.")
    give(assessment, by, "ICT-4.6", "yes")
    for number in ("1/QĐ", "2/QĐ"):
        evidence_document(assessment, by, "ICT-4.6", number)
    found = found_in(assessment)
    expected = {
        "ICT-4.6": scoring.Answer("yes", evidence=2),
        "HT-06": scoring.Answer(None, not_applicable=True, reason="Không có."),
    }
    assert found.answers == expected
    assert list(found.answers) == ["ICT-4.6", "HT-06"]
    assert found.results["ICT-4.6"].status is Status.ANSWERED
    assert set(found.rows) == set(expected)


def test_filled_leaves_out_what_the_catalogues_do_not_know():
    assessment = open_assessment()
    Answer.objects.create(assessment=assessment, code="ZZ-1", section="ZZ", kind=Kind.TEXT, is_given=True, text="x")
    found = found_in(assessment)
    assert (set(found.rows), found.answers) == ({"ZZ-1"}, {})


@pytest.mark.slow
def test_filled_takes_one_query_however_much_was_answered(django_assert_num_queries):
    assessment = open_assessment()
    found_in(assessment)
    with django_assert_num_queries(1):
        found_in(assessment)
    by = user_as(Role.COORDINATOR, assessment.province)
    answer_all(assessment, by)
    for number in range(30):
        evidence_document(assessment, by, "ICT-4.6", f"{number}/QĐ")
    with django_assert_num_queries(1):
        missing_questions(found_in(assessment))


def test_scoring_answer_of_a_row_that_says_nothing_is_no_answer():
    assert scoring_answer(Answer(kind=Kind.NUMBER, is_given=False), 0) == scoring.NO_ANSWER


def test_get_assessment_finds_what_the_user_may_see(django_assert_num_queries):
    assessment = open_assessment()
    user = user_as(Role.LEADER, assessment.province)
    with django_assert_num_queries(2):
        found = get_assessment_or_404(user, assessment.pk)
        assert str(found.campaign.guidance) == "cv2333/v1"
    assert found == assessment


def test_get_assessment_hides_from_strangers_what_is_there():
    assessment = open_assessment()
    elsewhere = user_as(Role.COORDINATOR, ProvinceFactory())
    for stranger in (UserFactory(), UserFactory(is_superuser=True), elsewhere):
        with pytest.raises(Http404):
            get_assessment_or_404(stranger, assessment.pk)
    with pytest.raises(Http404):
        get_assessment_or_404(user_as(Role.AUDITOR), uuid4())


def test_lacking_says_what_a_given_answer_still_needs(complete):
    assessment, by = complete
    give(assessment, by, "ICT-4.6", "partial")
    give(assessment, by, "ICT-4.2", None)
    found = found_in(assessment)
    assert [lacking(found, code) for code in ("ICT-4.6", "ICT-4.2", "ICT-4.3")] == [UNEVIDENCED, "", ""]


def test_progress_counts_an_answer_once_nothing_is_lacking(complete):
    assessment, by = complete
    give(assessment, by, "ICT-4.6", "partial")
    assert progress_by_section(found_in(assessment))["ICT-4"] == Progress(5, 6)
    evidence_document(assessment, by, "ICT-4.6")
    assert progress_by_section(found_in(assessment))["ICT-4"] == Progress(6, 6)


def test_filled_judges_documents_by_the_day_it_is_given():
    assessment = open_assessment()
    today = timezone.localdate()
    paper = DocumentValue("1", today, "Ủy ban nhân dân tỉnh")
    give(assessment, user_as(Role.COORDINATOR, assessment.province), "ICT-4.1", paper)
    assert filled(assessment, today - timedelta(days=1)).results["ICT-4.1"].score == 0
    assert filled(assessment, today).results["ICT-4.1"].score == 100


def test_earlier_assessment_is_the_last_that_was_handed_in_before_this_campaign():
    draft = open_assessment_on_small()
    assert earlier_assessment(draft) is None
    before = earlier(draft)
    older = earlier(draft)
    Campaign.objects.filter(pk=older.campaign_id).update(opens_on=before.campaign.opens_on - timedelta(days=1))
    unsubmitted = open_assessment_on_small(draft.province)
    Campaign.objects.filter(pk=unsubmitted.campaign_id).update(opens_on=before.campaign.opens_on + timedelta(days=1))
    earlier(open_assessment_on_small())
    assert earlier_assessment(draft) == before
    assert earlier_assessment(Assessment.objects.with_campaign().get(pk=older.pk)) is None


def test_made_up_rounds_and_real_ones_stand_among_themselves():
    draft = open_assessment_on_small()
    before = earlier(draft)
    Campaign.objects.filter(pk=before.campaign_id).update(is_demonstration=True)
    assert earlier_assessment(draft) is None
    Campaign.objects.update(is_demonstration=True)
    assert earlier_assessment(Assessment.objects.with_campaign().get(pk=draft.pk)) == before
