"""Versions of both kinds, what uses them, and how two of them differ."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F, QuerySet

import guidance.queries
import indicators.queries
from assessments.catalogue import LinkFault, link_faults
from assessments.models import Campaign
from catalogues.differences import Comparison, Contents, Difference, compare
from catalogues.schema import Leaf, TextBase
from catalogues.versions import CatalogueVersion, VersionStatus
from guidance.models import GuidanceVersion
from guidance.schema import Catalogue as Guidance
from indicators.models import IndicatorSetVersion
from indicators.schema import Catalogue as IndicatorSet

from .enums import CatalogueKind, Filter

MODELS: dict[str, type[CatalogueVersion]] = {
    CatalogueKind.GUIDANCE: GuidanceVersion,
    CatalogueKind.INDICATORS: IndicatorSetVersion,
}
SCHEMAS: dict[str, type[Guidance] | type[IndicatorSet]] = {
    CatalogueKind.GUIDANCE: Guidance,
    CatalogueKind.INDICATORS: IndicatorSet,
}


@dataclass(frozen=True)
class Shown:
    """A stored version as the desk shows it."""

    version: CatalogueVersion
    title: TextBase | None
    branches: int
    leaves: int
    campaigns: list[Campaign]


def versions(kind: str) -> QuerySet[CatalogueVersion]:
    """Newest first: drafts by when they were loaded, before what is published."""
    order = (F("published_at").desc(nulls_first=True), "-loaded_at", "-pk")
    return MODELS[kind]._default_manager.order_by(*order)


def shown(kind: str) -> list[Shown]:
    used: dict[int, list[Campaign]] = {}
    for campaign in Campaign.objects.order_by("opens_on", "pk"):
        used.setdefault(getattr(campaign, f"{kind}_id"), []).append(campaign)
    return [_shown(version, used.get(version.pk, [])) for version in versions(kind)]


def _shown(version: CatalogueVersion, campaigns: list[Campaign]) -> Shown:
    """Counted in the stored document: a long list of versions is not parsed for it."""
    head = version.definition.get("set") or version.definition.get("document") or {}
    groups = version.definition.get("groups", [])
    themes = version.definition.get("themes", [])
    recommendations = [item for theme in themes for item in theme["recommendations"]]
    leaves = sum(len(group["indicators"]) for group in groups) + sum(len(r["questions"]) for r in recommendations)
    title = TextBase(**head["title"]) if head else None
    return Shown(version, title, len(groups) + len(themes) + len(recommendations), leaves, campaigns)


def campaigns_of(kind: str, version: CatalogueVersion) -> list[Campaign]:
    return list(Campaign.objects.filter(**{f"{kind}_id": version.pk}).order_by("opens_on", "pk"))


def catalogue(kind: str, version: CatalogueVersion) -> Guidance | IndicatorSet:
    """Parsed once a process."""
    if kind == CatalogueKind.GUIDANCE:
        return guidance.queries.shelf.take(version)
    return indicators.queries.shelf.take(version)


def contents(found: Guidance | IndicatorSet) -> Contents:
    return guidance.queries.contents(found) if isinstance(found, Guidance) else indicators.queries.contents(found)


def newest_of(kind: str, code: str) -> CatalogueVersion | None:
    """What a new version is compared with unless somebody chooses: the newest published one of the same document, or
    the newest draft of it; never the version itself."""
    same = versions(kind).filter(code__startswith=f"{code.rpartition('/')[0]}/").exclude(code=code)
    return same.order_by(F("published_at").desc(nulls_last=True), "-loaded_at", "-pk").first()


def comparison(kind: str, before: CatalogueVersion | None, after: Guidance | IndicatorSet) -> Comparison:
    """With no older version everything is new."""
    nothing = Contents(None, {}, {})
    return compare(contents(catalogue(kind, before)) if before else nothing, contents(after))


def links(kind: str, found: Guidance | IndicatorSet) -> tuple[CatalogueVersion | None, list[LinkFault]]:
    """The newest published catalogue of the other kind, and what stands between the two."""
    other = CatalogueKind.INDICATORS if kind == CatalogueKind.GUIDANCE else CatalogueKind.GUIDANCE
    version = versions(other).filter(status=VersionStatus.PUBLISHED).first()
    if version is None:
        return None, []
    pair = (found, catalogue(other, version))
    return version, list(link_faults(*(pair if kind == CatalogueKind.GUIDANCE else reversed(pair))))


# -- what of a comparison is shown -----------------------------------------------------------------------------------


def chosen(differences: tuple[Difference, ...], wanted: str) -> list[Difference]:
    """`wanted`: a Filter, or "" for all that is not the same in its place."""
    return [found for found in differences if wanted in filters(found)]


def filters(difference: Difference) -> Iterator[str]:
    """The filters a difference answers to."""
    yield difference.kind.value
    if difference.is_moved:
        yield Filter.MOVED.value
    if difference.is_moved or difference.kind.value != Filter.SAME:
        yield ""


def counts(differences: tuple[Difference, ...]) -> list[tuple[Filter, int]]:
    """How many of each kind, in the order of Filter."""
    found = [name for difference in differences for name in filters(difference)]
    return [(which, found.count(which.value)) for which in Filter]


def title(item: object) -> str:
    """What people call a leaf or branch: an indicator's title, a question's title or else its prompt."""
    return str(getattr(item, "title", None) or getattr(item, "prompt", ""))


@dataclass(frozen=True)
class LeafRow:
    code: str
    title: str
    leaf: Leaf
    parent: str
    parent_title: str


def leaf_rows(found: Contents, words: str = "") -> list[LeafRow]:
    """The leaves of a version whose code or title has `words`."""
    rows = [
        LeafRow(code, title(placed.item), placed.item, placed.parent, title(found.branches[placed.parent].item))
        for code, placed in found.leaves.items()
    ]
    sought = words.casefold()
    return [row for row in rows if sought in f"{row.code} {row.title}".casefold()]
