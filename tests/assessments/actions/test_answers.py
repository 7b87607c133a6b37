from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError
from django.utils import timezone

from accounts.roles import Role
from assessments.actions import answers
from assessments.actions.answers import Content
from assessments.enums import AssessmentState, CampaignState, Quality, Verb
from assessments.errors import InvalidAnswer, NotAllowed, Refusal, StaleAnswer
from assessments.models import Answer, AnswerRevision, Assessment, Campaign, WorkflowEvent
from indicators.scoring.measures import DocumentValue, RatioValue
from tests.factories import ProvinceFactory, UserFactory, assessment_in, made_answers, open_assessment, user_as

from .together import at_once

pytestmark = pytest.mark.django_db

STALE = "Đồng nghiệp vừa sửa câu này. Hãy xem cả hai bản rồi chọn một."
PAPER = DocumentValue("12/QĐ-UBND", date(2026, 1, 2), "Ủy ban nhân dân tỉnh")
WHOLE = [
    ("ICT-4.2", Content("3", note="Ghi chú")),
    ("ICT-4.6", Content("partial")),
    ("ICT-6.7", Content("no")),
    ("IOC-5.2", Content("yes")),
    ("ICT-5.6", Content(())),
    ("ICT-5.4", Content(Decimal("2"), quality=Quality.SURVEY)),
    ("ICT-4.5", Content(RatioValue(Decimal("1.5"), Decimal(3)), quality=Quality.MEASURED)),
    ("ICT-4.1", Content(PAPER, document_title="Về việc ban hành Kiến trúc")),
    ("HT-06", Content(not_applicable=True, reason="Không có đô thị.", note="Ghi chú")),
]


def coordinator_and_assessment():
    assessment = open_assessment()
    return user_as(Role.COORDINATOR, assessment.province), assessment


def save(by, assessment: Assessment, code: str, content: Content, expected_version: int | None = None) -> Answer:
    return answers.save(by=by, assessment=assessment, code=code, content=content, expected_version=expected_version)


def stored(assessment: Assessment, code: str) -> Answer:
    return Answer.objects.get(assessment=assessment, code=code)


def refusal(error: type[Exception], *args, **kwargs) -> str:
    with pytest.raises(error) as refused:
        save(*args, **kwargs)
    return str(refused.value)


# -- saving ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "content"), WHOLE)
def test_save_keeps_what_was_given(code, content):
    by, assessment = coordinator_and_assessment()
    save(by, assessment, code, content, 0)
    row = stored(assessment, code)
    assert answers.content_of(row) == content
    assert (row.is_given, row.version, row.updated_by) == (True, 1, by)
    assert row.section == ("HT" if code == "HT-06" else code.split(".")[0])


def test_save_keeps_a_note_without_a_value():
    by, assessment = coordinator_and_assessment()
    save(by, assessment, "ICT-4.2", Content(note="Đang rà soát."))
    row = stored(assessment, "ICT-4.2")
    assert (row.is_given, row.note) == (False, "Đang rà soát.")


@pytest.mark.slow
def test_save_records_every_version_with_who_and_when():
    by, assessment = coordinator_and_assessment()
    colleague = user_as(Role.CONTRIBUTOR, assessment.province)
    moment = timezone.now()
    with time_machine.travel(moment, tick=False):
        save(by, assessment, "ICT-4.2", Content("1"), 0)
    with time_machine.travel(moment + timedelta(minutes=5), tick=False):
        save(colleague, assessment, "ICT-4.2", Content("2", note="Đã ban hành"), 1)
    revisions = stored(assessment, "ICT-4.2").revisions.all()
    empty = {"document_title": "", "not_applicable": False, "reason": "", "note": "", "quality": ""}
    assert [(revision.version, revision.by, revision.at, revision.content) for revision in revisions] == [
        (1, by, moment, {**empty, "value": "1"}),
        (2, colleague, moment + timedelta(minutes=5), {**empty, "value": "2", "note": "Đã ban hành"}),
    ]
    assert stored(assessment, "ICT-4.2").updated_by == colleague


def test_save_writes_values_into_revisions_as_the_exchange_format_has_them():
    by, assessment = coordinator_and_assessment()
    save(by, assessment, "ICT-4.5", Content(RatioValue(Decimal("1.50"), Decimal(3))))
    save(by, assessment, "ICT-4.1", Content(PAPER, document_title="Về việc"))
    found = {revision.answer.code: revision.content["value"] for revision in AnswerRevision.objects.all()}
    assert found == {
        "ICT-4.5": {"numerator": "1.5", "denominator": "3"},
        "ICT-4.1": {"number": "12/QĐ-UBND", "date": "2026-01-02", "issuer": "Ủy ban nhân dân tỉnh"},
    }


