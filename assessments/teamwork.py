"""The parts of an assessment that a province shares out among its people."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import Body, Membership, Province, User
from accounts.prepared import Prepared

from .catalogue import CampaignCatalogue, Section, part_code
from .models import Assessment, PartAssignment
from .permissions import ROLE_PERMISSIONS, Permission
from .queries import Progress, total

WRITERS = frozenset(role for role, granted in ROLE_PERMISSIONS.items() if Permission.EDIT_ANSWERS in granted)


def get_own_assessment_or_404(user: User, pk: UUID) -> Assessment:
    """The assessment if the user writes answers in a body of its province: found and judged in one query."""
    own = Membership.objects.filter(user=user, role__in=WRITERS).values("body__province")
    found = Assessment.objects.with_campaign().filter(pk=pk, province__in=own).first()
    if found is None:
        raise Http404
    return found


class Part(NamedTuple):
    """A theme of the guidance or a group of indicators: `code` is unique, `shown` is what the catalogue has."""

    code: str
    shown: str
    title: str
    sections: tuple[str, ...]


class Share(NamedTuple):
    """Who is to fill in a part; `person` None: anybody of the body."""

    body: Body
    person: User | None
    due_on: date


class Assignee(NamedTuple):
    """Who was given a part and until when. `days_left` is below zero once the day has passed."""

    who: str
    body: str
    due_on: date
    days_left: int
    is_done: bool

    @property
    def is_overdue(self) -> bool:
        return self.days_left < 0 and not self.is_done


class OwnPart(NamedTuple):
    """A part that is one's own to fill in; `next_section` None once it is whole."""

    part: Part
    assignee: Assignee
    progress: Progress
    next_section: Section | None


def parts_of(catalogue: CampaignCatalogue) -> dict[str, Part]:
    """In the order of the catalogue, by code."""
    parts: dict[str, Part] = {}
    for section in catalogue.sections.values():
        head = section.theme or section.group
        code = part_code(section)
        found = parts.get(code) or Part(code, head.code, str(head.title), ())
        parts[code] = found._replace(sections=(*found.sections, section.code))
    return parts


def assignments(assessment: Assessment) -> dict[str, PartAssignment]:
    """By part, in one query."""
    return {row.part: row for row in assessment.shares.select_related("body", "person").order_by("part")}


def assignees(
    rows: Mapping[str, PartAssignment], catalogue: CampaignCatalogue, progress: Mapping[str, Progress], today: date
) -> dict[str, Assignee]:
    """Assignments as they are shown; `progress` by section. A part of another catalogue is left out."""
    parts = parts_of(catalogue)
    return {
        code: _assignee(row, progress_of(parts[code], progress), today) for code, row in rows.items() if code in parts
    }


def assignee_of(
    assessment: Assessment,
    section: Section,
    catalogue: CampaignCatalogue,
    progress: Mapping[str, Progress],
    today: date,
) -> Assignee | None:
    """Who was given the part that a section belongs to, in one query."""
    code = part_code(section)
    row = _share.first(assessment.pk, code)
    return row and _assignee(row, progress_of(parts_of(catalogue)[code], progress), today)


def _share_of(assessment: UUID, part: str) -> QuerySet[PartAssignment]:
    found = PartAssignment.objects.filter(assessment=assessment, part=part)
    return found.select_related("body", "person").order_by()[:1]


_share = Prepared(_share_of, UUID, str)


def own_shares(user: User, assessments: Iterable[Assessment]) -> dict[UUID, list[PartAssignment]]:
    """What was given to this person by name or to their body as a whole, by assessment, in one query."""
    found: dict[UUID, list[PartAssignment]] = {}
    bodies = {seat.body_id for seat in user.seats if seat.role in WRITERS}
    rows = PartAssignment.objects.filter(assessment__in=list(assessments), body__in=bodies)
    for row in rows.select_related("body", "person").order_by("due_on", "part"):
        if row.person_id in {user.pk, None}:
            found.setdefault(row.assessment_id, []).append(row)
    return found


def own_parts(
    rows: Iterable[PartAssignment], catalogue: CampaignCatalogue, progress: Mapping[str, Progress], today: date
) -> list[OwnPart]:
    """What is due first comes first, what is whole last."""
    parts = parts_of(catalogue)
    found = [_own(row, parts[row.part], catalogue, progress, today) for row in rows if row.part in parts]
    return sorted(found, key=lambda own: own.assignee.is_done)


def people_by_body(province: Province) -> tuple[list[Body], dict[int, list[User]]]:
    """The bodies of a province, and who of them may write answers, in two queries."""
    bodies = list(province.bodies.order_by("name_vi", "pk"))
    return bodies, {body: list(users.values()) for body, users in writers_in([body.pk for body in bodies]).items()}


def writers_in(bodies: Collection[int]) -> dict[int, dict[int, User]]:
    """Who may sign in and writes answers, by body and key, in one query; by name."""
    found: dict[int, dict[int, User]] = {}
    seats = Membership.objects.filter(body__in=bodies, role__in=WRITERS, user__is_active=True)
    for seat in seats.select_related("user").order_by("user__full_name", "user"):
        found.setdefault(seat.body_id, {})[seat.user_id] = seat.user
    return found


def progress_of(part: Part, progress: Mapping[str, Progress]) -> Progress:
    return total({code: progress[code] for code in part.sections})


def _assignee(row: PartAssignment, progress: Progress, today: date) -> Assignee:
    is_done = progress.answered == progress.asked
    body = row.body.name if row.person_id else ""
    return Assignee(row.who, body, row.due_on, (row.due_on - today).days, is_done)


def _own(
    row: PartAssignment, part: Part, catalogue: CampaignCatalogue, progress: Mapping[str, Progress], today: date
) -> OwnPart:
    sections = [code for code in part.sections if progress[code].answered < progress[code].asked]
    upcoming = catalogue.sections[sections[0]] if sections else None
    whole = progress_of(part, progress)
    return OwnPart(part, _assignee(row, whole, today), whole, upcoming)
