import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from assessments.actions import discussion
from assessments.models import Assessment, Comment, Notice
from tests.assessments.talking import CODE, talking
from tests.factories import user_as

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}
INTERNAL = "Chỉ người của tỉnh đọc được."


@pytest.fixture
def found(client):
    made = talking()
    client.force_login(made.an)
    return made


def thread_of(found, code=CODE):
    return reverse("discussion_thread", args=[found.assessment.pk, code])


def act(found, verb, *more):
    return reverse(f"discussion_{verb}", args=[found.assessment.pk, CODE, *more])


def hand_in(found):
    at = {"submitted_at": timezone.now(), "submitted_by": found.binh}
    Assessment.objects.filter(pk=found.assessment.pk).update(state="submitted", **at)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


# -- one question ----------------------------------------------------------------------------------------------------


def test_page_shows_who_said_what_and_that_it_is_internal(client, found):
    found.say(found.binh, "Lấy từ <script>x</script>\nCục Thống kê", mentions=(found.chi,))
    text = client.get(thread_of(found)).content.decode()
    assert "Lấy từ &lt;script&gt;x&lt;/script&gt;<br>Cục Thống kê" in text
    assert INTERNAL in text
    assert "Nhắc tới: Đỗ Chi" in text
    assert f"{reverse('section', args=[found.assessment.pk, 'A-1'])}#q_A_1_1" in text


def test_comment_is_sent_without_script(client, found):
    response = client.post(thread_of(found), {"text": "Số này lấy ở đâu?", "mentions": [found.binh.pk]})
    assert (response.url, said(response)) == (thread_of(found), ["Đã gửi ý kiến."])
    comment = Comment.objects.get()
    assert (comment.text, comment.by, comment.mentions.get().user) == ("Số này lấy ở đâu?", found.an, found.binh)
    assert Notice.objects.get().user == found.binh


def test_comment_is_sent_by_script_and_the_thread_comes_back(client, found):
    response = client.post(thread_of(found), {"text": "Số này lấy ở đâu?"}, headers=JSON)
    told = response.json()
    assert (response.status_code, told["text"], told["count"], told["is_settled"]) == (200, "Đã gửi ý kiến.", 1, False)
    assert "Số này lấy ở đâu?" in told["html"]
    assert "<form" not in told["html"], "it stands within the form of the page"
    assert response["Vary"].split(", ").count("Accept") == 1


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({"text": " \n "}, "Câu A-1.1: hãy viết nội dung trao đổi."),
        ({}, "Câu A-1.1: hãy viết nội dung trao đổi."),
        ({"text": "\u202e\x07"}, "Câu A-1.1: hãy viết nội dung trao đổi."),
        ({"text": "a", "mentions": ["0"]}, "Lựa chọn này không có trong danh sách; hãy chọn lại."),
        ({"text": "a", "mentions": ["<b>"]}, "Lựa chọn này không có trong danh sách; hãy chọn lại."),
        ({"text": "a", "mentions": ["9" * 400]}, "Lựa chọn này không có trong danh sách; hãy chọn lại."),
    ],
)
def test_rubbish_is_refused_with_a_sentence_and_what_was_typed_stays(client, found, sent, problem):
    response = client.post(thread_of(found), sent)
    assert response.status_code == 422
    assert problem in response.content.decode()
    told = client.post(thread_of(found), sent, headers=JSON)
    assert (told.status_code, told.json()["text"]) == (422, problem)
    assert Comment.objects.count() == 0


@pytest.mark.parametrize("text", ["dài" * 4_000, "không\x00được"])
def test_text_that_cannot_be_kept_stays_in_its_box(client, found, text):
    response = client.post(thread_of(found), {"text": text, "mentions": [found.binh.pk]})
    assert response.status_code == 422
    assert response.context["problems"] != []
    assert response.context["form"]["text"].value() == text
    assert response.context["form"].chosen == {str(found.binh.pk)}


def test_person_of_another_province_cannot_be_mentioned(client, found):
    response = client.post(thread_of(found), {"text": "a", "mentions": [found.stranger.pk]})
    assert response.status_code == 422
    assert found.stranger.full_name not in response.content.decode()
    assert (Comment.objects.count(), Notice.objects.count()) == (0, 0)


def test_right_is_judged_by_the_action_too(client, found):
    hand_in(found)
    for headers in ({}, JSON):
        response = client.post(thread_of(found), {"text": "a"}, headers=headers)
        assert response.status_code == 422
    assert response.json()["text"] == "Phiếu đã nộp nên trao đổi chỉ còn để đọc."


