from uuid import uuid4

import pytest
from django.http import Http404

from assessments.actions.answers import Content, save
from assessments.catalogue import campaign_catalogue
from indicators.scoring.measures import DocumentValue, RatioValue
from workbooks.actions import uploads
from workbooks.queries import content_from, contents_at, get_upload_or_404, recorded, rows_of, uploads_of

from .books import NAME, downloaded, small_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return small_draft()


def test_contents_are_told_as_they_were_in_each_version(draft):
    assessment, by = draft
    for value in ("1", "2", "3"):
        save(by=by, assessment=assessment, code="A-1.1", content=Content(value, note=value), expected_version=None)
    found = [contents_at(assessment, rows_of(assessment), {"A-1.1": version})["A-1.1"] for version in range(5)]
    assert found == [Content(), *(Content(value, note=value) for value in ("1", "2", "3")), None]


def test_contents_of_strange_leaves_are_left_out(draft):
    assessment, _by = draft
    assert contents_at(assessment, {}, {"A-1.1": 0, "X": 3}) == {"A-1.1": Content()}


def test_old_versions_cost_one_query(draft, django_assert_num_queries):
    assessment, by = draft
    for code in ("A-1.1", "A-1.4"):
        for value in ("1", "2"):
            save(by=by, assessment=assessment, code=code, content=Content(value), expected_version=None)
    rows = rows_of(assessment)
    with django_assert_num_queries(1):
        found = contents_at(assessment, rows, {"A-1.1": 1, "A-1.4": 1, "A-1.2": 0})
    assert found == {"A-1.1": Content("1"), "A-1.4": Content("1"), "A-1.2": Content()}


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("A-1.1", Content("2", note="n")),
        ("A-1.3", Content(("a", "c"))),
        ("A-1.6", Content(RatioValue(1, 2), quality="measured")),
        ("A-1.7", Content(DocumentValue("1", None, ""), "t")),
        ("A-1.4", Content(not_applicable=True, reason="r")),
        ("A-1.8", Content()),
    ],
)
def test_recorded_content_is_the_content(draft, code, content):
    item = campaign_catalogue(draft[0].campaign).items[code]
    assert content_from(item, recorded(content)) == content


def test_upload_belongs_to_its_assessment(draft):
    assessment, by = draft
    upload = uploads.receive(by=by, assessment=assessment, name=NAME, raw=downloaded(assessment, by))
    assert get_upload_or_404(assessment, upload.pk) == upload
    assert list(uploads_of(assessment)) == [upload]
    other, _by = small_draft()
    for place, pk in ((other, upload.pk), (assessment, uuid4())):
        with pytest.raises(Http404):
            get_upload_or_404(place, pk)
