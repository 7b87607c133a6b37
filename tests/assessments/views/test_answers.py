import pytest
from django.urls import reverse

from accounts.roles import Role
from assessments.actions.answers import Content, save
from tests.factories import user_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(client, draft, contributor):
    def post(code, **fields):
        prefix = "q_" + code.replace("-", "_").replace(".", "_")
        sent = {f"{prefix}-{name}": value for name, value in fields.items()}
        return client.post(reverse("answer_save", args=[draft.pk, code]), sent, headers={"accept": "application/json"})

    return post


def test_autosave_stores_and_tells_the_version_and_progress(send, draft):
    response = send("IOC-6.1", version="0", value="3", note="Văn bản đang trình ký.")
    assert response.status_code == 200
    found = response.json()
    assert (found["state"], found["version"], found["lacking"]) == ("saved", 1, {})
    assert found["text"].startswith("Đã lưu ")
    assert (found["progress"]["section"]["answered"], found["progress"]["section"]["asked"]) == (1, 6)
    assert draft.answers.get(code="IOC-6.1").choice == "3"


def test_autosave_of_the_same_again_makes_no_new_version(send, draft):
    send("IOC-6.1", version="0", value="3")
    assert send("IOC-6.1", version="1", value="3").json()["version"] == 1
    assert draft.answers.get().revisions.count() == 1


def test_autosave_says_which_questions_the_answer_hides(send):
    shown = send("IOC-0.1", version="0", value="none").json()["hidden"]
    assert shown == ["q_IOC_1_2", "q_IOC_1_3", "q_IOC_1_4"]
    assert send("IOC-0.1", version="1", value="public").json()["hidden"] == []


def test_autosave_refuses_with_the_bounds_and_what_came(send, draft):
    response = send("ICT-5.4", version="0", value="120")
    assert response.status_code == 422
    assert response.json()["errors"] == {"value": ["Câu ICT-5.4 cần giá trị từ 0 đến 100; bạn nhập 120."]}
    assert draft.answers.count() == 0


def test_autosave_refuses_a_stale_version_and_shows_the_other(send, draft):
    colleague = user_as(Role.COORDINATOR, draft.province)
    save(by=colleague, assessment=draft, code="IOC-6.1", content=Content("4", note="Bản kia"), expected_version=0)
    response = send("IOC-6.1", version="0", value="1")
    assert response.status_code == 409
    found = response.json()
    assert (found["state"], found["version"]) == ("conflict", 1)
    assert "Bản kia" in found["html"]
    assert str(colleague) in found["html"]
    assert draft.answers.get().choice == "4"


def test_autosave_sent_again_after_its_answer_was_lost_gives_the_version(send, draft):
    for _time in range(2):
        response = send("ICT-4.2", version=0, value="3", note="Gửi lại")
        assert (response.status_code, response.json()["version"]) == (200, 1)
    assert draft.answers.get().revisions.count() == 1


def test_autosave_of_a_removed_answer_clears_it(send, draft):
    send("IOC-6.1", version="0", value="3")
    send("IOC-6.1", version="1")
    answer = draft.answers.get()
    assert (answer.is_given, answer.choice, answer.version) == (False, "", 2)


def test_autosave_by_a_leader_is_refused_with_the_reason(client, draft):
    client.force_login(user_as(Role.LEADER, draft.province))
    url = reverse("answer_save", args=[draft.pk, "IOC-6.1"])
    response = client.post(url, {"q_IOC_6_1-version": "0", "q_IOC_6_1-value": "3"})
    assert response.json()["errors"] == {"": ["Vai trò của bạn chỉ được xem phiếu này."]}
    assert draft.answers.count() == 0


def test_autosave_of_an_unknown_code_is_not_found(send):
    assert send("IOC-99.1", version="0").status_code == 404


def test_save_of_one_answer_without_script_returns_to_its_section(client, draft, contributor):
    client.force_login(contributor)
    sent = {"q_IOC_6_1-version": "0", "q_IOC_6_1-value": "3"}
    response = client.post(reverse("answer_save", args=[draft.pk, "IOC-6.1"]), sent)
    assert response.url == reverse("section", args=[draft.pk, "IOC-6"])


def test_autosave_asks_for_the_same_number_of_queries_with_many_answers(
    send, draft, contributor, django_assert_max_num_queries
):
    for code in ("IOC-6.2", "IOC-6.6", "IOC-7.2", "ICT-1.1"):
        send(code, version="0", value="2")
    with django_assert_max_num_queries(18):
        send("IOC-6.1", version="0", value="2")
