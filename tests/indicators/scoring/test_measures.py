from datetime import date
from decimal import Decimal, localcontext

import pytest

from indicators.scoring.measures import (
    Checklist,
    Document,
    DocumentValue,
    FreeText,
    Linear,
    Number,
    Optimum,
    Ratio,
    RatioValue,
    Refused,
    Steps,
    level_scores,
    percent,
    read_number,
    shown,
)
from indicators.scoring.numbers import CONTEXT, reported

from .examples import LEVELS, TODAY, YES_NO, YES_PARTIAL_NO, rising

CHECKLIST = Checklist({"a": Decimal(1), "b": Decimal(2), "c": Decimal("0.5")})
WHOLE_DOCUMENT = {"number": "12/QĐ-UBND", "date": "2025-03-04", "issuer": "Ủy ban nhân dân tỉnh"}
NO_NUMBERS = [
    *(True, False, 0.5, float("nan"), float("inf"), None, [], ["5"], {}, {"numerator": "1"}),
    *("", " ", "5 ", " 5", "5\n", "+5", "--5", "5.", ".5", "1,5", "1_000", "1 000", "0x10"),
    *("NaN", "Infinity", "1e999", "1E2", "\uff15", "٥", "१", "½", "five"),
    *("1" * 13, "0." + "1" * 9, 10**12, 10**5000, Decimal("NaN"), Decimal("1E+2")),
]


def refusal(measure, raw) -> Refused:
    with pytest.raises(Refused) as caught:
        measure.read(raw)
    return caught.value


# -- choices ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "option", "score"),
    [
        (YES_NO, "no", 0),
        (YES_NO, "yes", 100),
        (YES_PARTIAL_NO, "no", 0),
        (YES_PARTIAL_NO, "partial", 50),
        (YES_PARTIAL_NO, "yes", 100),
        (LEVELS, "0", 0),
        (LEVELS, "3", 75),
    ],
)
def test_choice_scores_the_chosen_option(measure, option, score):
    assert measure.score(measure.read(option), TODAY) == score


@pytest.mark.parametrize("raw", ["5", "", "Yes", " yes", 0, 1, True, None, 1.0, ["yes"], {"yes": 1}, b"yes"])
def test_choice_refuses_anything_but_its_codes(raw):
    found = refusal(YES_NO, raw)
    assert (found.field, found.expected, found.came) == ("", "một trong no, yes", shown(raw))


@pytest.mark.parametrize(
    ("count", "scores"),
    [(2, [0, 100]), (3, [0, 50, 100]), (5, [0, 25, 50, 75, 100]), (6, [0, 20, 40, 60, 80, 100])],
)
def test_level_scores_default_to_equal_steps(count, scores):
    codes = [str(level) for level in range(count)]
    assert list(level_scores(codes, [None] * count).values()) == scores


def test_level_scores_keep_what_the_catalogue_gives():
    assert level_scores(["a", "b", "c"], [Decimal(0), Decimal(70), None]) == {"a": 0, "b": 70, "c": 100}


def test_level_scores_of_thirds_are_carried_unrounded():
    # three of 32 equal questions stand at level 1 of 0..3: 3 · 100/3 / 32 = 100/32 = 3.125, reported 3.13
    one = level_scores("0123", [None] * 4)["1"]
    with localcontext(CONTEXT):
        mean = 3 * one / 32
    assert str(reported(mean)) == "3.13"


# -- checklists ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ticked", "score"),
    [
        ([], "0"),  # 0 / 3.5
        (["a", "c"], "42.86"),  # 100 · 1.5 / 3.5 = 42.857…
        (["b"], "57.14"),  # 100 · 2 / 3.5 = 57.142…
        (["c", "b", "a"], "100"),
    ],
)
def test_checklist_scores_the_share_of_weight_ticked(ticked, score):
    assert reported(CHECKLIST.score(CHECKLIST.read(ticked), TODAY)) == Decimal(score)


def test_checklist_keeps_the_order_of_the_catalogue():
    assert CHECKLIST.read(["c", "a"]) == CHECKLIST.read(("a", "c")) == ("a", "c")


