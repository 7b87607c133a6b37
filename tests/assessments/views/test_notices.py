import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.models import Notice
from tests.factories import CampaignFactory, UserFactory

pytestmark = pytest.mark.django_db
INBOX, READ = reverse("notices"), reverse("notices_read")


@pytest.fixture
def reader(client):
    """Signed in."""
    user = UserFactory()
    client.force_login(user)
    return user


def make(user, count=1, **fields) -> list[Notice]:
    first = Notice.objects.count()
    texts = {"subject": "Đợt 2026 đã mở", "body": "Hạn nộp: hết ngày 06/05/2026.", "path": "/guidance/", **fields}
    return Notice.objects.bulk_create(Notice(user=user, key=f"k{first + number}", **texts) for number in range(count))


def opened(notice: Notice) -> str:
    return reverse("notice_open", args=[notice.pk])


def test_inbox_lists_own_notices_newest_first(client, reader):
    old, new = make(reader, 2)
    make(UserFactory(), subject="Của người khác")
    response = client.get(INBOX)
    assert list(response.context["page"]) == [new, old]
    text = response.content.decode()
    assert "Của người khác" not in text
    assert (opened(old) in text, "Hạn nộp: hết ngày 06/05/2026." in text) == (True, True)


def test_unread_is_marked_by_a_word_and_counted_in_the_header(client, reader):
    make(reader, 2)
    make(reader, read_at=timezone.now())
    text = client.get(INBOX).content.decode()
    assert text.count(">Chưa đọc</span>") == 2
    assert '<strong>(2<span class="visually-hidden"> chưa đọc</span>)</strong>' in text
    assert READ in text


def test_inbox_with_nothing_new_offers_nothing_to_mark(client, reader):
    make(reader, read_at=timezone.now())
    text = client.get(INBOX).content.decode()
    assert ("Chưa đọc" in text, READ in text, "<strong>(" in text) == (False, False, False)


def test_empty_inbox_says_what_will_come(client, reader):
    text = client.get(INBOX).content.decode()
    assert "Chưa có thông báo nào" in text


def test_inbox_has_pages_of_fifty(client, reader):
    make(reader, 51)
    assert len(client.get(INBOX).context["page"]) == 50
    assert len(client.get(INBOX, {"page": "2"}).context["page"]) == 1


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30, "1.5", "\x00", "", "' OR 1=1", "２"])
def test_inbox_takes_any_page(client, reader, page):
    make(reader, 51)
    response = client.get(INBOX, {"page": page})
    assert (response.status_code, len(response.context["page"]) in {1, 50}) == (200, True)


def test_inbox_about_a_demonstration_says_so(client, reader):
    make(reader, campaign=CampaignFactory())
    assert "Dữ liệu minh họa" not in client.get(INBOX).content.decode()
    make(reader, campaign=CampaignFactory(is_demonstration=True))
    assert "Dữ liệu minh họa" in client.get(INBOX).content.decode()


def test_opening_leads_there_and_counts_as_read(client, reader):
    first, second = make(reader, 2)
    assert client.get(opened(first)).url == "/guidance/"
    assert list(Notice.objects.unread()) == [second]
    before = Notice.objects.get(pk=first.pk).read_at
    client.get(opened(first))
    assert Notice.objects.get(pk=first.pk).read_at == before


@pytest.mark.parametrize(
    "path", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_opening_leads_nowhere_but_here(client, reader, path):
    [found] = make(reader, path=path)
    assert client.get(opened(found)).url == INBOX


def test_notice_of_somebody_else_is_not_known(client, reader):
    [theirs] = make(UserFactory())
    assert client.get(opened(theirs)).status_code == 404
    assert client.get(reverse("notice_open", args=[10**15])).status_code == 404
    assert Notice.objects.unread().count() == 1


def test_all_are_marked_as_read_but_those_of_others(client, reader):
    make(reader, 3)
    [theirs] = make(UserFactory())
    assert client.post(READ).url == INBOX
    assert list(Notice.objects.unread()) == [theirs]
    assert client.get(READ).status_code == 405


def test_inbox_asks_the_same_number_of_queries_for_one_and_for_fifty(client, reader):
    make(reader, campaign=CampaignFactory())
    client.get(INBOX)
    with CaptureQueriesContext(connection) as one:
        client.get(INBOX)
    make(reader, 60, campaign=CampaignFactory())
    with CaptureQueriesContext(connection) as many:
        client.get(INBOX)
    assert len(many) == len(one) == 6
