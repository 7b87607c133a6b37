"""The form page while an assessment is with the province for clarification."""

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from accounts.roles import Role
from assessments.actions import clarifications
from assessments.actions.answers import Content, save
from tests.factories import user_as

from .returned import QUESTION, returned

pytestmark = pytest.mark.django_db
CLOSED = "Câu A-1.2 không thuộc nội dung được yêu cầu giải trình nên không sửa được."


@pytest.fixture
def assessment():
    return returned()[0]


@pytest.fixture
def page(client, assessment):
    client.force_login(user_as(Role.CONTRIBUTOR, assessment.province))
    return reverse("section", args=[assessment.pk, "A-1"])


def cards(response):
    return {card.item.code: card for card in response.context["cards"]}


def test_only_what_was_asked_about_is_open(client, assessment, page):
    response = client.get(page)
    found = cards(response)
    assert [code for code, card in found.items() if card.may_edit] == ["A-1.1"]
    assert found["A-1.2"].why_closed == CLOSED
    text = response.content.decode()
    assert CLOSED in text
    assert text.count(QUESTION) == 1
    assert text.count("<fieldset disabled") == len(found) - 1
    assert f"Phiếu đang giải trình, hạn {date_format(assessment.clarify_until)}." in text
    assert "Phần này có 1 câu mở để sửa; các câu khác chỉ xem." in text


def test_what_is_asked_because_of_an_opened_question_opens_with_it(client):
    assessment, _reviewer = returned(None, "A-1.2")
    client.force_login(user_as(Role.COORDINATOR, assessment.province))
    found = cards(client.get(reverse("section", args=[assessment.pk, "A-1"])))
    assert [code for code, card in found.items() if card.may_edit] == ["A-1.2", "A-1.5"]


def test_section_without_a_question_says_that_it_is_only_to_be_read(client, assessment, page):
    text = client.get(reverse("section", args=[assessment.pk, "B"])).content.decode()
    assert "Phần này không có câu nào phải giải trình nên chỉ xem." in text
    assert "Câu trả lời tự lưu khi thay đổi." not in text
    assert '<button type="submit" class="btn btn-primary">Lưu</button>' not in text


def test_opened_answer_is_saved_though_the_others_are_not_sent(client, assessment, page):
    response = client.post(page, {"q_A_1_1-version": "1", "q_A_1_1-value": "3", "q_A_1_1-note": "Mới."})
    assert response.url == page
    answer = assessment.answers.get(code="A-1.1")
    assert (answer.choice, answer.note, answer.version) == ("3", "Mới.", 2)


@pytest.mark.slow
def test_fault_of_an_opened_answer_is_the_only_one_shown(client, assessment, page):
    response = client.post(page, {"q_A_1_1-version": "1", "q_A_1_1-value": "9"})
    assert response.status_code == 422
    assert [card.item.code for card in response.context["problems"]] == ["A-1.1"]
    assert cards(response)["A-1.2"].form["value"].value() == "yes"


@pytest.mark.slow
def test_closed_answer_that_is_sent_all_the_same_is_refused(client, assessment, page):
    response = client.post(page, {"q_A_1_2-version": "1", "q_A_1_2-value": "no"})
    assert response.status_code == 422
    assert [(card.item.code, card.problem) for card in response.context["problems"]] == [("A-1.2", CLOSED)]
    assert assessment.answers.get(code="A-1.2").choice == "yes"


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("answer_save", {"q_A_1_2-version": "1", "q_A_1_2-value": "no"}),
        ("evidence_add", {"q_A_1_2-evidence-url": "https://tinh.example/van-ban"}),
    ],
)
def test_scripts_are_refused_with_the_sentence(client, assessment, page, name, sent):
    url = reverse(name, args=[assessment.pk, "A-1.2"])
    response = client.post(url, sent, headers={"accept": "application/json"})
    assert response.status_code == 422
    assert CLOSED in str(response.json())
    assert assessment.answers.get(code="A-1.2").evidence.count() == 0


@pytest.mark.slow
def test_leader_sees_the_question_and_edits_nothing(client, assessment, page):
    client.force_login(user_as(Role.LEADER, assessment.province))
    response = client.get(page)
    assert not any(card.may_edit for card in response.context["cards"])
    text = response.content.decode()
    assert QUESTION in text
    assert "Vai trò của bạn chỉ được xem phiếu này." in text


def test_thread_stays_on_the_leaf_after_handing_in(client, assessment, page):
    coordinator = user_as(Role.COORDINATOR, assessment.province)
    clarifications.reply(
        by=coordinator, assessment=assessment, pk=assessment.clarifications.get().pk, text="Theo Quyết định 12."
    )
    clarifications.clarify(by=coordinator, assessment=assessment)
    text = client.get(page).content.decode()
    assert QUESTION in text
    assert "Theo Quyết định 12." in text
    assert "Phiếu đã nộp nên không sửa được nữa." in text


def test_last_section_leads_to_the_clarifications(client, assessment, page):
    text = client.get(reverse("section", args=[assessment.pk, "B"])).content.decode()
    assert f'<a class="btn btn-quiet" href="{reverse("clarifications", args=[assessment.pk])}">' in text


@pytest.mark.slow
def test_section_asks_the_same_number_of_queries_with_one_question_and_with_many(
    client, page, django_assert_num_queries
):
    many, _reviewer = returned(None, "A-1.1", "A-1.2", "A-1.3", "A-1.4")
    few, _reviewer = returned(many.province)
    client.force_login(user_as(Role.CONTRIBUTOR, many.province))
    client.get(reverse("section", args=[many.pk, "A-1"]))
    for assessment in (many, few):
        with django_assert_num_queries(12):
            client.get(reverse("section", args=[assessment.pk, "A-1"]))


def test_saving_what_is_already_there_says_so(client, assessment, page):
    save(
        by=user_as(Role.COORDINATOR, assessment.province),
        assessment=assessment,
        code="A-1.1",
        content=Content("3"),
        expected_version=1,
    )
    response = client.post(page, {"q_A_1_1-version": "2", "q_A_1_1-value": "3"}, follow=True)
    assert "Không có thay đổi nào để lưu." in response.content.decode()
