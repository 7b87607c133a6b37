"""Who did what in an assessment: saved answers and events as one list, newest first."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import CharField, Count, Max, Q, QuerySet, Value
from django.utils.translation import gettext as _

from .catalogue import CampaignCatalogue, Item
from .models import AnswerRevision, Assessment, WorkflowEvent
from .reports import in_words

ANSWER, EVENT = "answer", "event"


class Doer(NamedTuple):
    """A person with how many different answers they saved, and when they last did."""

    pk: int
    name: str
    answers: int
    last: datetime


class Change(NamedTuple):
    """One save of an answer, from what to what in words."""

    at: datetime
    by: str
    code: str
    title: str
    section: str
    before: str
    after: str
    details: list[str]


def doers(assessment: Assessment) -> list[Doer]:
    """Who saved answers, the last first, in one query."""
    rows = AnswerRevision.objects.filter(answer__assessment=assessment, by__isnull=False).order_by()
    found = rows.values("by", "by__full_name", "by__email").annotate(
        answers=Count("answer", distinct=True), last=Max("at")
    )
    return [
        Doer(row["by"], row["by__full_name"] or row["by__email"], row["answers"], row["last"])
        for row in found.order_by("-last", "by")
    ]


def keys(
    assessment: Assessment, events: QuerySet[WorkflowEvent], person: int | None, sections: Collection[str] | None
) -> QuerySet[Any, Any]:
    """(kind, key, when) of everything, newest first, to be paged; `sections`: only what concerns their questions."""
    answers = AnswerRevision.objects.filter(answer__assessment=assessment)
    if person:
        answers, events = answers.filter(by=person), events.filter(by=person)
    if sections is not None:
        answers = answers.filter(answer__section__in=sections)
    return _keys(answers, ANSWER).union(_keys(events, EVENT), all=True).order_by("-at", "kind", "-pk")


def _keys(rows: QuerySet[Any], kind: str) -> QuerySet[Any, Any]:
    return rows.order_by().annotate(kind=Value(kind, CharField())).values_list("kind", "pk", "at")


def about(events: QuerySet[WorkflowEvent], codes: Iterable[str]) -> QuerySet[WorkflowEvent]:
    """Events of single questions (evidence): their detail begins with the code."""
    wanted = Q(pk__in=[])
    for code in codes:
        wanted |= Q(detail__startswith=f"{code}: ")
    return events.filter(wanted)


def changes(pks: Collection[int], catalogue: CampaignCatalogue) -> dict[int, Change]:
    """Saves of answers in words, by key, in two queries."""
    rows = list(AnswerRevision.objects.filter(pk__in=pks).select_related("answer", "by"))
    wanted = Q(pk__in=[])
    for row in rows:
        wanted |= Q(answer=row.answer_id, version=row.version - 1)
    earlier = {(row.answer_id, row.version + 1): row.content for row in AnswerRevision.objects.filter(wanted)}
    return {row.pk: _change(row, earlier.get((row.answer_id, row.version)), catalogue) for row in rows}


def _change(row: AnswerRevision, before: dict[str, Any] | None, catalogue: CampaignCatalogue) -> Change:
    answer = row.answer
    item = catalogue.items.get(answer.code)
    old, new = (said(item, content) if content else _("Chưa trả lời") for content in (before, row.content))
    notes = [(content or {}).get("note", "") for content in (before, row.content)]
    details = [_("sửa ghi chú")] if notes[0] != notes[1] else []
    title = str(getattr(item, "title", "") or "")
    return Change(row.at, str(row.by or _("Hệ thống")), answer.code, title, answer.section, old, new, details)


def said(item: Item | None, content: dict[str, Any]) -> str:
    """A version of an answer in words."""
    if content.get("not_applicable"):
        return _("Không áp dụng: %s") % content.get("reason", "")
    value = in_words.value(item, content.get("value"), content.get("document_title", "")) if item else ""
    return value or _("Chưa trả lời")


def person_of(found: Iterable[Doer], wanted: str) -> int | None:
    """The key of one of these people as an address gives it; None for anything else."""
    return next((doer.pk for doer in found if str(doer.pk) == wanted), None)
