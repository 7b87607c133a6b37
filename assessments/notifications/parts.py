"""Parts of an assessment that people of the province were given: told when they are given, and before they are due."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import partial

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from assessments.models import Assessment, PartAssignment
from assessments.teamwork import writers_in

from .writing import News, Text, tell

Given = dict[tuple[Assessment, User], list[PartAssignment]]


def shared_out(assignments: Collection[PartAssignment]) -> int:
    """To those who were given parts at once: all in one notice each, but not to whoever gave them."""
    if not assignments:
        return 0
    keys = [row.pk for row in assignments]
    rows = PartAssignment.objects.filter(pk__in=keys).select_related("assessment__campaign", "assessment__province")
    return tell(_given_news(list(rows)))


def part_news(due: Mapping[PartAssignment, int], today: date) -> Iterator[News]:
    """Of parts with the mark that has passed: one notice a person and day that they are due."""
    by_day: dict[tuple[date, int], list[PartAssignment]] = defaultdict(list)
    for row, mark in due.items():
        by_day[row.due_on, mark].append(row)
    people = writers_in([row.body_id for row in due])
    for (day, mark), rows in by_day.items():
        for (assessment, person), own in _given(rows, people).items():
            key = f"due:{assessment.pk}:parts:{day}:{mark}"
            yield _news(assessment, person, key, partial(_to_finish, assessment, own, (day - today).days))


def _given_news(rows: list[PartAssignment]) -> Iterator[News]:
    at = max(row.at for row in rows)
    for (assessment, person), own in _given(rows, writers_in([row.body_id for row in rows])).items():
        if person.pk != own[0].by_id:
            key = f"parts:{assessment.pk}:{at:%Y%m%dT%H%M%S%f}"
            yield _news(assessment, person, key, partial(_shared_out, assessment, own))


def _news(assessment: Assessment, person: User, key: str, write: partial[Text]) -> News:
    return News([person], key, reverse("overview", args=[assessment.pk]), assessment.campaign, write)


def _given(rows: Collection[PartAssignment], people: dict[int, dict[int, User]]) -> Given:
    """By person: the one named while they are in the body, else all writers of the body."""
    found: Given = defaultdict(list)
    for row in rows:
        there = people.get(row.body_id, {})
        named = [there[row.person_id]] if row.person_id in there else []
        for person in named if row.person_id else there.values():
            found[row.assessment, person].append(row)
    return found


def _shared_out(assessment: Assessment, rows: list[PartAssignment]) -> Text:
    subject = ngettext("Bạn được phân công %d phần của phiếu", "Bạn được phân công %d phần của phiếu", len(rows))
    parts = "; ".join(_("%(part)s, hạn %(day)s") % {"part": row.label, "day": date_format(row.due_on)} for row in rows)
    body = _("%(campaign)s, phiếu của %(province)s: %(parts)s.")
    names = {"campaign": assessment.campaign, "province": assessment.province, "parts": parts}
    return Text(subject % len(rows), body % names)


def _to_finish(assessment: Assessment, rows: list[PartAssignment], left: int) -> Text:
    names = {
        "campaign": assessment.campaign,
        "province": assessment.province,
        "parts": ", ".join(row.label for row in rows),
        "day": date_format(rows[0].due_on),
        "count": left,
    }
    subject = ngettext(
        "Còn %(count)d ngày đến hạn hoàn thành phần được phân công",
        "Còn %(count)d ngày đến hạn hoàn thành phần được phân công",
        left,
    )
    if left == 0:
        subject = _("Hôm nay là hạn hoàn thành phần được phân công")
    body = _("%(campaign)s, phiếu của %(province)s: %(parts)s chưa hoàn thành. Hạn: hết ngày %(day)s.")
    return Text(subject % names, body % names)
