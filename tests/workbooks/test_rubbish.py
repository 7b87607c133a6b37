"""Workbooks as nobody means them: always a page, never an error, nothing half-written."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.actions.answers import Content, load
from assessments.models import Answer, AnswerRevision
from workbooks.models import WorkbookUpload

from .books import NAME, changed, downloaded, small_draft

pytestmark = pytest.mark.django_db

RUBBISH = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.none(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.sampled_from(
        [
            "=A1",
            "=1/0",
            "#REF!",
            "A-1.1",
            "A-1.3/a",
            "Mã",
            "Trả lời",
            "1e999",
            "NaN",
            "٣",
            "1.234,5",
            "a" * 20_000,
            "x005F_",
        ]
    ),
)
QUIET = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]}


@pytest.fixture
def sending(client):
    """A draft with an answer, and its coordinator signed in; each example is undone."""
    assessment, by = small_draft()
    load(by=by, assessment=assessment, contents={"A-1.1": Content("2", note="n")})
    client.force_login(by)
    return Sending(client, assessment, downloaded(assessment, by))


class Sending:
    def __init__(self, client, assessment, raw):
        self.client, self.assessment, self.raw = client, assessment, raw

    def stored(self):
        return [*Answer.objects.values()], [*AnswerRevision.objects.values()]

    def check(self, raw, name=NAME):
        with transaction.atomic():
            self._check(raw, name)
            transaction.set_rollback(True)

    def _check(self, raw, name):
        """Whatever is sent: a page; whatever it would change: all or nothing."""
        before = self.stored()
        url = reverse("workbooks:upload", args=[self.assessment.pk])
        response = self.client.post(url, {"file": SimpleUploadedFile(name, raw)})
        assert response.status_code in {302, 422}
        if response.status_code == 422:
            assert not WorkbookUpload.objects.exists()
            return
        upload = WorkbookUpload.objects.get()
        assert self.stored() == before
        assert self.client.get(response.url).status_code == 200
        applied = self.client.post(reverse("workbooks:apply", args=[self.assessment.pk, upload.pk]))
        assert applied.status_code in {302, 422}
        upload.refresh_from_db()
        if upload.status != "applied":
            assert self.stored() == before
        assert self.client.get(response.url).status_code == 200


CHANGES = st.lists(
    st.tuples(st.integers(0, 4), st.integers(1, 20), st.integers(1, 18), RUBBISH), min_size=1, max_size=12
)


@pytest.mark.slow
@settings(max_examples=60, **QUIET)
@given(changes=CHANGES)
def test_any_cells_give_a_page(sending, changes):
    def disturb(book):
        for sheet, row, place, value in changes:
            book.worksheets[sheet].cell(row, place).value = value

    sending.check(changed(sending.raw, disturb))


@pytest.mark.slow
@settings(max_examples=60, **QUIET)
@given(data=st.data())
def test_damaged_bytes_give_a_page(sending, data):
    place = data.draw(st.integers(0, len(sending.raw) - 1))
    piece = data.draw(st.binary(min_size=1, max_size=40))
    sending.check(sending.raw[:place] + piece + sending.raw[place + len(piece) :])


@pytest.mark.slow
@settings(max_examples=30, **QUIET)
@given(raw=st.binary(max_size=200), name=st.text(max_size=40), suffix=st.sampled_from(["", ".xlsx", ".xls", ".ODS"]))
def test_any_file_gives_a_page(sending, raw, name, suffix):
    sending.check(raw, f"{name}a{suffix}")


@pytest.mark.slow
@settings(max_examples=30, **QUIET)
@given(
    place=st.integers(0, 4),
    change=st.sampled_from(["insert_rows", "delete_rows", "insert_cols", "delete_cols"]),
    at=st.integers(1, 12),
    count=st.integers(1, 5),
)
def test_moved_rows_and_columns_give_a_page(sending, place, change, at, count):
    sending.check(changed(sending.raw, lambda book: getattr(book.worksheets[place], change)(at, count)))
