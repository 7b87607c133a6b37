import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from assessments.actions import evidence, scanning
from assessments.models import QuarantineRelease, StoredFile
from tests.factories import open_assessment, pdf_upload, user_as
from tests.operations.views.test_queues import signed_in, text
from tests.world import quarantined_file

pytestmark = pytest.mark.django_db

URL, ANOTHER = (
    "/operations/quarantine/",
    "Tệp vừa gửi không phải tệp bị cách ly: nội dung khác (mã sha256 không trùng).",
)


@pytest.fixture
def stored(tmp_path, settings) -> StoredFile:
    settings.MEDIA_ROOT = tmp_path / "media"
    assessment = open_assessment()
    by = user_as(Role.CONTRIBUTOR, assessment.province)
    item = evidence.add_file(by=by, assessment=assessment, code="ICT-4.2", upload=pdf_upload())
    type(item).objects.update(title="<b>a</b>")
    scanning.record(stored=item.stored_file, finding="Eicar")
    return item.stored_file


@pytest.fixture
def manager():
    return signed_in(user_as(Role.CAMPAIGN_MANAGER))


def release_url(stored) -> str:
    return reverse("operations:release", args=[stored.pk])


def test_whole_way_from_the_queues_to_the_release(manager, stored):
    assert URL in manager.get("/operations/").content.decode()
    page = manager.get(URL)
    assert "&lt;b&gt;a" in page.content.decode()
    assert "ICT-4.2" in text(page)
    assert release_url(stored) in page.content.decode()
    assert manager.get(release_url(stored)).status_code == 200
    done = manager.post(release_url(stored), {"reason": "Báo nhầm", "file": pdf_upload()}, follow=True)
    assert "Đã bỏ cách ly tệp; những người gửi tệp và đầu mối của tỉnh được báo." in text(done)
    assert "đã bỏ cách ly Báo nhầm" in text(done)
    assert "Chưa nhận lại tệp." not in text(done)
    assert StoredFile.objects.get(pk=stored.pk).scan_state == "clean"
    assert QuarantineRelease.objects.get().reason == "Báo nhầm"


def test_without_the_file_the_page_says_that_it_is_missing(manager, stored):
    done = manager.post(release_url(stored), {"reason": "Báo nhầm"}, follow=True)
    assert "Chưa nhận lại tệp." in text(done)
    again = manager.post(release_url(stored), {"reason": "Báo nhầm"})
    assert (again.status_code, QuarantineRelease.objects.count()) == (422, 1)
    assert "Tệp này đã được bỏ cách ly; ai có tệp thì gửi lại được." in text(again)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.CAMPAIGN_MANAGER])
def test_other_roles_release_nothing(role, stored):
    response = signed_in(user_as(role)).post(release_url(stored), {"reason": "Báo nhầm"})
    assert (response.status_code, QuarantineRelease.objects.count()) == (403, 0)


def test_auditors_read_and_are_offered_no_button(stored):
    page = signed_in(user_as(Role.AUDITOR)).get(URL)
    assert "đang cách ly" in text(page)
    assert release_url(stored) not in page.content.decode()


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({}, {"reason": ["Hãy ghi lý do bỏ cách ly."]}),
        ({"reason": "x", "file": pdf_upload(pages=2)}, {"__all__": [ANOTHER]}),
        ({"reason": "x", "file": "không phải tệp"}, None),
    ],
)
def test_rubbish_is_refused_or_left_out(manager, stored, data, errors):
    response = manager.post(release_url(stored), data)
    found = response.context["form"].errors if response.context else None
    assert (response.status_code, found) == ((422, errors) if errors else (302, None))


def test_a_file_that_is_not_in_quarantine_has_no_page(manager, stored):
    StoredFile.objects.update(scan_state="clean", scan_finding="")
    assert manager.get(release_url(stored)).status_code == 404


def test_same_number_of_queries_for_one_and_many(manager, stored):
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert manager.get(URL).status_code == 200
        return len(found)

    queries()
    one = queries()
    item = stored.evidence.get()
    for number in range(5):
        other = quarantined_file(item.added_by, item.province, sha256=str(number) * 64)
        item.answers.get().answer_evidence.create(evidence=other)
    assert (queries(), one) == (one, 10)