def test_handed_in_assessment_is_read_only(client, found):
    found.say(found.an, "Số này lấy ở đâu?")
    hand_in(found)
    text = client.get(thread_of(found)).content.decode()
    assert "Số này lấy ở đâu?" in text
    assert "Phiếu đã nộp nên trao đổi chỉ còn để đọc." in text
    assert ("data-talk-say" in text, "data-talk-act" in text) == (False, False)


@pytest.mark.slow
def test_words_are_withdrawn_by_who_wrote_them(client, found):
    mine, theirs = found.say(found.an, "Nhầm rồi"), found.say(found.binh, "Đúng rồi")
    text = client.get(thread_of(found)).content.decode()
    assert (act(found, "withdraw", mine.pk) in text, act(found, "withdraw", theirs.pk) in text) == (True, False)
    assert said(client.post(act(found, "withdraw", mine.pk))) == ["Đã rút ý kiến."]
    text = client.get(thread_of(found)).content.decode()
    assert ("Ý kiến đã được rút." in text, "Nhầm rồi" in text) == (True, False)
    response = client.post(act(found, "withdraw", theirs.pk), headers=JSON)
    assert (response.status_code, response.json()["text"]) == (422, "Chỉ người viết được rút ý kiến của mình.")
    assert client.post(act(found, "withdraw", 0)).status_code == 422


@pytest.mark.slow
def test_words_are_amended_by_who_wrote_them(client, found):
    theirs, mine = found.say(found.binh, "Đúng rồi"), found.say(found.an, "Nhầm")
    text = client.get(thread_of(found)).content.decode()
    assert (act(found, "amend", mine.pk) in text, act(found, "amend", theirs.pk) in text) == (True, False)
    assert "đã sửa lúc" not in text
    given = {f"text-{mine.pk}": "Sửa <b>lại</b>", "text": "Chưa gửi"}
    assert said(client.post(act(found, "amend", mine.pk), given)) == ["Đã sửa ý kiến."]
    text = client.get(thread_of(found)).content.decode()
    assert ("đã sửa lúc" in text, "Sửa &lt;b&gt;lại&lt;/b&gt;" in text, "Nhầm" in text) == (True, True, False)
    found.say(found.binh, "Cảm ơn")
    assert act(found, "amend", mine.pk) not in client.get(thread_of(found)).content.decode()
    response = client.post(act(found, "amend", mine.pk), given, headers=JSON)
    assert (response.status_code, response.json()["text"].startswith("Đã có người trả lời")) == (422, True)


@pytest.mark.parametrize("given", [{}, {"text": "a"}, {"text-x": "a"}, {"text-0": "a" * 3_000}])
def test_rubbish_amends_nothing(client, found, given):
    mine = found.say(found.an, "Nhầm")
    given = {name.replace("-0", f"-{mine.pk}"): text for name, text in given.items()}
    assert client.post(act(found, "amend", mine.pk), given).status_code == 422
    assert client.post(act(found, "amend", 0), given).status_code == 422
    assert Comment.objects.get().text == "Nhầm"


@pytest.mark.slow
def test_discussion_is_settled_and_reopened(client, found):
    response = client.post(act(found, "settle"))
    assert (response.status_code, "Câu A-1.1 chưa có trao đổi nào." in response.content.decode()) == (422, True)
    found.say(found.an)
    assert client.post(act(found, "settle"), headers=JSON).json()["is_settled"] is True
    assert "Mở lại trao đổi" in client.get(thread_of(found)).content.decode()
    assert said(client.post(act(found, "reopen"))) == ["Đã mở lại trao đổi này."]
    assert "Đánh dấu đã xong" in client.get(thread_of(found)).content.decode()


def test_unknown_question_is_not_found(client, found):
    for code in ("X", "A-1.1'--", "%00"):
        assert client.get(thread_of(found, code)).status_code == 404
    assert client.post(thread_of(found, "X"), {"text": "a"}).status_code == 404


@pytest.mark.slow
@pytest.mark.parametrize("role", [Role.REVIEWER, Role.CAMPAIGN_MANAGER, Role.AUDITOR, None])
def test_ministry_and_strangers_find_nothing_and_read_nothing(client, found, role):
    comment = found.say(found.an, "Chuyện nội bộ")
    client.force_login(user_as(role) if role else found.stranger)
    pages = [thread_of(found), reverse("discussions", args=[found.assessment.pk])]
    assert [client.get(page).status_code for page in pages] == [404, 404]
    posts = [thread_of(found), act(found, "settle"), act(found, "reopen"), act(found, "withdraw", comment.pk)]
    posts.append(act(found, "amend", comment.pk))
    assert [client.post(page, {"text": "a"}).status_code for page in posts] == [404] * 5
    for name in ("overview", "section"):
        arguments = [found.assessment.pk] + (["A-1"] if name == "section" else [])
        text = client.get(reverse(name, args=arguments)).content.decode()
        assert ("Chuyện nội bộ" in text, "discussion/" in text, "Trao đổi (" in text) == (False, False, False)


