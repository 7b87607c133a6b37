"""From the catalogues' schema to what the scoring core takes."""

from collections.abc import Callable

from catalogues import schema
from catalogues.schema import Kind

from .schema import Catalogue
from .scoring import frame, measures


def groups(catalogue: Catalogue) -> tuple[frame.Branch, ...]:
    """The indicator half of a frame."""
    return tuple(
        frame.Branch(
            group.code,
            frame.NodeKind.GROUP,
            group.weight,
            tuple(leaf(item, frame.NodeKind.INDICATOR) for item in group.indicators),
        )
        for group in catalogue.groups
    )


def leaf(
    item: schema.Leaf,
    kind: frame.NodeKind,
    shown_if: frame.Condition | None = None,
    feeds: tuple[str, ...] = (),
) -> frame.Leaf:
    """One question or indicator as the core sees it."""
    efforts = {"": item.effort, **{option.code: option.effort for option in item.options}}
    return frame.Leaf(
        code=item.code,
        kind=kind,
        measure=measure(item),
        weight=item.weight,
        scored=item.scored,
        may_not_apply=item.may_not_apply,
        evidence_required=item.evidence is schema.EvidenceRule.REQUIRED,
        shown_if=shown_if,
        feeds=feeds,
        efforts={code: str(effort) for code, effort in efforts.items() if effort},
    )


def measure(item: schema.Leaf) -> measures.Measure:
    """What the leaf accepts and how it is scored."""
    return MEASURES[item.kind](item)


def _choice(item: schema.Leaf) -> measures.Measure:
    codes = [option.code for option in item.options]
    return measures.Choice(item.kind, measures.level_scores(codes, [option.score for option in item.options]))


def _checklist(item: schema.Leaf) -> measures.Measure:
    return measures.Checklist({option.code: option.weight for option in item.options})


def _number(item: schema.Leaf) -> measures.Measure:
    return measures.Number(_rule(item.rule), item.minimum, item.maximum, item.whole)


def _ratio(item: schema.Leaf) -> measures.Measure:
    return measures.Ratio(_rule(item.rule), item.may_exceed, item.whole)


def _rule(rule: schema.Linear | schema.Steps | schema.Optimum | None) -> measures.Rule | None:
    if isinstance(rule, schema.Linear):
        return measures.Linear(rule.floor, rule.target)
    if isinstance(rule, schema.Steps):
        return measures.Steps(tuple((step.at, step.score) for step in rule.steps), rule.lower_is_better)
    if isinstance(rule, schema.Optimum):
        return measures.Optimum(rule.floor, rule.low, rule.high, rule.ceiling)
    return None


MEASURES: dict[Kind, Callable[[schema.Leaf], measures.Measure]] = {
    Kind.LEVEL: _choice,
    Kind.YES_NO: _choice,
    Kind.YES_PARTIAL_NO: _choice,
    Kind.CHECKLIST: _checklist,
    Kind.NUMBER: _number,
    Kind.RATIO: _ratio,
    Kind.DOCUMENT: lambda item: measures.Document(),
    Kind.TEXT: lambda item: measures.FreeText(),
}
