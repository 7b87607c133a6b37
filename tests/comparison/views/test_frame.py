from decimal import Decimal

import pytest
from django.test import RequestFactory
from django.urls import reverse

from accounts.roles import Role
from assessments.enums import WorkStatus
from comparison.queries import rows_of
from comparison.views.frame import TABS, Frame, bar
from tests.factories import MembershipFactory, user_as
from tests.factories.accounts import BodyFactory
from tests.factories.comparison import made_edition

pytestmark = pytest.mark.django_db

RUBBISH = ["x", "0", "-1", "99999999999999999999", "1.5", "\x00", "' OR 1=1", "<script>", "é", "٣"]


def frame(looked, user=None, **query):
    request = RequestFactory().get("/", query)
    request.user = user or looked.coordinator
    return Frame(request, looked.edition)


def labels(context):
    return [str(tab["label"]) for tab in context["tabs"]]


@pytest.mark.parametrize("status", [WorkStatus.QUEUED, WorkStatus.RUNNING, WorkStatus.FAILED])
def test_edition_that_is_not_made_has_no_pages(client, status):
    edition = made_edition(1, published=False)
    type(edition).objects.filter(pk=edition.pk).update(status=status)
    client.force_login(user_as(Role.CAMPAIGN_MANAGER))
    for tab in TABS:
        assert client.get(reverse(f"comparison:{tab.name}", args=[edition.pk])).status_code == 404


def test_tabs_lead_to_every_page_and_keep_the_group(looked):
    context = frame(looked, looked.reviewer, group="cities", page="2").context("map")
    assert labels(context) == [str(tab.label) for tab in TABS]
    assert [tab["is_current"] for tab in context["tabs"]] == [tab.name == "map" for tab in TABS]
    assert context["tabs"][0]["url"] == f"/comparison/{looked.edition.pk}/?group=cities"
    assert context["query"] == "group=cities"


def test_statistics_of_the_review_are_for_the_ministry(looked):
    assert "Vượt khai" not in labels(frame(looked).context("table"))
    assert "Vượt khai" in labels(frame(looked, looked.reviewer).context("table"))


def test_rows_are_of_the_group_with_the_unranked_last(looked):
    assert [row.name for row in frame(looked).rows] == looked.names
    assert [row.name for row in frame(looked, group="provinces").rows] == looked.names[1:]
    assert frame(looked, group="mekong_delta").rows == []


def test_lines_mark_ones_own_and_rank_within_the_group(looked):
    assert [(line.is_own, line.place) for line in frame(looked).lines()] == [(True, None), (False, None), (False, None)]
    found = frame(looked, looked.stranger, group="provinces").lines()
    assert [(line.is_own, line.place) for line in found] == [(False, 1), (False, None)]


def test_units_lead_to_a_page_beside_ones_own(looked):
    address = f"/comparison/{looked.edition.pk}/side-by-side/"
    assert frame(looked).beside("01") == f"{address}?p=48&p=01"
    assert frame(looked).beside("48") == f"{address}?p=48"
    assert frame(looked, looked.reviewer).beside("01") == f"{address}?p=01"


def test_of_several_provinces_of_ones_own_the_first_is_marked(looked):
    user = user_as(Role.LEADER, looked.own)
    body = BodyFactory(province__code="01")
    MembershipFactory(user=user, body=body, role=Role.LEADER)
    assert frame(looked, user).own_code == "01"
    assert frame(looked, looked.reviewer).own_code == ""


@pytest.mark.parametrize("page", [*RUBBISH, "2"])
def test_there_is_a_page_whatever_is_asked_for(looked, page):
    assert frame(looked, page=page).page(range(50)).number == 1
    assert frame(looked, page=page).page([]).number == 1
    assert len(frame(looked, page="2").page(range(60))) == 10


def test_query_is_changed_where_it_is_asked_to(looked):
    found = frame(looked, sort="name", page="3", group="cities")
    assert found.query("page", sort="rank") == "group=cities&sort=rank"


def test_intervals_are_drawn_within_the_line(looked):
    best, worst, unranked = rows_of(looked.edition.entries.order_by("pk"))
    assert bar(best, 2) == (Decimal(0), Decimal(100), Decimal(25))
    assert bar(worst, 3321) == (Decimal(0), Decimal(2), Decimal(0))
    assert bar(worst._replace(rank=3321, rank_low=3321, rank_high=3321), 3321) == (98, 2, 100)
    assert bar(unranked, 2) is None
    assert bar(best._replace(rank_low=None), 2) is None


def test_notice_is_what_the_indicator_set_says_of_itself(looked):
    assert frame(looked).notice == "Của chúng tôi"
