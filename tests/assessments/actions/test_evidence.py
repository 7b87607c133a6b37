from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import IntegrityError
from django.utils import timezone

from accounts.roles import Role
from assessments.actions import answers, evidence
from assessments.actions.answers import Content
from assessments.enums import AssessmentState, EvidenceKind, Verb
from assessments.errors import InvalidAnswer, NotAllowed, RefusedFile
from assessments.models import Answer, AnswerEvidence, AnswerRevision, Assessment, Evidence, StoredFile, WorkflowEvent
from tests.factories import ProvinceFactory, UserFactory, open_assessment, pdf_upload, user_as
from tests.factories.files import docx, upload

from .together import at_once

pytestmark = pytest.mark.django_db

CODE = "ICT-4.2"
URL = "https://tinh.example/so-lieu"
DAY = date(2026, 1, 2)
ISSUER = "Ủy ban nhân dân tỉnh"


@pytest.fixture(autouse=True)
def _own_storage(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def assessment():
    return open_assessment()


@pytest.fixture
def by(assessment):
    return user_as(Role.CONTRIBUTOR, assessment.province)


def add_file(by, assessment, code: str = CODE, name: str = "a.pdf", pages: int = 1, **fields) -> Evidence:
    return evidence.add_file(by=by, assessment=assessment, code=code, upload=pdf_upload(name, pages), **fields)


def add_link(by, assessment, code: str = CODE, url: str = URL, **fields) -> Evidence:
    return evidence.add_link(by=by, assessment=assessment, code=code, url=url, **fields)


def add_document(by, assessment, code: str = CODE, number: str = "12/QĐ", day: date | None = DAY, **fields) -> Evidence:
    given = {"issuer": ISSUER, **fields}
    return evidence.add_document(by=by, assessment=assessment, code=code, number=number, day=day, **given)


ADDERS = [add_file, add_link, add_document]


def files_on_disk() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def kept() -> dict[str, int]:
    models = (StoredFile, Evidence, AnswerEvidence, Answer, WorkflowEvent)
    return {**{model.__name__: model.objects.count() for model in models}, "files": len(files_on_disk())}


NOTHING = {"StoredFile": 0, "Evidence": 0, "AnswerEvidence": 0, "Answer": 0, "WorkflowEvent": 0, "files": 0}


# -- adding ----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_file_is_kept_under_the_digest_of_its_bytes(by, assessment):
    given = pdf_upload("Quyết định.pdf")
    found = evidence.add_file(by=by, assessment=assessment, code=CODE, upload=given, is_confidential=True)
    stored = found.stored_file
    assert stored.file.name == f"evidence/{stored.sha256[:2]}/{stored.sha256}"
    given.seek(0)
    content = given.read()
    assert Path(settings.MEDIA_ROOT, stored.file.name).read_bytes() == content
    assert (stored.size, stored.content_type) == (len(content), "application/pdf")
    assert (found.kind, found.title, found.is_confidential) == (EvidenceKind.FILE, "Quyết định.pdf", True)
    assert (found.province, found.added_by) == (assessment.province, by)


def test_link_is_titled_by_itself_or_as_asked(by, assessment):
    assert add_link(by, assessment).title == URL
    assert add_link(by, assessment, url=f"{URL}/khác", title="Cổng dữ liệu").title == "Cổng dữ liệu"
    assert (
        add_link(by, assessment, url="https://tinh.example/" + "x" * 900).title == "https://tinh.example/" + "x" * 279
    )


def test_document_keeps_number_day_and_issuer(by, assessment):
    found = add_document(by, assessment, title="Về việc ban hành")
    assert (found.document_number, found.document_date, found.document_issuer) == ("12/QĐ", DAY, ISSUER)
    assert (found.kind, found.title) == (EvidenceKind.DOCUMENT, "Về việc ban hành")
    assert add_document(by, assessment, number="13/QĐ", day=None).title == "13/QĐ"


def test_document_is_kept_in_composed_letters(by, assessment):
    found = add_document(
        by, assessment, number="12/QĐ-UBND/e\u0302\u0301", issuer="U\u0309y ban", title="Vê\u0300 việc"
    )
    assert (found.document_number, found.document_issuer, found.title) == ("12/QĐ-UBND/ế", "Ủy ban", "Về việc")


@pytest.mark.slow
@pytest.mark.parametrize("add", ADDERS)
def test_adding_is_recorded_with_code_and_title(add, by, assessment):
    found = add(by, assessment)
    event = WorkflowEvent.objects.get()
    assert (event.assessment, event.verb, event.by) == (assessment, Verb.ADD_EVIDENCE, by)
    assert event.detail == f"{CODE}: {found.title}"


@pytest.mark.slow
@pytest.mark.parametrize("add", ADDERS)
def test_adding_to_a_question_not_yet_answered_leaves_it_unanswered(add, by, assessment):
    found = add(by, assessment)
    row = Answer.objects.get()
    assert (row.code, row.is_given, row.version, row.updated_by) == (CODE, False, 0, by)
    assert list(row.evidence.all()) == [found]
    assert AnswerRevision.objects.count() == 0


@pytest.mark.slow
def test_adding_leaves_an_answer_and_its_version_as_they_are(by, assessment):
    content = Content("3", note="Ghi chú")
    answers.save(by=by, assessment=assessment, code=CODE, content=content, expected_version=0)
    add_file(by, assessment)
    row = Answer.objects.get()
    assert (answers.content_of(row), row.version, row.evidence.count()) == (content, 1, 1)


@pytest.mark.slow
def test_answering_after_evidence_was_added_begins_at_version_one(by, assessment):
    add_file(by, assessment)
    row = answers.save(by=by, assessment=assessment, code=CODE, content=Content("3"), expected_version=0)
    assert (row.version, row.evidence.count()) == (1, 1)


# -- once ------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_same_bytes_are_stored_once_for_all_answers_and_provinces(by, assessment):
    elsewhere = open_assessment()
    items = [
        add_file(by, assessment, name="a.pdf"),
        add_file(by, assessment, "ICT-4.6", name="b.pdf"),
        add_file(user_as(Role.COORDINATOR, elsewhere.province), elsewhere, name="c.pdf"),
    ]
    assert [item.title for item in items] == ["a.pdf", "b.pdf", "c.pdf"]
    assert len({item.stored_file_id for item in items}) == 1
    assert (StoredFile.objects.count(), len(files_on_disk()), Evidence.objects.count()) == (1, 1, 3)


@pytest.mark.slow
@pytest.mark.parametrize("add", ADDERS)
def test_same_item_is_attached_once_to_an_answer(add, by, assessment):
    first, again = add(by, assessment), add(by, assessment)
    assert (first, Evidence.objects.count(), AnswerEvidence.objects.count()) == (again, 1, 1)
    assert WorkflowEvent.objects.count() == 1


@pytest.mark.slow
@pytest.mark.parametrize("add", ADDERS)
def test_same_item_may_support_another_answer(add, by, assessment):
    add(by, assessment)
    add(by, assessment, "ICT-4.6")
    assert sorted(AnswerEvidence.objects.values_list("answer__code", flat=True)) == ["ICT-4.2", "ICT-4.6"]


@pytest.mark.slow
def test_other_items_are_attached_beside_the_first(by, assessment):
    add_file(by, assessment)
    add_file(by, assessment, pages=2)
    add_link(by, assessment)
    add_link(by, assessment, url=f"{URL}/2")
    add_document(by, assessment)
    add_document(by, assessment, number="13/QĐ")
    add_document(by, assessment, day=date(2026, 1, 3))
    assert Answer.objects.get().evidence.count() == 7


@pytest.mark.slow
def test_mark_of_confidence_is_never_lost(by, assessment):
    add_file(by, assessment, is_confidential=False)
    assert add_file(by, assessment, is_confidential=True).is_confidential
    assert Evidence.objects.get().is_confidential
    assert add_file(by, assessment, is_confidential=False).is_confidential


@pytest.mark.slow
def test_bytes_lost_from_the_storage_are_stored_anew(by, assessment):
    first = add_file(by, assessment)
    default_storage.delete(first.stored_file.file.name)
    add_file(by, assessment, "ICT-4.6")
    assert StoredFile.objects.count() == 1
    first.stored_file.refresh_from_db()
    assert default_storage.exists(first.stored_file.file.name)


@pytest.mark.slow
def test_bytes_that_an_earlier_upload_left_are_used_only_if_they_are_whole(by, assessment):
    first = add_file(by, assessment)
    name, size = first.stored_file.file.name, first.stored_file.size
    for left in (b"%PDF", Path(settings.MEDIA_ROOT, name).read_bytes()):
        AnswerEvidence.objects.all().delete()
        Evidence.objects.all().delete()
        StoredFile.objects.all().delete()
        Path(settings.MEDIA_ROOT, name).write_bytes(left)
        again = add_file(by, assessment).stored_file
        assert (again.file.name, default_storage.size(name), len(files_on_disk())) == (name, size, 1)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_same_bytes_from_two_people_at_once_are_one_stored_file(by, assessment):
    colleague = user_as(Role.COORDINATOR, assessment.province)
    found = at_once(lambda: add_file(by, assessment), lambda: add_file(colleague, assessment))
    assert len({item.pk for item in found}) == 1
    assert {name: count for name, count in kept().items() if name != "files"} == {
        "StoredFile": 1,
        "Evidence": 1,
        "AnswerEvidence": 1,
        "Answer": 1,
        "WorkflowEvent": 1,
    }
    assert default_storage.exists(StoredFile.objects.get().file.name)


# -- refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.pdf", b"", "Tệp “a.pdf” không có nội dung."),
        ("a.pdf", b"%PDF-1.7 hong", "Tệp “a.pdf” không mở được như một tệp PDF (hỏng hoặc có mật khẩu)."),
        (
            "a.pdf",
            b"<!DOCTYPE html><html></html>",
            "Tệp “a.pdf” không phải là tệp PDF như tên tệp; nội dung là trang web.",
        ),
        ("a.exe", b"MZ", "Tệp “a.exe” không thuộc loại được nhận (PDF, DOCX, XLSX, ODT, ODS, PNG, JPEG)."),
        (
            "a.docx",
            docx(word__vbaProject_dot_bin=b"x"),
            "Tệp “a.docx” có macro nên không được nhận; hãy lưu lại ở dạng không có macro.",
        ),
        ("a.docx", docx(word__a=bytes(2_000_000)), "Tệp “a.docx” giải nén ra quá lớn nên không được nhận."),
    ],
)
def test_refused_file_leaves_nothing(name, content, sentence, by, assessment):
    with pytest.raises(RefusedFile) as refused:
        evidence.add_file(by=by, assessment=assessment, code=CODE, upload=upload(name, content))
    assert str(refused.value) == sentence
    assert kept() == NOTHING


