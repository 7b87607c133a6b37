import pytest
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from assessments.enums import WorkStatus
from assessments.models import ReportFile, ScoreSnapshot
from assessments.tasks import score_now
from tests.factories import open_assessment, user_as

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _coordinator(client, world):
    client.force_login(world.actors["coordinator"])


def queued(assessment, by, client):
    """A trial score that no worker has taken up."""
    client.force_login(by)
    client.post(reverse("preview", args=[assessment.pk]))
    return assessment.snapshots.get()


@pytest.mark.slow
def test_scorecard_shows_the_stored_headline_in_three_readings(client, world):
    text = client.get(reverse("snapshot", args=[world.snapshot.pk])).content.decode()
    for value in (world.snapshot.claimed, world.snapshot.evidenced):
        assert str(value).replace(".", ",") in text
    assert "chưa thẩm định" in text


@pytest.mark.slow
@pytest.mark.parametrize("reading", ["claimed", "evidenced", "verified", "nonsense", "", "\x00"])
def test_scorecard_takes_any_reading_in_its_address(client, world, reading):
    response = client.get(reverse("snapshot", args=[world.snapshot.pk]), {"reading": reading})
    assert response.status_code == 200
    expected = reading if reading in {"claimed", "evidenced"} else "claimed"  # nobody has verified anything yet
    assert response.context["reading"] == expected


def page_of(response):
    """The page's own template, also where parts of it were written for the first time."""
    pages = {"assessments/scorecard.html", "assessments/snapshot_waiting.html"}
    [page] = pages & {template.name for template in response.templates}
    return page


def test_waiting_page_until_the_score_is_ready(client):
    assessment = open_assessment()
    snapshot = queued(assessment, user_as(Role.COORDINATOR, assessment.province), client)
    url = reverse("snapshot", args=[snapshot.pk])
    assert page_of(client.get(url)) == "assessments/snapshot_waiting.html"
    status = reverse("snapshot_status", args=[snapshot.pk])
    assert client.get(status).json() == {"statuses": ["queued"], "is_finished": False, "is_delayed": False}
    score_now(snapshot)
    assert page_of(client.get(url)) == "assessments/scorecard.html"
    assert client.get(status).json() == {"statuses": ["ready"], "is_finished": True, "is_delayed": False}


def test_failed_score_is_said_and_can_be_tried_again(client):
    assessment = open_assessment()
    snapshot = queued(assessment, user_as(Role.COORDINATOR, assessment.province), client)
    assessment.snapshots.update(status=WorkStatus.FAILED, failure="ExchangeError")
    url = reverse("snapshot", args=[snapshot.pk])
    assert reverse("retry", args=[snapshot.pk]) in client.get(url).content.decode()
    client.post(reverse("retry", args=[snapshot.pk]))
    snapshot.refresh_from_db()
    assert snapshot.status == WorkStatus.QUEUED


def test_retry_by_an_auditor_is_refused(client, world):
    ReportFile.objects.update(status=WorkStatus.FAILED)
    client.force_login(world.actors["auditor"])
    response = client.post(reverse("retry", args=[world.snapshot.pk]), follow=True)
    assert "Vai trò của bạn không được lập báo cáo cho phiếu này." in response.content.decode()
    assert ReportFile.objects.get().status == WorkStatus.FAILED


def test_why_page_of_a_leaf_prints_its_arithmetic(client, world):
    url = reverse("node", args=[world.snapshot.pk, "question", "IOC-6.3"])
    text = client.get(url).content.decode()
    assert "Công thức 100 × (" in text
    assert "IOC-6.3 có trọng số 2" in text


def test_why_page_of_a_leaf_says_until_when_its_evidence_is_valid(client, world):
    answers = world.snapshot.context["answers"]
    code = next(code for code, beside in answers.items() if beside.get("evidence") and "." in code)
    url = reverse("node", args=[world.snapshot.pk, "question", code])
    answers[code]["evidence"][0] |= {"valid_until": "2000-02-29", "is_confidential": False}
    ScoreSnapshot.objects.filter(pk=world.snapshot.pk).update(context=world.snapshot.context)
    assert "(hết hiệu lực từ ngày 01/03/2000)" in client.get(url).content.decode()
    answers[code]["evidence"][0] |= {"valid_until": ""}
    ScoreSnapshot.objects.filter(pk=world.snapshot.pk).update(context=world.snapshot.context)
    assert "hiệu lực" not in client.get(url).content.decode()


@pytest.mark.parametrize(
    ("kind", "code"),
    [("theme", "DL"), ("recommendation", "IOC-6"), ("group", "DL"), ("indicator", "DL-03"), ("question", "IOC-7.1")],
)
def test_every_kind_of_node_has_its_page(client, world, kind, code):
    response = client.get(reverse("node", args=[world.snapshot.pk, kind, code]), {"reading": "evidenced"})
    assert response.status_code == 200
    assert response.context["node"].code == code


@pytest.mark.parametrize(("kind", "code"), [("theme", "X"), ("nonsense", "DL"), ("question", "IOC-0.1")])
def test_unknown_node_is_not_found(client, world, kind, code):
    assert client.get(reverse("node", args=[world.snapshot.pk, kind, code])).status_code == 404


def test_report_is_shown_as_a_pdf_with_a_plain_name(client, world):
    response = client.get(reverse("report_file", args=[world.snapshot.pk, world.report.pk]))
    assert response.getvalue()[:5] == b"%PDF-"
    name = f"bao-cao-khoang-cach-da-nang-{world.submitted.campaign.code}.pdf"
    assert response["Content-Disposition"] == f'inline; filename="{name}"'


def test_report_that_is_not_ready_is_not_found(client, world):
    ReportFile.objects.update(status=WorkStatus.RUNNING)
    assert client.get(reverse("report_file", args=[world.snapshot.pk, world.report.pk])).status_code == 404


def test_report_is_asked_for_in_the_language_of_the_page(client, world):
    User.objects.update(language="en")
    client.post(reverse("report_request", args=[world.snapshot.pk]))
    assert sorted(world.snapshot.reports.values_list("language", flat=True)) == ["en", "vi"]


def test_report_of_an_unfinished_score_is_refused(client):
    assessment = open_assessment()
    snapshot = queued(assessment, user_as(Role.COORDINATOR, assessment.province), client)
    response = client.post(reverse("report_request", args=[snapshot.pk]), follow=True)
    assert "Bản chấm điểm chưa xong; hãy đợi rồi lập báo cáo." in response.content.decode()


def test_score_pages_ask_few_queries(client, world, django_assert_max_num_queries):
    for name in ("snapshot", "node"):
        url = reverse(name, kwargs=world.kwargs(name))
        client.get(url)
        with django_assert_max_num_queries(7):
            client.get(url)