@pytest.mark.parametrize(("code", "content"), WHOLE)
def test_save_of_what_is_there_changes_nothing(code, content):
    by, assessment = coordinator_and_assessment()
    first = save(by, assessment, code, content, 0)
    again = save(user_as(Role.CONTRIBUTOR, assessment.province), assessment, code, content, 1)
    assert (again.pk, again.version, again.updated_at) == (first.pk, 1, first.updated_at)
    assert stored(assessment, code).updated_by == by
    assert AnswerRevision.objects.count() == 1


def test_save_of_an_equal_number_written_otherwise_changes_nothing():
    by, assessment = coordinator_and_assessment()
    save(by, assessment, "ICT-5.4", Content(Decimal("2")))
    save(by, assessment, "ICT-5.4", Content(Decimal("2.000")))
    assert AnswerRevision.objects.count() == 1


def test_save_of_nothing_where_nothing_was_makes_no_row():
    by, assessment = coordinator_and_assessment()
    answer = save(by, assessment, "ICT-4.2", Content(), 0)
    assert (answer.pk, answer.version, Answer.objects.count()) == (None, 0, 0)


def test_save_may_take_a_value_back():
    by, assessment = coordinator_and_assessment()
    save(by, assessment, "ICT-4.5", Content(RatioValue(Decimal(1), Decimal(3)), quality=Quality.SURVEY))
    save(by, assessment, "ICT-4.5", Content())
    row = stored(assessment, "ICT-4.5")
    assert (row.is_given, row.numerator, row.denominator, row.quality, row.version) == (False, None, None, "", 2)


def test_save_keeps_text_in_composed_letters():
    by, assessment = coordinator_and_assessment()
    apart = "Quye\u0302\u0301t đi\u0323nh"
    paper = DocumentValue(apart, PAPER.date, apart)
    row = save(by, assessment, "ICT-4.1", Content(paper, document_title=apart, note=apart))
    shown = (row.document_number, row.document_issuer, row.document_title, row.note)
    assert shown == ("Quyết định",) * 4
    save(by, assessment, "ICT-4.1", Content(paper, document_title=apart, note=apart))
    assert AnswerRevision.objects.count() == 1


def test_save_that_the_database_refuses_leaves_nothing():
    by, assessment = coordinator_and_assessment()
    with pytest.raises(IntegrityError):
        save(by, assessment, "ICT-4.2", Content("3", document_title="Không thuộc kiểu này"))


# -- colleagues ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("expected", [0, 2, 99])
def test_save_refuses_to_write_over_a_version_that_was_not_seen(expected):
    by, assessment = coordinator_and_assessment()
    save(by, assessment, "ICT-4.2", Content("1"), 0)
    colleague = user_as(Role.CONTRIBUTOR, assessment.province)
    assert refusal(StaleAnswer, colleague, assessment, "ICT-4.2", Content("4"), expected) == STALE
    assert refusal(StaleAnswer, by, assessment, "ICT-4.2", Content("4"), expected) == (
        "Câu này vừa được chính bạn sửa ở cửa sổ khác. Hãy xem cả hai bản rồi chọn một."
    )
    assert (stored(assessment, "ICT-4.2").choice, AnswerRevision.objects.count()) == ("1", 1)


@pytest.mark.parametrize(("code", "content"), WHOLE)
def test_save_sent_again_after_its_answer_was_lost_finds_itself_saved(code, content):
    by, assessment = coordinator_and_assessment()
    first = save(by, assessment, code, content, 0)
    again = save(by, assessment, code, content, 0)
    assert (again.pk, again.version, again.updated_at) == (first.pk, 1, first.updated_at)
    assert list(again.revisions.values_list("version", flat=True)) == [1]


@pytest.mark.slow
def test_save_that_arrives_after_its_successor_is_refused():
    by, assessment = coordinator_and_assessment()
    save(by, assessment, "ICT-4.2", Content("1"), 0)
    save(by, assessment, "ICT-4.2", Content("2"), 1)
    for late, seen in (("1", 0), ("1", 1)):
        refusal(StaleAnswer, by, assessment, "ICT-4.2", Content(late), seen)
    assert (stored(assessment, "ICT-4.2").choice, AnswerRevision.objects.count()) == ("2", 2)


@pytest.mark.django_db(transaction=True)
def test_save_of_the_same_request_twice_at_once_makes_one_revision():
    by, assessment = coordinator_and_assessment()
    found = at_once(*[lambda: save(by, assessment, "ICT-4.2", Content("3"), 0)] * 2)
    assert [answer.version for answer in found] == [1, 1]
    assert AnswerRevision.objects.count() == 1


