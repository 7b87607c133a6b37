import csv
from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from assessments.catalogue import campaign_catalogue
from assessments.models import Campaign
from planning.actions.plans import Details, add_own, change
from planning.enums import ActionStatus
from planning.models import PlannedAction
from planning.queries import actions_of
from planning.views.plan import totals
from tests.assessments.small import open_assessment_on_small
from tests.factories import BodyFactory, user_as
from tests.planning.plans import ended, home, next_round, planned

pytestmark = pytest.mark.django_db
NOT_THEIRS = "Chỉ đầu mối và lãnh đạo của tỉnh được lập và sửa kế hoạch hành động."
SENT = {"text": "Đo lại", "status": "under_way", "seen": "1"}
TODAY = timezone.localdate()


@pytest.fixture
def found(client):
    made = home()
    client.force_login(made.coordinator)
    return made


def url(found, name="plan", *more):
    return reverse(f"planning:{name}", args=[found.assessment.pk, *more])


def text(response) -> str:
    return response.content.decode()


# -- the list ----------------------------------------------------------------------------------------------------------


def test_empty_plan_leads_to_the_gaps(client, found):
    page = text(client.get(url(found)))
    assert "Chưa có việc nào trong kế hoạch" in page
    assert reverse("planning:gaps", args=[found.snapshot.pk]) in page


def test_without_a_score_the_page_says_what_to_do_first(client, found):
    found.assessment.snapshots.all().delete()
    page = text(client.get(url(found)))
    assert "Chưa có bản chấm điểm nào; hãy tính điểm thử hoặc nộp phiếu trước khi lập kế hoạch." in page
    assert reverse("planning:action_new", args=[found.assessment.pk]) not in page


def test_list_has_every_action_with_its_marks(client, found):
    planned(found, "B-2", "A-1.1")
    owner = BodyFactory(province=found.assessment.province, name_vi="Sở Xây dựng")
    details = Details(
        "Đo lại", owner, "", TODAY - timedelta(days=1), Decimal("1250.5"), ActionStatus.UNDER_WAY, "Chậm."
    )
    action = PlannedAction.objects.get(code="B-2")
    change(by=found.coordinator, action=action, details=details, seen=1)
    page = text(client.get(url(found)))
    for part in ("Đo lại", "Sở Xây dựng", "1.250,5", "+22,50", "đang làm", "quá hạn", "Tiến độ:", "Chậm.", "10"):
        assert part in page
    assert page.count("icon-warning") == 1
    for row in actions_of(found.assessment):
        assert url(found, "action_edit", row.pk) in page


def test_totals_leave_out_what_was_stopped():
    rows = [
        PlannedAction(status=ActionStatus.DONE, cost=Decimal(10), gain=Decimal("1.5"), due=TODAY - timedelta(days=9)),
        PlannedAction(status=ActionStatus.UNDER_WAY, cost=Decimal("2.5"), gain=Decimal(2), due=TODAY),
        PlannedAction(status=ActionStatus.TO_DO, gain=Decimal(3), due=TODAY - timedelta(days=1)),
        PlannedAction(status=ActionStatus.STOPPED, cost=Decimal(99), gain=Decimal(99), due=TODAY - timedelta(days=1)),
    ]
    found = totals(rows, TODAY)
    assert (found.count, found.done, found.overdue, found.uncosted) == (3, 1, 1, 1)
    assert (found.cost, found.gain) == (Decimal("12.5"), Decimal("6.5"))


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.REVIEWER, Role.CAMPAIGN_MANAGER, Role.AUDITOR])
def test_who_sees_the_assessment_reads_its_plan_and_no_more(client, found, role):
    [action] = planned(found, "B-2")
    client.force_login(user_as(role, found.assessment.province))
    page = text(client.get(url(found)))
    assert "Nâng giá trị đến mức mục tiêu" in page
    assert NOT_THEIRS in page
    assert url(found, "action_edit", action.pk) not in page
    for name in ("action_edit", "action_remove"):
        for response in (client.get(url(found, name, action.pk)), client.post(url(found, name, action.pk), SENT)):
            assert response.status_code == 403
            assert NOT_THEIRS in text(response)
    assert client.post(url(found, "action_new"), {**SENT, "code": "B-2"}).status_code == 403
    assert NOT_THEIRS in text(client.post(url(found, "plan_carry"), follow=True))
    assert PlannedAction.objects.get().version == 1


