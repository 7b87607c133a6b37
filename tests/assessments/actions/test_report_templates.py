import hashlib
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

import pytest
from django.core.files.storage import default_storage

from accounts.roles import MINISTRY_ROLES, Role
from assessments.actions import report_templates, workflow
from assessments.enums import ReportKind, WorkStatus
from assessments.errors import NotAllowed, Refusal, RefusedFile
from assessments.models import ReportTemplate, ReportTemplateEvent
from assessments.reports import products
from assessments.reports.word import checking
from assessments.reports.word.checking import RefusedTemplate
from assessments.tasks import render_report, score_now
from tests.assessments.reports.word.reading import text
from tests.factories import open_assessment, user_as
from tests.factories.files import package
from tests.factories.report_templates import WHOLE, template, template_sent_by, template_upload
from tests.scanners import EICAR, fake_clamd

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def manager():
    return user_as(Role.CAMPAIGN_MANAGER)


def stored(row):
    with row.file.open("rb") as file:
        return file.read()


def events():
    return [(event.verb, event.template.name) for event in ReportTemplateEvent.objects.order_by("pk")]


@pytest.mark.slow
def test_template_is_kept_by_content_and_not_used_yet(manager):
    content = template("{{ title }}", "{{ cover.status }}")
    kept = report_templates.upload(by=manager, language="en", file=template_upload(content, "..\\mẫu.docx"), note="x")
    digest = hashlib.sha256(content).hexdigest()
    assert (kept.language, kept.name, kept.note, kept.is_active) == ("en", "mẫu.docx", "x", False)
    assert (kept.sha256, kept.size, kept.file.name) == (
        digest,
        len(content),
        f"report-templates/{digest[:2]}/{digest}.docx",
    )
    assert stored(kept) == content
    assert kept.missing == [name for name in checking.OBLIGATORY if name != "cover.status"]
    assert (kept.uploaded_by, events()) == (manager, [("upload", "mẫu.docx")])


@pytest.mark.slow
def test_template_is_scanned_before_it_is_kept(manager, settings):
    content = package({**parts_of(template(*WHOLE)), "docProps/a.xml": f"<a>{EICAR}</a>"}, ZIP_STORED)
    with fake_clamd() as (settings.CLAMD_ADDRESS, _process):
        with pytest.raises(RefusedFile) as refused:
            report_templates.upload(by=manager, language="vi", file=template_upload(content))
        assert template_sent_by(manager).name == "mau-cua-bo.docx"
    assert str(refused.value) == "Tệp “mau-cua-bo.docx” có mã độc (Eicar-Signature) nên không được nhận."
    assert ReportTemplate.objects.count() == 1


