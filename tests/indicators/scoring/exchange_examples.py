"""A frame with one leaf of each kind, and short words for documents and for what was refused in them."""

from decimal import Decimal

import pytest

from indicators.scoring.exchange import ExchangeError, Problem, read_answers, read_header
from indicators.scoring.frame import Frame
from indicators.scoring.measures import Checklist, Document, FreeText, Number, Ratio

from .examples import LEVELS, YES_NO, group, indicator, question, questions, rising

FRAME = Frame(
    questions(
        question("CHOICE", LEVELS),
        question("LIST", Checklist({"a": Decimal(1), "b": Decimal(1)})),
        question("PAPER", Document()),
        question("TEXT", FreeText(), scored=False),
        question("SKIP", YES_NO, may_not_apply=True),
    ).themes,
    (
        group(
            "G",
            indicator("NUMBER", Number(rising(0, 100), Decimal(0), Decimal(100))),
            indicator("RATIO", Ratio(rising(0, 100))),
        ),
    ),
)
GROWING = "\ufb2c"
"""One character that is three in NFC."""

HUGE = pytest.param(10**5000, id="huge")
PAPER = {"number": "12/QĐ-UBND", "date": "2025-03-04", "issuer": "Ủy ban nhân dân tỉnh"}


def document(*answers, **fields) -> dict:
    return {
        "schema": "smartcity-answers/1",
        "guidance": "cv2333/v1",
        "indicators": "cv3098/v1",
        "alpha": "0.5",
        "answers": list(answers),
        **fields,
    }


def header_problems(raw) -> list[Problem]:
    with pytest.raises(ExchangeError) as caught:
        read_header(raw)
    return list(caught.value.problems)


def problems(*answers) -> list[Problem]:
    with pytest.raises(ExchangeError) as caught:
        read_answers(document(*answers), FRAME)
    return list(caught.value.problems)


def places(*answers) -> list[tuple[str, str, str]]:
    return [(problem.code, problem.field, problem.came) for problem in problems(*answers)]


def without(field: str) -> dict:
    return {name: value for name, value in document().items() if name != field}
