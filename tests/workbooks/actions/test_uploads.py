import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from assessments.actions.answers import Content, content_of, load, save
from assessments.enums import AssessmentState, Verb
from assessments.errors import NotAllowed, Refusal, RefusedFile
from assessments.models import AnswerRevision, Assessment
from assessments.permissions import why_not_edit
from indicators.scoring.measures import RatioValue
from tests.assessments.actions.together import at_once
from tests.assessments.views.returned import returned
from tests.factories import user_as
from tests.scanners import EICAR, closed_port, fake_clamd
from tests.workbooks.books import NAME, downloaded, filled, small_draft
from workbooks.actions import uploads
from workbooks.actions.uploads import MAX_FAULTS, Choice
from workbooks.models import WorkbookUpload

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return small_draft()


def receive(assessment, by, cells=(), raw=None):
    raw = filled(raw or downloaded(assessment, by), dict(cells))
    return uploads.receive(by=by, assessment=assessment, name=NAME, raw=raw)


def given(assessment, by, code, content):
    save(by=by, assessment=assessment, code=code, content=content, expected_version=None)


def content(assessment, code):
    return content_of(assessment.answers.get(code=code))


def apply(by, upload, choices=()):
    return uploads.apply(by=by, assessment=upload.assessment, upload=upload, choices=dict(choices))


def refusal(by, upload, choices=()):
    """The sentence; nothing is written."""
    before = [*AnswerRevision.objects.values()], [*WorkbookUpload.objects.values()]
    with pytest.raises(Refusal) as caught:
        apply(by, upload, choices)
    assert ([*AnswerRevision.objects.values()], [*WorkbookUpload.objects.values()]) == before
    return str(caught.value)


CHANGES = {("A-1.1", "answer"): "3", ("A-1.6", "numerator"): 1, ("A-1.6", "denominator"): 4}


def test_sound_workbook_waits_and_changes_nothing(draft):
    assessment, by = draft
    raw = filled(downloaded(assessment, by), CHANGES)
    upload = uploads.receive(by=by, assessment=assessment, name="C:\\Bảng\u202etính.xlsx", raw=raw)
    found = WorkbookUpload.objects.get(pk=upload.pk)
    assert (found.status, found.faults, found.remarks, found.by) == ("ready", [], [], by)
    assert (found.file_name, found.sha256) == ("Bảngtính.xlsx", hashlib.sha256(raw).hexdigest())
    assert [change["code"] for change in found.changes] == ["A-1.1", "A-1.6"]
    assert timezone.now() - found.downloaded_at < timedelta(minutes=1)
    assert not assessment.answers.exists()
    assert not assessment.events.filter(verb=Verb.LOAD_ANSWERS).exists()


def test_workbook_with_faults_keeps_these_only(draft):
    assessment, by = draft
    upload = receive(assessment, by, {**CHANGES, ("A-1.2", "answer"): "?"})
    assert (upload.status, upload.changes) == ("refused", [])
    message = "Câu A-1.2: hãy chọn một mục trong danh sách của ô; bạn nhập “?”."
    assert upload.faults == [{"sheet": "A", "cell": "D6", "code": "A-1.2", "message": message}]


