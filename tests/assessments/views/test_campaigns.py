from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.provinces import load_provinces
from accounts.roles import Role
from assessments.actions import campaigns as campaign_actions
from assessments.enums import CampaignState
from assessments.models import Campaign
from guidance.models import GuidanceVersion
from tests.assessments.rounds import at, filed, round_of
from tests.factories import CampaignFactory, decide_all, guidance_version, indicator_version, reviewer_of, user_as

pytestmark = pytest.mark.django_db
CAMPAIGNS, CREATE = reverse("campaigns"), reverse("campaign_create")


@pytest.fixture
def manager(client):
    client.force_login(user_as(Role.CAMPAIGN_MANAGER))
    return client


def given(**fields) -> dict:
    today = timezone.localdate()
    marks = ("opens_on", "submit_by", "review_by", "clarify_by", "publish_on")
    days = {name: (today + timedelta(days=30 * number)).isoformat() for number, name in enumerate(marks)}
    versions = {"guidance": guidance_version().pk, "indicators": indicator_version().pk}
    return {"name": "Đợt 2026", "code": "dot-2026", "alpha": "0,5", **days, **versions, **fields}


def test_campaign_is_created_as_a_draft_and_then_opened(manager):
    load_provinces()
    text = manager.post(CREATE, given(), follow=True).content.decode()
    campaign = Campaign.objects.get()
    assert (campaign.state, campaign.is_demonstration) == (CampaignState.DRAFT, False)
    assert "Đã tạo đợt đánh giá." in text
    assert reverse("campaign_open", args=[campaign.pk]) in text
    text = manager.post(reverse("campaign_open", args=[campaign.pk]), follow=True).content.decode()
    assert "Đã mở đợt đánh giá với 34 phiếu." in text
    assert reverse("campaign_open", args=[campaign.pk]) not in text


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"code": "Đợt 1"},
        {"alpha": "1,01"},
        {"alpha": "NaN"},
        {"alpha": "\x00"},
        {"opens_on": "31/02/2026"},
        {"submit_by": "2020-01-01"},
        {"guidance": "0"},
        {"guidance": "x' OR 1=1"},
        {"indicators": ""},
        {"name": "A" * 10_000},
    ],
)
def test_wrong_campaign_is_refused_beside_its_field_and_what_was_typed_stays(manager, wrong):
    response = manager.post(CREATE, given(**wrong))
    assert response.status_code == 422
    assert response.context["form"].errors
    assert Campaign.objects.count() == 0
    assert 'value="dot-2026"' in response.content.decode() or "code" in wrong


def test_code_that_is_taken_is_refused(manager):
    CampaignFactory(code="dot-2026")
    response = manager.post(CREATE, given())
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["code"])


def test_open_campaign_is_not_opened_again(manager):
    campaign = CampaignFactory(name="Đợt 1", state=CampaignState.OPEN)
    text = manager.post(reverse("campaign_open", args=[campaign.pk]), follow=True).content.decode()
    assert "Đợt “Đợt 1” đang ở trạng thái “Đang mở” nên không thể mở đợt." in text


def test_campaign_without_provinces_is_not_opened(manager):
    campaign = CampaignFactory(state=CampaignState.DRAFT)
    text = manager.post(reverse("campaign_open", args=[campaign.pk]), follow=True).content.decode()
    assert "hãy nạp danh sách tỉnh trước" in text
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.DRAFT


def test_share_of_readiness_is_written_with_a_comma(manager):
    assert 'value="0,5"' in manager.get(CREATE).content.decode()


def test_campaign_list_asks_few_queries(manager, django_assert_num_queries):
    CampaignFactory()
    manager.get(CAMPAIGNS)
    for _more in range(2):
        with django_assert_num_queries(5):
            manager.get(CAMPAIGNS)
        CampaignFactory(code=f"dot-{_more}")


def test_form_of_a_campaign_asks_few_queries(manager, django_assert_num_queries):
    manager.get(CREATE)
    with django_assert_num_queries(6):
        manager.get(CREATE)


def test_campaign_list_leads_to_each_desk_and_to_its_copy(manager):
    campaign = round_of(1)
    text = manager.get(CAMPAIGNS).content.decode()
    assert f'href="{reverse("campaign", args=[campaign.pk])}"' in text
    assert f'href="{CREATE}?copy={campaign.pk}"' in text


# -- on a copy -------------------------------------------------------------------------------------------------------


def copied(client, campaign: Campaign) -> dict:
    return client.get(CREATE, {"copy": campaign.pk}).context["form"].initial


