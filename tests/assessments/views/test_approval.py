import pytest
from django.urls import reverse

from accounts.roles import Role
from assessments.actions import workflow
from assessments.models import Approval
from tests.assessments.approval_world import drafted
from tests.factories import answer_all, open_assessment, user_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return drafted()


def page(client, user, assessment):
    client.force_login(user)
    return client.get(reverse("approval", args=[assessment.pk]))


def decide(client, draft, **given):
    client.force_login(draft.leader)
    return client.post(reverse("approval_decide", args=[draft.assessment.pk]), given, follow=True)


def test_coordinator_asks_on_the_check_page(client, draft):
    client.force_login(draft.coordinator)
    check = reverse("check", args=[draft.assessment.pk])
    text = client.get(check).content.decode()
    assert "Trình lãnh đạo duyệt" in text
    assert "Hãy trình lãnh đạo duyệt trước khi nộp." in text
    response = client.post(reverse("approval_ask", args=[draft.assessment.pk]), follow=True)
    assert response.redirect_chain == [(check, 302)]
    assert "đang chờ lãnh đạo duyệt." in response.content.decode()
    again = client.post(reverse("approval_ask", args=[draft.assessment.pk]), follow=True)
    assert [str(message) for message in again.context["messages"]] == ["Phiếu đang chờ lãnh đạo duyệt."]


def test_coordinator_withdraws_and_the_leader_sees_it(client, draft):
    draft.ask()
    client.force_login(draft.coordinator)
    check, withdraw = (reverse(name, args=[draft.assessment.pk]) for name in ("check", "approval_withdraw"))
    assert withdraw in client.get(check).content.decode()
    response = client.post(withdraw, follow=True)
    assert response.redirect_chain == [(check, 302)]
    text = response.content.decode()
    assert (withdraw in text, "Trình lãnh đạo duyệt" in text) == (False, True)
    seen = page(client, draft.leader, draft.assessment).content.decode()
    assert f"{draft.coordinator} đã rút bản trình lúc" in seen
    assert 'value="approved"' not in seen


def test_withdrawing_what_was_decided_says_why_not(client, draft):
    draft.approve(draft.ask())
    client.force_login(draft.coordinator)
    response = client.post(reverse("approval_withdraw", args=[draft.assessment.pk]), follow=True)
    expected = "Lãnh đạo đã duyệt phiếu nên không rút bản trình nữa."
    assert [str(message) for message in response.context["messages"]] == [expected]


def test_leader_sees_what_it_is_about_and_two_buttons(client, draft):
    draft.ask()
    response = page(client, draft.leader, draft.assessment)
    text = response.content.decode()
    for shown in ("Điểm tạm tính", "Năm khoảng cách lớn nhất", "Không có biển.", str(draft.coordinator)):
        assert shown in text
    assert ('value="approved"' in text, 'value="returned"' in text) == (True, True)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CONTRIBUTOR, Role.REVIEWER, Role.AUDITOR])
def test_others_see_it_without_buttons(client, draft, role):
    draft.ask()
    text = page(client, user_as(role, draft.assessment.province), draft.assessment).content.decode()
    assert "Chỉ lãnh đạo của tỉnh được duyệt hoặc trả lại phiếu." in text
    assert 'value="approved"' not in text


def test_leader_approves_and_the_coordinator_is_led_to_submit(client, draft):
    asked = draft.ask()
    response = decide(client, draft, seen=asked.pk, decision="approved")
    assert "Đã duyệt phiếu." in response.content.decode()
    text = page(client, draft.coordinator, draft.assessment).content.decode()
    assert reverse("check", args=[draft.assessment.pk]) in text
    assert f"{draft.leader} đã duyệt lúc" in text


def test_leader_gives_back_with_a_reason(client, draft):
    asked = draft.ask()
    decide(client, draft, seen=asked.pk, decision="returned", reason="Thiếu số liệu <b>.")
    client.force_login(draft.coordinator)
    text = client.get(reverse("check", args=[draft.assessment.pk])).content.decode()
    assert "Lý do: Thiếu số liệu &lt;b&gt;." in text
    assert "Trình lãnh đạo duyệt" in text


def test_giving_back_without_a_reason_says_so_at_the_field(client, draft):
    asked = draft.ask()
    response = decide(client, draft, seen=asked.pk, decision="returned")
    assert response.status_code == 422
    assert "Hãy ghi lý do trả lại phiếu." in response.content.decode()
    assert Approval.objects.get().decision == ""


@pytest.mark.parametrize(
    "rubbish",
    [
        {},
        {"seen": "x", "decision": "approved"},
        {"seen": "1", "decision": "maybe"},
        {"decision": "\x00", "seen": "9" * 50},
    ],
)
def test_rubbish_is_refused_with_a_sentence(client, draft, rubbish):
    draft.ask()
    response = decide(client, draft, **rubbish)
    expected = "Chưa rõ duyệt hay trả lại. Hãy tải lại trang rồi chọn lại."
    assert [str(message) for message in response.context["messages"]] == [expected]
    assert Approval.objects.get().decision == ""


def test_an_old_page_approves_nothing(client, draft):
    asked = draft.ask()
    draft.change()
    draft.ask()
    response = decide(client, draft, seen=asked.pk, decision="approved")
    assert "Phiếu đã được trình lại từ khi trang này mở." in response.content.decode()
    assert Approval.objects.live().get().decision == ""


def test_page_says_who_changed_what(client, draft):
    draft.approve(draft.ask())
    contributor = user_as(Role.CONTRIBUTOR, draft.assessment.province)
    draft.change(contributor)
    text = page(client, draft.leader, draft.assessment).content.decode()
    assert f"{contributor} sửa câu A-1.2 lúc" in text
    assert 'value="approved"' not in text


def test_receipt_and_events_name_the_leader(client, draft):
    draft.approve(draft.ask())
    workflow.submit(by=draft.coordinator, assessment=draft.assessment, declared=True)
    response = page(client, draft.leader, draft.assessment)
    assert response.url == reverse("receipt", args=[draft.assessment.pk])
    text = client.get(response.url).content.decode()
    assert ("Lãnh đạo duyệt" in text, str(draft.leader) in text) == (True, True)
    overview = client.get(reverse("overview", args=[draft.assessment.pk])).content.decode()
    assert f"{draft.leader}: duyệt phiếu" in overview


def test_check_of_a_province_without_a_leader_says_that_it_submits_as_it_is(client):
    assessment = open_assessment()
    client.force_login(user_as(Role.COORDINATOR, assessment.province))
    text = client.get(reverse("check", args=[assessment.pk])).content.decode()
    assert "Tỉnh chưa có tài khoản lãnh đạo trên cổng" in text


def test_unfinished_draft_is_said_to_be_one(client):
    assessment = open_assessment()
    response = page(client, user_as(Role.LEADER, assessment.province), assessment)
    assert (response.status_code, "số liệu dưới đây chưa đầy đủ" in response.content.decode()) == (200, True)


@pytest.mark.slow
def test_page_asks_as_many_queries_empty_and_full(client, django_assert_num_queries):
    assessment = open_assessment()
    coordinator = user_as(Role.COORDINATOR, assessment.province)
    leader = user_as(Role.LEADER, assessment.province)
    page(client, leader, assessment)
    url = reverse("approval", args=[assessment.pk])
    with django_assert_num_queries(14):  # evidence is looked for only where something was answered
        client.get(url)
    answer_all(assessment, coordinator)
    with django_assert_num_queries(15):
        client.get(url)
