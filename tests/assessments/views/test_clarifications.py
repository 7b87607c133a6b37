from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.roles import Role
from assessments.actions import clarifications as actions
from assessments.actions.answers import Content, save
from assessments.actions.reviews import decide
from assessments.enums import AssessmentState, Seat
from assessments.models import Assessment, Clarification
from assessments.views.clarifications import seen_threads
from tests.assessments.review_world import CODES, submitted_on_small
from tests.factories import asked, decide_all, reviewer_of, user_as

pytestmark = pytest.mark.django_db
QUESTION = "Văn bản nào quy định mức này?"


@pytest.fixture
def assessment():
    return submitted_on_small()


@pytest.fixture
def reviewer(assessment):
    return reviewer_of(assessment)


@pytest.fixture
def returned(assessment, reviewer):
    """Sent back with a question on A-1.1 and one on B-2."""
    for code in ("A-1.1", "B-2"):
        decide(by=reviewer, assessment=assessment, code=code, judgement=asked(QUESTION), seen=0)
    actions.send_back(by=reviewer, assessment=assessment, until=timezone.localdate() + timedelta(days=7))
    return Assessment.objects.with_campaign().get(pk=assessment.pk)


def signed_in(client, role, assessment):
    user = user_as(role, assessment.province)
    client.force_login(user)
    return user


def page(client, assessment):
    return client.get(reverse("clarifications", args=[assessment.pk]))


def question(assessment, code="A-1.1"):
    return assessment.clarifications.get(code=code, closed_at=None)


def reply(client, assessment, text, code="A-1.1", seen="", **extra):
    found = question(assessment, code)
    sent = {f"c_{found.pk}-reply": text, f"c_{found.pk}-seen": seen, **extra}
    return client.post(reverse("clarification_reply", args=[assessment.pk, found.pk]), sent)


def reply_to_all(assessment, by):
    for found in assessment.clarifications.filter(closed_at=None):
        actions.reply(by=by, assessment=assessment, pk=found.pk, text="Theo Quyết định 12.")


# -- the page --------------------------------------------------------------------------------------------------------


def test_province_sees_questions_answers_and_what_to_do_but_not_who_asked(client, returned, reviewer):
    signed_in(client, Role.COORDINATOR, returned)
    response = page(client, returned)
    text = response.content.decode()
    assert text.count(QUESTION) == 2
    assert [thread.item.code for thread in response.context["threads"]] == ["A-1.1", "B-2"]
    assert f"{reverse('section', args=[returned.pk, 'A-1'])}#q_A_1_1" in text
    assert f"Hạn giải trình {date_format(returned.clarify_until)}" in text
    assert "Mức 2" in text
    assert "Còn 2 yêu cầu chưa có giải trình." in text
    assert reviewer.full_name not in text


def test_contributor_may_reply_and_is_told_who_hands_in(client, returned):
    signed_in(client, Role.CONTRIBUTOR, returned)
    response = page(client, returned)
    assert all(one.form for thread in response.context["threads"] for one in thread.rounds)
    assert "Chỉ đầu mối của tỉnh được nộp giải trình." in response.content.decode()


@pytest.mark.parametrize("role", [Role.LEADER, Role.CAMPAIGN_MANAGER, Role.AUDITOR])
def test_others_only_read(client, returned, role):
    signed_in(client, role, returned)
    response = page(client, returned)
    assert not any(one.form for thread in response.context["threads"] for one in thread.rounds)
    assert "Tỉnh chưa giải trình câu hỏi này." in response.content.decode()


def test_ministry_sees_who_asked(client, returned, reviewer):
    signed_in(client, Role.CAMPAIGN_MANAGER, returned)
    assert reviewer.full_name in page(client, returned).content.decode()


def test_nothing_asked_says_so(client, assessment):
    signed_in(client, Role.COORDINATOR, assessment)
    assert "Chưa có yêu cầu giải trình" in page(client, assessment).content.decode()


@pytest.mark.slow
def test_questions_not_sent_yet_are_not_shown(client, assessment, reviewer):
    decide(by=reviewer, assessment=assessment, code="A-1.1", judgement=asked(QUESTION), seen=0)
    signed_in(client, Role.COORDINATOR, assessment)
    assert QUESTION not in page(client, assessment).content.decode()
    assert QUESTION not in client.get(reverse("section", args=[assessment.pk, "A-1"])).content.decode()


