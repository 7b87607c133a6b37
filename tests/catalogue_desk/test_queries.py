import pytest

from catalogue_desk import queries
from catalogues.versions import publish, store
from guidance.models import GuidanceVersion
from guidance.schema import Catalogue as Guidance
from indicators.models import IndicatorSetVersion
from indicators.schema import Catalogue as IndicatorSet
from tests.assessments.small import GUIDANCE
from tests.assessments.small import INDICATORS as SMALL
from tests.catalogue_desk.actions.test_versions import used
from tests.catalogue_desk.sets import indicator_set

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_shelves")]

GROUPS = indicator_set().model_dump(mode="json", by_alias=True)["groups"]


def stored(code, *, is_published=False, **fields):
    version = store(IndicatorSetVersion, code, indicator_set(code=code, **fields))[0]
    if is_published:
        publish(version)
    return version


def test_versions_are_drafts_first_then_the_last_published():
    stored("thu/v1", is_published=True)
    stored("thu/v3")
    stored("thu/v2", is_published=True)
    assert [str(version) for version in queries.versions("indicators")] == ["thu/v3", "thu/v2", "thu/v1"]


def test_shown_versions_have_their_numbers_and_campaigns(django_assert_num_queries):
    campaign = used(stored("thu/v1", is_published=True))
    stored("thu/v2", set=None)
    queries.shown("indicators")
    with django_assert_num_queries(2):
        found = queries.shown("indicators")
    assert [(str(f.version), str(f.title), f.branches, f.leaves, f.campaigns) for f in found] == [
        ("thu/v2", "None", 2, 8, []),
        ("thu/v1", "Bộ thử", 2, 8, [campaign]),
    ]
    assert queries.campaigns_of("indicators", found[1].version) == [campaign]
    store(GuidanceVersion, "nho/v1", Guidance.model_validate(GUIDANCE))
    assert next((str(f.version), f.branches, f.leaves) for f in queries.shown("guidance")) == ("nho/v1", 2, 8)


def test_newest_of_a_document_is_the_published_one_if_there_is_any():
    assert queries.newest_of("indicators", "thu/v9") is None
    stored("khac/v1", is_published=True)
    stored("thu2/v1", is_published=True)
    stored("thu/v1")
    assert str(queries.newest_of("indicators", "thu/v9")) == "thu/v1"
    assert queries.newest_of("indicators", "thu/v1") is None
    stored("thu/v2", is_published=True)
    stored("thu/v3")
    assert str(queries.newest_of("indicators", "thu/v9")) == "thu/v2"


def test_without_an_older_version_everything_is_new():
    found = queries.comparison("indicators", None, indicator_set())
    assert {difference.kind for difference in (*found.leaves, *found.branches)} == {"new"}


def test_links_are_told_against_the_newest_published_catalogue_of_the_other_kind():
    small = Guidance.model_validate(GUIDANCE)
    assert queries.links("indicators", indicator_set()) == (None, [])
    guidance = store(GuidanceVersion, "nho/v1", small)[0]
    assert queries.links("indicators", indicator_set()) == (None, [])
    publish(guidance)
    other, faults = queries.links("indicators", indicator_set())
    assert (str(other), [fault.message for fault in faults]) == (
        "nho/v1",
        [
            "câu A-1.6 và chỉ số B-1 khác kiểu",
            "chỉ số A-2 dẫn đến khuyến nghị A-2 không có",
        ],
    )
    fitting = store(IndicatorSetVersion, "nho-chi-so/v1", IndicatorSet.model_validate(SMALL))[0]
    publish(fitting)
    assert queries.links("guidance", small) == (fitting, [])


def test_differences_are_chosen_and_counted():
    changed = indicator_set(
        groups=[
            {**GROUPS[0], "indicators": [{**GROUPS[0]["indicators"][1], "weight": "2"}, GROUPS[0]["indicators"][2]]},
            {**GROUPS[1], "indicators": [GROUPS[0]["indicators"][0], *GROUPS[1]["indicators"][1:]]},
        ]
    )
    found = queries.comparison("indicators", stored("thu/v1"), changed).leaves
    assert [difference.code for difference in queries.chosen(found, "")] == ["A-2", "A-1", "B-1"]
    assert [difference.code for difference in queries.chosen(found, "moved")] == ["A-1"]
    assert [(which.value, count) for which, count in queries.counts(found)] == [
        *(("new", 0), ("gone", 1), ("rescaled", 0), ("reweighted", 1), ("reworded", 0), ("moved", 1), ("same", 6)),
    ]


def test_leaves_are_found_by_code_and_by_title():
    contents = queries.contents(indicator_set())
    assert [row.code for row in queries.leaf_rows(contents)][:2] == ["A-1", "A-2"]
    assert [(row.code, row.parent, row.parent_title) for row in queries.leaf_rows(contents, "KHOẢNG")] == [
        ("B-1", "B", "Nhóm B")
    ]
    assert [row.code for row in queries.leaf_rows(contents, "b-")] == ["B-1", "B-2", "B-3", "B-4", "B-5"]
    guidance = queries.contents(Guidance.model_validate(GUIDANCE))
    assert [row.title for row in queries.leaf_rows(guidance)][:2] == ["Mức kiến trúc", "Đã ban hành chưa?"]
