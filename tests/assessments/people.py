"""Everybody who may come along: each role of a province and of the ministry, and those who have none there."""

from collections.abc import Callable, Collection, Iterable
from itertools import product
from typing import Any

from accounts.models import Province, User
from accounts.roles import MINISTRY_ROLES, Role
from tests.factories import ProvinceFactory, UserFactory, user_as

OUTSIDERS = ("stranger", "superuser", "contributor elsewhere", "coordinator elsewhere", "leader elsewhere")
WHO = (*Role, *OUTSIDERS)
OUTSIDE_THE_MINISTRY = tuple(who for who in WHO if who not in MINISTRY_ROLES)


def everybody(province: Province) -> dict[Role | str, User]:
    """One person each; roles of a province are in this one, "… elsewhere" in another."""
    elsewhere = ProvinceFactory()
    found: dict[Role | str, User] = {role: user_as(role, province) for role in Role}
    found["stranger"] = UserFactory()
    found["superuser"] = UserFactory(is_staff=True, is_superuser=True)
    return {**found, **{who: user_as(Role(who.split()[0]), elsewhere) for who in OUTSIDERS[2:]}}


def told(people: dict[Role | str, User], cases: Iterable[Any], ask: Callable[[User, Any], str]) -> dict[Any, str]:
    """(who, case) → what `ask` answers."""
    return {(who, case): ask(user, case) for (who, user), case in product(people.items(), list(cases))}


def expected(allowed: Collection[Role], refusal: str, by_case: dict[Any, str]) -> dict[Any, str]:
    """The same table as it should be: `by_case` for those whom the right reaches, `refusal` for all others."""
    return {(who, case): reason if who in allowed else refusal for who, (case, reason) in product(WHO, by_case.items())}
