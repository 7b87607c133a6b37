import csv
from io import StringIO

import pytest
from django.urls import reverse

from accounts.roles import Role
from planning.enums import ActionStatus
from planning.models import ActionPlan, PlannedAction
from planning.queries import actions_of
from tests.factories import user_as
from tests.planning.plans import ended, home, next_round, planned

pytestmark = pytest.mark.django_db
NOT_THEIRS = "Chỉ đầu mối và lãnh đạo của tỉnh được lập và sửa kế hoạch hành động."


@pytest.fixture
def found(client):
    made = home()
    client.force_login(made.coordinator)
    return made


def url(found, name="gaps", *more, **query):
    path = reverse(f"planning:{name}", args=[found.snapshot.pk, *more])
    return f"{path}?{'&'.join(f'{key}={value}' for key, value in query.items())}" if query else path


def codes(response):
    return [line.gap.code for line in response.context["lines"]]


def test_page_has_all_gaps_with_links_to_their_nodes(client, found):
    response = client.get(url(found))
    assert codes(response) == ["B-2", "A-1.1", "A-1.7", "A-1.3", "A-1.6", "B-1"]
    text = response.content.decode()
    for line in response.context["lines"]:
        node = reverse("node", args=[found.snapshot.pk, line.kind, line.gap.code])
        assert f"{node}?reading=claimed" in text
    assert "6 khoảng cách, cộng lại +57,92 điểm chung." in text
    assert "cùng số liệu với câu A-1.6" in text
    assert "Của chúng tôi" in text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"part": "group:B"}, ["B-2", "B-1"]),
        ({"effort": "S"}, ["A-1.1"]),
        ({"quick": "1", "horizon": "0-6"}, ["A-1.1"]),
        ({"effort": "S", "part": "group:B"}, []),
        (
            {"part": "%00", "lead": "%F0%9F%98%80", "effort": "x" * 3000},
            ["B-2", "A-1.1", "A-1.7", "A-1.3", "A-1.6", "B-1"],
        ),
    ],
)
def test_filters_are_a_form_that_is_sent(client, found, query, shown):
    response = client.get(url(found, **query))
    assert (response.status_code, codes(response)) == (200, shown)


def test_filtered_page_sums_what_it_shows(client, found):
    text = client.get(url(found, part="group:B")).content.decode()
    assert "2 trên 6 khoảng cách, cộng lại +28,75 điểm chung; tất cả là +57,92 điểm." in text
    assert (
        "Không có khoảng cách nào thuộc diện đang lọc."
        in client.get(url(found, effort="S", lead="Sở Xây dựng")).content.decode()
    )


def test_reading_of_the_address_is_kept(client, found):
    response = client.get(url(found, reading="evidenced"))
    assert response.context["reading"] == "evidenced"
    assert "A-1.2" in codes(response)
    assert f"{reverse('planning:plan_add', args=[found.snapshot.pk])}?reading=evidenced" in response.content.decode()


def test_least_effort_to_the_next_band_stands_beside(client, found):
    response = client.get(url(found))
    assert [proposal.code for proposal in response.context["path"].proposals] == ["B-2"]
    text = response.content.decode()
    assert "Con đường ít công sức nhất lên bậc Tích hợp" in text
    assert "1 việc, điểm chung từ 42,08 lên 64,58." in text
    assert "do nhóm xây dựng cổng đặt ra" in text


