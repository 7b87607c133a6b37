import io
import json
import unicodedata
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import given, settings

from accounts.roles import Role
from assessments.actions import answers
from assessments.actions.answers import Content
from assessments.enums import AssessmentState, Quality, Verb
from assessments.models import Answer, AnswerRevision, Assessment, WorkflowEvent
from assessments.scorecards import freeze
from indicators.scoring.measures import RatioValue
from tests.assessments import small
from tests.factories import UserFactory, open_assessment, user_as

from .refused_files import UNREADABLE, WRONG_ANSWERS, WRONG_HEADERS, documents, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment() -> Assessment:
    return small.open_assessment_on_small()


@pytest.fixture
def by(assessment):
    return user_as(Role.COORDINATOR, assessment.province)


def load(assessment: Assessment, path: Path, by) -> str:
    printed = io.StringIO()
    call_command("load_answers", str(assessment.pk), str(path), by=by.email, stdout=printed)
    return printed.getvalue()


def lines_refusing(assessment: Assessment, path: Path, by) -> list[str]:
    """What the command says on exit 2; nothing is stored."""
    before = stored()
    with pytest.raises(CommandError) as refused:
        load(assessment, path, by)
    assert (refused.value.returncode, stored()) == (2, before)
    return str(refused.value).splitlines()


def stored() -> list[dict]:
    return [*Answer.objects.values(), *AnswerRevision.objects.values(), *WorkflowEvent.objects.values()]


def exported(assessment: Assessment) -> str:
    printed = io.StringIO()
    call_command("export_answers", str(assessment.pk), stdout=printed)
    return printed.getvalue()


# -- round trip ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_exported_answers_load_into_another_assessment_and_come_out_the_same(assessment, by, written):
    load(assessment, written(text(*small.ANSWERS)), by)
    other = small.open_assessment_on_small()
    path = written(exported(assessment))
    printed = load(other, path, user_as(Role.COORDINATOR, other.province))
    assert printed == "Đã nạp 6 câu trả lời, 6 câu thay đổi.\n"
    assert exported(other) == exported(assessment)
    today = timezone.localdate()
    assert freeze(other, today)[0] == freeze(assessment, today)[0]


def test_loading_an_export_back_changes_nothing_not_even_notes(assessment, by, written):
    contents = {
        "A-1.1": Content("2", note="Đã trình"),
        "A-1.4": Content(not_applicable=True, reason="Không có biển.", note="Ghi chú"),
        "A-1.6": Content(RatioValue(Decimal(1), Decimal(4)), quality=Quality.SURVEY),
        "B-2": Content(note="Chưa có số liệu"),
    }
    answers.load(by=by, assessment=assessment, contents=contents)
    before = list(Answer.objects.order_by("pk").values())
    assert load(assessment, written(exported(assessment)), by) == "Đã nạp 4 câu trả lời, 0 câu thay đổi.\n"
    assert list(Answer.objects.order_by("pk").values()) == before


def test_load_changes_values_and_keeps_what_the_format_does_not_hold(assessment, by, written):
    contents = {"B-2": Content(Decimal(7), note="Theo báo cáo", quality=Quality.SURVEY)}
    answers.load(by=by, assessment=assessment, contents=contents)
    load(assessment, written(text({"code": "B-2", "value": "8"})), by)
    assert answers.content_of(Answer.objects.get()) == Content(Decimal(8), note="Theo báo cáo", quality=Quality.SURVEY)


def test_load_leaves_answers_that_the_file_does_not_name(assessment, by, written):
    answers.load(by=by, assessment=assessment, contents={"A-1.2": Content("yes")})
    load(assessment, written(text({"code": "B-2", "value": "8"})), by)
    assert sorted(Answer.objects.given().values_list("code", flat=True)) == ["A-1.2", "B-2"]


def test_load_is_recorded_with_the_person_who_answers_for_it(assessment, by, written):
    load(assessment, written(text(*small.ANSWERS)), by)
    event = WorkflowEvent.objects.get(verb=Verb.LOAD_ANSWERS)
    assert (event.assessment, event.by, event.detail) == (assessment, by, "6")
    assert set(AnswerRevision.objects.values_list("by", flat=True)) == {by.pk}


def test_load_does_not_take_evidence_and_reviews_from_the_file(assessment, by, written):
    given = {"code": "A-1.1", "value": "2", "evidence": 5, "review": {"verdict": "accepted"}}
    load(assessment, written(text(given)), by)
    assert json.loads(exported(assessment))["answers"] == [
        {"code": "A-1.1", "value": "2", "not_applicable": False, "reason": "", "evidence": 0}
    ]


# -- refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("wrong", "lines"), WRONG_ANSWERS)
def test_load_lists_every_problem_and_stores_nothing(wrong, lines, assessment, by, written):
    answers.load(by=by, assessment=assessment, contents={"A-1.2": Content("yes")})
    path = written(text({"code": "A-1.2", "value": "no"}, *wrong))
    if "answers[" in lines[0]:
        lines = [line.replace(f"[{number}]", f"[{number + 1}]") for number, line in enumerate(lines)]
    assert lines_refusing(assessment, path, by) == lines


@pytest.mark.parametrize(("content", "lines"), WRONG_HEADERS)
def test_load_lists_every_problem_of_the_document_itself(content, lines, assessment, by, written):
    assert lines_refusing(assessment, written(content), by) == lines


