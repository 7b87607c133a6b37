import pytest

from accounts.roles import Role
from assessments.enums import TemplateVerb
from assessments.models import ReportTemplate, ReportTemplateEvent
from tests.factories import user_as

from .refusals import assert_refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return user_as(Role.CAMPAIGN_MANAGER)


def row(manager, digit="a", **fields) -> ReportTemplate:
    known = {"name": "mau.docx", "file": "report-templates/a.docx", "sha256": digit * 64, "size": 9}
    return ReportTemplate(uploaded_by=manager, **{**known, **fields})


def test_one_template_a_language_is_in_use(manager):
    row(manager, is_active=True).save()
    row(manager, "b").save()
    row(manager, "c", language="en", is_active=True).save()
    again = row(manager, "d", is_active=True)
    assert_refused(again, "report_template_one_in_use", "Mỗi ngôn ngữ chỉ dùng một mẫu.")
    assert ReportTemplate.objects.active("vi").sha256 == "a" * 64
    assert ReportTemplate.objects.active("en").sha256 == "c" * 64


def test_none_in_use_is_the_default(manager):
    row(manager).save()
    assert ReportTemplate.objects.active("vi") is None


def test_same_file_is_kept_once_a_language(manager):
    row(manager).save()
    row(manager, language="en").save()
    assert_refused(row(manager), "report_template_once", "Tệp mẫu này đã có.")


@pytest.mark.parametrize("lacking", [{"file": ""}, {"sha256": ""}, {"size": 0}])
def test_template_has_its_file(manager, lacking):
    assert_refused(row(manager, **lacking), "report_template_has_its_file", "Mẫu cần có tệp.")


def test_newest_comes_first_and_is_called_by_its_file(manager):
    older, newer = row(manager), row(manager, "b", name="mau-2.docx")
    older.save()
    newer.save()
    assert list(ReportTemplate.objects.all()) == [newer, older]
    event = ReportTemplateEvent.objects.create(template=newer, verb=TemplateVerb.UPLOAD, by=manager)
    assert (str(newer), str(event)) == ("mau-2.docx", "mau-2.docx: gửi mẫu")