def test_demonstration_is_marked(client, returned):
    type(returned.campaign).objects.filter(pk=returned.campaign_id).update(is_demonstration=True)
    signed_in(client, Role.COORDINATOR, returned)
    assert "Dữ liệu minh họa" in page(client, returned).content.decode()


def test_second_reviewers_questions_stay_hidden_from_the_first(client, assessment):
    first, second = reviewer_of(assessment, second=True)
    decide_all(assessment, first, finished=False)
    decide(by=second, assessment=assessment, code="A-1.1", judgement=asked(QUESTION), seen=0)
    actions.send_back(by=first, assessment=assessment, until=timezone.localdate() + timedelta(days=7))
    assert list(seen_threads(second, assessment)) == ["A-1.1"]
    assert seen_threads(first, assessment) == {}
    assert seen_threads(user_as(Role.REVIEWER), assessment) == {}
    assert list(seen_threads(user_as(Role.AUDITOR), assessment)) == ["A-1.1"]
    assert list(seen_threads(user_as(Role.LEADER, assessment.province), assessment)) == ["A-1.1"]
    client.force_login(first)
    assert QUESTION not in page(client, assessment).content.decode()


# -- replying --------------------------------------------------------------------------------------------------------


def test_reply_is_saved_and_shown(client, returned):
    signed_in(client, Role.CONTRIBUTOR, returned)
    response = reply(client, returned, "Theo Quyết định 12.")
    assert response.url == reverse("clarifications", args=[returned.pk])
    assert question(returned).reply == "Theo Quyết định 12."
    text = client.get(response.url).content.decode()
    assert "Đã lưu giải trình của câu A-1.1." in text
    assert "Còn 1 yêu cầu chưa có giải trình." not in text, "a contributor does not hand in"


@pytest.mark.slow
def test_empty_reply_stays_on_the_page_with_its_sentence(client, returned):
    signed_in(client, Role.COORDINATOR, returned)
    response = reply(client, returned, "   ")
    assert response.status_code == 422
    assert response.content.decode().count("Câu A-1.1: hãy viết nội dung giải trình.") == 2, "in the summary and beside"


@pytest.mark.slow
def test_reply_of_a_colleague_is_shown_beside_ones_own(client, returned):
    coordinator = user_as(Role.COORDINATOR, returned.province)
    actions.reply(by=coordinator, assessment=returned, pk=question(returned).pk, text="Của đồng nghiệp.")
    signed_in(client, Role.CONTRIBUTOR, returned)
    response = reply(client, returned, "Của tôi.")
    assert response.status_code == 422
    text = response.content.decode()
    assert "Giải trình của câu A-1.1 vừa được lưu ở cửa sổ khác; hãy xem lại." in text
    assert "Của đồng nghiệp." in text
    assert "Của tôi." in text
    [form] = response.context["problems"]
    reply(client, returned, "Của tôi.", seen=form["seen"].value())
    assert question(returned).reply == "Của tôi."


@pytest.mark.parametrize("text", ["x" * 10_001, "\x00"])
def test_reply_that_is_rubbish_is_refused(client, returned, text):
    signed_in(client, Role.COORDINATOR, returned)
    assert reply(client, returned, text).status_code == 422
    assert question(returned).reply == ""


@pytest.mark.slow
def test_reply_with_a_mark_that_nobody_gave_is_refused(client, returned):
    signed_in(client, Role.COORDINATOR, returned)
    assert reply(client, returned, "Đây.", seen="abc").status_code == 422
    assert reply(client, returned, "Đây.", seen="x" * 100).status_code == 422
    assert question(returned).reply == ""


@pytest.mark.parametrize("pk", [0, 10**18])
def test_reply_to_an_unknown_question_says_so(client, returned, pk):
    signed_in(client, Role.COORDINATOR, returned)
    response = client.post(reverse("clarification_reply", args=[returned.pk, pk]), {}, follow=True)
    assert "Yêu cầu giải trình này đã đóng hoặc không có." in response.content.decode()


