from django.http import QueryDict

from assessments.discussions import Person
from assessments.forms.discussion import CommentForm

PEOPLE = [Person(7, "Lê Văn Bình", "Sở Nội vụ"), Person(8, "Đỗ Chi", "")]


def form(sent: str) -> CommentForm:
    return CommentForm("A-1.1", PEOPLE, QueryDict(sent))


def test_form_gives_text_and_keys():
    found = form("text=+Xin+ch%C3%A0o+&mentions=8&mentions=7")
    assert found.is_valid()
    assert (found.cleaned_data["text"], found.keys) == ("Xin chào", [8, 7])
    assert found.boxes == [(PEOPLE[0], True), (PEOPLE[1], True)]


def test_controls_belong_to_the_form_element_of_discussions_and_have_ids_of_their_question():
    found = CommentForm("A-1.1", PEOPLE)
    assert found["text"].auto_id == "talk_q_A_1_1_text"
    assert 'form="discussion-form"' in str(found["text"])
    assert found.boxes == [(PEOPLE[0], False), (PEOPLE[1], False)]


def test_unknown_people_and_rubbish_are_refused_in_our_words():
    for rubbish in ("9", "x", "7%00", "9" * 400, "-1"):
        found = form(f"text=a&mentions={rubbish}")
        assert found.errors == {"mentions": ["Lựa chọn này không có trong danh sách; hãy chọn lại."]}


def test_too_long_a_text_is_refused():
    assert list(form("text=" + "a" * 10_000).errors) == ["text"]
