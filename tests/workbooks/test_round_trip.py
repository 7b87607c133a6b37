"""Real catalogues: what is filled in, taken home and sent back."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.utils import timezone, translation
from openpyxl import load_workbook

from assessments.actions.answers import Content, content_of, load
from assessments.catalogue import campaign_catalogue
from assessments.enums import Verb
from assessments.models import AnswerRevision
from catalogues.schema import Kind
from indicators.scoring.measures import DocumentValue, RatioValue
from tests.factories import complete_assessment, open_assessment
from workbooks.actions import uploads
from workbooks.enums import UploadStatus
from workbooks.sheets.columns import option_row
from workbooks.writing import workbook

from .books import NAME, changed, downloaded, filled

pytestmark = pytest.mark.django_db


def contents(assessment):
    return {row.code: content_of(row) for row in assessment.answers.all() if row.is_given or row.note}


def sent(assessment, by, raw):
    return uploads.receive(by=by, assessment=assessment, name=NAME, raw=raw)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_untouched_workbook_changes_nothing(language):
    assessment, by = complete_assessment()
    with translation.override(language):
        upload = sent(assessment, by, downloaded(assessment, by))
    assert (upload.status, upload.faults, upload.remarks) == (UploadStatus.UNCHANGED, [], [])


def test_workbook_is_the_same_file_for_the_same_moment():
    assessment, by = complete_assessment()
    at = timezone.now()
    assert workbook(assessment, by=by, at=at) == workbook(assessment, by=by, at=at)


@pytest.mark.slow
def test_all_cells_of_one_workbook_typed_into_another_store_the_same_answers():
    full, by = complete_assessment()
    blank = open_assessment(full.province)
    source = load_workbook(BytesIO(downloaded(full, by)))

    def copy(book):
        for sheet in source.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if not cell.protection.locked:
                        book[sheet.title][cell.coordinate].value = cell.value

    upload = sent(blank, by, changed(downloaded(blank, by), copy))
    assert (upload.status, upload.faults) == (UploadStatus.READY, [])
    count = uploads.apply(by=by, assessment=blank, upload=upload, choices={})
    assert contents(blank) == contents(full)
    assert count == len(contents(full)) == AnswerRevision.objects.filter(answer__assessment=blank).count()
    event = blank.events.get(verb=Verb.LOAD_ANSWERS)
    assert (event.by, event.detail) == (by, f"{NAME}: {count}")


def first_of(assessment, kind, **wanted):
    """A leaf of a kind, one that applies to every province unless told otherwise."""
    wanted = {"may_not_apply": False, **wanted}
    items = campaign_catalogue(assessment.campaign).items.values()
    return next(item for item in items if item.kind is kind and all(getattr(item, k) == v for k, v in wanted.items()))


@pytest.mark.slow
def test_a_change_of_each_kind_is_shown_and_stored():
    assessment, by = complete_assessment()
    level, text_free = first_of(assessment, Kind.LEVEL), first_of(assessment, Kind.YES_NO)
    partial, items = first_of(assessment, Kind.YES_PARTIAL_NO), first_of(assessment, Kind.CHECKLIST)
    number, ratio = first_of(assessment, Kind.NUMBER), first_of(assessment, Kind.RATIO, may_exceed=False)
    document, exempt = first_of(assessment, Kind.DOCUMENT), first_of(assessment, Kind.LEVEL, may_not_apply=True)
    cells = {
        (level.code, "answer"): level.options[-1].code,
        (text_free.code, "answer"): "có",
        (partial.code, "answer"): str(partial.options[1].label.vi),
        **{(option_row(items, option.code), "answer"): "Có" for option in items.options},
        (number.code, "answer"): 3,
        (number.code, "quality"): "Ước tính",
        (ratio.code, "numerator"): 7,
        (ratio.code, "denominator"): "1.234",
        (document.code, "document_number"): "=12/QĐ-UBND",
        (document.code, "document_date"): date(2024, 6, 20),
        (document.code, "document_issuer"): "Ủy ban nhân dân",
        (document.code, "document_title"): "+Kế hoạch",
        (exempt.code, "answer"): None,
        (exempt.code, "not_applicable"): "Có",
        (exempt.code, "reason"): "@Không có biển.",
        (exempt.code, "note"): "-Đã xác minh",
    }
    upload = sent(assessment, by, filled(downloaded(assessment, by), cells))
    assert upload.faults == []
    uploads.apply(by=by, assessment=assessment, upload=upload, choices={})
    found = contents(assessment)
    assert found[level.code].value == level.options[-1].code
    assert (found[text_free.code].value, found[partial.code].value) == ("yes", partial.options[1].code)
    assert found[items.code].value == tuple(option.code for option in items.options)
    assert (found[number.code].value, found[number.code].quality) == (Decimal(3), "estimated")
    assert found[ratio.code].value == RatioValue(Decimal(7), Decimal(1234))
    assert found[document.code].value == DocumentValue("=12/QĐ-UBND", date(2024, 6, 20), "Ủy ban nhân dân")
    assert found[document.code].document_title == "+Kế hoạch"
    assert found[exempt.code] == Content(not_applicable=True, reason="@Không có biển.", note="-Đã xác minh")
    assert sent(assessment, by, downloaded(assessment, by)).status == UploadStatus.UNCHANGED


AWKWARD = (
    *("=1+1", "+84 236", "-", "@SUM(A1)", "'abc", "dòng một\r\ndòng hai", "tab\tở giữa", "a" * 10_000, "😀 ế"),
    *("x005F_", "_x000D_", "a_x005F_b", "\x85\x7fa", "1.234,5", "20/06/2023", "TRUE", " lề "),
)


@pytest.mark.parametrize("note", AWKWARD)
def test_text_that_programs_like_to_change_comes_back_as_it_was(note):
    assessment, by = complete_assessment()
    load(by=by, assessment=assessment, contents={"IOC-6.1": Content("2", note=note)})
    assert sent(assessment, by, downloaded(assessment, by)).status == UploadStatus.UNCHANGED


@pytest.mark.parametrize("text", ["0.1", "-0.00000001", "123456789012.12345678", "999999999999", "33.33333333"])
def test_number_keeps_every_digit(text):
    assessment, by = complete_assessment()
    item = first_of(assessment, Kind.RATIO, whole=False)
    value = RatioValue(abs(Decimal(text)), Decimal("999999999999.5"))
    load(by=by, assessment=assessment, contents={item.code: Content(value)})
    assert sent(assessment, by, downloaded(assessment, by)).status == UploadStatus.UNCHANGED