def test_load_refuses_other_versions_than_the_campaigns(assessment, by, written):
    path = written(text({"code": "A-1.1", "value": "2"}, guidance="cv2333/v1", indicators=""))
    assert lines_refusing(assessment, path, by) == [
        "tệp: guidance: cần nho/v1 (phiên bản của đợt đánh giá); nhận được: cv2333/v1",
        "tệp: indicators: cần nho-chi-so/v1 (phiên bản của đợt đánh giá); nhận được: ô trống",
    ]


def test_load_refuses_documents_of_the_future_each_on_a_line(written):
    assessment = open_assessment()
    by = user_as(Role.COORDINATOR, assessment.province)
    today = timezone.localdate()
    paper = {"number": "1", "date": (today + timedelta(days=1)).isoformat(), "issuer": "Ủy ban nhân dân tỉnh"}
    given = [{"code": code, "value": paper} for code in ("ICT-3.1", "ICT-4.1")]
    path = written(text({"code": "ICT-4.6", "value": "yes"}, *given, guidance="cv2333/v1", indicators="cv3098/v1"))
    came, now = f"{today + timedelta(days=1):%d/%m/%Y}", f"{today:%d/%m/%Y}"
    assert lines_refusing(assessment, path, by) == [
        f"Câu {code}: ngày ban hành {came} ở sau hôm nay ({now}); hãy kiểm tra lại." for code in ("ICT-3.1", "ICT-4.1")
    ]


@pytest.mark.parametrize("name", UNREADABLE)
def test_load_refuses_a_file_that_cannot_be_read(name, assessment, by, written):
    content, sentence = UNREADABLE[name]
    path = written(content)
    assert lines_refusing(assessment, path, by) == [f"{path}: {sentence}"]


def test_load_refuses_a_file_that_is_not_there(assessment, by, tmp_path):
    path = tmp_path / "khong-co.json"
    assert lines_refusing(assessment, path, by) == [f"{path}: không đọc được tệp: không có tệp này"]


def test_load_keeps_the_longest_texts_in_composed_letters(assessment, by, written):
    written_apart = unicodedata.normalize("NFD", "ế")
    reason, given = (
        written_apart * 2_000,
        {"number": written_apart * 200, "date": "2026-01-02", "issuer": "\ufb2c" * 66},
    )
    path = written(text({"code": "A-1.4", "not_applicable": True, "reason": reason}, {"code": "A-1.7", "value": given}))
    load(assessment, path, by)
    rows = {row.code: row for row in Answer.objects.all()}
    assert rows["A-1.4"].reason == "ế" * 2_000
    assert (rows["A-1.7"].document_number, len(rows["A-1.7"].document_issuer)) == ("ế" * 200, 198)


@pytest.mark.slow
def test_load_takes_line_breaks_as_browsers_send_them(assessment, by, written):
    load(assessment, written(text({"code": "A-1.8", "value": "a\tb\r\nc\n"})), by)
    assert Answer.objects.get().text == "a\tb\r\nc\n"


def test_what_was_typed_and_the_format_does_not_carry_is_marked_in_an_export_that_loads(assessment, by, written):
    contents = {"A-1.4": Content(not_applicable=True, reason="\x07"), "A-1.8": Content("a\x0cb")}
    answers.load(by=by, assessment=assessment, contents=contents)
    path = written(exported(assessment))
    other = small.open_assessment_on_small()
    load(other, path, user_as(Role.COORDINATOR, other.province))
    assert {row.code: row.reason or row.text for row in other.answers.all()} == {"A-1.4": "\ufffd", "A-1.8": "a\ufffdb"}


@pytest.mark.parametrize("role", [Role.LEADER, Role.REVIEWER, None])
def test_load_is_for_those_who_may_edit(role, assessment, written):
    by = user_as(role, assessment.province) if role else UserFactory()
    expected = ["Vai trò của bạn chỉ được xem phiếu này."]
    assert lines_refusing(assessment, written(text(*small.ANSWERS)), by) == expected


def test_load_is_locked_after_submission(assessment, by, written):
    state = AssessmentState.SUBMITTED
    Assessment.objects.update(state=state, submitted_at=timezone.now(), submitted_by=by)
    expected = ["Phiếu đã nộp nên không sửa được nữa."]
    assert lines_refusing(assessment, written(text(*small.ANSWERS)), by) == expected


def test_load_refuses_a_person_nobody_knows(assessment, written):
    with pytest.raises(CommandError) as refused:
        load(assessment, written(text(*small.ANSWERS)), UserFactory.build(email="ai-do@tinh.example"))
    assert str(refused.value) == "Không có người dùng “ai-do@tinh.example”."
    assert Answer.objects.count() == 0


@pytest.mark.slow
@given(documents)
@settings(max_examples=200, deadline=None)
def test_load_of_any_json_stores_all_or_lists_problems_and_stores_nothing(document):
    assessment = Assessment.objects.with_campaign().first() or small.open_assessment_on_small()
    AnswerRevision.objects.all().delete()
    Answer.objects.all().delete()
    WorkflowEvent.objects.all().delete()
    by = user_as(Role.COORDINATOR, assessment.province)
    path = Path(django_settings.VAR_DIR) / "any-answers.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(document), encoding="utf-8")
    problems = refusal_of(assessment, path, by)
    codes = set() if problems else {answer["code"] for answer in document["answers"]}
    assert set(assessment.answers.values_list("code", flat=True)) <= codes
    assert assessment.events.count() == (0 if problems else 1)


def refusal_of(assessment: Assessment, path: Path, by) -> str:
    """ "" where the file was loaded; an exit status other than 2 is an error."""
    try:
        load(assessment, path, by)
    except CommandError as refused:
        if refused.returncode != 2:
            raise
        return str(refused)
    return ""
