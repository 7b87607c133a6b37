import pytest
from django.utils import translation

from catalogue_desk.enums import Filter
from catalogue_desk.queries import contents
from catalogue_desk.views.wording import FIELDS, in_words, row
from catalogues.differences import Change, compare, flat
from guidance.schema import Catalogue as Guidance
from tests.assessments.small import GUIDANCE
from tests.catalogue_desk.sets import INDICATORS, MORE, SET, indicator_set


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change("title.en", "A", "B"), ("tên, tiếng Anh", "A", "B")),
        (Change("rule.target", "1", ""), ("quy tắc điểm, mốc 100 điểm", "1", "")),
        (Change("options.2.score", "", "40"), ("các lựa chọn, 2, điểm", "", "40")),
        (Change("whole", "false", "true"), ("số nguyên", "không", "có")),
        (Change("input", "level", "ratio"), ("cách trả lời", "chọn mức", "nhập tử số và mẫu số")),
        (Change("evidence", "none", "required"), ("minh chứng", "Không cần minh chứng", "Cần minh chứng")),
        (Change("rule.kind", "linear", "steps"), ("quy tắc điểm, cách tính", "linear", "steps")),
    ],
)
def test_change_is_written_in_words(change, words):
    assert tuple(in_words(change)) == words


def test_every_field_has_a_word():
    found = [contents(indicator_set()), contents(Guidance.model_validate(GUIDANCE))]
    paths = {
        path for one in found for placed in (*one.leaves.values(), *one.branches.values()) for path in flat(placed.item)
    }
    assert {path.split(".")[0] for path in paths} - set(FIELDS) == set()
    with translation.override("vi"):
        assert all(str(word) for word in FIELDS.values())


def test_row_says_where_a_leaf_came_from():
    changed = indicator_set(
        groups=[
            {**SET["groups"][0], "indicators": INDICATORS[1:]},
            {**SET["groups"][1], "indicators": [INDICATORS[0], *MORE[1:]]},
        ]
    )
    leaves = {d.code: row(d) for d in compare(contents(indicator_set()), contents(changed)).leaves}
    assert tuple(leaves["A-1"]) == ("A-1", "Mức", Filter.SAME, "B", "A", [])
    assert tuple(leaves["B-1"]) == ("B-1", "Khoảng", Filter.GONE, "B", "", [])