@pytest.mark.slow
@pytest.mark.parametrize("add", ADDERS)
@pytest.mark.parametrize("role", [Role.LEADER, Role.REVIEWER, Role.CAMPAIGN_MANAGER, Role.AUDITOR, None, "elsewhere"])
def test_evidence_of_those_who_may_not_edit_leaves_nothing(add, role, assessment):
    by = user_as(role, assessment.province) if isinstance(role, Role) else UserFactory()
    if role == "elsewhere":
        by = user_as(Role.COORDINATOR, ProvinceFactory())
    with pytest.raises(NotAllowed) as refused:
        add(by, assessment)
    assert str(refused.value) == "Vai trò của bạn chỉ được xem phiếu này."
    assert kept() == NOTHING


@pytest.mark.slow
@pytest.mark.parametrize("add", ADDERS)
def test_evidence_for_a_code_nobody_asked_leaves_nothing(add, by, assessment):
    with pytest.raises(InvalidAnswer) as refused:
        add(by, assessment, "ZZ-1")
    assert str(refused.value) == "Danh mục của đợt đánh giá không có mã “ZZ-1”."
    assert kept() == NOTHING


def test_evidence_that_the_database_refuses_leaves_nothing(by, assessment):
    with pytest.raises(IntegrityError):
        add_document(by, assessment, number="")
    assert kept() == NOTHING


