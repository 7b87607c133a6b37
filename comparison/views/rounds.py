"""Up to four provinces over the rounds."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import Province, User
from assessments.charts.trends import Line, Note, Round, trends
from comparison.exports import Table
from comparison.models import Edition, Entry
from comparison.outline import outline
from comparison.queries import get_edition_or_404
from comparison.rounds import Changed, Followed, Measure, changed, editions_over_time, followed, measures, rearranged

from .frame import Frame
from .side_by_side import Beside, choices


class OverTime:
    """What one request asks to follow."""

    def __init__(self, frame: Frame) -> None:
        self.frame, self.beside = frame, Beside(frame)
        self.measures = measures(outline(frame.catalogue))
        wanted = frame.request.GET.get("node", "")
        self.measure: Measure = next((each for each in self.measures if each.key == wanted), self.measures[0])

    @cached_property
    def rounds(self) -> list[Edition]:
        return editions_over_time(self.frame.edition)

    @cached_property
    def provinces(self) -> list[Province]:
        """In the order they were asked for."""
        found = Province.objects.in_bulk([row.province for row in self.beside.choice.rows])
        return [found[row.province] for row in self.beside.choice.rows]

    @cached_property
    def followed(self) -> list[Followed]:
        return followed(self.provinces, self.rounds, self.measures)

    @property
    def labels(self) -> list[str]:
        return [label(edition) for edition in self.rounds]


def label(edition: Edition) -> str:
    if edition.published_at is None:
        return _("Chưa công bố: %s") % edition.campaign.name
    return edition.campaign.name


@require_GET
def rounds(request: HttpRequest, pk: UUID) -> HttpResponse:
    frame = Frame(request, get_edition_or_404(request.user, pk))
    found = OverTime(frame)
    context = {
        "choices": choices(found.beside.all_rows, found.beside.choice.rows),
        "notices": found.beside.notices,
        "measures": found.measures,
        "measure": found.measure,
        "rounds": found.rounds,
        "labels": found.labels,
        "tables": [
            (each, lines_of(found, each), list(zip(found.labels, each.ranks, strict=True))) for each in found.followed
        ],
        "rearranged": rearranged(found.provinces, found.rounds),
        "changed": [(each.words, differences_url(request.user, each)) for each in changed(found.rounds)],
        "chart": _draw(found),
    }
    return render(request, "comparison/rounds.html", frame.context("rounds") | context)


def chart(frame: Frame) -> SafeString:
    return _draw(OverTime(frame))


def _draw(found: OverTime) -> SafeString:
    key = found.measure.key
    drawn = [Line(each.province.code, each.province.name, each.scores[key]) for each in found.followed]
    days = [Round(name, each.campaign.opens_on) for name, each in zip(found.labels, found.rounds, strict=True)]
    notes = [Note(each.day, each.words) for each in rearranged(found.provinces, found.rounds)]
    return trends(drawn, days, _("%s qua các đợt") % found.measure.label, notes=notes)


def lines_of(found: OverTime, each: Followed) -> list[dict[str, Any]]:
    """A province's table: the measures, each with its score in every round and its change."""
    return [
        {
            "measure": measure,
            "cells": list(zip(found.labels, each.scores[measure.key], strict=True)),
            "change": each.change(measure),
        }
        for measure in found.measures
    ]


def differences_url(user: User, change: Changed) -> str:
    """The catalogue desk's comparison of two versions; "" for whom it is not, and where there is no desk."""
    if not change.kind or not user.ministry_roles:
        return ""
    try:
        page = reverse("catalogue_desk:compare", args=[change.kind])
    except NoReverseMatch:
        return ""
    return f"{page}?{urlencode({'a': change.older, 'b': change.newer})}"


def exported(frame: Frame) -> Table:
    found = OverTime(frame)
    head = [_("Mã"), _("Tỉnh, thành phố"), _("Nội dung"), *found.labels, _("Thay đổi")]
    rows: list[list[Any]] = []
    for each in found.followed:
        unit = [each.province.code, each.province.name]
        rows += [[*unit, line.label, *each.scores[line.key], each.change(line)] for line in found.measures]
        for title, field in (
            (_("Hạng"), "rank"),
            (_("Khoảng hạng từ"), "rank_low"),
            (_("Khoảng hạng đến"), "rank_high"),
        ):
            rows.append([*unit, title, *_ranks(each.entries, field), None])
    notes = [each.words for each in changed(found.rounds)]
    notes += [each.words for each in rearranged(found.provinces, found.rounds)]
    notes += [f"{each.province.name}: {sentence}" for each in found.followed for sentence in each.before]
    return Table(_("Kết quả qua các đợt"), head, rows, notes)


def _ranks(entries: Sequence[Entry | None], field: str) -> list[int | None]:
    return [getattr(entry, field) if entry else None for entry in entries]