def test_ticked_gaps_go_into_the_plan(client, found):
    response = client.post(url(found, "plan_add"), {"code": ["A-1.6", "B-1", "A-1.1", "X", ""]}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("planning:plan", args=[found.assessment.pk])
    assert "Đã đưa 2 việc vào kế hoạch." in response.content.decode()
    assert {action.code for action in actions_of(found.assessment)} == {"A-1.1", "A-1.6"}
    response = client.post(url(found, "plan_add"), {"code": ["A-1.6", "B-2"]}, follow=True)
    assert "Đã đưa 1 việc vào kế hoạch. 1 việc đã có sẵn." in response.content.decode()


def test_all_of_the_least_effort_goes_in_with_one_click(client, found):
    client.post(url(found, "plan_add"), {"path": "1"})
    [action] = actions_of(found.assessment)
    assert (action.code, action.target_value) == ("B-2", 10)


@pytest.mark.parametrize("sent", [{}, {"code": "X"}, {"code": "\x00"}, {"code": "A-1.2"}])
def test_nothing_chosen_is_said(client, found, sent):
    response = client.post(url(found, "plan_add", part="group:B"), sent, follow=True)
    assert response.redirect_chain[-1][0] == url(found, part="group%3AB")
    assert "Hãy chọn ít nhất một việc để đưa vào kế hoạch." in response.content.decode()
    assert not ActionPlan.objects.exists()


def test_who_only_reads_is_told_why(client, found):
    client.force_login(user_as(Role.CONTRIBUTOR, found.assessment.province))
    response = client.get(url(found))
    assert response.context["why_not_plan"] == NOT_THEIRS
    text = response.content.decode()
    assert NOT_THEIRS in text
    assert 'type="checkbox" name="code"' not in text
    response = client.post(url(found, "plan_add"), {"code": "B-2"}, follow=True)
    assert NOT_THEIRS in response.content.decode()
    assert not PlannedAction.objects.exists()


def test_planned_gap_shows_its_status_instead_of_a_box(client, found):
    planned(found, "B-2")
    PlannedAction.objects.update(status=ActionStatus.UNDER_WAY)
    text = client.get(url(found)).content.decode()
    assert "Trong kế hoạch: đang làm" in text
    assert 'value="B-2"' not in text


def test_next_round_shows_what_was_planned_before(client, found):
    planned(found, "B-2", "A-1.1")
    PlannedAction.objects.filter(code="A-1.1").update(status=ActionStatus.DONE)
    now = next_round(ended(found))
    text = client.get(url(now)).content.decode()
    assert "Kế hoạch đợt trước: chưa làm" in text
    assert "1 trên 2 việc đã hoàn thành." in text
    assert f"{reverse('planning:plan', args=[now.assessment.pk])}#earlier" in text


def test_gap_that_was_scored_otherwise_before_is_not_mixed_up(client, found):
    planned(found, "A-1.3", "B-2")
    now = next_round(ended(found), on_new_catalogues=True)
    lines = {line.gap.code: line.earlier for line in client.get(url(now)).context["lines"]}
    assert (lines["A-1.3"], lines["B-2"].code) == (None, "B-2")


def test_files_have_what_the_page_shows(client, found):
    response = client.get(url(found, "gaps_export", "csv", part="group:B"))
    name = f"khoang-cach-da-nang-{found.assessment.campaign.code}.csv"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    rows = list(csv.reader(StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[1] for row in rows[-2:]] == ["B-2", "B-1"]
    response = client.get(url(found, "gaps_export", "xlsx"))
    assert response.content[:2] == b"PK"
    assert client.get(url(found, "gaps_export", "pdf")).status_code == 404


def test_strangers_find_nothing(client, found):
    client.force_login(user_as(Role.COORDINATOR))
    assert client.get(url(found)).status_code == 404
    assert client.get(url(found, "gaps_export", "csv")).status_code == 404
    assert client.post(url(found, "plan_add"), {"code": "B-2"}).status_code == 404


def queries(client, address, django_assert_max_num_queries):
    client.get(address)
    with django_assert_max_num_queries(30) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.slow
def test_page_asks_the_same_number_of_queries_however_much_is_planned(client, found, django_assert_max_num_queries):
    planned(found, "B-2")
    before = ended(found)
    now = next_round(before)
    planned(now, "B-2")
    few = queries(client, url(now), django_assert_max_num_queries)
    planned(before, "A-1.1", "A-1.3", "A-1.6", "A-1.7")
    planned(now, "A-1.1", "A-1.3", "A-1.6", "A-1.7")
    assert queries(client, url(now), django_assert_max_num_queries) == few <= 9