def hand_in(assessment: Assessment, by) -> None:
    state = AssessmentState.SUBMITTED
    Assessment.objects.filter(pk=assessment.pk).update(state=state, submitted_at=timezone.now(), submitted_by=by)


@pytest.mark.slow
@pytest.mark.parametrize("add", ADDERS)
def test_evidence_is_locked_after_submission(add, by, assessment):
    first = add(by, assessment)
    hand_in(assessment, by)
    before = kept()
    for act in (
        lambda: add(by, assessment, "ICT-4.6"),
        lambda: evidence.remove(by=by, assessment=assessment, code=CODE, evidence=first),
    ):
        with pytest.raises(NotAllowed) as refused:
            act()
        assert str(refused.value) == "Phiếu đã nộp nên không sửa được nữa."
    assert kept() == before


# -- removal ---------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("add", ADDERS)
def test_removal_takes_the_item_off_the_answer_and_keeps_it(add, by, assessment):
    item = add(by, assessment)
    add(by, assessment, "ICT-4.6")
    evidence.remove(by=by, assessment=assessment, code=CODE, evidence=item)
    assert list(AnswerEvidence.objects.values_list("answer__code", flat=True)) == ["ICT-4.6"]
    assert Evidence.objects.filter(pk=item.pk).exists()
    assert item.stored_file is None or default_storage.exists(item.stored_file.file.name)
    event = WorkflowEvent.objects.get(verb=Verb.REMOVE_EVIDENCE)
    assert (event.by, event.detail) == (by, f"{CODE}: {item.title}")


