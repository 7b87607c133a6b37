import pytest
from django.template.loader import render_to_string
from django.utils import translation

from assessments.enums import Reading, ReasonCode, Verdict
from assessments.explanations import points
from assessments.results import Review, own_result
from assessments.templatetags.shown import signed, trimmed
from assessments.views.scorecard_lines import corrected_lines, gap_lines
from tests.assessments import small
from tests.assessments.reports import snapshots

pytestmark = pytest.mark.django_db
AWKWARD = "Một & \"hai\" <b>ba</b>\n'bốn' %EE%80%80 {{ năm }}"
REVIEWS = {
    "rejected": Review(Verdict.REJECTED, None, ReasonCode.PLAN_ONLY, AWKWARD),
    "without a word": Review(Verdict.REJECTED, None, None, ""),
    "asked": Review(Verdict.ASKED, None, None, AWKWARD),
}


def as_template(name, result, **context):
    around = {"of_snapshot": result.snapshot.pk, "in_reading": result.reading.value}
    return render_to_string(f"assessments/{name}.html", {**around, **context})


def gap_as_template(result, gap):
    numbers = {"gain": signed(gap.gain), "score": points(gap.score), "target": trimmed(gap.target)}
    words = {"kind": result.leaf(gap.code).kind, "code": gap.code, "title": gap.title, "action": gap.action}
    terms = {"lead": gap.lead, "effort": gap.effort, "horizon": gap.horizon, "quick_win": gap.quick_win}
    return as_template("_gap_line", result, gap={**words, **terms}, **numbers)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("of", [snapshots.empty, snapshots.verified, small.scored])
def test_gaps_are_what_their_template_gives(of, language):
    own = own_result(of())
    with translation.override(language):
        for result in map(own.read_as, Reading):
            gaps = result.largest_gaps(200)
            assert gap_lines(result, 200) == [gap_as_template(result, gap) for gap in gaps]
            assert len(gap_lines(result, 2)) == 2


def corrected_as_template(result, code, review):
    item = result.catalogue.items[code]
    return as_template("_corrected_line", result, leaf=result.leaf(code), review=review, item=item)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_was_not_accepted_is_what_its_template_gives(language):
    result = own_result(snapshots.verified())
    with translation.override(language):
        expected = [corrected_as_template(result, code, result.doubts[code]) for code in ("ICT-3.2", "DL-01")]
        assert corrected_lines(result) == expected
    assert ["10/100" in line for line in expected] == [False, True]


@pytest.mark.parametrize("name", REVIEWS)
def test_words_of_the_ministry_are_escaped(monkeypatch, name):
    result = own_result(snapshots.verified())
    monkeypatch.setattr(type(result), "doubts", {"ICT-3.2": REVIEWS[name]})
    [line] = corrected_lines(result)
    assert line == corrected_as_template(result, "ICT-3.2", REVIEWS[name])
    assert "<b>" not in line