@pytest.mark.slow
def test_thread_costs_the_same_queries_for_one_and_many(client, found, django_assert_max_num_queries):
    def cost():
        with django_assert_max_num_queries(12) as asked:
            client.get(thread_of(found))
        return len(asked)

    found.say(found.an, mentions=(found.binh,))
    few = cost()
    for number in range(30):
        user_as(Role.CONTRIBUTOR, found.assessment.province)
        found.say(found.binh, f"Ý {number}", mentions=(found.chi, found.an))
    assert cost() == few


# -- all discussions -------------------------------------------------------------------------------------------------


def listed(client, found, query=""):
    return client.get(reverse("discussions", args=[found.assessment.pk]) + query)


def test_list_says_where_there_is_discussion_and_leaves_settled_ones_to_the_end(client, found):
    found.say(found.binh, "Về B-1", code="B-1")
    discussion.settle(by=found.an, assessment=found.assessment, code="B-1")
    found.say(found.binh, "Về A-1.2", code="A-1.2", mentions=(found.an,))
    found.say(found.an, "Về A-1.1")
    response = listed(client, found)
    rows = [
        (row.code, row.title, row.count, row.is_settled, row.last.text) for row in response.context["page"].object_list
    ]
    assert rows == [
        ("A-1.1", "Mức kiến trúc", 1, False, "Về A-1.1"),
        ("A-1.2", "Đã ban hành chưa?", 1, False, "Về A-1.2"),
        ("B-1", "Chỉ số B-1", 1, True, "Về B-1"),
    ]
    assert INTERNAL in response.content.decode()
    mine = listed(client, found, "?mine=1")
    assert [row.code for row in mine.context["page"].object_list] == ["A-1.2"]


def test_list_without_anything_says_what_to_do(client, found):
    assert "Chưa có trao đổi nào" in listed(client, found).content.decode()
    assert "Chưa ai nhắc tới bạn" in listed(client, found, "?mine=1").content.decode()


def test_list_shows_no_withdrawn_words(client, found):
    comment = found.say(found.an, "Nhầm rồi")
    discussion.withdraw(by=found.an, assessment=found.assessment, pk=comment.pk)
    text = listed(client, found).content.decode()
    assert ("Ý kiến đã được rút." in text, "Nhầm rồi" in text) == (True, False)


def test_list_is_paged_and_takes_any_page_number(client, found, monkeypatch):
    monkeypatch.setattr("assessments.views.discussion.PAGE", 2)
    for code in ("A-1.1", "A-1.2", "A-1.3"):
        found.say(found.an, code=code)
    assert "Trang 1 trên 2" in listed(client, found).content.decode()
    for query in ("?page=2", "?page=99", "?mine=0&page=2"):
        assert [row.code for row in listed(client, found, query).context["page"].object_list] == ["A-1.1"]
    assert listed(client, found, "?page=%00&mine=%00").status_code == 200


def test_list_costs_the_same_queries_for_one_and_many(client, found, django_assert_max_num_queries):
    def cost():
        with django_assert_max_num_queries(12) as asked:
            listed(client, found)
        return len(asked)

    found.say(found.an)
    few = cost()
    for number in range(2, 9):
        found.say(found.binh, code=f"A-1.{number}", mentions=(found.an,))
    assert cost() == few


# -- where it is linked ----------------------------------------------------------------------------------------------


def test_form_page_counts_without_the_texts(client, found):
    found.say(found.binh, "Chuyện nội bộ")
    found.say(found.binh, "Chuyện khác")
    response = client.get(reverse("section", args=[found.assessment.pk, "A-1"]))
    assert [card.talk.count for card in response.context["cards"]] == [2, 0, 0, 0, 0, 0, 0, 0]
    text = response.content.decode()
    assert ("Chuyện nội bộ" in text, text.count(INTERNAL)) == (False, 8)
    assert thread_of(found) in text


def test_leader_discusses_beside_questions_that_are_closed_to_them(client, found):
    client.force_login(found.chi)
    text = client.get(reverse("section", args=[found.assessment.pk, "A-1"])).content.decode()
    assert text.count("<fieldset disabled") == 8
    before = [text[: found.start()] for found in re.finditer(r"data-talk data-url", text)]
    assert [part.count("<fieldset") - part.count("</fieldset") for part in before] == [1] * 8, (
        "within the page's own only"
    )


def test_overview_says_how_many_are_open(client, found):
    found.say(found.an)
    found.say(found.an, code="A-1.2")
    text = client.get(reverse("overview", args=[found.assessment.pk])).content.decode()
    assert "2 câu đang trao đổi." in text
    assert reverse("discussions", args=[found.assessment.pk]) in text
