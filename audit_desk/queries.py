"""Reading the log: what is asked for, and who and what the keys in it stand for."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from assessments.models import Assessment, Campaign
from audit.enums import Verb
from audit.models import Event
from audit.recording import chain_of

from .wording import detail_in_words, place_in_words, what_in_words

FIRST, LAST = date(1900, 1, 1), date(2999, 12, 31)
MOST_PEOPLE = 200
"""So many people may be meant by one name."""


def events(asked: dict[str, Any]) -> QuerySet[Event]:
    """By the clean fields of forms.FilterForm, newest first."""
    found = Event.objects.order_by("-at", "-pk")
    if text := asked.get("person"):
        people = User.objects.filter(Q(full_name__icontains=text) | Q(email__icontains=text)).order_by()
        found = found.filter(actor__in=list(people.values_list("pk", flat=True)[:MOST_PEOPLE]))
    if asked.get("verb"):
        found = found.filter(verb=asked["verb"])
    if asked.get("province") or asked.get("campaign"):
        found = found.filter(chain__in=_chains(asked.get("province"), asked.get("campaign")))
    if since := asked.get("since"):
        found = found.filter(at__gte=_moment(since, time.min))
    if until := asked.get("until"):
        found = found.filter(at__lte=_moment(until, time.max))
    return found


def _moment(day: date, edge: time) -> datetime:
    """Within what every database can hold in every zone."""
    return timezone.make_aware(datetime.combine(min(max(day, FIRST), LAST), edge))


def _chains(province: Any, campaign: Any) -> list[str]:
    assessments = Assessment.objects.order_by()
    if province:
        assessments = assessments.filter(province=province)
    if campaign:
        assessments = assessments.filter(campaign=campaign)
    found = [chain_of("assessment", pk) for pk in assessments.values_list("pk", flat=True)]
    return found if province else [*found, chain_of("campaign", campaign.pk)]


def last_verification() -> Event | None:
    return Event.objects.filter(verb=Verb.VERIFY).order_by("-at", "-pk").first()


class Line(NamedTuple):
    """An event in words. `url`: the thing itself, "" where there is no page of it."""

    event: Event
    who: str
    roles: str
    what: str
    place: str
    url: str
    detail: str


def lines(found: Iterable[Event]) -> list[Line]:
    """In three queries, however many there are."""
    rows = list(found)
    keys: dict[str, set[str]] = {}
    for event in rows:
        kind, _colon, key = event.chain.partition(":")
        keys.setdefault(kind, set()).add(key)
    people = User.objects.in_bulk([*{event.actor for event in rows if event.actor}, *_numbers(keys.get("user", ()))])
    assessments = Assessment.objects.select_related("province", "campaign").in_bulk(keys.get("assessment", ()))
    campaigns = Campaign.objects.in_bulk(_numbers(keys.get("campaign", ())))
    known: dict[str, Any] = {chain_of("user", pk): person for pk, person in people.items()}
    known |= {chain_of("assessment", pk): assessment for pk, assessment in assessments.items()}
    known |= {chain_of("campaign", pk): campaign for pk, campaign in campaigns.items()}
    return [_line(event, people.get(event.actor), known.get(event.chain)) for event in rows]


def _numbers(keys: Iterable[str]) -> list[int]:
    return [int(key) for key in keys if key.isdecimal()]


def _line(event: Event, person: User | None, thing: Any) -> Line:
    page = {Assessment: "overview", Campaign: "campaign"}.get(type(thing))
    return Line(
        event=event,
        who=str(person) if person else "",
        roles=", ".join(str(Role(role).label) for role in event.role.split(",") if role in Role.values),
        what=what_in_words(event),
        place=place_in_words(event.chain, thing),
        url=reverse(page, args=[thing.pk]) if page else "",
        detail=detail_in_words(event),
    )
