"""Short constructors, and a province small enough to score by hand; the sums stand beside the tests that use it."""

from datetime import date
from decimal import Decimal

from indicators.scoring.aggregate import Node, ReadingResult, assess
from indicators.scoring.frame import Answer, Branch, Frame, Leaf, NodeKind, Review, Verdict
from indicators.scoring.measures import (
    Checklist,
    Choice,
    Document,
    DocumentValue,
    FreeText,
    Linear,
    Measure,
    Number,
    Ratio,
    RatioValue,
)
from indicators.scoring.readings import Reading

TODAY = date(2026, 7, 1)
YES_NO = Choice("yes_no", {"no": Decimal(0), "yes": Decimal(100)})
YES_PARTIAL_NO = Choice("yes_partial_no", {"no": Decimal(0), "partial": Decimal(50), "yes": Decimal(100)})
LEVELS = Choice("level", {str(level): Decimal(25 * level) for level in range(5)})
ACCEPTED, REJECTED = Review(Verdict.ACCEPTED), Review(Verdict.REJECTED)


def adjusted(value) -> Review:
    return Review(Verdict.ADJUSTED, value)


def rising(floor: int, target: int) -> Linear:
    return Linear(Decimal(floor), Decimal(target))


def question(code: str, measure: Measure = YES_NO, weight: str = "1", **fields) -> Leaf:
    return Leaf(code, NodeKind.QUESTION, measure, Decimal(weight), **fields)


def indicator(code: str, measure: Measure = YES_NO, weight: str = "1", **fields) -> Leaf:
    return Leaf(code, NodeKind.INDICATOR, measure, Decimal(weight), **fields)


def recommendation(code: str, *children: Leaf, weight: str = "1") -> Branch:
    return Branch(code, NodeKind.RECOMMENDATION, Decimal(weight), children)


def theme(code: str, *children: Branch, weight: str = "1") -> Branch:
    return Branch(code, NodeKind.THEME, Decimal(weight), children)


def group(code: str, *children: Leaf, weight: str = "1") -> Branch:
    return Branch(code, NodeKind.GROUP, Decimal(weight), children)


def questions(*leaves: Leaf) -> Frame:
    """One theme T with one recommendation R."""
    return Frame(themes=(theme("T", recommendation("R", *leaves)),))


def nodes(result: ReadingResult) -> dict[str, Node]:
    return {node.code: node for node in result.nodes}


PROVINCE = Frame(
    themes=(
        theme(
            "A",
            recommendation(
                "A-1",
                question("A-1.1", YES_NO, evidence_required=True),
                question("A-1.2", LEVELS, "3", evidence_required=True, efforts={"3": "S", "4": "L"}),
            ),
            recommendation(
                "A-2",
                question("A-2.1", Checklist({"a": Decimal(1), "b": Decimal(1), "c": Decimal(2)}), efforts={"": "M"}),
                question("A-2.2", YES_PARTIAL_NO, efforts={"": "S"}),
                question("A-2.3", FreeText(), scored=False),
                weight="3",
            ),
            weight="2",
        ),
        theme(
            "B",
            recommendation(
                "B-1",
                question("B-1.1", YES_NO, "2", may_not_apply=True),
                question("B-1.2", Document()),
                question("B-1.3", Number(rising(0, 40)), feeds=("H-01",), efforts={"": "S"}),
            ),
        ),
    ),
    groups=(
        group("G", indicator("G-01", Ratio(rising(0, 90))), indicator("G-02", Number(rising(40, 0)))),
        group("H", indicator("H-01", Number(rising(0, 60))), weight="3"),
    ),
)
PROVINCE_ANSWERS = {
    "A-1.1": Answer("yes", evidence=1, review=ACCEPTED),
    "A-1.2": Answer("2"),
    "A-2.1": Answer(("a", "c"), review=adjusted(("a", "b", "c"))),
    "A-2.3": Answer("Đang chuẩn bị."),
    "B-1.1": Answer(not_applicable=True, reason="Tỉnh không có cảng biển."),
    "B-1.2": Answer(DocumentValue("12/QĐ-UBND", date(2025, 3, 4), "Ủy ban nhân dân tỉnh")),
    "B-1.3": Answer(Decimal(30)),
    "G-01": Answer(RatioValue(Decimal(45), Decimal(100)), review=REJECTED),
    "G-02": Answer(Decimal(10)),
}
PROVINCE_ALPHA = Decimal("0.6")


def province() -> dict[Reading, ReadingResult]:
    return assess(PROVINCE, PROVINCE_ANSWERS, PROVINCE_ALPHA, TODAY)
