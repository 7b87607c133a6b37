import pytest
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from assessments.enums import AssessmentState, CampaignState, CampaignVerb, Seat, Verdict
from assessments.models import Assessment, Campaign, ReviewAssignment
from tests.assessments.rounds import at, decided, filed, round_of, seated
from tests.factories import UserFactory, user_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client):
    user = user_as(Role.CAMPAIGN_MANAGER)
    client.force_login(user)
    return user


def page(client, campaign: Campaign, **asked):
    return client.get(reverse("reviewers", args=[campaign.pk]), asked)


def share(client, campaign: Campaign, people: list[User], **fields):
    given = {"reviewers": [person.pk for person in people], "second_percent": "50", "seed": "7", **fields}
    return client.post(reverse("reviewers", args=[campaign.pk]), given, follow=True)


def shown(response) -> list[str]:
    return [bench.assessment.province.name.removeprefix("Tỉnh ") for bench in response.context["benches"]]


def test_page_says_who_reviews_what_and_how_far(client, manager):
    campaign = round_of(3)
    one, two = user_as(Role.REVIEWER), user_as(Role.REVIEWER)
    first = filed(at(campaign, 1), to_review=2)
    seated(first, one)
    seated(first, two, Seat.SECOND, finished=True)
    decided(first, {"A-1.1": Verdict.ACCEPTED})
    response = page(client, campaign)
    assert shown(response) == ["01", "02", "03"]
    [bench, *_others] = response.context["benches"]
    assert {seat: row.assignment.reviewer for seat, row in bench.seats.items()} == {Seat.FIRST: one, Seat.SECOND: two}
    text = response.content.decode()
    assert '<span class="number">1/2</span> câu có kết luận' in text
    assert "xong ngày" in text
    loads = [(load.reviewer, load.first, load.second, load.finished) for load in response.context["loads"]]
    assert sorted(loads, key=lambda load: load[0].pk) == [(one, 1, 0, 0), (two, 0, 1, 1)]


def test_filters(client, manager):
    campaign = round_of(4)
    for place, is_done in ((1, False), (2, True), (3, False)):
        seated(at(campaign, place), UserFactory(), finished=is_done)
    seated(at(campaign, 2), UserFactory(), Seat.SECOND, finished=True)
    final = filed(at(campaign, 3))
    rows = Assessment.objects.filter(pk=final.pk)
    rows.update(state=AssessmentState.FINAL, finalised_at=final.submitted_at, finalised_by=manager)
    expected = {"all": ["01", "02", "03", "04"], "unassigned": ["04"], "double": ["02"], "unfinished": ["01"]}
    assert {show: shown(page(client, campaign, show=show)) for show in expected} == expected
    assert shown(page(client, campaign, show="\x00")) == expected["all"]


def test_sharing_out_seats_reviewers_and_keeps_the_seed(client, manager):
    campaign, people = round_of(4), [user_as(Role.REVIEWER) for _number in range(3)]
    response = share(client, campaign, people)
    assert response.redirect_chain == [(reverse("reviewers", args=[campaign.pk]), 302)]
    assert "Đã phân công thêm 6 lượt thẩm định." in response.content.decode()
    event = campaign.events.get()
    assert (event.verb, event.detail) == (CampaignVerb.ASSIGN, "6 lượt, hai người 50%, số mầm 7")
    assert ReviewAssignment.objects.count() == 6


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"seed": "x"}, "seed"), ({"second_percent": "101"}, "second_percent"), ({"reviewers": []}, "reviewers")],
)
def test_wrong_share_out_is_refused_beside_its_field(client, manager, wrong, field):
    campaign, people = round_of(1), [user_as(Role.REVIEWER) for _number in range(2)]
    response = share(client, campaign, people, **wrong)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert ReviewAssignment.objects.count() == 0


