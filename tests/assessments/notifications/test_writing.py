import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language

from accounts.roles import Role
from assessments.models import Notice
from assessments.notifications.writing import MOST_NAMED, News, Text, named, people, tell
from tests.assessments.actions.together import at_once
from tests.assessments.notifications.people import more_of, staffed
from tests.assessments.small import open_assessment_on_small
from tests.factories import MembershipFactory, UserFactory, user_as

pytestmark = pytest.mark.django_db


TEXT = Text("Tiêu đề", "Nội dung.")


def news(assessment, *told, key="k", text=TEXT) -> News:
    return News(told, key, reverse("overview", args=[assessment.pk]), assessment.campaign, lambda: text)


def test_tell_writes_one_notice_a_person_to_be_mailed():
    assessment = open_assessment_on_small()
    users = [UserFactory(), UserFactory()]
    assert tell([news(assessment, *users), news(assessment, users[0])]) == 2
    found = Notice.objects.order_by("pk")
    assert [notice.user for notice in found] == users
    first = found[0]
    assert (first.subject, first.body, first.path) == ("Tiêu đề", "Nội dung.", f"/assessments/{assessment.pk}/")
    assert (first.campaign, first.key, first.by_mail, first.mailed_at, first.attempts, first.read_at) == (
        assessment.campaign,
        "k",
        True,
        None,
        0,
        None,
    )


def test_tell_tells_nobody_the_same_twice_and_those_who_are_new_once():
    assessment = open_assessment_on_small()
    known, new = UserFactory(), UserFactory()
    tell([news(assessment, known)])
    assert tell([news(assessment, known)]) == 0
    assert tell([news(assessment, known, new)]) == 1
    assert tell([news(assessment, known, key="another")]) == 1
    assert sorted(Notice.objects.values_list("user", "key")) == sorted(
        [(known.pk, "k"), (new.pk, "k"), (known.pk, "another")]
    )


def test_tell_writes_in_the_language_of_each_person():
    assessment = open_assessment_on_small()
    vietnamese, english = UserFactory(), UserFactory(language="en")
    item = News([vietnamese, english], "k", "/", assessment.campaign, lambda: Text(str(get_language()), "…"))
    with translation.override("en"):
        tell([item])
    assert {notice.user: notice.subject for notice in Notice.objects.all()} == {vietnamese: "vi", english: "en"}


def test_tell_makes_a_subject_that_a_mail_may_have():
    assessment = open_assessment_on_small()
    tell([news(assessment, UserFactory(), text=Text("Đợt\r\nBcc: ai@do.example " + "a" * 300, "…"))])
    subject = Notice.objects.get().subject
    assert subject.startswith("Đợt Bcc: ai@do.example aaa")
    assert len(subject) == 200


def test_tell_nothing_asks_for_no_mail(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        assert tell([]) == 0
        assert tell([news(open_assessment_on_small())]) == 0
    assert callbacks == []


def test_tell_has_it_mailed_once_it_is_committed(django_capture_on_commit_callbacks, eager_tasks, mailoutbox):
    user = UserFactory()
    with django_capture_on_commit_callbacks(execute=True):
        tell([news(open_assessment_on_small(), user)])
        assert mailoutbox == []
    assert [letter.to for letter in mailoutbox] == [[user.email]]


@pytest.mark.django_db(transaction=True)
def test_tell_at_once_writes_each_notice_once():
    assessment = open_assessment_on_small()
    users = [UserFactory() for _number in range(30)]
    forth, back = [news(assessment, user) for user in users], [news(assessment, user) for user in reversed(users)]
    at_once(lambda: tell(forth), lambda: tell(back), lambda: tell(forth))
    assert Notice.objects.count() == 30


def test_people_are_active_members_in_the_role_each_once():
    assessment, found = staffed()
    twice = found["coordinator"]
    MembershipFactory(user=twice, body=twice.memberships.get().body, role=Role.LEADER)
    assert people({Role.COORDINATOR, Role.LEADER}, {assessment.province_id}) == {
        assessment.province_id: [twice, found["leader"]]
    }
    assert people({Role.CONTRIBUTOR}, {found["stranger"].memberships.get().body.province_id}) == {}
    assert people({Role.REVIEWER}, {assessment.province_id}) == {}


def test_people_of_many_provinces_take_one_query():
    first = open_assessment_on_small()
    more_of(first.campaign, 5)
    user_as(Role.COORDINATOR, first.province)
    provinces = set(first.campaign.assessments.values_list("province", flat=True))
    with CaptureQueriesContext(connection) as queries:
        assert len(people({Role.COORDINATOR}, provinces)) == 6
    assert len(queries) == 1


def test_named_names_ten_provinces_and_counts_the_rest():
    first = open_assessment_on_small()
    many = [first] * (MOST_NAMED + 2)
    assert named([first]) == first.province.name
    assert named(many[:MOST_NAMED]) == ", ".join([first.province.name] * 10)
    assert named(many) == ", ".join([first.province.name] * 10) + " và 2 phiếu khác"
