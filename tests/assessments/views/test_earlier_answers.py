import pytest
from django.urls import reverse

from accounts.roles import Role
from assessments.actions.answers import Content, save
from assessments.models import AnswerEvidence, Evidence
from tests.assessments.later_round import later_round
from tests.assessments.review_world import earlier
from tests.assessments.small import open_assessment_on_small
from tests.factories import REJECTED, finalised, user_as

pytestmark = pytest.mark.django_db
RESCALED = "Không giữ nguyên được vì thang đo hoặc cách trả lời đã đổi; hãy trả lời lại."


@pytest.fixture
def draft():
    return open_assessment_on_small()


@pytest.fixture
def before(draft):
    found = earlier(draft)
    document = Evidence.objects.create(
        province=found.province, kind="document", title="Quyết định", document_number="12/QĐ-UBND"
    )
    AnswerEvidence.objects.create(answer=found.answers.get(code="A-1.1"), evidence=document)
    return found


@pytest.fixture
def contributor(client, draft):
    user = user_as(Role.CONTRIBUTOR, draft.province)
    client.force_login(user)
    return user


def section(assessment, code="A-1"):
    return reverse("section", args=[assessment.pk, code])


def keep_url(assessment, code):
    return reverse("answer_keep", args=[assessment.pk, code])


def cards(client, assessment):
    return {card.item.code: card for card in client.get(section(assessment)).context["cards"]}


@pytest.mark.slow
def test_question_shows_the_earlier_answer_with_its_evidence(client, draft, before, contributor):
    text = client.get(section(draft)).content.decode()
    assert "Đợt trước:" in text
    assert "(1 minh chứng)" in text
    assert keep_url(draft, "A-1.1") in text
    assert keep_url(draft, "A-1.8") not in text, "nothing was said on it"


@pytest.mark.slow
def test_without_an_earlier_round_nothing_is_shown(client, draft, contributor):
    assert {card.earlier for card in cards(client, draft).values()} == {None}
    assert "data-keep-earlier" not in client.get(section(draft)).content.decode()


@pytest.mark.slow
def test_changed_scale_says_why_not_and_changed_words_are_marked(client, draft, before, contributor):
    later = later_round(before)
    found = cards(client, later)
    assert {code for code, card in found.items() if card.earlier and card.earlier.why_not} == {"A-1.3", "A-1.6"}
    text = client.get(section(later)).content.decode()
    assert RESCALED in text
    assert "Đã đổi lời" in text
    assert keep_url(later, "A-1.3") not in text


def test_what_the_ministry_doubted_is_marked_once_it_is_final(client, draft, before, contributor):
    finalised(before, other={"A-1.1": REJECTED})
    assert "Đợt trước Bộ không chấp nhận nguyên" in client.get(section(draft)).content.decode()


def test_begun_question_hides_its_button(client, draft, before, contributor):
    save(by=contributor, assessment=draft, code="A-1.1", content=Content("4"), expected_version=0)
    found = cards(client, draft)
    assert {code for code, card in found.items() if card.earlier and card.earlier.is_begun} == {"A-1.1"}


@pytest.mark.slow
def test_keeping_answers_one_question_and_goes_back_to_it(client, draft, before, contributor):
    response = client.post(keep_url(draft, "A-1.1"), follow=True)
    assert response.redirect_chain[0][0] == f"{section(draft)}#q_A_1_1"
    assert "Câu A-1.1 đã giữ nguyên như đợt trước." in response.content.decode()
    answer = draft.answers.get()
    assert (answer.code, answer.choice, answer.evidence.count(), answer.updated_by) == ("A-1.1", "2", 1, contributor)


@pytest.mark.slow
def test_keeping_what_cannot_be_says_why(client, draft, before, contributor):
    later = later_round(before)
    assert RESCALED in client.post(keep_url(later, "A-1.3"), follow=True).content.decode()
    assert later.answers.count() == 0


@pytest.mark.slow
def test_reader_keeps_nothing(client, draft, before):
    client.force_login(user_as(Role.LEADER, draft.province))
    assert "data-keep-earlier" not in client.get(section(draft)).content.decode()
    text = client.post(keep_url(draft, "A-1.1"), follow=True).content.decode()
    assert "Vai trò của bạn chỉ được xem phiếu này." in text
    assert draft.answers.count() == 0


@pytest.mark.slow
def test_rubbish_codes_and_strangers_find_nothing(client, draft, before, contributor):
    for code in ("A-1", "Z-9", "ế" * 300, "'; --"):
        assert client.post(keep_url(draft, code)).status_code == 404
    client.force_login(user_as(Role.COORDINATOR))
    assert client.post(keep_url(draft, "A-1.1")).status_code == 404
    assert draft.answers.count() == 0


@pytest.mark.slow
def test_page_asks_the_same_number_of_queries_for_one_earlier_answer_and_for_many(
    client, draft, before, contributor, django_assert_num_queries
):
    client.get(section(draft))
    with django_assert_num_queries(12):
        client.get(section(draft))
    before.answers.exclude(code="A-1.1").update(is_given=False, note="", not_applicable=False, reason="")
    with django_assert_num_queries(12):
        client.get(section(draft))
