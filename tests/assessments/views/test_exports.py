import json
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.roles import Role
from assessments.actions import workflow
from assessments.models import Campaign, ScoreSnapshot
from tests.factories import open_assessment, user_as

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _coordinator(client, world):
    client.force_login(world.actors["coordinator"])


def fetched(client, world, extension: str, **query):
    return client.get(reverse("results", args=[world.snapshot.pk, extension]), query)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("extension", "content_type", "begins"),
    [
        ("csv", "text/csv; charset=utf-8", "\ufeff".encode()),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
        ("json", "application/json", b'{"schema":"smartcity-snapshot/1"'),
    ],
)
def test_results_come_as_a_download_with_a_plain_name(client, world, extension, content_type, begins):
    response = fetched(client, world, extension)
    name = f"ket-qua-da-nang-{world.submitted.campaign.code}.{extension}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Content-Type"] == content_type
    assert response.content.startswith(begins)


@pytest.mark.slow
def test_results_are_those_of_the_snapshot(client, world):
    found = json.loads(fetched(client, world, "json").content)
    assert (found["id"], found["checksum"]) == (str(world.snapshot.pk), world.snapshot.checksum)
    book = load_workbook(BytesIO(fetched(client, world, "xlsx").content))
    rows = list(book["Tổng hợp"].iter_rows(values_only=True))
    assert ("Tự đánh giá", float(world.snapshot.claimed)) in [row[:2] for row in rows]


@pytest.mark.slow
@pytest.mark.parametrize("reading", ["evidenced", "nonsense", "", "\x00"])
def test_workbook_takes_any_reading_in_its_address(client, world, reading):
    book = load_workbook(BytesIO(fetched(client, world, "xlsx", reading=reading).content))
    said = [row[0] for row in book["Khoảng cách"].iter_rows(max_row=4, values_only=True)]
    name = "Có minh chứng" if reading == "evidenced" else "Tự đánh giá"
    assert f"Theo điểm “{name}”; xếp theo mức tăng điểm chung." in said


@pytest.mark.parametrize("extension", ["pdf", "xls", "JSON", "x" * 300])
def test_other_kinds_are_not_found(client, world, extension):
    assert fetched(client, world, extension).status_code == 404


def test_results_that_are_not_ready_are_not_found(client):
    assessment = open_assessment()
    coordinator = user_as(Role.COORDINATOR, assessment.province)
    snapshot = workflow.preview(by=coordinator, assessment=assessment)
    client.force_login(coordinator)
    for extension in ("csv", "xlsx", "json"):
        assert client.get(reverse("results", args=[snapshot.pk, extension])).status_code == 404


def test_scorecard_leads_to_its_files(client, world):
    text = client.get(reverse("snapshot", args=[world.snapshot.pk]), {"reading": "evidenced"}).content.decode()
    for extension in ("csv", "json"):
        assert f'href="{reverse("results", args=[world.snapshot.pk, extension])}"' in text
    assert f'href="{reverse("results", args=[world.snapshot.pk, "xlsx"])}?reading=evidenced"' in text


@pytest.mark.parametrize("extension", ["csv", "json", "xlsx"])
def test_results_ask_few_queries(client, world, extension, django_assert_max_num_queries):
    fetched(client, world, extension)
    with django_assert_max_num_queries(10):
        fetched(client, world, extension)


@pytest.mark.slow
def test_made_up_data_is_marked_in_every_file(client, world):
    Campaign.objects.filter(pk=world.submitted.campaign_id).update(is_demonstration=True)
    context = world.snapshot.context
    made_up = {**context, "campaign": {**context["campaign"], "is_demonstration": True}}
    ScoreSnapshot.objects.filter(pk=world.snapshot.pk).update(context=made_up)
    marked = "Dữ liệu minh họa: không phải số liệu thật của địa phương nào."
    assert marked in fetched(client, world, "csv").content.decode()
    assert marked in json.loads(fetched(client, world, "json").content)["notices"]
    book = load_workbook(BytesIO(fetched(client, world, "xlsx").content))
    assert all(marked in [row[0] for row in sheet.iter_rows(values_only=True)] for sheet in book)
