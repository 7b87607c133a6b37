"""Whatever JSON comes: read, or refused with problems."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.scoring.aggregate import assess
from indicators.scoring.exchange import ExchangeError, Problem, read_answers, read_header, write_answers

from .examples import TODAY
from .exchange_examples import FRAME, PAPER, document, header_problems
from .strategies import law

pytestmark = pytest.mark.slow

texts = st.text(max_size=8) | st.text(st.characters(categories=["Cs", "Cc", "L"]), max_size=8)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=8,
)
codes = st.sampled_from([leaf.code for leaf in FRAME.leaves()])
near_values = (
    st.sampled_from(["0", "3", "yes", "a", "12.5", "-1", "1e999", "NaN", "٥", "2025-03-04"])
    | st.lists(st.sampled_from(["a", "b", "c"]), max_size=3)
    | st.fixed_dictionaries(
        {}, optional=dict.fromkeys(["numerator", "denominator"], st.sampled_from(["0", "1", "2", "x"]))
    )
    | st.fixed_dictionaries({}, optional=dict.fromkeys(PAPER, st.sampled_from(["", "12", "2025-03-04", None])))
    | json_values
)
near_reviews = st.fixed_dictionaries(
    {"verdict": st.sampled_from(["accepted", "adjusted", "rejected"]) | json_values}, optional={"value": near_values}
)
near_answers = st.fixed_dictionaries(
    {"code": codes | json_values},
    optional={
        "value": near_values,
        "not_applicable": st.booleans() | json_values,
        "reason": texts | json_values,
        "evidence": st.integers(-1, 5) | json_values,
        "review": near_reviews | json_values,
        "extra": json_values,
    },
)
near_documents = st.fixed_dictionaries(
    {"schema": st.just("smartcity-answers/1"), "answers": st.lists(near_answers | json_values, max_size=4)},
    optional={"alpha": st.sampled_from(["0", "0.5", "1", "2"]) | json_values, "guidance": texts | json_values},
)


def read_and_score(raw) -> None:
    """Either refused with problems, or everything that was read can be scored and written."""
    refused: tuple[Problem, ...] | None = None
    try:
        header = read_header(raw)
        answers = read_answers(raw, FRAME)
    except ExchangeError as error:
        refused = error.problems
    assert refused != ()
    if refused:
        return
    assess(FRAME, answers, header.alpha, TODAY)
    written = json.loads(json.dumps(write_answers(header, answers)))
    assert (read_header(written), read_answers(written, FRAME)) == (header, answers)


@law
@given(json_values)
def test_any_json_is_refused_with_problems(raw):
    assert header_problems(raw) != []


@law
@given(near_documents)
def test_any_document_is_read_or_refused_with_problems(raw):
    read_and_score(raw)


@law
@given(st.lists(near_answers, max_size=3, unique_by=lambda raw: str(raw["code"])))
def test_any_answers_are_read_or_refused_with_problems(answers):
    read_and_score(document(*answers))
