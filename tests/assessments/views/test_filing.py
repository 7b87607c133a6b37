from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Province
from accounts.roles import Role
from assessments.enums import CampaignState, Verb
from assessments.models import Campaign, Notice
from tests.assessments.rounds import answered, at, extended, filed, round_of
from tests.factories import user_as

pytestmark = pytest.mark.django_db


def days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


@pytest.fixture
def manager(client):
    user = user_as(Role.CAMPAIGN_MANAGER)
    client.force_login(user)
    return user


def mixed(**fields) -> Campaign:
    """01 not begun and overdue, 02 begun and overdue, 03 in time, 04 late, 05 extended."""
    campaign = round_of(5, submit_by=days(-2), opens_on=days(-30), **fields)
    answered(at(campaign, 2), A=3)
    filed(at(campaign, 3), days(-3))
    filed(at(campaign, 4), days(-1))
    answered(at(campaign, 4), A=4, indicators=2)
    extended(at(campaign, 5), days(9), "Bão lũ.")
    return campaign


def board(client, campaign: Campaign, **asked):
    return client.get(reverse("filing", args=[campaign.pk]), asked)


def shown(response) -> list[str]:
    return [line.row.assessment.province.name.removeprefix("Tỉnh ") for line in response.context["lines"]]


@pytest.mark.parametrize(
    ("show", "names"),
    [
        ("all", ["01", "02", "03", "04", "05"]),
        ("unfiled", ["01", "02", "05"]),
        ("not_begun", ["01", "05"]),
        ("late", ["01", "02", "04"]),
        ("extended", ["05"]),
        ("x' OR 1=1", ["01", "02", "03", "04", "05"]),
    ],
)
def test_filters(client, manager, show, names):
    assert shown(board(client, mixed(), show=show)) == names


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("name", ["01", "02", "03", "04", "05"]),
        ("percent", ["01", "03", "05", "02", "04"]),
        ("-percent", ["04", "02", "01", "03", "05"]),
        ("submitted", ["03", "04", "01", "02", "05"]),
        ("last_day", ["01", "02", "03", "04", "05"]),
        ("\x00", ["01", "02", "03", "04", "05"]),
    ],
)
def test_sorting(client, manager, sort, names):
    assert shown(board(client, mixed(), sort=sort)) == names


def test_board_tells_filing_in_words_with_parts_and_last_days(client, manager):
    response = board(client, mixed())
    lines = response.context["lines"]
    assert [(line.row.filing.label, line.tone, line.icon) for line in lines] == [
        ("chưa bắt đầu", "", "empty"),
        ("chưa nộp", "accent", "begun"),
        ("đúng hạn", "ok", "ok"),
        ("trễ hạn", "warn", "clock"),
        ("chưa bắt đầu", "", "empty"),
    ]
    assert lines[1].parts == [("A", "Chủ đề A", 75), ("", "Bộ chỉ số", 0)]
    assert [line.may_extend for line in lines] == [True, True, False, False, True]
    assert [(code, number) for code, _label, number in response.context["filters"]] == [
        ("all", 5),
        ("unfiled", 3),
        ("not_begun", 2),
        ("late", 3),
        ("extended", 1),
    ]
    text = response.content.decode()
    assert "quá hạn 2 ngày" in text
    assert "gia hạn: Bão lũ." in text


@pytest.mark.slow
def test_long_boards_have_pages_and_keep_what_was_asked_for(client, manager):
    campaign = round_of(60)
    response = board(client, campaign, show="unfiled", sort="-percent")
    assert len(shown(response)) == 50
    assert "?show=unfiled&amp;sort=-percent&amp;page=2" in response.content.decode()
    second = board(client, campaign, page="2")
    assert (len(shown(second)), shown(second)[0]) == (10, "51")
    assert len(shown(board(client, campaign, page="x"))) == 50
    assert len(shown(board(client, campaign, page="99999999999999999999"))) == 10


def test_an_empty_board_says_what_to_do(client, manager):
    assert "Khi đợt được mở" in board(client, round_of(0)).content.decode()
    nobody = board(client, round_of(1), show="extended").content.decode()
    assert "Không có tỉnh, thành phố nào thuộc diện đang lọc." in nobody


def test_auditors_read_the_board_and_do_nothing(client):
    campaign = mixed()
    client.force_login(user_as(Role.AUDITOR))
    text = board(client, campaign).content.decode()
    assert reverse("campaign_remind", args=[campaign.pk]) not in text
    assert reverse("extension", args=[at(campaign, 1).pk]) not in text


def test_provinces_do_not_see_the_board(client):
    campaign = mixed()
    client.force_login(user_as(Role.COORDINATOR, at(campaign, 1).province))
    for name in ("filing", "filing_csv"):
        response = client.get(reverse(name, args=[campaign.pk]))
        assert response.status_code == 403
        assert "Tỉnh 02" not in response.content.decode()


def test_board_takes_as_many_queries_for_few_as_for_many(client, manager, django_assert_num_queries):
    few, many = round_of(3), round_of(60)
    board(client, few)
    for campaign in (few, many):
        with django_assert_num_queries(10):
            board(client, campaign)


# -- CSV -------------------------------------------------------------------------------------------------------------


def csv_of(client, campaign: Campaign):
    return client.get(reverse("filing_csv", args=[campaign.pk]))