def test_save_refuses_a_version_of_an_answer_that_is_not_there():
    by, assessment = coordinator_and_assessment()
    expected = "Trang đang mở đã cũ so với phiếu. Hãy tải lại trang rồi nhập lại câu này."
    assert refusal(Refusal, by, assessment, "ICT-4.2", Content("4"), 1) == expected
    assert Answer.objects.count() == 0


def test_save_without_an_expected_version_writes_over_whatever_is_there():
    by, assessment = coordinator_and_assessment()
    save(by, assessment, "ICT-4.2", Content("1"), 0)
    assert save(by, assessment, "ICT-4.2", Content("4"), None).version == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seen", [0, 1])
def test_save_of_two_editors_at_once_keeps_one_and_tells_the_other(seen):
    by, assessment = coordinator_and_assessment()
    colleague = user_as(Role.CONTRIBUTOR, assessment.province)
    if seen:
        save(by, assessment, "ICT-4.2", Content("1"), 0)
    found = at_once(
        lambda: save(by, assessment, "ICT-4.2", Content("3"), seen),
        lambda: save(colleague, assessment, "ICT-4.2", Content("4"), seen),
    )
    lost = [result for result in found if isinstance(result, StaleAnswer)]
    kept = [result for result in found if isinstance(result, Answer)]
    assert ([str(refused) for refused in lost], len(kept)) == ([STALE], 1)
    row = stored(assessment, "ICT-4.2")
    assert (row.choice, row.version, row.updated_by) == (kept[0].choice, seen + 1, kept[0].updated_by)
    assert list(row.revisions.values_list("version", flat=True)) == list(range(1, seen + 2))


# -- "not applicable" ------------------------------------------------------------------------------------------------


def test_save_refuses_not_applicable_where_the_question_always_applies():
    by, assessment = coordinator_and_assessment()
    content = Content(not_applicable=True, reason="Không muốn.")
    assert refusal(InvalidAnswer, by, assessment, "ICT-4.2", content) == "Câu ICT-4.2 áp dụng cho mọi địa phương."
    assert Answer.objects.count() == 0


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_save_refuses_not_applicable_without_a_reason(reason):
    by, assessment = coordinator_and_assessment()
    with pytest.raises(InvalidAnswer) as refused:
        save(by, assessment, "HT-06", Content(not_applicable=True, reason=reason))
    assert refused.value.messages == {"reason": "Câu HT-06: hãy ghi lý do không áp dụng."}


def test_save_drops_the_value_of_what_does_not_apply():
    by, assessment = coordinator_and_assessment()
    ratio = RatioValue(Decimal(1), Decimal(3))
    save(by, assessment, "HT-06", Content(ratio, quality=Quality.SURVEY, note="Ghi chú"))
    save(by, assessment, "HT-06", Content(ratio, "", True, "Không có đô thị.", "Ghi chú", Quality.SURVEY))
    expected = Content(not_applicable=True, reason="Không có đô thị.", note="Ghi chú")
    assert answers.content_of(stored(assessment, "HT-06")) == expected


def test_save_drops_the_reason_of_what_applies():
    by, assessment = coordinator_and_assessment()
    save(by, assessment, "HT-06", Content(RatioValue(Decimal(1), Decimal(3)), reason="Không có đô thị."))
    assert (stored(assessment, "HT-06").reason, stored(assessment, "HT-06").not_applicable) == ("", False)


# -- who and when ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["ZZ-1", "", "ict-4.2"])
def test_save_refuses_a_code_that_the_pinned_catalogues_lack(code):
    by, assessment = coordinator_and_assessment()
    expected = f"Danh mục của đợt đánh giá không có mã “{code}”."
    assert refusal(InvalidAnswer, by, assessment, code, Content("1")) == expected


@pytest.mark.parametrize("role", [Role.LEADER, Role.REVIEWER, Role.CAMPAIGN_MANAGER, Role.AUDITOR, None])
def test_save_refuses_those_who_may_only_look_and_strangers(role):
    assessment = open_assessment()
    by = user_as(role, assessment.province) if role else UserFactory()
    expected = "Vai trò của bạn chỉ được xem phiếu này."
    assert refusal(NotAllowed, by, assessment, "ICT-4.2", Content("1")) == expected
    assert Answer.objects.count() == 0


def test_save_refuses_a_coordinator_of_another_province():
    by = user_as(Role.COORDINATOR, ProvinceFactory())
    expected = "Vai trò của bạn chỉ được xem phiếu này."
    assert refusal(NotAllowed, by, open_assessment(), "ICT-4.2", Content("1")) == expected


