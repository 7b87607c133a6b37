"""Results of provinces over the rounds: one edition a campaign, and what makes rounds hard to compare.

A unit is followed under its own row of the register only. What a province was merged from had other people and another
territory, so its results are told beside the line and never part of it.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Province
from assessments.explanations import number, points
from assessments.models import Campaign
from indicators.scoring.frame import NodeKind

from .models import Edition, Entry, NodeScore
from .outline import Listed

HEADS = ("headline", "readiness", "results")


def editions_over_time(edition: Edition) -> list[Edition]:
    """The newest published edition of each campaign, the earliest campaign first; for an edition that is not published
    yet, itself in its campaign's place. Made-up campaigns stand among themselves."""
    published = Edition.objects.published().with_campaign()
    same = published.filter(campaign__is_demonstration=edition.campaign.is_demonstration).order_by("number")
    found = {each.campaign_id: each for each in same}
    if edition.published_at is None:
        found[edition.campaign_id] = edition
    return sorted(found.values(), key=lambda each: (each.campaign.opens_on, each.campaign.code))


class Measure(NamedTuple):
    """What is followed over the rounds: a headline's field, or a theme or group (`kind`, `code`). `key` stands in
    addresses."""

    key: str
    label: str
    kind: str = ""
    code: str = ""


def measures(parts: Iterable[Listed]) -> list[Measure]:
    """H, R and K, then themes: indicator groups come and go with their set."""
    titles = {"headline": _("Điểm chung H"), "readiness": _("Mức sẵn sàng R"), "results": _("Mức kết quả K")}
    heads = [Measure(field, titles[field]) for field in HEADS]
    themes = [part for part in parts if part.kind is NodeKind.THEME]
    return heads + [Measure(f"theme:{part.code}", f"{part.code} {part.title}", part.kind, part.code) for part in themes]


@dataclass(frozen=True)
class Followed:
    """One province: its entry in each round (None: no result there), and its scores by measure."""

    province: Province
    entries: list[Entry | None]
    scores: dict[str, list[Decimal | None]]
    before: list[str]

    @property
    def ranks(self) -> list[str]:
        """In each round, with the interval and how many were ranked."""
        return [rank_in_words(entry) for entry in self.entries]

    def change(self, measure: Measure) -> Decimal | None:
        """From its first score to its last; None with fewer than two."""
        known = [score for score in self.scores[measure.key] if score is not None]
        return known[-1] - known[0] if len(known) > 1 else None


def followed(provinces: Sequence[Province], rounds: Sequence[Edition], found: Sequence[Measure]) -> list[Followed]:
    entries = {
        (entry.province_id, entry.edition_id): entry
        for entry in Entry.objects.filter(edition__in=rounds, province__in=provinces).select_related("edition")
    }
    nodes = NodeScore.objects.filter(entry__in=entries.values(), kind=NodeKind.THEME)
    themes = {tuple(key): score for *key, score in nodes.values_list("entry_id", "kind", "code", "verified")}
    earlier = _before(provinces, rounds)
    lines = []
    for province in provinces:
        own = [entries.get((province.pk, edition.pk)) for edition in rounds]
        scores = {measure.key: [_score(entry, measure, themes) for entry in own] for measure in found}
        lines.append(Followed(province, own, scores, earlier.get(province.pk, [])))
    return lines


def _score(entry: Entry | None, measure: Measure, themes: dict[tuple[object, ...], Decimal | None]) -> Decimal | None:
    if entry is None:
        return None
    if measure.kind:
        return themes.get((entry.pk, measure.kind, measure.code))
    return getattr(entry, measure.key)


def rank_in_words(entry: Entry | None) -> str:
    if entry is None or entry.rank is None:
        return "–"
    names = {"rank": entry.rank, "low": entry.rank_low, "high": entry.rank_high, "field": entry.edition.field}
    if entry.rank_low == entry.rank_high:
        return _("%(rank)s trên %(field)s") % names
    return _("%(rank)s (%(low)s–%(high)s) trên %(field)s") % names


def _before(provinces: Sequence[Province], rounds: Sequence[Edition]) -> dict[int, list[str]]:
    """By province: the results of what it was merged from and of what it was merged into, in words."""
    related = Q(province__merged_into__in=provinces) | Q(province__predecessors__in=provinces)
    entries = Entry.objects.filter(related, edition__in=rounds).select_related("province").distinct()
    by_edition = {edition.pk: edition for edition in rounds}
    ordered = sorted(entries, key=lambda entry: (by_edition[entry.edition_id].campaign.opens_on, entry.province.code))
    said: dict[int, list[str]] = {}
    for entry in ordered:
        for province in provinces:
            if sentence := _told(province, entry, by_edition[entry.edition_id]):
                said.setdefault(province.pk, []).append(sentence)
    return said


def _told(province: Province, entry: Entry, edition: Edition) -> str:
    names = {
        "unit": entry.province.name,
        "campaign": edition.campaign.name,
        "score": points(entry.headline),
        "rank": entry.rank or "–",
        "field": edition.field,
    }
    if entry.province.merged_into_id == province.pk:
        return _("Trước sắp xếp: %(unit)s, %(campaign)s: %(score)s điểm, hạng %(rank)s trên %(field)s.") % names
    if province.merged_into_id == entry.province_id:
        return _("Sau sắp xếp: %(unit)s, %(campaign)s: %(score)s điểm, hạng %(rank)s trên %(field)s.") % names
    return ""


# -- what makes rounds hard to compare ---------------------------------------------------------------------------------


class Rearranged(NamedTuple):
    """Units that came to be between the first and the last round."""

    day: date
    names: list[str]

    @property
    def words(self) -> str:
        return _("%s: sắp xếp đơn vị hành chính") % date_format(self.day)


def rearranged(provinces: Iterable[Province], rounds: Sequence[Edition]) -> list[Rearranged]:
    days = [edition.campaign.opens_on for edition in rounds]
    found: dict[date, list[str]] = {}
    for province in provinces:
        if days and min(days) < province.valid_from <= max(days):
            found.setdefault(province.valid_from, []).append(province.name)
    return [Rearranged(day, found[day]) for day in sorted(found)]


class Changed(NamedTuple):
    """What two rounds after each other do not share. `kind`, `older`, `newer`: of two versions of one catalogue, ""
    where it is something else."""

    words: str
    kind: str = ""
    older: str = ""
    newer: str = ""


def changed(rounds: Sequence[Edition]) -> list[Changed]:
    pairs = itertools.pairwise(rounds)
    return [change for before, after in pairs for change in _changes(before.campaign, after.campaign)]


def _changes(before: Campaign, after: Campaign) -> list[Changed]:
    names = {"before": before.name, "after": after.name}
    found = []
    for kind, (older, newer), label in (
        ("guidance", (before.guidance.code, after.guidance.code), _("danh mục hướng dẫn")),
        ("indicators", (before.indicators.code, after.indicators.code), _("bộ chỉ số")),
    ):
        if older != newer:
            said = {**names, "what": label, "older": older, "newer": newer}
            words = _("Từ “%(before)s” đến “%(after)s”, %(what)s đổi từ %(older)s sang %(newer)s.") % said
            found.append(Changed(words, kind, older, newer))
    if before.alpha != after.alpha:
        said = {**names, "older": number(before.alpha, 3), "newer": number(after.alpha, 3)}
        words = _("Từ “%(before)s” đến “%(after)s”, tỷ trọng α đổi từ %(older)s sang %(newer)s.") % said
        found.append(Changed(words))
    return found
