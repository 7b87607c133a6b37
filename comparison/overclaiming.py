"""Where what was claimed at submission and what was verified differ: by province, part, leaf, reviewer and reason.

Everything is counted by the database. "Lowered" and "raised" are leaves that have a score in both readings; a
difference is claimed − verified, greater than 0 where a province put itself higher than the review did.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Avg, Count, DecimalField, F, Q, QuerySet

from assessments.enums import ReasonCode
from indicators.scoring.frame import NodeKind

from .models import Entry, EntryReviewer, NodeScore
from .outline import Listed

LEAVES = (NodeKind.QUESTION, NodeKind.INDICATOR)
MOST_REASONS = 3

Reasons = tuple[tuple[ReasonCode, int], ...]


class Difference(NamedTuple):
    """One line of the statistics; `code` is "" for a person. `entries`: of how many provinces' results the scores are
    the mean; `judged`: leaves with both scores; `reasons`: why reviewers did not accept, the commonest first."""

    code: str
    label: str
    entries: int
    claimed: Decimal | None
    verified: Decimal | None
    difference: Decimal | None
    judged: int
    lowered: int
    raised: int
    reasons: Reasons = ()

    @property
    def lowered_share(self) -> Decimal | None:
        return share(self.lowered, self.judged)

    @property
    def raised_share(self) -> Decimal | None:
        return share(self.raised, self.judged)


class Totals(NamedTuple):
    """`exempted`: leaves that were claimed not to apply and count nevertheless."""

    entries: int
    difference: Decimal | None
    judged: int
    lowered: int
    raised: int
    exempted: int

    @property
    def lowered_share(self) -> Decimal | None:
        return share(self.lowered, self.judged)

    @property
    def raised_share(self) -> Decimal | None:
        return share(self.raised, self.judged)


class ReasonLine(NamedTuple):
    """`difference`: the mean over the leaves that were not accepted for this reason."""

    reason: ReasonCode
    leaves: int
    difference: Decimal | None


class _Moved(NamedTuple):
    judged: int = 0
    lowered: int = 0
    raised: int = 0

    def plus(self, other: "_Moved") -> "_Moved":
        return _Moved(*map(sum, zip(self, other, strict=True)))


UNMOVED = _Moved()


def share(part: int, whole: int) -> Decimal | None:
    """In per cent; None of nothing."""
    return Decimal(100 * part) / whole if whole else None


def _mean(expression: Any) -> Avg:
    return Avg(expression, output_field=DecimalField(max_digits=20, decimal_places=10))


def _moved(prefix: str = "") -> dict[str, Count]:
    """Leaves below `prefix` with both scores, and those of them that were lowered and raised."""
    claimed, verified = F(f"{prefix}claimed"), F(f"{prefix}verified")
    both = Q(**{f"{prefix}claimed__isnull": False, f"{prefix}verified__isnull": False, f"{prefix}kind__in": LEAVES})
    return {
        "judged": Count(f"{prefix}pk", filter=both),
        "lowered": Count(f"{prefix}pk", filter=both & Q(**{f"{prefix}claimed__gt": verified})),
        "raised": Count(f"{prefix}pk", filter=both & Q(**{f"{prefix}verified__gt": claimed})),
    }


def _nodes(entries: QuerySet[Entry]) -> QuerySet[NodeScore]:
    return NodeScore.objects.filter(entry__in=entries.order_by().values("pk")).order_by()


def _leaves(entries: QuerySet[Entry]) -> QuerySet[NodeScore]:
    return _nodes(entries).filter(kind__in=LEAVES)


def totals(entries: QuerySet[Entry]) -> Totals:
    heads = entries.order_by().aggregate(entries=Count("pk"), difference=_mean(F("claimed") - F("headline")))
    exempted = Count("pk", filter=Q(claimed__isnull=True, verified__isnull=False))
    return Totals(**heads, **_leaves(entries).aggregate(**_moved(), exempted=exempted))


def by_province(entries: QuerySet[Entry]) -> list[Difference]:
    """Every entry; the numbers are points of the headline."""
    moved = _counted(_leaves(entries), ("entry",))
    reasons = _reasons(_leaves(entries), ("entry",))
    found = entries.values_list("pk", "province__code", "province__name", "claimed", "headline")
    return [
        Difference(code, name, 1, claimed, headline, less(claimed, headline), *moved[(pk,)], reasons[(pk,)])
        for pk, code, name, claimed, headline in found
    ]


def by_part(entries: QuerySet[Entry], parts: Iterable[Listed]) -> list[Difference]:
    """Themes and groups, in the order given."""
    means = _means(_nodes(entries).filter(kind__in=(NodeKind.THEME, NodeKind.GROUP)))
    above = {
        (leaf.kind, parent.code): part.key
        for part in parts
        for parent in (part.children if part.kind is NodeKind.THEME else (part,))
        for leaf in parent.leaves()
    }
    moved: dict[Hashable, _Moved] = defaultdict(_Moved)
    for key, counts in _counted(_leaves(entries), ("kind", "parent")).items():
        moved[above.get(key)] = moved[above.get(key)].plus(counts)
    reasons: dict[Hashable, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for key, found in _reason_counts(_leaves(entries), ("kind", "parent")).items():
        for reason, count in found.items():
            reasons[above.get(key)][reason] += count
    return [_line(part, means, moved, lambda key: _commonest(reasons[key])) for part in parts]


def by_leaf(entries: QuerySet[Entry], parts: Iterable[Listed]) -> list[Difference]:
    """Questions and indicators, in the order of the catalogues."""
    found = _leaves(entries)
    means, moved = _means(found), _counted(found, ("kind", "code"))
    reasons = _reasons(found, ("kind", "code"))
    return [_line(leaf, means, moved, reasons.__getitem__) for part in parts for leaf in part.leaves()]


def by_reviewer(entries: QuerySet[Entry]) -> list[Difference]:
    """Whoever reviewed, in either seat, by name: the headlines of the provinces they reviewed."""
    found = EntryReviewer.objects.filter(entry__in=entries.order_by().values("pk")).order_by()
    keys = ("reviewer", "reviewer__full_name")
    moved = found.values_list("reviewer").annotate(**_moved("entry__nodes__"))
    counts = {reviewer: _Moved(*numbers) for reviewer, *numbers in moved}
    means = found.values_list(*keys).annotate(
        Count("pk"),
        claimed=_mean("entry__claimed"),
        verified=_mean("entry__headline"),
        difference=_mean(F("entry__claimed") - F("entry__headline")),
    )
    return [Difference("", name, *numbers, *counts[pk]) for pk, name, *numbers in means.order_by("reviewer__full_name")]


def by_reason(entries: QuerySet[Entry]) -> list[ReasonLine]:
    """The commonest first."""
    found = _leaves(entries).exclude(reason="").values_list("reason")
    counted = found.annotate(Count("pk"), difference=_mean(F("claimed") - F("verified")))
    lines = [ReasonLine(ReasonCode(reason), count, difference) for reason, count, difference in counted]
    return sorted(lines, key=lambda line: (-line.leaves, line.reason))


def less(claimed: Decimal | None, verified: Decimal | None) -> Decimal | None:
    return None if claimed is None or verified is None else claimed - verified


def _line(
    node: Listed,
    means: Mapping[Hashable, tuple[Any, ...]],
    moved: Mapping[Hashable, _Moved],
    reasons: Callable[[Hashable], Reasons],
) -> Difference:
    numbers = means.get(node.key, (0, None, None, None))
    return Difference(node.code, node.title, *numbers, *moved.get(node.key, UNMOVED), reasons(node.key))


def _means(nodes: QuerySet[NodeScore]) -> dict[Hashable, tuple[Any, ...]]:
    """By kind and code: of how many, mean claimed, mean verified, mean difference; over those with both scores."""
    both = nodes.filter(claimed__isnull=False, verified__isnull=False)
    found = both.values_list("kind", "code").annotate(
        Count("pk"), _mean("claimed"), _mean("verified"), difference=_mean(F("claimed") - F("verified"))
    )
    return {(kind, code): tuple(numbers) for kind, code, *numbers in found}


def _counted(leaves: QuerySet[NodeScore], keys: tuple[str, ...]) -> dict[Hashable, _Moved]:
    found = leaves.values_list(*keys).annotate(**_moved())
    return defaultdict(_Moved, {tuple(row[: len(keys)]): _Moved(*row[len(keys) :]) for row in found})


def _reason_counts(leaves: QuerySet[NodeScore], keys: tuple[str, ...]) -> dict[Hashable, dict[str, int]]:
    found: dict[Hashable, dict[str, int]] = defaultdict(dict)
    for *key, reason, count in leaves.exclude(reason="").values_list(*keys, "reason").annotate(Count("pk")):
        found[tuple(key)][reason] = count
    return found


def _reasons(leaves: QuerySet[NodeScore], keys: tuple[str, ...]) -> dict[Hashable, Reasons]:
    return defaultdict(tuple, {key: _commonest(found) for key, found in _reason_counts(leaves, keys).items()})


def _commonest(counts: Mapping[str, int]) -> Reasons:
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple((ReasonCode(reason), count) for reason, count in ordered[:MOST_REASONS])