def test_no_more_faults_are_kept_than_people_can_use(draft, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_FAULTS", 2)
    assessment, by = draft
    wrong = {(code, "answer"): "?" for code in ("A-1.1", "A-1.2", "A-1.4")}
    assert (MAX_FAULTS, len(receive(assessment, by, wrong).faults)) == (1_000, 2)


def test_confirmed_changes_are_stored_with_revisions_and_one_event(draft):
    assessment, by = draft
    upload = receive(assessment, by, CHANGES)
    colleague = user_as(Role.CONTRIBUTOR, assessment.province)
    assert apply(colleague, upload) == 2
    assert content(assessment, "A-1.1") == Content("3")
    assert content(assessment, "A-1.6").value == RatioValue(1, 4)
    revisions = AnswerRevision.objects.filter(answer__assessment=assessment)
    assert [(revision.answer.code, revision.version, revision.by) for revision in revisions] == [
        ("A-1.1", 1, colleague),
        ("A-1.6", 1, colleague),
    ]
    event = assessment.events.get(verb=Verb.LOAD_ANSWERS)
    assert (event.by, event.detail) == (colleague, f"{NAME}: 2")
    upload.refresh_from_db()
    assert (upload.status, upload.applied_by) == ("applied", colleague)
    assert [(change["code"], change["fate"]) for change in upload.changes] == [("A-1.1", "new"), ("A-1.6", "new")]
    assert assessment.parts.exists()


def test_upload_is_confirmed_once(draft):
    assessment, by = draft
    upload = receive(assessment, by, CHANGES)
    apply(by, upload)
    refused = receive(assessment, by, {("A-1.2", "answer"): "?"})
    unchanged = receive(assessment, by)
    assert unchanged.status == "unchanged"
    for done in (upload, refused, unchanged):
        assert refusal(by, done) == "Lần gửi này không còn chờ xác nhận."


def test_withdrawn_answer_is_taken_back(draft):
    assessment, by = draft
    given(assessment, by, "A-1.1", Content("2"))
    upload = receive(assessment, by, {("A-1.1", "answer"): None})
    apply(by, upload)
    assert content(assessment, "A-1.1") == Content()
    assert not assessment.answers.get(code="A-1.1").is_given


def test_answer_given_in_the_portal_meanwhile_stays(draft):
    assessment, by = draft
    raw = downloaded(assessment, by)
    given(assessment, by, "A-1.2", Content("yes"))
    apply(by, receive(assessment, by, CHANGES, raw))
    assert content(assessment, "A-1.2") == Content("yes")


# -- two people, one answer ------------------------------------------------------------------------------------------


@pytest.fixture
def conflict(draft):
    """A colleague answered A-1.1 after the download that answers it too."""
    assessment, by = draft
    raw = downloaded(assessment, by)
    given(assessment, by, "A-1.1", Content("1", note="đồng nghiệp"))
    return receive(assessment, by, CHANGES, raw), by


def test_conflict_waits_for_a_choice(conflict):
    upload, by = conflict
    again = "Câu A-1.1 vừa được sửa trong cổng. Hãy xem lại cả hai bản rồi chọn một."
    assert refusal(by, upload) == again
    assert refusal(by, upload, {"A-1.1": Choice(takes_workbook=True, version=0)}) == again


def test_conflict_is_settled_as_chosen(conflict):
    upload, by = conflict
    assert apply(by, upload, {"A-1.1": Choice(takes_workbook=False, version=1)}) == 1
    assert content(upload.assessment, "A-1.1") == Content("1", note="đồng nghiệp")
    upload.refresh_from_db()
    assert [(change["code"], change["fate"]) for change in upload.changes] == [("A-1.1", "kept"), ("A-1.6", "new")]


def test_workbook_may_be_taken_over_the_portal(conflict):
    upload, by = conflict
    assert apply(by, upload, {"A-1.1": Choice(takes_workbook=True, version=1)}) == 2
    assert content(upload.assessment, "A-1.1") == Content("3")
    upload.refresh_from_db()
    assert upload.changes[0]["fate"] == "taken"
    assert upload.changes[0]["before"]["note"] == "đồng nghiệp"


def test_choice_against_an_older_version_is_none(conflict):
    upload, by = conflict
    given(upload.assessment, by, "A-1.1", Content("2"))
    choice = {"A-1.1": Choice(takes_workbook=True, version=1)}
    assert refusal(by, upload, choice) == "Câu A-1.1 vừa được sửa trong cổng. Hãy xem lại cả hai bản rồi chọn một."


def test_change_that_became_a_conflict_after_the_preview_is_not_written(draft):
    assessment, by = draft
    upload = receive(assessment, by, CHANGES)
    given(assessment, by, "A-1.6", Content(RatioValue(1, 2)))
    assert refusal(by, upload) == "Câu A-1.6 vừa được sửa trong cổng. Hãy xem lại cả hai bản rồi chọn một."


def test_keeping_the_portal_everywhere_changes_nothing(draft):
    assessment, by = draft
    raw = downloaded(assessment, by)
    given(assessment, by, "A-1.1", Content("1"))
    upload = receive(assessment, by, {("A-1.1", "answer"): "3"}, raw)
    assert apply(by, upload, {"A-1.1": Choice(takes_workbook=False, version=1)}) == 0
    assert not assessment.events.filter(verb=Verb.LOAD_ANSWERS).exists()
    upload.refresh_from_db()
    assert upload.status == "applied"


def test_what_the_portal_came_to_say_by_itself_is_nothing_to_apply(draft):
    assessment, by = draft
    upload = receive(assessment, by, {("A-1.1", "answer"): "3"})
    given(assessment, by, "A-1.1", Content("3"))
    assert apply(by, upload) == 0
    upload.refresh_from_db()
    assert (upload.status, upload.changes, upload.applied_at) == ("unchanged", [], None)


# -- rights, states and days -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.LEADER, Role.REVIEWER, Role.CAMPAIGN_MANAGER, Role.AUDITOR])
def test_others_may_neither_send_nor_confirm(draft, role):
    assessment, by = draft
    upload, other = receive(assessment, by, CHANGES), user_as(role, assessment.province)
    for action in (lambda: receive(assessment, other, raw=downloaded(assessment, by)), lambda: apply(other, upload)):
        with pytest.raises(NotAllowed, match=r"Vai trò của bạn chỉ được xem phiếu này\."):
            action()
    assert WorkbookUpload.objects.count() == 1
    assert not assessment.answers.exists()


def test_deadline_between_sending_and_confirming_is_kept(draft):
    assessment, by = draft
    upload = receive(assessment, by, CHANGES)
    yesterday = timezone.localdate() - timedelta(days=1)
    type(assessment.campaign).objects.filter(pk=assessment.campaign_id).update(submit_by=yesterday)
    assert refusal(by, upload).startswith("Đã quá hạn tự đánh giá")
    late = Assessment.objects.with_campaign().get(pk=assessment.pk)
    with pytest.raises(NotAllowed) as caught:
        receive(late, by, raw=downloaded(assessment, by))
    assert str(caught.value) == why_not_edit(by, late, timezone.localdate())


def test_other_catalogue_between_sending_and_confirming_is_seen(draft):
    assessment, by = draft
    upload = receive(assessment, by, CHANGES)
    WorkbookUpload.objects.update(catalogues="khác")
    assert refusal(by, upload) == "Danh mục của đợt đánh giá đã đổi; hãy tải lại bảng tính."


def test_returned_assessment_takes_only_what_was_sent_back():
    assessment, _reviewer = returned()
    by = user_as(Role.COORDINATOR, assessment.province)
    assert assessment.state == AssessmentState.RETURNED
    raw = downloaded(assessment, by)
    both = receive(assessment, by, {("A-1.1", "answer"): "4", ("A-1.2", "answer"): "Không"}, raw)
    reason = "Câu A-1.2 không thuộc nội dung được yêu cầu giải trình nên không sửa được."
    assert (both.status, [(fault["code"], fault["message"]) for fault in both.faults]) == (
        "refused",
        [("A-1.2", reason)],
    )
    opened = receive(assessment, by, {("A-1.1", "answer"): "4"}, raw)
    apply(by, opened)
    assert content(assessment, "A-1.1").value == "4"


def test_clarification_that_ends_before_the_yes_is_kept():
    assessment, _reviewer = returned()
    by = user_as(Role.COORDINATOR, assessment.province)
    upload = receive(assessment, by, {("A-1.1", "answer"): "4"})
    assessment.clarifications.update(closed_at=timezone.now(), reply="Rồi", replied_at=timezone.now(), replied_by=by)
    assert refusal(by, upload) == "Câu A-1.1 không thuộc nội dung được yêu cầu giải trình nên không sửa được."


def test_upload_of_another_assessment_is_not_applied(draft):
    assessment, by = draft
    upload = receive(assessment, by, CHANGES)
    other, _by = small_draft()
    other_by = user_as(Role.COORDINATOR, other.province)
    with pytest.raises(WorkbookUpload.DoesNotExist):
        uploads.apply(by=other_by, assessment=other, upload=upload, choices={})
    assert not other.answers.exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_once_store_it_once(draft):
    assessment, by = draft
    upload = receive(assessment, by, CHANGES)
    outcomes = at_once(*[lambda: uploads.apply(by=by, assessment=assessment, upload=upload, choices={})] * 2)
    assert sorted(map(str, outcomes)) == ["2", "Lần gửi này không còn chờ xác nhận."]
    assert AnswerRevision.objects.count() == 2
    assert assessment.events.filter(verb=Verb.LOAD_ANSWERS).count() == 1


def test_notes_and_grades_of_the_workbook_are_kept(draft):
    assessment, by = draft
    load(by=by, assessment=assessment, contents={"B-2": Content(7, note="cũ", quality="measured")})
    apply(by, receive(assessment, by, {("B-2", "note"): "mới", ("B-2", "quality"): "Ước tính"}))
    assert content(assessment, "B-2") == Content(7, note="mới", quality="estimated")


def test_workbook_is_scanned_before_it_is_read(draft, settings):
    assessment, by = draft
    sound = filled(downloaded(assessment, by), CHANGES)
    with fake_clamd() as (settings.CLAMD_ADDRESS, _process):
        assert receive(assessment, by, CHANGES).status == "ready"
        with pytest.raises(RefusedFile) as infected:
            uploads.receive(by=by, assessment=assessment, name="../phieu.xlsx", raw=sound + EICAR.encode())
        with pytest.raises(NotAllowed):
            uploads.receive(by=user_as(Role.LEADER, assessment.province), assessment=assessment, name=NAME, raw=b"")
    settings.CLAMD_ADDRESS = closed_port()
    with pytest.raises(RefusedFile) as away:
        uploads.receive(by=by, assessment=assessment, name=NAME, raw=sound)
    assert [str(infected.value), str(away.value)] == [
        "Tệp “phieu.xlsx” có mã độc (Eicar-Signature) nên không được nhận.",
        "Bộ quét mã độc đang không hoạt động nên chưa nhận được tệp “phieu.xlsx”; hãy gửi lại sau ít phút.",
    ]
    assert WorkbookUpload.objects.count() == 1