@pytest.mark.parametrize("raw", ["a", "abc", {"a": True}, 1, True, None])
def test_checklist_refuses_what_is_no_list(raw):
    assert refusal(CHECKLIST, raw).came == shown(raw)


@pytest.mark.parametrize(
    ("raw", "came"),
    [(["a", "d"], "d"), (["a", "a"], "a"), ([1], "1"), ([["a"]], "['a']"), ([None], "null"), ([True], "True")],
)
def test_checklist_refuses_unknown_and_repeated_codes(raw, came):
    assert refusal(CHECKLIST, raw).came == came


# -- numbers and ratios ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("raw", ["0", "-5", "007", "12.50", "999999999999.99999999", "-999999999999.99999999"])
def test_read_number_takes_plain_decimals(raw):
    assert read_number(raw, "x") == Decimal(raw)


@pytest.mark.parametrize("raw", NO_NUMBERS, ids=lambda raw: shown(raw)[:20] or "empty")
def test_read_number_refuses_everything_else(raw):
    with pytest.raises(Refused) as caught:
        read_number(raw, "x")
    assert (caught.value.field, caught.value.came) == ("x", shown(raw))


@pytest.mark.parametrize(
    ("low", "high", "raw", "expected"),
    [
        (0, 100, "-0.01", "giá trị từ 0 đến 100"),
        (0, 100, "100.01", "giá trị từ 0 đến 100"),
        (0, None, "-1", "giá trị từ 0 trở lên"),
        (None, 100, "101", "giá trị từ 100 trở xuống"),
    ],
)
def test_number_refuses_values_out_of_range(low, high, raw, expected):
    found = refusal(Number(rising(0, 100), low, high), raw)
    assert (found.field, found.expected, found.came) == ("", expected, raw)


@pytest.mark.parametrize("raw", ["0", "100", "33.3"])
def test_number_takes_its_bounds_and_what_lies_between(raw):
    assert Number(rising(0, 100), Decimal(0), Decimal(100)).read(raw) == Decimal(raw)


def test_number_without_bounds_takes_any_plain_number():
    assert Number(rising(0, 100)).read("-12345.678") == Decimal("-12345.678")


@pytest.mark.parametrize(
    ("floor", "target", "x", "score"),
    [
        (0, 90, "45", "50"),
        (0, 90, "0", "0"),
        (0, 90, "90", "100"),
        (0, 90, "-1", "0"),
        (0, 90, "400", "100"),
        (20, 60, "30", "25"),  # (30 − 20) / 40
        (-10, 10, "0", "50"),
        (40, 0, "10", "75"),  # lower is better: (10 − 40) / (0 − 40)
        (40, 0, "40", "0"),
        (40, 0, "0", "100"),
        (40, 0, "55", "0"),
        (40, 0, "-3", "100"),
    ],
)
def test_linear_scores_the_way_from_floor_to_target(floor, target, x, score):
    assert rising(floor, target).score(Decimal(x)) == Decimal(score)


STEPS = ((Decimal(10), Decimal(20)), (Decimal(20), Decimal(60)), (Decimal(30), Decimal(100)))


@pytest.mark.parametrize(
    ("x", "score"), [("9.99", 0), ("10", 20), ("19.99", 20), ("20", 60), ("29", 60), ("30", 100), ("999", 100)]
)
def test_steps_score_the_last_mark_reached(x, score):
    assert Steps(STEPS).score(Decimal(x)) == score


@pytest.mark.parametrize(
    ("x", "score"), [("-5", 100), ("10", 100), ("10.01", 60), ("20", 60), ("20.5", 20), ("30", 20), ("30.01", 0)]
)
def test_steps_with_lower_is_better_score_the_first_mark_not_passed(x, score):
    falling = Steps(((Decimal(10), Decimal(100)), (Decimal(20), Decimal(60)), (Decimal(30), Decimal(20))), True)
    assert falling.score(Decimal(x)) == score