def test_copy_begins_with_the_dates_as_far_apart_as_they_were(manager):
    source = round_of(0, alpha="0.7", opens_on=date(2026, 1, 5), submit_by=date(2026, 3, 20))
    Campaign.objects.update(review_by=date(2026, 4, 30), clarify_by=date(2026, 5, 15), publish_on=date(2026, 6, 30))
    with time_machine.travel(date(2026, 12, 31)):
        manager.force_login(user_as(Role.CAMPAIGN_MANAGER))
        found = copied(manager, source)
    expected = {"opens_on": (1, 1), "submit_by": (3, 16), "review_by": (4, 26), "clarify_by": (5, 11)}
    assert {name: found[name] for name in expected} == {name: date(2027, *day) for name, day in expected.items()}
    assert (found["publish_on"], found["alpha"]) == (date(2027, 6, 26), Decimal("0.7"))
    assert (found["guidance"], found["indicators"]) == (source.guidance_id, source.indicators_id)


@pytest.mark.parametrize(
    ("code", "name", "next_code", "next_name"),
    [
        ("dot-2026", "Đợt đánh giá 2026", "dot-2027", "Đợt đánh giá 2027"),
        ("dot-2", "Đợt 2 theo Công văn 2333", "dot-3", "Đợt 3 theo Công văn 2333"),
        ("dot-2026-thu", "Đợt thử", "dot-2027-thu", ""),
        ("thu", "Đợt 1", "thu-2", ""),
        ("x" * 29 + "9", "Đợt", "x" * 28 + "10", ""),
    ],
)
def test_copy_suggests_a_name_and_a_code(manager, code, name, next_code, next_name):
    found = copied(manager, round_of(0, code=code, name=name))
    assert (found["code"], found["name"]) == (next_code, next_name)


def test_copy_suggests_a_code_that_is_free(manager):
    source = round_of(0, code="dot-1")
    round_of(0, code="dot-2")
    assert copied(manager, source)["code"] == "dot-3"


def test_copy_takes_the_newest_published_version_of_the_same_document(manager):
    source = round_of(0)
    for number, fields in ((10, {"status": "published", "published_at": timezone.now()}), (11, {})):
        GuidanceVersion.objects.create(code=f"nho/v{number}", definition={}, checksum=f"{number}" * 32, **fields)
    other = {"status": "published", "published_at": timezone.now()}
    GuidanceVersion.objects.create(code="nho-khac/v99", definition={}, checksum="9" * 64, **other)
    assert copied(manager, source)["guidance"] == GuidanceVersion.objects.get(code="nho/v10").pk


def test_copy_is_made_by_one_form(manager):
    source = round_of(1, code="dot-1", name="Đợt 1")
    form = manager.get(CREATE, {"copy": source.pk}).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    written = {name: f"{value:%d/%m/%Y}" if isinstance(value, date) else value for name, value in shown.items()}
    written["alpha"] = str(written["alpha"]).replace(".", ",")
    response = manager.post(f"{CREATE}?copy={source.pk}", written, follow=True)
    made = Campaign.objects.get(code="dot-2")
    assert response.redirect_chain == [(reverse("campaign", args=[made.pk]), 302)]
    assert (made.name, made.state, made.assessments.count()) == ("Đợt 2", CampaignState.DRAFT, 0)
    assert made.submit_by - made.opens_on == source.submit_by - source.opens_on


def test_copy_of_one_at_the_end_of_the_calendar_stays_in_it(manager):
    source = round_of(0, publish_on=date.max)
    assert copied(manager, source)["publish_on"] == date.max


def test_copy_of_a_demonstration_is_one(manager):
    source = round_of(0, is_demonstration=True)
    url = f"{CREATE}?copy={source.pk}"
    assert "Dữ liệu minh họa" in manager.get(url).content.decode()
    manager.post(url, given(code="dot-moi"))
    assert Campaign.objects.get(code="dot-moi").is_demonstration is True


@pytest.mark.parametrize("rubbish", ["", "x", "-1", "99999999999999999999", "1;2", "\x00", "٣"])
def test_copy_of_nothing_is_an_empty_form(manager, rubbish):
    response = manager.get(CREATE, {"copy": rubbish})
    assert (response.status_code, response.context["form"].initial["alpha"]) == (200, Decimal("0.5"))
    assert "name" not in response.context["form"].initial or response.context["form"].initial["name"] == ""


# -- changing, closing, making final ---------------------------------------------------------------------------------


def days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def edit(campaign: Campaign) -> str:
    return reverse("campaign_edit", args=[campaign.pk])


def test_everything_is_changed_in_preparation(manager):
    campaign = round_of(0, state=CampaignState.DRAFT)
    assert "mọi mục còn sửa được" in manager.get(edit(campaign)).content.decode()
    response = manager.post(edit(campaign), given(name="Tên mới"), follow=True)
    assert response.redirect_chain == [(reverse("campaign", args=[campaign.pk]), 302)]
    assert "Đã lưu thay đổi của đợt đánh giá." in response.content.decode()
    campaign.refresh_from_db()
    assert (campaign.name, campaign.code) == ("Tên mới", "dot-2026")