def test_save_is_locked_after_submission():
    assessment = open_assessment()
    by = user_as(Role.COORDINATOR, assessment.province)
    Assessment.objects.filter(pk=assessment.pk).update(
        state=AssessmentState.SUBMITTED, submitted_at=timezone.now(), submitted_by=by
    )
    expected = "Phiếu đã nộp nên không sửa được nữa."
    assert refusal(NotAllowed, by, assessment, "ICT-4.2", Content("1")) == expected


def test_save_is_locked_the_moment_the_deadline_passes_in_vietnam():
    by, assessment = coordinator_and_assessment()
    deadline = assessment.campaign.submit_by
    midnight = timezone.make_aware(
        timezone.datetime.combine(deadline + timedelta(days=1), timezone.datetime.min.time())
    )
    with time_machine.travel(midnight - timedelta(seconds=1), tick=False):
        save(by, assessment, "ICT-4.2", Content("1"))
    with time_machine.travel(midnight, tick=False):
        expected = f"Đã quá hạn tự đánh giá ({deadline:%d/%m/%Y})."
        assert refusal(NotAllowed, by, assessment, "ICT-4.2", Content("2")) == expected
    assert stored(assessment, "ICT-4.2").choice == "1"


def test_save_is_locked_once_the_campaign_is_closed():
    by, assessment = coordinator_and_assessment()
    Campaign.objects.update(state=CampaignState.CLOSED)
    expected = "Đợt đánh giá chưa mở hoặc đã kết thúc."
    assert refusal(NotAllowed, by, assessment, "ICT-4.2", Content("1")) == expected


# -- loading many ----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_load_stores_all_and_counts_what_changed():
    by, assessment = coordinator_and_assessment()
    save(by, assessment, "ICT-4.2", Content("3", note="Ghi chú"))
    contents = dict(WHOLE)
    assert answers.load(by=by, assessment=assessment, contents=contents) == len(contents) - 1
    assert {row.code: answers.content_of(row) for row in assessment.answers.all()} == contents
    event = WorkflowEvent.objects.get(verb=Verb.LOAD_ANSWERS)
    assert (event.assessment, event.by, event.detail) == (assessment, by, "8")


def test_load_twice_changes_nothing():
    by, assessment = coordinator_and_assessment()
    answers.load(by=by, assessment=assessment, contents=dict(WHOLE))
    assert answers.load(by=by, assessment=assessment, contents=dict(WHOLE)) == 0
    assert AnswerRevision.objects.count() == len(WHOLE)


@pytest.mark.parametrize("bad", [("ZZ-1", Content("1")), ("ICT-6.7", Content(not_applicable=True, reason="Không."))])
def test_load_stores_nothing_if_one_answer_is_refused(bad):
    by, assessment = coordinator_and_assessment()
    save(by, assessment, "ICT-4.6", Content("yes"))
    with pytest.raises(InvalidAnswer):
        answers.load(by=by, assessment=assessment, contents={**dict(WHOLE), bad[0]: bad[1]})
    assert {row.code: row.choice for row in Answer.objects.all()} == {"ICT-4.6": "yes"}
    assert not WorkflowEvent.objects.filter(verb=Verb.LOAD_ANSWERS).exists()


@pytest.mark.parametrize("contents", [{}, dict(WHOLE)])
def test_load_refuses_strangers_even_with_nothing_to_load(contents):
    assessment = open_assessment()
    with pytest.raises(NotAllowed) as refused:
        answers.load(by=UserFactory(), assessment=assessment, contents=contents)
    assert str(refused.value) == "Vai trò của bạn chỉ được xem phiếu này."
    assert (Answer.objects.count(), WorkflowEvent.objects.count()) == (0, 0)


@pytest.mark.slow
def test_load_is_locked_after_submission():
    assessment = assessment_in(AssessmentState.SUBMITTED)
    by = user_as(Role.COORDINATOR, assessment.province)
    before = AnswerRevision.objects.count()
    with pytest.raises(NotAllowed):
        answers.load(by=by, assessment=assessment, contents={"ICT-4.2": Content("0", note="Khác")})
    assert AnswerRevision.objects.count() == before


def test_load_takes_a_whole_made_up_assessment():
    by, assessment = coordinator_and_assessment()
    made = made_answers(assessment)
    contents = {code: Content(found.value, "", found.not_applicable, found.reason) for code, found in made.items()}
    assert answers.load(by=by, assessment=assessment, contents=contents) == len(made)