@pytest.mark.parametrize(
    ("x", "score"),
    [
        ("0", "0"),
        ("10", "0"),
        ("15", "50"),  # (15 − 10) / (20 − 10)
        ("20", "100"),
        ("25", "100"),
        ("30", "100"),
        ("40", "75"),  # (70 − 40) / (70 − 30)
        ("70", "0"),
        ("71", "0"),
    ],
)
def test_optimum_is_full_within_and_falls_to_both_sides(x, score):
    assert Optimum(Decimal(10), Decimal(20), Decimal(30), Decimal(70)).score(Decimal(x)) == Decimal(score)


@pytest.mark.parametrize(
    ("rule", "x"),
    [
        (Linear(Decimal(40), Decimal(0)), "40"),
        (Linear(Decimal(0), Decimal(90)), "-0"),
        (Optimum(Decimal(10), Decimal(20), Decimal(30), Decimal(70)), "70"),
    ],
)
def test_rules_score_nothing_as_plain_nought(rule, x):
    assert str(reported(rule.score(Decimal(x)))) == "0.00"


@pytest.mark.parametrize(
    ("numerator", "denominator", "score"),
    [
        ("45", "100", "50"),  # 45 % on the way to 90 %
        ("0", "7", "0"),
        ("7", "7", "100"),
        ("1", "3", "37.04"),  # 33.333… / 90 = 37.037…
        ("0.5", "0.9", "61.73"),  # 55.555… / 90 = 61.728…
    ],
)
def test_ratio_scores_its_percentage(numerator, denominator, score):
    measure = Ratio(rising(0, 90))
    value = measure.read({"numerator": numerator, "denominator": denominator})
    assert value == RatioValue(Decimal(numerator), Decimal(denominator))
    assert reported(measure.score(value, TODAY)) == Decimal(score)


@pytest.mark.parametrize(
    ("numerator", "denominator", "field", "expected", "came"),
    [
        ("1", "0", "denominator", "một số lớn hơn 0", "0"),
        ("0", "-4", "denominator", "một số lớn hơn 0", "-4"),
        ("-1", "4", "numerator", "giá trị từ 0 đến 4", "-1"),
        ("4.01", "4", "numerator", "giá trị từ 0 đến 4", "4.01"),
    ],
)
def test_ratio_refuses_parts_out_of_range(numerator, denominator, field, expected, came):
    found = refusal(Ratio(rising(0, 90)), {"numerator": numerator, "denominator": denominator})
    assert (found.field, found.expected, found.came) == (field, expected, came)


def test_ratio_that_may_exceed_goes_beyond_a_hundred_per_cent():
    measure = Ratio(rising(100, 200), may_exceed=True)
    value = measure.read({"numerator": "6", "denominator": "4"})
    assert percent(value) == 150
    assert measure.score(value, TODAY) == 50


def test_ratio_that_may_exceed_still_needs_a_numerator_of_nought_or_more():
    found = refusal(Ratio(rising(0, 90), may_exceed=True), {"numerator": "-1", "denominator": "4"})
    assert (found.field, found.expected) == ("numerator", "giá trị từ 0 trở lên")


@pytest.mark.parametrize(
    "raw",
    [
        "1/2",
        0.5,
        ["1", "2"],
        None,
        {},
        {"numerator": "1"},
        {"denominator": "1"},
        {"numerator": "1", "denominator": "2", "unit": "%"},
    ],
)
def test_ratio_refuses_other_shapes(raw):
    found = refusal(Ratio(rising(0, 90)), raw)
    assert (found.field, found.came) == ("", shown(raw))


@pytest.mark.parametrize("field", ["numerator", "denominator"])
@pytest.mark.parametrize("part", NO_NUMBERS, ids=lambda raw: shown(raw)[:20] or "empty")
def test_ratio_refuses_parts_that_are_no_numbers(field, part):
    found = refusal(Ratio(rising(0, 90)), {"numerator": "1", "denominator": "2", field: part})
    assert (found.field, found.came) == (field, shown(part))


@pytest.mark.parametrize("measure", [Number(None), Ratio(None)])
def test_measures_without_a_rule_count_nothing(measure):
    value = Decimal(3) if isinstance(measure, Number) else RatioValue(Decimal(1), Decimal(2))
    assert measure.score(value, TODAY) == 0


# -- documents and texts ---------------------------------------------------------------------------------------------


