import pytest
from django.urls import reverse

from accounts.roles import Role
from assessments.models import Notice
from tests.assessments.shares import body_of, given, in_days
from tests.factories import user_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(draft):
    return reverse("team", args=[draft.pk])


def row(code: str, user, days: int = 5) -> dict[str, str]:
    values = {"body": body_of(user).pk, "person": user.pk, "due_on": f"{in_days(days):%d/%m/%Y}"}
    return {f"part-{code}-{name}": str(value) for name, value in values.items()}


def parts(client, address) -> list[str]:
    return [found.part.code for found in client.get(address).context["rows"]]


@pytest.mark.slow
def test_coordinator_shares_parts_out_at_once(client, draft, coordinator, address):
    user = user_as(Role.CONTRIBUTOR, draft.province)
    first, second, *_rest = parts(client, address)
    response = client.post(address, {**row(first, user), **row(second, user)})
    assert (response.status_code, response.url) == (302, address)
    assert set(draft.shares.values_list("part", "person")) == {(first, user.pk), (second, user.pk)}
    assert Notice.objects.filter(user=user).count() == 1
    assert client.post(address, {**row(first, user), **row(second, user)}).status_code == 302
    assert Notice.objects.filter(user=user).count() == 1


def test_one_wrong_row_keeps_all_from_being_saved(client, draft, coordinator, address):
    user = user_as(Role.CONTRIBUTOR, draft.province)
    first, second, *_rest = parts(client, address)
    response = client.post(address, {**row(first, user), **row(second, user, 99)})
    assert (response.status_code, draft.shares.count()) == (422, 0)
    assert [found.part.code for found in response.context["faulty"]] == [second]


def test_others_read_and_do_not_change(client, draft, contributor, address):
    response = client.get(address)
    assert response.context["why_not"] == "Chỉ đầu mối của tỉnh được phân công các phần của phiếu."
    assert client.post(address, {}).status_code == 403


@pytest.mark.slow
def test_coordinator_may_invite_into_any_body_of_the_province(client, draft, coordinator, address):
    other = body_of(user_as(Role.CONTRIBUTOR, draft.province))
    assert reverse("people") in client.get(address).content.decode()
    sent = {"email": "moi@tinh.example", "role": Role.CONTRIBUTOR, "body": other.pk}
    assert client.post(reverse("people"), sent).context["invited"].body == other


@pytest.mark.slow
def test_overview_and_section_say_who_and_until_when(client, draft, coordinator, address):
    user = user_as(Role.CONTRIBUTOR, draft.province)
    for code in parts(client, address):
        given(draft, code, user, -3)
    overview = client.get(reverse("overview", args=[draft.pk])).content.decode()
    section = client.get(reverse("section", args=[draft.pk, "IOC-6"])).content.decode()
    assert (overview.count("quá hạn 3 ngày"), section.count("quá hạn 3 ngày")) == (13, 1)


def test_home_shows_ones_own_parts_first(client, draft, contributor, address):
    code = parts(client, address)[1]
    given(draft, code, contributor)
    [task] = client.get("/").context["open_tasks"]
    assert [own.part.code for own in task.own_parts] == [code]


@pytest.mark.slow
def test_page_asks_as_many_queries_for_one_and_for_all(client, draft, coordinator, address, django_assert_num_queries):
    with django_assert_num_queries(9):
        codes = parts(client, address)
    for code in codes:
        given(draft, code, user_as(Role.CONTRIBUTOR, draft.province))
    with django_assert_num_queries(9):
        client.get(address)
