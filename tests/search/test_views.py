import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from assessments.actions import answers
from assessments.actions.answers import Content
from search.entries import MOST
from tests.factories import evidence_document, guidance_version, indicator_version, open_assessment, user_as

pytestmark = pytest.mark.django_db
SEARCH = reverse("search")


@pytest.fixture
def draft():
    return open_assessment()


@pytest.fixture
def contributor(draft, client):
    """Signed in."""
    user = user_as(Role.CONTRIBUTOR, draft.province)
    client.force_login(user)
    return user


def note(draft, by, code: str, text: str) -> None:
    answers.save(by=by, assessment=draft, code=code, content=Content(note=text), expected_version=0)


def test_page_without_a_query_says_what_can_be_found(client, contributor):
    text = client.get(SEARCH).content.decode()
    assert ("Nội dung tìm được" in text, "<mark>" in text) == (True, False)


def test_header_has_the_field_and_keeps_what_was_typed(client, contributor):
    assert 'class="site-search" role="search" action="/search/"' in client.get("/").content.decode()
    assert client.get(SEARCH, {"q": "kien truc"}).content.decode().count('value="kien truc"') == 2


def test_found_words_are_marked_and_lead_to_their_place(client, draft, contributor):
    note(draft, contributor, "IOC-6.1", "Chờ <b>sen tím</b> nở rộ")
    text = client.get(SEARCH, {"q": "sen no ro"}).content.decode()
    assert "&lt;b&gt;<mark>sen</mark> tím&lt;/b&gt; <mark>nở</mark> <mark>rộ</mark>" in text
    assert f'href="{reverse("section", args=[draft.pk, "IOC-6"])}#q_IOC_6_1"' in text
    assert "<strong>1</strong> kết quả cho “sen no ro”" in text


@pytest.mark.slow
def test_link_leads_to_a_question_that_is_there(client, draft, contributor):
    response = client.get(SEARCH, {"q": "kien truc"})
    for group in response.context["groups"]:
        for hit in group.hits:
            page, _hash, anchor = hit.url.partition("#")
            text = client.get(page).content.decode()
            assert not anchor or f'id="{anchor}"' in text


def test_links_of_the_ministry_lead_to_what_is_there(client):
    guidance_version(), indicator_version()
    client.force_login(user_as(Role.REVIEWER))
    found = client.get(SEARCH, {"q": "kien truc"}).context["groups"]
    assert [group.key for group in found] == ["questions", "recommendations", "indicators"]
    for group in found:
        for hit in group.hits:
            page, _hash, anchor = hit.url.partition("#")
            text = client.get(page).content.decode()
            assert not anchor or f'id="{anchor}"' in text


def test_long_group_says_how_many_are_left(client, contributor):
    response = client.get(SEARCH, {"q": "quyet dinh"})
    (questions,) = (group for group in response.context["groups"] if group.key == "questions")
    assert (len(questions.hits), questions.left > 0) == (MOST, True)
    assert f"Còn {questions.left} kết quả; hãy thêm từ để thu hẹp." in response.content.decode()


def test_nothing_found_says_what_to_do(client, contributor):
    text = client.get(SEARCH, {"q": "khong-he-co-tu-nay"}).content.decode()
    assert ("Không tìm thấy kết quả nào" in text, "Hãy bớt từ" in text) == (True, True)


@pytest.mark.parametrize(
    "rubbish",
    [
        *("", "   ", "\x00\x01\x1f", "%", "%%%", "'\"<>&;--", ".*+?()[]{}|\\^$", "\\d+(", "(?P<", "\u202e\u200b"),
        *("a", "́", "𝕶𝖎𝖊̂́𝖓", "\ufffd" * 9, "x" * 10_000, "a " * 5_000, "́" * 10_000, "(" * 10_000),
    ],
)
def test_rubbish_gives_a_page(client, draft, contributor, rubbish):
    note(draft, contributor, "IOC-6.1", "ghi chú")
    response = client.get(SEARCH, {"q": rubbish})
    assert response.status_code == 200
    assert "ghi chú</mark>" not in response.content.decode()


@pytest.mark.parametrize("raw", ["q=%ED%A0%80%ED%B0%80", "q=%FF%FE", "q=%00", "q", "q=a&q=b", "q[]=x", "%ED%A0%80=1"])
def test_broken_addresses_give_a_page(client, contributor, raw):
    assert client.get(f"{SEARCH}?{raw}").status_code == 200


def test_long_query_is_cut_and_says_so(client, contributor):
    text = client.get(SEARCH, {"q": "kien " + "truc " * 2_000}).content.decode()
    assert "chỉ tìm theo 200 ký tự đầu" in text
    assert "<mark>" in text


def test_one_letter_is_too_little(client, contributor):
    text = client.get(SEARCH, {"q": "a"}).content.decode()
    assert ("Hãy nhập ít nhất 2 chữ cái hoặc chữ số." in text, "<mark>" in text) == (True, False)


def test_english_page_searches_english_texts(client, contributor):
    User.objects.update(language="en")
    text = client.get(SEARCH, {"q": "architecture"}).content.decode()
    assert "<mark>" in text


def counted(client) -> int:
    client.get(SEARCH, {"q": "ghi chu"})
    with CaptureQueriesContext(connection) as queries:
        client.get(SEARCH, {"q": "ghi chu"})
    return len(queries)


@pytest.mark.slow
def test_query_count_does_not_grow(client, draft, contributor):
    note(draft, contributor, "IOC-6.1", "ghi chú")
    evidence_document(draft, contributor, "IOC-6.1")
    before = counted(client)
    for number in range(1, 5):
        note(draft, contributor, f"ICT-4.{number}", "ghi chú")
        evidence_document(draft, contributor, f"ICT-4.{number}", f"{number}/QĐ")
        other = open_assessment(draft.province)
        note(other, contributor, "IOC-6.1", "ghi chú")
    assert counted(client) == before == 7
