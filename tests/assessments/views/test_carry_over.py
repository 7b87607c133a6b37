import pytest
from django.urls import reverse

from accounts.roles import Role
from assessments.enums import AssessmentState
from assessments.models import Answer, Assessment
from tests.assessments.later_round import later_round
from tests.assessments.review_world import earlier
from tests.assessments.small import open_assessment_on_small
from tests.factories import REJECTED, finalised, user_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return open_assessment_on_small()


@pytest.fixture
def before(draft):
    return earlier(draft)


@pytest.fixture
def coordinator(client, draft):
    user = user_as(Role.COORDINATOR, draft.province)
    client.force_login(user)
    return user


def page(client, assessment):
    return client.get(reverse("carry_over", args=[assessment.pk]))


def overview(client, assessment):
    return client.get(reverse("overview", args=[assessment.pk])).content.decode()


def test_preview_lists_what_is_carried_with_the_earlier_answer(client, draft, before, coordinator):
    response = page(client, draft)
    assert [(part.title, len(part.lines)) for part in response.context["parts"]] == [("Mang sang", 7)]
    text = response.content.decode()
    assert "Mang sang 7 câu" in text
    assert "25% (1/4)" in text
    assert str(before.campaign) in text
    assert Answer.objects.filter(assessment=draft).count() == 0


def test_preview_on_other_versions_says_what_becomes_of_each(client, draft, before, coordinator):
    later = later_round(before)
    response = page(client, later)
    assert [(part.title, len(part.lines), part.is_open) for part in response.context["parts"]] == [
        ("Mang sang, cần xem lại", 1, True),
        ("Không mang sang: cách trả lời hoặc cách tính đã đổi", 2, True),
        ("Không mang sang: câu không còn", 1, False),
        ("Mang sang", 3, False),
    ]
    assert [item.code for item, _title in response.context["new"]] == ["A-1.9"]
    text = response.content.decode()
    assert "Đã đổi lời" in text
    assert text.count("Đợt trước hỏi:") == 1, "only where the words differ"
    assert "Kiến trúc ở mức nào?" in text


def test_preview_says_what_the_ministry_concluded(client, draft, before, coordinator):
    finalised(before, other={"A-1.1": REJECTED})
    text = page(client, draft).content.decode()
    assert "Đợt trước Bộ kết luận:" in text
    assert "không chấp nhận" in text
    assert "Mới có kế hoạch." in text


def test_confirming_carries_over(client, draft, before, coordinator):
    response = client.post(reverse("carry_over", args=[draft.pk]), follow=True)
    assert response.redirect_chain[-1][0] == reverse("overview", args=[draft.pk])
    sentence = "Đã mang sang 7 câu trả lời và 0 minh chứng. Hãy xem lại từng phần trước khi nộp."
    assert sentence in response.content.decode()
    assert draft.answers.count() == 7


def test_confirming_twice_says_that_nothing_is_left(client, draft, before, coordinator):
    client.post(reverse("carry_over", args=[draft.pk]))
    response = client.post(reverse("carry_over", args=[draft.pk]), follow=True)
    text = response.content.decode()
    assert "Không có câu trả lời nào của đợt trước để mang sang." in text
    assert "Không ghi đè: đợt này đã làm" in text
    assert "Không có câu nào để mang sang." in text


def test_without_an_earlier_round_the_page_says_so(client, draft, coordinator):
    assert "Tỉnh chưa nộp phiếu ở đợt nào trước đợt này" in page(client, draft).content.decode()


def test_contributor_reads_and_is_told_who_may(client, draft, before):
    client.force_login(user_as(Role.CONTRIBUTOR, draft.province))
    text = page(client, draft).content.decode()
    assert "Chỉ đầu mối của tỉnh được mang câu trả lời của đợt trước sang." in text
    response = client.post(reverse("carry_over", args=[draft.pk]), follow=True)
    assert "Chỉ đầu mối của tỉnh được mang câu trả lời của đợt trước sang." in response.content.decode()
    assert draft.answers.count() == 0


def test_strangers_find_nothing(client, draft, before):
    client.force_login(user_as(Role.COORDINATOR))
    url = reverse("carry_over", args=[draft.pk])
    assert (client.get(url).status_code, client.post(url).status_code) == (404, 404)


def test_overview_offers_it_to_the_coordinator_of_a_draft(client, draft, before, coordinator):
    url = reverse("carry_over", args=[draft.pk])
    assert url in overview(client, draft)
    client.force_login(user_as(Role.CONTRIBUTOR, draft.province))
    assert url not in overview(client, draft)


def test_overview_offers_nothing_without_an_earlier_round_or_after_submission(client, draft, coordinator):
    assert reverse("carry_over", args=[draft.pk]) not in overview(client, draft)
    before = earlier(draft)
    assert reverse("carry_over", args=[before.pk]) not in overview(client, before)


def test_demonstration_is_marked(client, draft, before, coordinator):
    type(draft.campaign).objects.update(is_demonstration=True)
    assert "Dữ liệu minh họa" in page(client, draft).content.decode()


def test_page_asks_the_same_number_of_queries_for_one_answer_and_for_many(
    client, draft, before, coordinator, django_assert_num_queries
):
    page(client, draft)
    with django_assert_num_queries(11):
        page(client, draft)
    Assessment.objects.filter(pk=draft.pk).update(state=AssessmentState.DRAFT)
    before.answers.exclude(code="A-1.1").update(is_given=False, note="", not_applicable=False, reason="")
    with django_assert_num_queries(11):
        page(client, draft)