def moved(campaign: Campaign, **fields) -> dict:
    names = ("submit_by", "review_by", "clarify_by", "publish_on")
    kept = {name: f"{getattr(campaign, name):%d/%m/%Y}" for name in names}
    return {**kept, "reason": "Theo đề nghị của các tỉnh.", **fields}


def test_dates_are_moved_later_with_a_reason(manager):
    campaign = round_of(0)
    given_days = moved(campaign, submit_by=f"{days(33):%d/%m/%Y}")
    manager.post(edit(campaign), given_days)
    campaign.refresh_from_db()
    assert campaign.submit_by == days(33)
    assert campaign.events.get().detail == "Theo đề nghị của các tỉnh."


def test_dates_that_a_colleague_moved_meanwhile_are_not_put_back(manager):
    campaign = round_of(0)
    page = manager.get(edit(campaign)).content.decode()
    assert '<input type="hidden" name="seen" value="0">' in page
    manager.post(edit(campaign), moved(campaign, submit_by=f"{days(33):%d/%m/%Y}", seen="0"))
    for seen in ("0", "x", "٣", "9" * 5_000):
        response = manager.post(edit(campaign), moved(campaign, review_by=f"{days(66):%d/%m/%Y}", seen=seen))
        assert response.status_code == 422
        assert response.context["form"].non_field_errors() == [
            "Người khác vừa sửa đợt này; hãy mở lại trang để thấy các mốc mới rồi sửa tiếp."
        ]
    campaign.refresh_from_db()
    assert campaign.submit_by == days(33)
    manager.post(edit(campaign), moved(campaign, review_by=f"{days(66):%d/%m/%Y}", seen="1"))
    campaign.refresh_from_db()
    assert campaign.review_by == days(66)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"submit_by": "01/01/2020"}, "submit_by"),
        ({"review_by": "rác"}, "review_by"),
        ({"review_by": f"{days(20):%d/%m/%Y}"}, "__all__"),
    ],
)
def test_wrong_change_is_refused_beside_its_field(manager, wrong, field):
    campaign = round_of(0, name="Đợt 1")
    response = manager.post(edit(campaign), moved(campaign, **wrong))
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert Campaign.objects.get().submit_by == campaign.submit_by


def test_change_that_came_too_late_is_refused(manager, monkeypatch):
    campaign = round_of(0)
    change = campaign_actions.change

    def opened_meanwhile(**arguments):
        Campaign.objects.update(state=CampaignState.PUBLISHED)
        return change(**arguments)

    monkeypatch.setattr(campaign_actions, "change", opened_meanwhile)
    response = manager.post(edit(campaign), moved(campaign, submit_by=f"{days(33):%d/%m/%Y}"))
    assert response.status_code == 422
    assert response.context["form"].non_field_errors() == ["Đợt đã công bố nên không sửa được nữa."]


def test_published_campaign_is_not_changed(manager):
    campaign = round_of(0, state=CampaignState.PUBLISHED)
    response = manager.get(edit(campaign), follow=True)
    assert response.redirect_chain == [(reverse("campaign", args=[campaign.pk]), 302)]
    assert "Đợt đã công bố nên không sửa được nữa." in response.content.decode()


def act(client, verb: str, campaign: Campaign) -> str:
    return client.post(reverse(f"campaign_{verb}", args=[campaign.pk]), follow=True).content.decode()


def test_campaign_is_closed_after_its_day(manager):
    campaign = round_of(1)
    assert "Chưa hết hạn tự đánh giá" in act(manager, "close", campaign)
    Campaign.objects.update(submit_by=days(-1))
    assert "Đã khóa tự đánh giá; chỉ tỉnh được gia hạn còn nộp được." in act(manager, "close", campaign)
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.CLOSED


def test_campaign_is_made_final_with_what_was_reviewed(manager):
    campaign = round_of(2, state=CampaignState.CLOSED)
    assert "Chưa tỉnh nào nộp phiếu" in act(manager, "finalise", campaign)
    assessment = filed(at(campaign, 1))
    decide_all(assessment, reviewer_of(assessment))
    assert "Đã chốt kết quả của 1 phiếu; điểm đã thẩm định đang được tính." in act(manager, "finalise", campaign)
    campaign.refresh_from_db()
    states = sorted(campaign.assessments.values_list("state", flat=True))
    assert (campaign.state, states) == (CampaignState.FINAL, ["draft", "final"])


@pytest.mark.parametrize("verb", ["open", "close", "finalise"])
def test_campaigns_are_moved_by_managers(client, verb):
    campaign = round_of(1)
    client.force_login(user_as(Role.REVIEWER))
    assert client.post(reverse(f"campaign_{verb}", args=[campaign.pk])).status_code == 403
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.OPEN
