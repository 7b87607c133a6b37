"""What a user may search: the catalogues, the assessments they may see, and what their own provinces wrote."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.catalogue import campaign_catalogue
from assessments.enums import AssessmentState
from assessments.forms.questions import prefix_of
from assessments.models import Answer, AnswerEvidence, Assessment, Evidence
from assessments.results import title_of
from guidance import queries as guidance_queries
from indicators import queries as indicator_queries

from . import catalogue
from .entries import Entry, Group, Link, Passage, group
from .matching import Query

ANSWER_TEXTS = ("text", "document_number", "document_title", "document_issuer", "note", "reason")
EVIDENCE_TEXTS = ("title", "document_number", "document_issuer", "url")


class Scope:
    """What one user may search, read in a number of queries that does not depend on how much it is."""

    def __init__(self, user: User) -> None:
        self.seen = list(_seen(user))
        self.own = {found.pk: found for found in self.seen if found.province_id in user.province_ids}
        self.order = {pk: place for place, pk in enumerate(self.own)}
        self.latest = next(iter(self.own.values()), None)
        self.language = get_language() or catalogue.VIETNAMESE

    @property
    def is_demonstration(self) -> bool:
        return any(found.campaign.is_demonstration for found in self.seen)


def _seen(user: User) -> Any:
    """The newest campaign first. Of provinces that are not one's own only what was handed in."""
    found = Assessment.objects.visible_to(user).with_campaign()
    may = Q(province__in=user.province_ids) | ~Q(state=AssessmentState.DRAFT)
    return found.filter(may).order_by("-campaign__opens_on", "-campaign__pk", "province__code")


def searched(scope: Scope, query: Query) -> list[Group]:
    """The groups in which something was found."""
    groups = [*_in_catalogues(scope, query), *_in_own(scope, query), _in_assessments(scope, query)]
    return [found for found in groups if found.count]


# -- the catalogues: of the province's newest round, or else the latest that are published --------------------------


def _in_catalogues(scope: Scope, query: Query) -> Iterator[Group]:
    guidance, indicators = _versions(scope)
    if guidance:
        found = catalogue.questions(guidance, scope.language)
        yield group("questions", _("Câu hỏi"), found, query, _link(scope, _question_page))
        recommended = catalogue.recommendations(guidance, scope.language)
        yield group("recommendations", _("Khuyến nghị"), recommended, query, _link(scope, _recommendation_page))
    if indicators:
        measured = catalogue.indicators(indicators, scope.language)
        yield group("indicators", _("Chỉ số"), measured, query, _link(scope, _indicator_page))


def _versions(scope: Scope) -> tuple[catalogue.Guidance | None, catalogue.IndicatorSet | None]:
    if scope.latest:
        campaign = scope.latest.campaign
        guidance, indicators = campaign.guidance, campaign.indicators
    else:
        guidance, indicators = guidance_queries.shelf.newest(), indicator_queries.shelf.newest()
    return (
        catalogue.Guidance(guidance.checksum, guidance_queries.catalogue(guidance)) if guidance else None,
        catalogue.IndicatorSet(indicators.checksum, indicator_queries.catalogue(indicators)) if indicators else None,
    )


def _link(scope: Scope, page: Callable[[Entry], str]) -> Link:
    """To the form of the province's newest round; for others to the pages of the catalogue."""
    latest = scope.latest
    if latest is None:
        return lambda entry: (entry.place, page(entry))
    return lambda entry: (f"{latest.campaign} · {entry.place}", _in_form(latest.pk, entry))


def _in_form(pk: UUID, entry: Entry) -> str:
    """The question itself, or the whole page of a recommendation; the assessment if the question is unknown."""
    if not entry.section:
        return reverse("overview", args=[pk])
    address = reverse("section", args=[pk, entry.section])
    return address if entry.code == entry.section else f"{address}#{prefix_of(entry.code)}"


def _question_page(entry: Entry) -> str:
    return f"{reverse('guidance:recommendation', args=[entry.section])}#{prefix_of(entry.code)}"


def _recommendation_page(entry: Entry) -> str:
    return reverse("guidance:recommendation", args=[entry.code])


def _indicator_page(entry: Entry) -> str:
    return reverse("indicators:indicator", args=[entry.code])


# -- what one's own provinces wrote ---------------------------------------------------------------------------------


def _in_own(scope: Scope, query: Query) -> Iterator[Group]:
    def link(entry: Entry) -> tuple[str, str]:
        return entry.place, _in_form(entry.at, entry)

    yield group("answers", _("Câu trả lời"), _answers(scope), query, link)
    yield group("evidence", _("Minh chứng"), _evidence(scope), query, link)


def _answers(scope: Scope) -> list[Entry]:
    silent = Q(**dict.fromkeys(ANSWER_TEXTS, ""))
    rows = Answer.objects.filter(assessment__in=scope.own).exclude(silent).order_by("pk")
    labels = {name: str(Answer._meta.get_field(name).verbose_name) for name in ANSWER_TEXTS}
    found = rows.values("assessment_id", "code", *ANSWER_TEXTS)
    return [
        _of_a_leaf(
            scope,
            row["assessment_id"],
            row["code"],
            tuple(Passage(row[name], labels[name]) for name in ANSWER_TEXTS if row[name]),
        )
        for row in sorted(found, key=lambda row: scope.order[row["assessment_id"]])
    ]


def _of_a_leaf(scope: Scope, pk: UUID, code: str, passages: tuple[Passage, ...]) -> Entry:
    campaign = scope.own[pk].campaign
    known = campaign_catalogue(campaign)
    section, item = known.section_of.get(code, ""), known.items.get(code)
    title = title_of(item) if item else ""
    place = f"{campaign} · {section} {known.sections[section].title}" if section else str(campaign)
    return Entry(code, title, passages, section, place, pk, is_named=False)


def _evidence(scope: Scope) -> list[Entry]:
    """Each item once, where it was last used; what supports no answer any more stands nowhere."""
    provinces = {found.province_id for found in scope.own.values()}
    rows = AnswerEvidence.objects.filter(answer__assessment__in=scope.own, evidence__province__in=provinces)
    columns = [f"evidence__{name}" for name in EVIDENCE_TEXTS]
    found = rows.order_by("pk").values("evidence_id", "answer__assessment_id", "answer__code", *columns)
    newest: dict[UUID, dict[str, Any]] = {}
    for row in sorted(found, key=lambda row: scope.order[row["answer__assessment_id"]]):
        newest.setdefault(row["evidence_id"], row)
    return [_of_evidence(scope, row) for row in newest.values()]


def _of_evidence(scope: Scope, row: dict[str, Any]) -> Entry:
    labels = {name: str(Evidence._meta.get_field(name).verbose_name) for name in EVIDENCE_TEXTS[1:]}
    texts = {name: row[f"evidence__{name}"] for name in labels}
    passages = tuple(Passage(texts[name], labels[name]) for name in labels if texts[name])
    used = _of_a_leaf(scope, row["answer__assessment_id"], row["answer__code"], passages)
    return replace(used, title=row["evidence__title"], is_named=True)


# -- assessments ----------------------------------------------------------------------------------------------------


def _in_assessments(scope: Scope, query: Query) -> Group:
    entries = [Entry("", str(found), at=found) for found in scope.seen]
    return group("assessments", _("Phiếu đánh giá"), entries, query, _overview)


def _overview(entry: Entry) -> tuple[str, str]:
    found: Any = entry.at
    return found.get_state_display(), reverse("overview", args=[found.pk])