def parts_of(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(
    ("content", "error"),
    [(b"rubbish", RefusedFile), (template("{{ titel }}"), RefusedTemplate), (b"x" * 6_000_000, RefusedFile)],
)
def test_template_that_is_not_sound_is_not_kept(manager, content, error):
    with pytest.raises(error):
        report_templates.upload(by=manager, language="vi", file=template_upload(content))
    assert not ReportTemplate.objects.exists()
    assert not default_storage.exists("report-templates")


@pytest.mark.slow
def test_same_file_is_taken_once_a_language(manager):
    template_sent_by(manager)
    with pytest.raises(Refusal, match=r"Tệp này đã có trong danh sách: “mau-cua-bo.docx”, gửi lúc"):
        template_sent_by(manager)
    assert template_sent_by(manager, language="en").file.name == ReportTemplate.objects.get(language="vi").file.name


@pytest.mark.slow
def test_same_file_twice_at_once_is_a_refusal(manager, monkeypatch):
    template_sent_by(manager)
    monkeypatch.setattr(ReportTemplate.objects.none().__class__, "first", lambda _found: None)
    with pytest.raises(Refusal, match="vừa được gửi"):
        template_sent_by(manager)
    assert ReportTemplateEvent.objects.count() == 1


@pytest.mark.slow
def test_file_that_was_cut_off_before_is_written_anew(manager):
    content = template(*WHOLE)
    digest = hashlib.sha256(content).hexdigest()
    name = f"report-templates/{digest[:2]}/{digest}.docx"
    default_storage.save(name, template_upload(content[:100]))
    assert stored(template_sent_by(manager, content)) == content


@pytest.mark.slow
def test_another_template_takes_the_place_of_the_one_in_use(manager):
    first, second = template_sent_by(manager), template_sent_by(manager, template("{{ title }}"))
    english = template_sent_by(manager, language="en")
    for used in (english, first, second, second):
        report_templates.activate(by=manager, template=used)
    assert set(ReportTemplate.objects.filter(is_active=True)) == {second, english}
    verbs = [verb for verb, _name in events()]
    assert verbs == [*["upload"] * 3, "activate", "activate", "retire", "activate"]


@pytest.mark.slow
def test_going_back_to_the_default_keeps_every_version(manager):
    used = template_sent_by(manager)
    report_templates.activate(by=manager, template=used)
    report_templates.retire(by=manager, language="en")
    assert ReportTemplate.objects.active("vi") == used
    for _time in range(2):
        report_templates.retire(by=manager, language="vi")
    assert ReportTemplate.objects.active("vi") is None
    assert ReportTemplate.objects.count() == 1
    assert [verb for verb, _name in events()] == ["upload", "activate", "retire"]


@pytest.mark.slow
def test_template_that_no_longer_fits_is_not_put_to_use(manager):
    kept = template_sent_by(manager)
    default_storage.delete(kept.file.name)
    default_storage.save(kept.file.name, template_upload(template("{{ went }}")))
    with pytest.raises(RefusedTemplate, match="went: không có"):
        report_templates.activate(by=manager, template=kept)
    assert ReportTemplate.objects.active("vi") is None


@pytest.mark.slow
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CAMPAIGN_MANAGER}))
def test_only_managers_change_templates(manager, role):
    kept, other = template_sent_by(manager), user_as(role)
    tries = (
        lambda: report_templates.upload(by=other, language="vi", file=template_upload(template("a"))),
        lambda: report_templates.activate(by=other, template=kept),
        lambda: report_templates.retire(by=other, language="vi"),
    )
    for attempt in tries:
        with pytest.raises(NotAllowed, match=r"Chỉ quản trị đợt đánh giá được làm việc này."):
            attempt()
    assert events() == [("upload", "mau-cua-bo.docx")]
    assert Role.CAMPAIGN_MANAGER in MINISTRY_ROLES


# -- documents made with them ----------------------------------------------------------------------------------------


@pytest.fixture
def snapshot():
    assessment = open_assessment()
    found = workflow.preview(by=user_as(Role.LEADER, assessment.province), assessment=assessment)
    score_now(found)
    found.refresh_from_db()
    return found


def requested(manager, snapshot, kind=ReportKind.WORD, language="vi"):
    return workflow.request_report(by=manager, snapshot=snapshot, language=language, kind=kind)


@pytest.mark.slow
def test_changed_template_gives_a_new_word_edition_and_the_old_one_stays(manager, snapshot):
    ours = requested(manager, snapshot)
    kept = template_sent_by(manager, template("Theo mẫu của Bộ: {{ summary.headline }}"))
    assert requested(manager, snapshot) == ours
    report_templates.activate(by=manager, template=kept)
    theirs = requested(manager, snapshot)
    assert (ours.template, theirs.template) == ("", kept.sha256)
    assert requested(manager, snapshot) == theirs
    report_templates.retire(by=manager, language="vi")
    assert requested(manager, snapshot) == ours
    assert text(products.PRODUCTS[ReportKind.WORD].render(theirs).content).startswith("Theo mẫu của Bộ: 0,00")
    assert "ỦY BAN NHÂN DÂN" in text(products.PRODUCTS[ReportKind.WORD].render(ours).content)


@pytest.mark.slow
def test_template_is_of_its_language_and_of_the_word_edition_only(manager, snapshot):
    report_templates.activate(by=manager, template=template_sent_by(manager))
    assert requested(manager, snapshot, language="en").template == ""
    assert requested(manager, snapshot, ReportKind.GAP_REPORT).template == ""


@pytest.mark.slow
def test_row_of_a_word_edition_becomes_ready_with_its_file(manager, snapshot):
    report = requested(manager, snapshot)
    render_report(str(report.pk))
    report.refresh_from_db()
    assert (report.status, report.pages, report.file.name[-5:]) == (WorkStatus.READY, 0, ".docx")
    assert report.size == len(stored(report))


@pytest.mark.slow
def test_template_that_no_longer_fits_fails_with_advice(manager, snapshot):
    kept = template_sent_by(manager)
    report_templates.activate(by=manager, template=kept)
    report = requested(manager, snapshot)
    default_storage.delete(kept.file.name)
    default_storage.save(kept.file.name, template_upload(template("{{ went }}")))
    with pytest.raises(Refusal):
        render_report(str(report.pk))
    report.refresh_from_db()
    assert report.failure.startswith("Mẫu Word đang dùng không lập được báo cáo này ('went' is undefined)")