@pytest.mark.slow
def test_removal_twice_is_recorded_once(by, assessment):
    item = add_file(by, assessment)
    for _turn in range(2):
        evidence.remove(by=by, assessment=assessment, code=CODE, evidence=item)
    assert WorkflowEvent.objects.filter(verb=Verb.REMOVE_EVIDENCE).count() == 1


@pytest.mark.slow
def test_removal_from_an_answer_that_never_had_it_changes_nothing(by, assessment):
    item = add_file(by, assessment)
    add_file(by, assessment, "ICT-4.6", pages=2)
    evidence.remove(by=by, assessment=assessment, code="ICT-4.6", evidence=item)
    assert AnswerEvidence.objects.count() == 2
    assert not WorkflowEvent.objects.filter(verb=Verb.REMOVE_EVIDENCE).exists()


@pytest.mark.slow
def test_removed_item_may_be_attached_again(by, assessment):
    first = add_file(by, assessment)
    evidence.remove(by=by, assessment=assessment, code=CODE, evidence=first)
    again = add_file(by, assessment)
    assert Answer.objects.get().evidence.get() == again
    assert (again.stored_file, StoredFile.objects.count()) == (first.stored_file, 1)


@pytest.mark.slow
@pytest.mark.parametrize("role", [Role.LEADER, Role.REVIEWER, None])
def test_removal_is_for_those_who_may_edit(role, by, assessment):
    item = add_file(by, assessment)
    other = user_as(role, assessment.province) if role else UserFactory()
    with pytest.raises(NotAllowed):
        evidence.remove(by=other, assessment=assessment, code=CODE, evidence=item)
    assert AnswerEvidence.objects.count() == 1