def test_strangers_find_nothing(client, found):
    [action] = planned(found, "B-2")
    client.force_login(user_as(Role.COORDINATOR))
    pages = [url(found), url(found, "action_new"), url(found, "plan_export", "csv")]
    pages += [url(found, name, action.pk) for name in ("action_edit", "action_remove")]
    assert {client.get(page).status_code for page in pages} == {404}
    assert client.post(url(found, "plan_carry")).status_code == 404


# -- one action --------------------------------------------------------------------------------------------------------


def test_action_is_changed_on_its_page(client, found):
    [action] = planned(found, "B-2")
    address = url(found, "action_edit", action.pk)
    page = text(client.get(address))
    for part in ("40,00", "+22,50", 'value="1"', "Nâng giá trị đến mức mục tiêu"):
        assert part in page
    response = client.post(address, {**SENT, "due": "01/09/2026", "cost": "12,5", "note": "Đã giao."}, follow=True)
    assert response.redirect_chain[-1][0] == url(found)
    assert "Đã lưu việc B-2." in text(response)
    action.refresh_from_db()
    assert (action.text, action.cost, action.status, action.version) == ("Đo lại", Decimal("12.5"), "under_way", 2)


def test_rubbish_is_refused_and_nothing_half_written(client, found):
    [action] = planned(found, "B-2")
    sent = {**SENT, "text": "", "cost": "một", "due": "mai", "status": "x", "owner": "9" * 30}
    response = client.post(url(found, "action_edit", action.pk), sent)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"text", "cost", "due", "status", "owner"}
    assert PlannedAction.objects.get().version == 1


def test_two_editors_see_both_versions_and_nothing_is_lost(client, found):
    [action] = planned(found, "B-2")
    address = url(found, "action_edit", action.pk)
    leader = user_as(Role.LEADER, found.assessment.province)
    change(by=leader, action=action, details=Details("Của lãnh đạo", note="Xong một nửa"), seen=1)
    response = client.post(address, SENT)
    assert response.status_code == 422
    page = text(response)
    for part in ("Đồng nghiệp vừa sửa việc này.", "Của lãnh đạo", "Xong một nửa", "Đo lại", str(leader)):
        assert part in page
    assert PlannedAction.objects.get().text == "Của lãnh đạo"
    form = response.context["form"]
    assert str(form["seen"].value()) == "2"
    client.post(address, {**SENT, "seen": "2"})
    assert (PlannedAction.objects.get().text, PlannedAction.objects.get().version) == ("Đo lại", 3)


def test_own_work_is_added_on_a_page_of_its_own(client, found):
    address = url(found, "action_new")
    assert text(client.get(f"{address}?code=A-1.3")).count(" selected") >= 2
    assert client.get(f"{address}?code=%00").status_code == 200
    response = client.post(address, {**SENT, "code": "A-1.3"}, follow=True)
    assert "Đã thêm việc vào kế hoạch." in text(response)
    [action] = actions_of(found.assessment)
    assert (action.code, action.is_own, action.text) == ("A-1.3", True, "Đo lại")
    assert client.post(address, {**SENT, "code": "X"}).status_code == 422


def test_action_is_removed_after_asking(client, found):
    [action] = planned(found, "B-2")
    address = url(found, "action_remove", action.pk)
    assert "Bỏ việc này khỏi kế hoạch?" in text(client.get(address))
    assert PlannedAction.objects.exists()
    response = client.post(address, {"seen": "1"}, follow=True)
    assert "Đã bỏ việc B-2 khỏi kế hoạch." in text(response)
    assert not PlannedAction.objects.exists()