def test_document_with_all_three_parts_scores_in_full():
    value = Document().read(WHOLE_DOCUMENT)
    assert value == DocumentValue("12/QĐ-UBND", date(2025, 3, 4), "Ủy ban nhân dân tỉnh")
    assert Document().score(value, TODAY) == 100


@pytest.mark.parametrize("field", ["number", "date", "issuer"])
@pytest.mark.parametrize("gap", [None, "", "absent"])
def test_document_with_a_part_missing_scores_nothing(field, gap):
    raw = {**WHOLE_DOCUMENT, field: gap}
    if gap == "absent":
        del raw[field]
    assert Document().score(Document().read(raw), TODAY) == 0


@pytest.mark.parametrize("field", ["number", "issuer"])
def test_document_with_a_blank_part_scores_nothing(field):
    assert Document().score(Document().read({**WHOLE_DOCUMENT, field: "  "}), TODAY) == 0


@pytest.mark.parametrize(("day", "score"), [("2026-06-30", 100), ("2026-07-01", 100), ("2026-07-02", 0)])
def test_document_of_the_future_scores_nothing(day, score):
    assert Document().score(Document().read({**WHOLE_DOCUMENT, "date": day}), TODAY) == score


@pytest.mark.parametrize(
    "day",
    [
        *("2025-02-30", "04/03/2025", "2025-3-4", "20250304", "2025-W10-2", "2025-03-04T00:00", "2025-03-04 "),
        *("\uff12\uff10\uff12\uff15-03-04", "+2025-03-04", 20250304, True, False, 0, [], ["2025-03-04"], {}),
    ],
)
def test_document_refuses_dates_not_written_as_the_format_says(day):
    found = refusal(Document(), {**WHOLE_DOCUMENT, "date": day})
    assert (found.field, found.expected, found.came) == ("date", "ngày dạng YYYY-MM-DD", shown(day))


@pytest.mark.parametrize("field", ["number", "issuer"])
@pytest.mark.parametrize("part", [12, 0, True, False, 1.5, [], ["a"], {}, {"a": 1}, "a" * 201])
def test_document_refuses_parts_that_are_no_short_texts(field, part):
    found = refusal(Document(), {**WHOLE_DOCUMENT, field: part})
    assert (found.field, found.came) == (field, shown(part))


@pytest.mark.parametrize("field", ["number", "issuer"])
def test_document_takes_parts_of_200_characters(field):
    assert getattr(Document().read({**WHOLE_DOCUMENT, field: "a" * 200}), field) == "a" * 200


@pytest.mark.parametrize("raw", ["12/QĐ-UBND", ["12"], None, 5, {**WHOLE_DOCUMENT, "signer": "A"}])
def test_document_refuses_other_shapes(raw):
    found = refusal(Document(), raw)
    assert (found.field, found.came) == ("", shown(raw))


def test_text_is_taken_as_it_is_and_counts_nothing():
    assert FreeText().read(" Đang làm. ") == " Đang làm. "
    assert FreeText().read("a" * 10_000) == "a" * 10_000
    assert FreeText().score("Đang làm.", TODAY) == 0


@pytest.mark.parametrize("raw", [5, None, ["a"], {}, True, "a" * 10_001])
def test_text_refuses_what_is_no_text_or_too_long(raw):
    assert refusal(FreeText(), raw).came == shown(raw)


# -- what came -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("came", "text"), [(None, "null"), ("", ""), ("a" * 80, "a" * 80), ([1, "a"], "[1, 'a']")])
def test_shown_says_what_came(came, text):
    assert shown(came) == text


def test_shown_spells_what_no_terminal_shows():
    assert shown("a\x1b[31m\0\ud800\tb") == "aU+001B[31mU+0000U+D800\tb"


def test_shown_cuts_what_is_long():
    assert shown("a" * 81) == "a" * 77 + "..."


@pytest.mark.slow
def test_shown_copes_with_what_python_cannot_print():
    nested = []
    for _depth in range(100_000):
        nested = [nested]
    assert [len(shown(came)) <= 80 for came in (10**5000, nested)] == [True, True]
