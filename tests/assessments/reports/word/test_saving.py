import zipfile
from io import BytesIO

import time_machine
from docx import Document

from assessments.enums import Purpose
from assessments.reports import gap_report
from assessments.reports.word import saving
from tests.assessments.reports import snapshots


def described(snapshot, language="vi"):
    document = Document()
    saving.describe(document, gap_report.build(snapshot, language), "a" * 64)
    return document.core_properties


def test_properties_tell_whose_the_report_is_and_what_it_was_made_from():
    found = described(snapshots.whole())
    assert found.title == "Báo cáo khoảng cách phát triển đô thị thông minh – thành phố Huế"
    assert found.author == "Ủy ban nhân dân thành phố Huế"
    assert (found.language, found.subject, found.version) == ("vi-VN", "Đợt 1", "a" * 64)
    assert found.identifier == gap_report.build(snapshots.whole(), "vi").identifier
    assert found.content_status == "Bản tự đánh giá đã nộp, chưa thẩm định"
    assert found.created.isoformat() == found.modified.isoformat() == "2026-06-30T09:30:00+00:00"
    assert (found.last_modified_by, found.comments, found.keywords, found.revision) == ("", "", "", 1)


def test_english_edition_says_so():
    assert described(snapshots.whole(), "en").language == "en-GB"


def test_long_names_are_cut_to_what_word_takes():
    context = {"campaign": {"code": "x", "name": "Đợt " * 200, "is_demonstration": False}}
    assert len(described(snapshots.snapshot(purpose=Purpose.PREVIEW, context=context)).subject) == 255


def test_the_hour_does_not_matter():
    with time_machine.travel("2026-01-01", tick=False):
        first = saving.saved(Document())
    with time_machine.travel("2030-12-31", tick=False):
        assert saving.saved(Document()) == first
    with zipfile.ZipFile(BytesIO(first)) as archive:
        assert {member.date_time for member in archive.infolist()} == {saving.EPOCH}
        assert archive.testzip() is None
