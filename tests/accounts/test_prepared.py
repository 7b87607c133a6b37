"""Prepared querysets give what the querysets give, on the database of the tests."""

from datetime import date
from threading import Thread
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership, Province, User
from accounts.prepared import Prepared
from accounts.roles import Role
from assessments.models import Assessment
from audit.models import Event
from tests.factories import MembershipFactory, ProvinceFactory

pytestmark = pytest.mark.django_db


def test_prepared_gives_models_with_what_was_joined():
    seat, _other = MembershipFactory(), MembershipFactory()
    seats = Prepared(lambda user: Membership.objects.filter(user=user).select_related("body__province"), int)
    for _again in range(2):
        with CaptureQueriesContext(connection) as queries:
            found = seats(seat.user.pk)
            assert [(row, row.body, row.body.province) for row in found] == [(seat, seat.body, seat.body.province)]
        assert len(queries) == 1
    assert seats(0) == []


def test_prepared_gives_annotations_and_lists_of_values():
    one, two = MembershipFactory(role=Role.LEADER), MembershipFactory(role=Role.REVIEWER)
    MembershipFactory(user=one.user, role=Role.CONTRIBUTOR)
    counted = Prepared(lambda keys: User.objects.filter(pk__in=keys).annotate(seats_held=Count("memberships")), (int,))
    assert {user.pk: user.seats_held for user in counted((one.user.pk, two.user.pk))} == {
        one.user.pk: 2,
        two.user.pk: 1,
    }
    names = Prepared(
        lambda role, user: Membership.objects.filter(role=role, user=user).values_list("user__email", "role"), str, int
    )
    assert names(Role.LEADER, one.user.pk) == [(one.user.email, "leader")]
    assert names("leader", two.user.pk) == []
    flat = Prepared(lambda role: Membership.objects.filter(role=role).values_list("pk", flat=True), str)
    assert flat("reviewer") == [two.pk]


def test_prepared_takes_collections_of_any_size():
    users = [MembershipFactory().user for _each in range(3)]
    found = Prepared(lambda keys: User.objects.filter(pk__in=keys).order_by("pk"), (int,))
    for size in (2, 3, 1, 0, 2):
        assert found(tuple(user.pk for user in users[:size])) == users[:size]
    assert found((users[0].pk, users[0].pk)) == users[:1]
    assert [len(found([user.pk for user in users[:size]])) for size in (3, 1, 2)] == [3, 1, 2]
    assert found({users[1].pk}) == users[1:2]


def test_prepared_takes_days_and_keys_as_the_database_stores_them():
    old = ProvinceFactory(valid_from=date(2001, 2, 3))
    ProvinceFactory(valid_from=date(2025, 7, 1))
    before = Prepared(lambda day: Province.objects.filter(valid_from__lt=day), date)
    assert [before(date(2001, 2, day)) for day in (3, 4)] == [[], [old]]
    assert Prepared(lambda pk: Assessment.objects.filter(pk=pk), UUID)(UUID(int=7)) == []


def test_first_is_the_first_or_nothing():
    first, last = sorted([MembershipFactory().user, MembershipFactory().user], key=lambda user: user.pk)
    found = Prepared(lambda after: User.objects.filter(pk__gt=after).order_by("pk")[:1], int)
    assert [found.first(key) for key in (first.pk - 1, first.pk, last.pk)] == [first, last, None]


def test_values_that_do_not_come_to_the_database_are_refused():
    deaf = Prepared(lambda role, email: User.objects.filter(memberships__role=role), str, str)
    with pytest.raises(ValueError, match="not every value that is given is a parameter of the query"):
        deaf("leader", "a@b.example")


def test_as_many_values_as_kinds_are_needed():
    with pytest.raises(ValueError, match="zip"):
        Prepared(lambda role: User.objects.filter(memberships__role=role), str)("leader", 1)


@pytest.mark.django_db(transaction=True)
def test_rows_are_locked_in_a_transaction_only():
    user = MembershipFactory().user
    locked = Prepared(lambda pk: User.objects.select_for_update().filter(pk=pk), int)
    for _again in range(2):
        with transaction.atomic(), CaptureQueriesContext(connection) as queries:
            assert locked(user.pk) == [user]
        assert ["FOR UPDATE" in query["sql"] for query in queries] == [True]
        with pytest.raises(transaction.TransactionManagementError, match="outside of a transaction"):
            locked(user.pk)


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_on_its_own_connection():
    last = Prepared(lambda chain: Event.objects.filter(chain=chain).values_list("pk", flat=True), str)
    assert last("user:0") == []
    told: list[object] = []

    def work() -> None:
        with CaptureQueriesContext(connection) as queries:
            told.append(last("user:0"))
        told.append(len(queries))
        connection.close()

    other = Thread(target=work)
    other.start()
    other.join()
    assert told == [[], 1]
