"""How templates write a reviewer's decision: its mark, its tone, the value it puts in place of the answer's."""

from decimal import Decimal

from django import template

from assessments.catalogue import Item
from assessments.enums import Verdict
from assessments.explanations import number
from assessments.models import Decision
from assessments.reports import in_words
from assessments.reports.in_words import percent
from catalogues.schema import Kind

register = template.Library()

MARKS = {
    Verdict.ACCEPTED: ("ok", "ok"),
    Verdict.ADJUSTED: ("adjusted", "warn"),
    Verdict.REJECTED: ("error", "bad"),
    Verdict.ASKED: ("asked", "accent"),
}
"""The icon and the tone of a verdict, as the stylesheets have them: told apart by shape, too."""


@register.filter
def verdict_icon(verdict: str) -> str:
    return MARKS[Verdict(verdict)][0]


@register.filter
def verdict_tone(verdict: str) -> str:
    return MARKS[Verdict(verdict)][1]


@register.filter
def adjusted_to(decision: Decision, item: Item | None) -> str:
    """The value of an "adjusted" in words, as which it is given where there is no item; "" with the other verdicts."""
    return in_words.value(item, decision.value) if item else decision.value or ""


@register.filter
def amount(value: Decimal, item: Item) -> str:
    """A number of this leaf with its unit; a ratio's is a percentage."""
    return percent(value) if item.kind is Kind.RATIO else in_words.with_unit(number(value, 4), item)
