import pytest

from assessments.actions.answers import Content, columns_of
from assessments.catalogue import campaign_catalogue
from assessments.models import Answer
from tests.assessments import small
from workbooks.enums import Fate
from workbooks.merging import line, lines_of, to_store
from workbooks.models import WorkbookUpload
from workbooks.queries import catalogues_of, recorded

ONE, TWO, THREE, NOTE = Content("1"), Content("2"), Content("3"), Content(note="n")


@pytest.fixture(scope="module")
def item():
    return campaign_catalogue(small.campaign()).items["A-1.1"]


def row(item, content, version=1):
    values = {**columns_of(item.kind, content.value), "note": content.note}
    return Answer(code=item.code, kind=item.kind, version=version, is_given=content.value is not None, **values)


@pytest.mark.parametrize(
    ("base", "now", "after", "fate"),
    [
        (ONE, ONE, ONE, None),
        (ONE, ONE, TWO, Fate.CHANGED),
        (ONE, TWO, ONE, None),
        (ONE, TWO, TWO, None),
        (ONE, TWO, THREE, Fate.CONFLICT),
        (ONE, ONE, Content(), Fate.WITHDRAWN),
        (ONE, ONE, NOTE, Fate.WITHDRAWN),
        (ONE, TWO, Content(), Fate.CONFLICT),
        (Content(), Content(), ONE, Fate.NEW),
        (Content(), ONE, Content(), None),
        (Content(), ONE, TWO, Fate.CONFLICT),
        (NOTE, NOTE, ONE, Fate.CHANGED),
        (NOTE, NOTE, Content(), Fate.CHANGED),
        (None, Content(), ONE, Fate.CONFLICT),
        (None, ONE, ONE, None),
    ],
)
def test_leaf_is_judged_by_three_versions(item, base, now, after, fate):
    found = line(item, row(item, now) if now != Content() else None, base, after)
    assert (found and found.fate) == fate
    assert found is None or (found.before, found.after, found.version) == (now, after, 1 if now != Content() else 0)


def test_what_a_cell_cannot_carry_is_no_change_and_stays(item):
    kept = Content("1", note="a\r\nb \x85")
    carried = Content("1", note="a\nb")
    assert line(item, row(item, kept), carried, carried) is None
    found = line(item, row(item, kept), carried, Content("2", note="a\nb"))
    assert (found.fate, to_store(found)) == (Fate.CHANGED, Content("2", note="a\r\nb \x85"))
    edited = line(item, row(item, kept), carried, Content("1", note="a\nc"))
    assert to_store(edited) == Content("1", note="a\nc")


@pytest.fixture
def upload():
    assessment = small.unscored().assessment
    changes = [
        {"code": code, "base": recorded(base), "content": recorded(TWO)}
        for code, base in (("A-1.4", Content()), ("A-1.1", ONE))
    ]
    return WorkbookUpload(
        assessment=assessment, status="ready", changes=changes, catalogues=catalogues_of(assessment.campaign)
    )


def test_waiting_changes_are_seen_against_what_is_there_now_conflicts_first(item, upload):
    found = lines_of(upload, upload.assessment, {"A-1.1": row(item, THREE)})
    assert [(each.item.code, each.fate) for each in found] == [("A-1.1", Fate.CONFLICT), ("A-1.4", Fate.NEW)]
    found = lines_of(upload, upload.assessment, {"A-1.1": row(item, TWO)})
    assert [each.item.code for each in found] == ["A-1.4"]


def test_applied_changes_are_told_as_they_were(upload):
    upload.status = "applied"
    upload.changes = [{**upload.changes[0], "before": recorded(THREE), "fate": "kept"}]
    (found,) = lines_of(upload, upload.assessment, {})
    assert (found.fate, found.before, found.after) == (Fate.KEPT, THREE, TWO)


def test_nothing_is_told_of_other_catalogues(upload):
    upload.catalogues = "khác"
    assert lines_of(upload, upload.assessment, {}) == []