def test_csv_has_every_province(client, manager):
    campaign = mixed(code="dot-1", name="Đợt 1")
    response = csv_of(client, campaign)
    assert response["Content-Disposition"] == 'attachment; filename="tinh-hinh-nop-dot-1.csv"'
    lines = response.content.decode().removeprefix("\ufeff").splitlines()
    assert lines[:2] == [
        "Đợt 1",
        "Mã;Tỉnh, thành phố;Trạng thái phiếu;Tình hình nộp;Quá hạn;Hoàn thành (%);A (%);Chỉ số (%);"
        "Hạn nộp;Lý do gia hạn;Nộp lúc",
    ]
    code = at(campaign, 2).province.code
    last = f"{days(-2):%d/%m/%Y}"
    assert lines[3] == f"{code};Tỉnh 02;Đang tự đánh giá;chưa nộp;có;50;75;0;{last};;"
    assert lines[5].endswith(f";Đã nộp;trễ hạn;;100;100;100;{last};;{days(-1):%d/%m/%Y} 12:00")
    assert lines[6].endswith(f"{days(9):%d/%m/%Y};Bão lũ.;")


def test_csv_of_a_demonstration_says_so(client, manager):
    lines = csv_of(client, round_of(1, is_demonstration=True)).content.decode().splitlines()
    assert lines[1] == "Dữ liệu minh họa: không phải số liệu thật của địa phương nào."


def test_csv_holds_no_formula(client, manager):
    campaign = round_of(1)
    Province.objects.filter(assessments__campaign=campaign).update(name="=cmd()")
    assert ";'=cmd();" in csv_of(client, campaign).content.decode()


def test_csv_takes_as_many_queries_for_few_as_for_many(client, manager, django_assert_num_queries):
    few, many = round_of(3), round_of(60)
    csv_of(client, few)
    for campaign in (few, many):
        with django_assert_num_queries(8):
            csv_of(client, campaign)


# -- reminding -------------------------------------------------------------------------------------------------------


def remind(client, campaign: Campaign) -> str:
    return client.post(reverse("campaign_remind", args=[campaign.pk]), follow=True).content.decode()


def test_those_who_have_not_filed_are_reminded_once_a_day(client, manager):
    campaign = round_of(3)
    people = [user_as(Role.COORDINATOR, at(campaign, place).province) for place in (1, 2, 3)]
    filed(at(campaign, 3))
    assert "Đã gửi nhắc việc đến 2 người." in remind(client, campaign)
    assert set(Notice.objects.values_list("user", flat=True)) == {people[0].pk, people[1].pk}
    assert "mỗi người chỉ được nhắc một lần mỗi ngày" in remind(client, campaign)
    assert Notice.objects.count() == 2


def test_reminding_is_for_managers(client):
    campaign = round_of(1)
    user_as(Role.COORDINATOR, at(campaign, 1).province)
    client.force_login(user_as(Role.REVIEWER))
    assert client.post(reverse("campaign_remind", args=[campaign.pk])).status_code == 403
    assert Notice.objects.count() == 0


# -- extending -------------------------------------------------------------------------------------------------------


def extension(assessment) -> str:
    return reverse("extension", args=[assessment.pk])


def test_a_province_is_granted_a_later_day(client, manager):
    assessment = at(round_of(1), 1)
    assert client.get(extension(assessment)).status_code == 200
    given = {"until": f"{days(40):%d/%m/%Y}", "reason": "Bão lũ."}
    response = client.post(extension(assessment), given, follow=True)
    assert response.redirect_chain == [(reverse("filing", args=[assessment.campaign_id]), 302)]
    assert "Đã gia hạn nộp phiếu cho Tỉnh 01." in response.content.decode()
    assessment.refresh_from_db()
    assert (assessment.extended_to, assessment.extension_reason) == (days(40), "Bão lũ.")
    assert assessment.events.get().verb == Verb.EXTEND


@pytest.mark.parametrize(
    ("wrong", "field"), [({"until": "x"}, "until"), ({"until": "01/01/2020"}, "until"), ({"reason": ""}, "reason")]
)
def test_wrong_extension_is_refused_beside_its_field(client, manager, wrong, field):
    assessment = at(round_of(1), 1)
    response = client.post(extension(assessment), {"until": f"{days(40):%d/%m/%Y}", "reason": "Bão.", **wrong})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assessment.refresh_from_db()
    assert assessment.extended_to is None


def test_what_was_filed_is_not_extended(client, manager):
    assessment = filed(at(round_of(1), 1))
    assert "Phiếu đã nộp nên không cần gia hạn." in client.get(extension(assessment)).content.decode()
    given = {"until": f"{days(40):%d/%m/%Y}", "reason": "Bão lũ."}
    response = client.post(extension(assessment), given)
    assert (response.status_code, response.context["form"].non_field_errors()) == (
        422,
        ["Phiếu đã nộp nên không cần gia hạn."],
    )


def test_extension_ends_with_the_campaign(client, manager):
    assessment = at(round_of(1, state=CampaignState.FINAL), 1)
    assert "Đợt đánh giá chưa mở hoặc đã kết thúc." in client.get(extension(assessment)).content.decode()


def test_province_cannot_extend_itself(client):
    assessment = at(round_of(1), 1)
    client.force_login(user_as(Role.COORDINATOR, assessment.province))
    response = client.post(extension(assessment), {"until": f"{days(40):%d/%m/%Y}", "reason": "Bão."})
    assert response.status_code == 403
    assert "Chỉ quản trị đợt được gia hạn." in response.content.decode()
    assessment.refresh_from_db()
    assert assessment.extended_to is None