@pytest.mark.parametrize("seen", ["", "0", "7", "x", "-1", "9" * 50, "\x00", "²"])
def test_action_that_was_changed_meanwhile_is_not_removed(client, found, seen):
    [action] = planned(found, "B-2")
    response = client.post(url(found, "action_remove", action.pk), {"seen": seen}, follow=True)
    assert response.redirect_chain[-1][0] == url(found, "action_edit", action.pk)
    assert PlannedAction.objects.exists()


@pytest.mark.parametrize("pk", [0, 10**6, 10**18])
def test_action_that_is_none_is_not_found(client, found, pk):
    assert client.get(url(found, "action_edit", pk)).status_code == 404


def test_action_of_a_published_round_may_still_be_kept_up(client, found):
    [action] = planned(found, "B-2")
    before = ended(found)
    Campaign.objects.filter(pk=before.assessment.campaign_id).update(state="published")
    client.post(url(before, "action_edit", action.pk), {**SENT, "status": "done"})
    assert PlannedAction.objects.get().is_done


# -- files, and the next round -----------------------------------------------------------------------------------------


def test_plan_is_taken_away_as_a_table(client, found):
    assert client.get(url(found, "plan_export", "csv")).status_code == 404
    planned(found, "B-2")
    response = client.get(url(found, "plan_export", "csv"))
    name = f"ke-hoach-hanh-dong-da-nang-{found.assessment.campaign.code}.csv"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    rows = list(csv.reader(StringIO(text(response).removeprefix("\ufeff")), delimiter=";"))
    assert rows[-1][:3] == ["1", "B-2", "Chỉ số B-2"]
    assert client.get(url(found, "plan_export", "xlsx")).content[:2] == b"PK"
    assert client.get(url(found, "plan_export", "pdf")).status_code == 404


@pytest.mark.slow
def test_next_round_shows_the_plan_before_and_carries_it_with_one_click(client, found):
    planned(found, "B-2", "A-1.7")
    PlannedAction.objects.filter(code="B-2").update(status=ActionStatus.UNDER_WAY, note="Đang đo")
    add_own(by=found.coordinator, assessment=found.assessment, code="A-1.2", details=Details("Tập huấn"))
    now = next_round(ended(found), on_new_catalogues=True)
    page = text(client.get(url(now)))
    for part in ("Kế hoạch đợt trước", "Đang đo", "không còn trong danh mục nên không mang sang", "40,00"):
        assert part in page
    assert "Mang sang 2 việc chưa xong" in page
    response = client.post(url(now, "plan_carry"), follow=True)
    assert "Đã mang sang 2 việc; điểm và mức tăng lấy theo đợt này." in text(response)
    assert {action.code for action in actions_of(now.assessment)} == {"B-2", "A-1.2"}
    assert "Không có việc nào của kế hoạch đợt trước để mang sang." in text(
        client.post(url(now, "plan_carry"), follow=True)
    )


@pytest.mark.slow
def test_page_asks_the_same_number_of_queries_for_one_and_for_many_actions(
    client, found, django_assert_max_num_queries
):
    planned(found, "B-2")
    before = ended(found)
    now = next_round(before)
    planned(now, "B-2")
    few = asked(client, url(now), django_assert_max_num_queries)
    own = {"by": found.coordinator, "details": Details("Việc", BodyFactory(province=found.assessment.province))}
    for _turn in range(15):
        for each in (before, now):
            add_own(assessment=each.assessment, code="A-1.2", **own)
    assert asked(client, url(now), django_assert_max_num_queries) == few <= 9


def asked(client, address, django_assert_max_num_queries) -> int:
    client.get(address)
    with django_assert_max_num_queries(30) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_draft_without_a_score_is_read_without_an_error(client):
    assessment = open_assessment_on_small()
    client.force_login(user_as(Role.LEADER, assessment.province))
    response = client.get(reverse("planning:plan", args=[assessment.pk]))
    assert (response.status_code, response.context["newest"]) == (200, None)
    assert campaign_catalogue(assessment.campaign).items
