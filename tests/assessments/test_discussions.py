import pytest

from accounts.roles import Role
from assessments.actions.discussion import settle, withdraw
from assessments.discussions import Person, Talk, answered, mentionable, people_of, talks, thread, threads, unsettled
from tests.assessments.talking import CODE, talking
from tests.factories import MembershipFactory, user_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def found():
    return talking()


def test_people_are_those_of_the_province_who_may_sign_in(found):
    left = user_as(Role.CONTRIBUTOR, found.assessment.province)
    left.is_active = False
    left.save()
    both = user_as(Role.AUDITOR)
    MembershipFactory(user=both, body__province=found.assessment.province)
    assert set(people_of(found.assessment)) == {found.an.pk, found.binh.pk, found.chi.pk}


def test_one_is_offered_the_others_with_their_bodies(found, django_assert_num_queries):
    MembershipFactory(user=found.binh, body__province=found.assessment.province, body__name_vi="Sở Nội vụ")
    with django_assert_num_queries(2):
        people = mentionable(found.assessment, found.an)
    assert sorted(people, key=lambda person: person.name) == [
        Person(found.binh.pk, "Lê Văn Bình", "Sở Khoa học và Công nghệ, Sở Nội vụ"),
        Person(found.chi.pk, "Đỗ Chi", "Sở Khoa học và Công nghệ"),
    ]


def test_talks_of_a_section_cost_one_query(found, django_assert_num_queries):
    found.say(found.an)
    withdrawn = found.say(found.an, "Nhầm")
    withdraw(by=found.an, assessment=found.assessment, pk=withdrawn.pk)
    found.say(found.binh, code="A-1.2")
    settle(by=found.an, assessment=found.assessment, code="A-1.2")
    other = talking()
    other.say(other.an)
    with django_assert_num_queries(1):
        told = talks(found.assessment, [CODE, "A-1.2", "A-1.3"])
    assert told == {CODE: Talk(1), "A-1.2": Talk(1, is_settled=True), "A-1.3": Talk()}


def test_answered_is_what_somebody_else_has_spoken_after(found):
    first, second = found.say(found.an, "Một"), found.say(found.an, "Hai")
    assert answered([first, second]) == set()
    reply, last = found.say(found.binh, "Ba"), found.say(found.binh, "Bốn")
    assert answered([first, second, reply, last]) == {first.pk, second.pk}
    assert answered([]) == set()


def test_thread_stands_oldest_first_and_costs_the_same_for_many(found, django_assert_num_queries):
    for number in range(5):
        found.say(found.an, f"Ý {number}", mentions=(found.binh, found.chi))
    found.say(found.an, code="A-1.2")
    with django_assert_num_queries(3):
        rows = [
            (row.text, str(row.by), [str(one.user) for one in row.mentions.all()])
            for row in thread(found.assessment, CODE)
        ]
    assert [text for text, _by, _names in rows] == [f"Ý {number}" for number in range(5)]
    assert rows[0][1:] == ("Trần Thị An", ["Lê Văn Bình", "Đỗ Chi"])


def test_threads_stand_unsettled_first_then_newest(found):
    for code in ("A-1.1", "A-1.2", "A-1.3", "B-1"):
        found.say(found.an, code=code)
    found.say(found.binh, "Nữa", code="A-1.2", mentions=(found.chi,))
    settle(by=found.an, assessment=found.assessment, code="B-1")
    rows = list(threads(found.assessment))
    assert [(row["code"], row["count"], row["is_settled"]) for row in rows] == [
        ("A-1.2", 2, False),
        ("A-1.3", 1, False),
        ("A-1.1", 1, False),
        ("B-1", 1, True),
    ]
    assert [row["code"] for row in threads(found.assessment, found.chi)] == ["A-1.2"]
    assert list(threads(found.assessment, found.an)) == []
    assert unsettled(found.assessment) == 3
