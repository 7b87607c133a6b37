import json

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from accounts.models import Invitation, User
from accounts.roles import Role
from assessments.actions import teamwork
from assessments.models import Answer, Comment, CommentMention, Notice, WorkflowEvent
from assessments.teamwork import Share
from audit import protection, sealing
from audit.models import Event
from audit.verifying import verify
from personal_data.actions import erase, export
from personal_data.erased import NAME as NOBODY
from tests.factories import UserFactory, user_as
from tests.personal_data.people import MAIL, NAME, session_of, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return user_as(Role.CAMPAIGN_MANAGER)


def test_erased_person_is_nobody_and_what_they_did_stays(manager):
    person, colleague, assessment = somebody()
    own, others = session_of(person), session_of(colleague)
    gone = erase(by=manager, person=person)
    after = User.objects.get(pk=person.pk)
    assert (after.full_name, after.email) == (NOBODY, f"erased-{person.pk}@erased.invalid")
    assert (after.is_active, after.has_usable_password(), after.memberships.count()) == (False, False, 0)
    assert list(Session.objects.values_list("session_key", flat=True)) == [others]
    assert own != others
    assert Notice.objects.filter(user=person).count() == CommentMention.objects.filter(user=person).count() == 0
    assert list(Invitation.objects.values_list("email", "accepted_by")) == [(after.email, person.pk)]
    assert Answer.objects.get(assessment=assessment).updated_by == after
    assert [str(comment.by) for comment in Comment.objects.order_by("at")] == [NOBODY, str(colleague)]
    assert WorkflowEvent.objects.filter(by=person).count() == 1
    assert (gone["sessions"], gone["invitations"]) == (1, 2)


def test_neither_name_nor_address_is_left_in_any_text_column(manager):
    person, colleague, assessment = somebody()
    assert NAME in Notice.objects.get(user=colleague, subject__contains="nhắc tới").subject
    share = Share(person.memberships.get().body, person, assessment.submit_by)
    teamwork.assign_parts(by=person, assessment=assessment, wanted={"KT": share})
    assert NAME in WorkflowEvent.objects.get(verb="share_out").detail
    account = ContentType.objects.get_for_model(User)
    fields = {"content_type": account, "object_id": person.pk, "object_repr": NAME, "action_flag": CHANGE}
    LogEntry.objects.create(user=manager, **fields)
    erase(by=manager, person=person)
    assert sorted(places(NAME)) == sorted(places(MAIL)) == []
    assert "accounts_user.full_name" in places(NOBODY)


def places(text):
    """Every text column of the database in which it stands."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND data_type IN ('text', 'character varying', 'jsonb')"
        )
        found = []
        for table, column in cursor.fetchall():
            cursor.execute(f'SELECT 1 FROM "{table}" WHERE "{column}"::text ILIKE %s LIMIT 1', [f"%{text}%"])
            found += [f"{table}.{column}"] if cursor.fetchone() else []
    return found


def test_audit_log_is_whole_after_somebody_was_erased(manager):
    protection.install(connection)
    person, _colleague, _assessment = somebody()
    sealing.seal()
    before = Event.objects.filter(actor=person.pk).count()
    erase(by=manager, person=person)
    assert verify().faults == []
    assert (Event.objects.filter(actor=person.pk).count(), before) == (before, 3)
    event = Event.objects.get(what="erase")
    assert (event.actor, event.chain, event.verb) == (manager.pk, f"user:{person.pk}", "person")
    assert NAME not in str(event.detail)


def test_name_that_somebody_else_has_too_stays_where_nobody_can_tell_whose_it_is(manager):
    person, colleague, _assessment = somebody()
    UserFactory(full_name=NAME)
    erase(by=manager, person=person)
    assert NAME in Notice.objects.get(user=colleague, subject__contains="nhắc tới").subject


def test_person_without_a_name_can_be_erased(manager):
    person = UserFactory(full_name="")
    untouched = Notice.objects.create(user=manager, key="x", subject="Đợt đã mở", body="Hạn", path="/")
    erase(by=manager, person=person)
    untouched.refresh_from_db()
    assert untouched.subject == "Đợt đã mở"


def test_longer_words_in_the_place_of_a_name_are_cut_to_the_column(manager):
    person = UserFactory(full_name="An")
    notice = Notice.objects.create(user=manager, key="x", subject="An" + "x" * 198, body="An", path="/")
    erase(by=manager, person=person)
    notice.refresh_from_db()
    assert (notice.subject, notice.body) == ((NOBODY + "x" * 198)[:200], NOBODY)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.AUDITOR])
def test_who_may_not_erases_nobody(role):
    person = UserFactory()
    with pytest.raises(PermissionDenied, match="Chỉ quản trị đợt được xóa dữ liệu cá nhân"):
        erase(by=user_as(role), person=person)
    assert User.objects.get(pk=person.pk).email == person.email


def test_export_has_all_about_the_person_and_nothing_of_others(manager):
    person, colleague, _assessment = somebody()
    session_of(person)
    found = export(by=person, person=person)
    text = json.dumps(found, cls=DjangoJSONEncoder, ensure_ascii=False)
    assert (found["person"]["email"], found["person"]["full_name"]) == (MAIL, NAME)
    assert [role["role"] for role in found["roles"]] == ["coordinator"]
    assert [invitation["role"] for invitation in found["invitations"]] == ["coordinator", "leader"]
    assert [comment["text"] for comment in found["comments"]] == ["Nhờ anh xem giúp"]
    assert [(place["device"], place["address"]) for place in found["sessions"]] == [
        ("Thiết bị không rõ", "203.0.113.7")
    ]
    counts = {(record["table"], record["as"]): record["count"] for record in found["records"] if record["count"]}
    assert counts == {
        ("assessments.Answer", "updated_by"): 1,
        ("assessments.AnswerRevision", "by"): 1,
        ("assessments.WorkflowEvent", "by"): 1,
        ("assessments.ScoreSnapshot", "created_by"): 1,
        ("assessments.CommentMention", "user"): 1,
        ("accounts.Membership", "user"): 1,
        ("accounts.Invitation", "accepted_by"): 1,
        ("usersessions.UserSession", "user"): 1,
    }
    assert {event["what"] for event in found["audit"]} >= {"join", "preview", "export"}
    assert [word for word in (colleague.email, "Ghi chú riêng", "password", "argon") if word in text] == []
    assert Event.objects.get(what="export").actor == person.pk


def test_export_of_another_is_for_who_runs_campaigns(manager):
    person = UserFactory()
    assert export(by=manager, person=person)["person"]["id"] == person.pk
    assert export(by=None, person=person)["person"]["id"] == person.pk
    with pytest.raises(PermissionDenied, match="Chỉ quản trị đợt được xuất"):
        export(by=user_as(Role.AUDITOR), person=person)
    assert Event.objects.filter(what="export").count() == 2