def test_share_out_before_the_opening_is_refused_with_the_reason(client, manager):
    campaign = round_of(1, state=CampaignState.DRAFT)
    response = share(client, campaign, [user_as(Role.REVIEWER)], second_percent="0")
    assert response.status_code == 422
    assert response.context["form"].non_field_errors() == ["Hãy mở đợt trước khi phân công thẩm định."]


def test_page_without_reviewers_leads_to_inviting_them(client, manager):
    text = page(client, round_of(1)).content.decode()
    assert "Chưa có ai mang vai trò chuyên viên thẩm định." in text
    assert f'href="{reverse("people")}">Mời người thẩm định' in text


def test_page_of_an_empty_campaign_and_an_empty_filter_say_so(client, manager):
    assert "Đợt chưa mở nên chưa có phiếu nào để phân công." in page(client, round_of(0)).content.decode()
    text = page(client, round_of(1), show="double").content.decode()
    assert "Không có phiếu nào thuộc diện đang lọc." in text


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.AUDITOR])
def test_the_rest_of_the_ministry_reads_only(client, role):
    campaign = round_of(1)
    person = user_as(Role.REVIEWER)
    client.force_login(user_as(role))
    text = page(client, campaign).content.decode()
    assert "Chỉ quản trị đợt được phân công thẩm định." in text
    assert reverse("assignment", args=[at(campaign, 1).pk]) not in text
    response = share(client, campaign, [person], second_percent="0")
    assert response.status_code == 403
    assert ReviewAssignment.objects.count() == 0


@pytest.mark.slow
def test_page_takes_as_many_queries_for_few_as_for_many(client, manager, django_assert_num_queries):
    few, many = round_of(3), round_of(60)
    page(client, few)
    for campaign, number in ((few, 3), (many, 60)):
        for place in range(1, number + 1):
            seated(at(campaign, place), user_as(Role.REVIEWER))
        with django_assert_num_queries(14):
            assert len(shown(page(client, campaign))) == min(number, 50)


# -- one assessment --------------------------------------------------------------------------------------------------


def seats(assessment) -> str:
    return reverse("assignment", args=[assessment.pk])


def test_seats_of_one_assessment_are_set(client, manager):
    assessment, (one, two) = at(round_of(1), 1), [user_as(Role.REVIEWER) for _number in range(2)]
    response = client.post(seats(assessment), {"first": one.pk, "second": two.pk}, follow=True)
    assert response.redirect_chain == [(reverse("reviewers", args=[assessment.campaign_id]), 302)]
    assert "Đã lưu phân công thẩm định phiếu của Tỉnh 01." in response.content.decode()
    assert set(assessment.assignments.values_list("seat", "reviewer")) == {("first", one.pk), ("second", two.pk)}
    text = client.get(seats(assessment)).content.decode()
    assert f'<option value="{one.pk}" selected>' in text


def test_wrong_seats_are_refused(client, manager):
    assessment, one = at(round_of(1), 1), user_as(Role.REVIEWER)
    response = client.post(seats(assessment), {"first": one.pk, "second": one.pk})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["second"])
    seated(assessment, one)
    decided(assessment, {"A-1.1": Verdict.ACCEPTED})
    response = client.post(seats(assessment), {"first": "", "second": ""})
    sentence = "Không bỏ trống được vai “người thẩm định thứ nhất” vì đã có kết luận."
    assert (response.status_code, response.context["form"].non_field_errors()) == (422, [sentence])
    assert assessment.assignments.get().reviewer == one


def test_seats_before_the_opening_are_explained(client, manager):
    assessment = at(round_of(1, state=CampaignState.DRAFT), 1)
    assert "Hãy mở đợt trước khi phân công thẩm định." in client.get(seats(assessment)).content.decode()


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.COORDINATOR])
def test_seats_are_for_managers(client, role):
    assessment = at(round_of(1), 1)
    person = user_as(role, assessment.province)
    client.force_login(person)
    response = client.post(seats(assessment), {"first": person.pk, "second": ""})
    assert response.status_code == 403
    assert ReviewAssignment.objects.count() == 0
