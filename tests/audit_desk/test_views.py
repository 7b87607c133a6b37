import csv
from io import StringIO

import pytest
from django.db import connection
from django.urls import reverse

from accounts.roles import Role
from audit import protection, tasks
from audit.enums import Verb
from audit.models import Event
from audit.recording import record
from tests.audit.tampering import tamper
from tests.factories import user_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(client):
    user = user_as(Role.AUDITOR)
    client.force_login(user)
    return user


def test_page_shows_what_was_recorded_and_that_it_was_read(client, auditor):
    record(Verb.WORKFLOW, "assessment:00000000-0000-0000-0000-000000000001", by=auditor, what="submit")
    page = client.get(reverse("audit_desk:events"))
    assert [line.event.verb for line in page.context["lines"]] == ["workflow", "sign_in"]
    assert "nộp phiếu" in page.content.decode()
    read = Event.objects.get(verb=Verb.READ)
    assert (read.chain, read.what, read.actor) == (f"user:{auditor.pk}", "audit_desk:events", auditor.pk)


def test_nothing_found_says_so(client, auditor):
    text = client.get(reverse("audit_desk:events"), {"person": "khong-co-ai"}).content.decode()
    assert "Không có việc nào khớp với điều kiện lọc." in text


@pytest.mark.parametrize("given", [{"verb": "x"}, {"since": "31/02/2026"}, {"province": "'"}])
def test_rubbish_is_refused_with_the_place(client, auditor, given):
    for route in ("audit_desk:events", "audit_desk:events_csv"):
        response = client.get(reverse(route), given)
        assert (response.status_code, response.context["lines"]) == (422, [])
        assert response.context["form"].errors.keys() == given.keys()


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999"])
def test_whatever_page_is_asked_for_there_is_one(client, auditor, page):
    assert client.get(reverse("audit_desk:events"), {"page": page}).status_code == 200


@pytest.mark.slow
def test_page_and_file_ask_the_database_as_often_for_one_event_as_for_many(client, auditor, django_assert_num_queries):
    for count in (1, 60):
        for _number in range(count):
            user = user_as(Role.REVIEWER)
            record(Verb.SIGN_IN, f"user:{user.pk}", by=user)
        with django_assert_num_queries(12):
            client.get(reverse("audit_desk:events"))
        with django_assert_num_queries(7):
            client.get(reverse("audit_desk:events_csv"))
    assert len(client.get(reverse("audit_desk:events")).context["lines"]) == 50
    assert len(client.get(reverse("audit_desk:events"), {"page": 2}).context["lines"]) > 10


def rows(response):
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def test_file_has_what_is_asked_for_and_is_itself_recorded(client, auditor):
    record(Verb.ACCOUNT, "user:5", what="=HYPERLINK(1)")
    response = client.get(reverse("audit_desk:events_csv"), {"verb": "account"})
    head, line = rows(response)
    assert head[:4] == ["Lúc", "Người", "Vai trò", "Việc"]
    event = Event.objects.get(verb=Verb.ACCOUNT)
    assert line[3:] == [
        *("thay đổi người dùng, vai trò", "'=HYPERLINK(1)", "Người dùng 5", "", "", "user:5", "1", event.hash),
    ]
    exported = Event.objects.get(verb=Verb.EXPORT)
    assert (exported.chain, exported.what) == (f"user:{auditor.pk}", "audit_desk:events_csv")


def test_file_that_would_be_too_long_says_what_it_leaves_out(client, auditor, monkeypatch):
    monkeypatch.setattr("audit_desk.views.MOST_ROWS", 1)
    record(Verb.SIGN_IN, "user:5")
    assert next(row[0] for row in rows(client.get(reverse("audit_desk:events_csv")))) == (
        "Chỉ gồm 1 dòng mới nhất; hãy thu hẹp khoảng thời gian."
    )
    assert len(rows(client.get(reverse("audit_desk:events_csv")))) == 3


def test_page_counts_no_further_than_a_file_goes_and_says_so(client, auditor, monkeypatch):
    told = "Chỉ gồm 2 dòng mới nhất; hãy thu hẹp khoảng thời gian."
    monkeypatch.setattr("audit_desk.views.MOST_ROWS", 2)
    assert told not in client.get(reverse("audit_desk:events")).content.decode(), "there is one event"
    for number in range(3):
        record(Verb.WORKFLOW, f"assessment:00000000-0000-0000-0000-00000000000{number}", by=auditor, what="submit")
    page = client.get(reverse("audit_desk:events"))
    assert (page.context["page"].paginator.count, len(page.context["lines"])) == (2, 2)
    assert told in page.content.decode()


def test_page_says_what_the_last_verification_found(client, auditor):
    url = reverse("audit_desk:events")
    assert "Nhật ký chưa được kiểm tra lần nào" in client.get(url).content.decode()
    protection.install(connection)
    tasks.check()
    text = client.get(url).content.decode()
    assert ("Nguyên vẹn" in text, "Nhật ký đã bị can thiệp" in text) == (True, False)
    tamper(f"UPDATE audit_event SET role = 'x' WHERE chain = 'user:{auditor.pk}' AND seq = 1")
    tasks.check()
    text = client.get(url).content.decode()
    assert ("Nguyên vẹn" in text, "Nhật ký đã bị can thiệp" in text) == (False, True)
    assert f"user:{auditor.pk} #1" in text


def test_menu_leads_there_for_those_who_may_read_it(client):
    for role in Role:
        client.force_login(user_as(role))
        page = client.get(reverse("home"))
        links = [link["url"] for link in page.context["menu"]]
        assert (reverse("audit_desk:events") in links) is (role == Role.AUDITOR)
        may_read = role in {Role.AUDITOR, Role.CAMPAIGN_MANAGER}
        assert (f'href="{reverse("audit_desk:events")}"' in page.content.decode()) is may_read