def test_reply_by_somebody_without_the_right_says_why(client, returned):
    signed_in(client, Role.AUDITOR, returned)
    response = client.post(
        reverse("clarification_reply", args=[returned.pk, question(returned).pk]),
        {f"c_{question(returned).pk}-reply": "Đây."},
        follow=True,
    )
    assert "Vai trò của bạn chỉ được xem phiếu này." in response.content.decode()
    assert question(returned).reply == ""


def test_strangers_find_nothing(client, returned):
    client.force_login(user_as(Role.COORDINATOR))
    pk = question(returned).pk
    assert page(client, returned).status_code == 404
    for name, arguments in (
        ("clarification_reply", [returned.pk, pk]),
        ("clarification_close", [returned.pk, pk]),
        ("clarify", [returned.pk]),
    ):
        assert client.post(reverse(name, args=arguments)).status_code == 404


# -- handing in and closing ------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_handing_in_locks_the_page(client, returned):
    coordinator = signed_in(client, Role.COORDINATOR, returned)
    reply_to_all(returned, coordinator)
    response = client.post(reverse("clarify", args=[returned.pk]), follow=True)
    text = response.content.decode()
    assert "Đã nộp giải trình. Bộ sẽ thẩm định lại các câu này." in text
    assert "Phiếu không ở bước giải trình; trang này lưu lại câu hỏi của Bộ và giải trình của tỉnh." in text
    assert "Theo Quyết định 12." in text
    returned.refresh_from_db()
    assert returned.state == AssessmentState.SUBMITTED


def test_handing_in_too_early_says_what_is_missing_with_links(client, returned):
    coordinator = signed_in(client, Role.COORDINATOR, returned)
    reply_to_all(returned, coordinator)
    save(by=coordinator, assessment=returned, code="B-2", content=Content(), expected_version=1)
    response = client.post(reverse("clarify", args=[returned.pk]), follow=True)
    text = response.content.decode()
    assert "Còn 1 chỗ phải hoàn thành trước khi nộp." in text
    assert f'href="{reverse("section", args=[returned.pk, "B"])}#q_B_2"' in text


@pytest.mark.slow
def test_reviewer_reads_the_reply_and_closes_the_question(client, returned, reviewer):
    reply_to_all(returned, user_as(Role.COORDINATOR, returned.province))
    actions.clarify(by=user_as(Role.COORDINATOR, returned.province), assessment=returned)
    client.force_login(reviewer)
    text = page(client, returned).content.decode()
    assert text.count("Theo Quyết định 12.") == 2
    assert text.count("Đóng yêu cầu này") == 2
    found = question(returned)
    response = client.post(reverse("clarification_close", args=[returned.pk, found.pk]), follow=True)
    assert "Đã đóng yêu cầu giải trình." in response.content.decode()
    again = client.post(reverse("clarification_close", args=[returned.pk, found.pk]), follow=True)
    assert "Yêu cầu giải trình này đã đóng hoặc không có." in again.content.decode()


def test_reviewer_ends_the_round_after_its_day(client, returned, reviewer):
    client.force_login(reviewer)
    assert (
        f"Chưa hết hạn giải trình ({date_format(returned.clarify_until)})." in page(client, returned).content.decode()
    )
    Assessment.objects.filter(pk=returned.pk).update(clarify_until=timezone.localdate() - timedelta(days=1))
    assert reverse("review_resume", args=[returned.pk]) in page(client, returned).content.decode()


def test_province_is_told_that_the_day_has_passed(client, returned):
    Assessment.objects.filter(pk=returned.pk).update(clarify_until=timezone.localdate() - timedelta(days=1))
    signed_in(client, Role.COORDINATOR, returned)
    response = page(client, returned)
    assert "quá hạn 1 ngày" in response.content.decode()
    assert not any(one.form for thread in response.context["threads"] for one in thread.rounds)


def test_page_asks_the_same_number_of_queries_for_one_question_and_for_many(
    client, returned, django_assert_num_queries
):
    signed_in(client, Role.COORDINATOR, returned)
    page(client, returned)
    with django_assert_num_queries(7):
        page(client, returned)
    now = timezone.now()
    Clarification.objects.bulk_create(
        Clarification(assessment=returned, code=code, seat=Seat.SECOND, question="Câu hỏi.", sent_at=now)
        for code in CODES
    )
    with django_assert_num_queries(7):
        page(client, returned)
