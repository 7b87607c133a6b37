"""What costs time is counted, not timed: Python function calls of one scoring and of one form page.

Upper bounds, a tenth above what it took when they were written; who needs more, says why. The counts are the same in
every run of one Python version.
"""

import sys
from collections.abc import Callable

import pytest
from django.urls import reverse

from assessments.reports import pdf
from benchmarks.scoring import ALPHA, AS_OF, real_catalogue, whole_answers
from indicators.scoring import aggregate
from tests.assessments.reports.printed import report


def calls_of(work: Callable[[], object]) -> int:
    """Calls of functions, those of Python and built-in ones."""
    count = 0

    def note(_frame, event, _argument):
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def test_calls_are_counted():
    nothing = calls_of(lambda: None)
    assert calls_of(lambda: sorted([3, 1, 2], key=lambda number: number)) == nothing + 4


def test_scoring_one_assessment_takes_few_calls():
    catalogue = real_catalogue()
    answers = whole_answers(catalogue)

    def score():
        return aggregate.assess(catalogue.frame, answers, ALPHA, AS_OF)

    score()
    taken = calls_of(score)
    assert (len(catalogue.leaves), calls_of(score)) == (174, taken)
    assert taken <= 7_000


@pytest.mark.parametrize(("code", "most"), [("IOC-6", 31_000), ("DV", 33_500)])
def test_form_page_takes_few_calls(client, db, world, code, most):
    client.force_login(world.actors["coordinator"])
    url = reverse("section", args=[world.draft.pk, code])
    assert [client.get(url).status_code for _visit in range(2)] == [200, 200]
    taken = calls_of(lambda: client.get(url))
    assert taken <= most


def test_scorecard_takes_few_calls(client, db, world):
    client.force_login(world.actors["coordinator"])
    url = reverse("snapshot", args=[world.snapshot.pk])
    assert [client.get(url).status_code for _visit in range(2)] == [200, 200]
    taken = calls_of(lambda: client.get(url))
    assert taken <= 47_500


@pytest.mark.slow
def test_printing_takes_few_calls():
    """Of two pages: a whole report takes as long to count as to print ten times."""
    brief = report("whole")
    pages = pdf.print_out(brief, pdf.BRIEF).pages
    taken = calls_of(lambda: pdf.print_out(brief, pdf.BRIEF))
    assert pages == 2
    assert taken <= 190_000
