from decimal import Decimal

import pytest

from assessments.catalogue import campaign_catalogue
from assessments.enums import Band
from comparison.outline import outline
from comparison.queries import rows_of
from comparison.side_by_side import Cell, Choice, Line, choose, far_ahead, heads, lines, medians, usual
from indicators.scoring.frame import NodeKind
from tests.factories.comparison import made_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    """H and every node 90, 63.33, 36.67 and 10."""
    return made_edition(4)


def rows(edition):
    return rows_of(edition.entries.order_by("rank"))


@pytest.mark.parametrize(
    ("asked", "chosen", "left_out", "unknown"),
    [
        ([], "", 0, 0),
        (["", ""], "", 0, 0),
        (["ac", "aa"], "ac aa", 0, 0),
        (["ac", "ac", ""], "ac", 0, 0),
        (["zz", "\x00", "aa", "' OR 1=1"], "aa", 0, 3),
    ],
)
def test_choice_is_what_the_address_says(edition, asked, chosen, left_out, unknown):
    found = choose(asked, rows(edition))
    assert ([row.code for row in found.rows], found.left_out, found.unknown) == (chosen.split(), left_out, unknown)


def test_choice_takes_the_first_four():
    found = choose(["af", "ae", "ad", "ac", "ab", "aa"], rows(made_edition(6)))
    assert ([row.code for row in found.rows], found.left_out) == (["af", "ae", "ad", "ac"], 2)


def test_one_code_twice_is_the_better_ranked():
    found = rows(made_edition(2))
    twice = [found[0], found[1]._replace(code=found[0].code)]
    assert choose([found[0].code], twice) == Choice([found[0]])


def test_without_a_choice_the_first_two_or_ones_own_and_the_best_of_its_peers(edition):
    found = rows(edition)
    assert usual(found, set(), found) == found[:2]
    assert usual(found, {found[2].province}, found) == [found[2], found[0]]
    assert usual(found, {found[2].province}, found[2:]) == [found[2], found[3]]
    assert usual(found, {found[0].province}, found) == found[:2]
    assert usual(found, {found[3].province}, found[3:]) == [found[3]]
    assert usual([], {1}, []) == []


def test_heads_compare_with_the_first_and_with_the_median_of_the_peers(edition):
    found = rows(edition)
    headline, readiness, results = heads([found[1], found[0]], found)
    assert (headline.code, headline.title) == ("H", "Điểm chung")
    assert headline.cells == [
        Cell(found[1].name, Decimal("63.33"), None),
        Cell(found[0].name, Decimal("90.00"), Decimal("26.67")),
    ]
    assert headline.median == Decimal("50.00"), "between 63.33 and 36.67"
    assert (readiness.median, results.median) == (Decimal("54.00"), Decimal("46.00"))
    assert [cell.band for cell in headline.cells] == [Band.INTEGRATED, Band.LEADING]


def test_heads_without_any_score():
    found = rows(made_edition(2, unranked=2))
    headline = heads(found, found)[0]
    assert headline.cells == [Cell(row.name, None, None) for row in found]
    assert (headline.median, headline.cells[0].band) == (None, None)


def test_lines_go_down_to_recommendations_and_indicators(edition):
    found = rows(edition)
    first = edition.entries.get(rank=1)
    first.nodes.filter(kind=NodeKind.INDICATOR, code="B-2").update(verified=None)
    theme, group = lines(outline(campaign_catalogue(edition.campaign)), found[:2], medians(edition.entries.all()))
    assert [(line.code, [child.code for child in line.children]) for line in (theme, group)] == [
        ("A", ["A-1"]),
        ("B", ["B-1", "B-2"]),
    ]
    assert theme.children[0].children == (), "questions are not put side by side"
    assert [cell.score for cell in group.children[1].cells] == [None, Decimal("63.33")]
    assert [cell.difference for cell in group.children[1].cells] == [None, None]
    assert group.children[1].median == Decimal("36.67")


@pytest.mark.parametrize(("count", "middle"), [(1, "90.00"), (2, "50.00"), (3, "50.00"), (4, "50.00")])
def test_medians_are_found_by_the_database(count, middle, django_assert_num_queries):
    edition = made_edition(count)
    with django_assert_num_queries(1):
        found = medians(edition.entries.all())
    assert found == dict.fromkeys(
        [
            *((NodeKind.THEME, "A"), (NodeKind.RECOMMENDATION, "A-1"), (NodeKind.GROUP, "B")),
            *((NodeKind.INDICATOR, "B-1"), (NodeKind.INDICATOR, "B-2")),
        ],
        Decimal(middle),
    )


def test_medians_are_of_the_entries_asked_for_and_of_scores_only(edition):
    edition.entries.get(rank=4).nodes.update(verified=None)
    assert medians(edition.entries.all())[NodeKind.THEME, "A"] == Decimal("63.33")
    assert medians(edition.entries.filter(rank__gte=3))[NodeKind.THEME, "A"] == Decimal("36.67")
    assert medians(edition.entries.none()) == {}


def compared(title: str, **scores: str | None) -> Line:
    cells = [Cell(name, None if score is None else Decimal(score), None) for name, score in scores.items()]
    return Line("X", title, cells, None)


def test_who_is_far_ahead_is_said_the_widest_first():
    said = far_ahead(
        [
            compared("Dữ liệu", Huế="50", Hà_Nội="71.5", Cà_Mau=None),
            compared("Hạ tầng", Huế="60", Hà_Nội="40", Cà_Mau="45"),
            compared("Kiến trúc", Huế="60", Hà_Nội="40.01", Cà_Mau="50"),
            compared("Trống", Huế=None, Hà_Nội=None, Cà_Mau=None),
        ]
    )
    assert said == ["Hà_Nội hơn Huế 21,50 điểm ở “Dữ liệu”.", "Huế hơn Hà_Nội 20,00 điểm ở “Hạ tầng”."]


def test_at_most_five_are_said():
    assert len(far_ahead([compared(str(place), a="90", b="10") for place in range(9)])) == 5
