from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.utils import translation
from openpyxl import load_workbook

from accounts.roles import Role
from assessments.actions.answers import Content, load
from tests.assessments.views.returned import returned
from tests.factories import user_as
from tests.workbooks.books import cell, downloaded, small_draft, where
from workbooks.sheets.columns import FORMAT, IDENTITY, LISTS
from workbooks.writing import workbook

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 6, 1, 2, 3, tzinfo=UTC)


@pytest.fixture
def draft():
    return small_draft()


def book(raw):
    return load_workbook(BytesIO(raw))


def unlocked(raw):
    """Codes of the rows that have a cell to fill in."""
    found = book(raw)
    rows = [row for name in ("A", "Chỉ số") for row in found[name].iter_rows(min_row=4)]
    return [row[0].value for row in rows if any(not each.protection.locked for each in row)]


def test_identity_stands_where_nobody_sees_it(draft):
    assessment, by = draft
    load(by=by, assessment=assessment, contents={"A-1.2": Content("yes")})
    sheet = book(workbook(assessment, by=by, at=AT))[IDENTITY]
    campaign = assessment.campaign
    assert sheet.sheet_state == "veryHidden"
    assert list(sheet.values)[:7] == [
        (FORMAT, "2026-05-06T01:02:03+00:00"),
        ("assessment", str(assessment.pk)),
        ("campaign", campaign.code),
        (campaign.guidance.code, campaign.guidance.checksum),
        (campaign.indicators.code, campaign.indicators.checksum),
        ("A-1.1", 0),
        ("A-1.2", 1),
    ]


def test_sheets_are_protected_and_lists_hidden(draft):
    found = book(downloaded(*draft))
    visible = [sheet.title for sheet in found.worksheets if sheet.sheet_state == "visible"]
    assert visible == ["Hướng dẫn", "A", "Chỉ số"]
    assert found[LISTS].sheet_state == "hidden"
    for name in visible:
        assert found[name].protection.sheet
        assert not found[name].protection.password
        assert (found[name].page_setup.orientation, found[name].sheet_properties.pageSetUpPr.fitToPage) == (
            "landscape",
            True,
        )
    assert found["A"].freeze_panes == "C4"
    assert found["A"].print_title_rows == "$1:$3"


def test_who_may_only_read_gets_it_closed(draft):
    assessment, by = draft
    load(by=by, assessment=assessment, contents={"A-1.1": Content("2")})
    raw = downloaded(assessment, user_as(Role.AUDITOR))
    assert unlocked(raw) == []
    assert cell(raw, "A-1.1", "answer").value == "2 – Mức 2"
    texts = [text for row in book(raw)["Hướng dẫn"].values for text in row if text]
    assert "Vai trò của bạn chỉ được xem phiếu này." in texts


def test_returned_assessment_opens_only_what_was_sent_back():
    assessment, _reviewer = returned(None, "A-1.1", "B-2")
    raw = downloaded(assessment, user_as(Role.COORDINATOR, assessment.province))
    assert unlocked(raw) == ["A-1.1", "B-2"]
    facts = dict(row[:2] for row in book(raw)["Hướng dẫn"].values if row[0])
    assert facts["Phạm vi"] == "Chỉ 2 câu được yêu cầu giải trình là điền được."
    assert facts["Hạn"].startswith("giải trình đến hết ngày ")


def test_demonstration_is_marked_on_every_sheet(draft):
    assessment, by = draft
    assessment.campaign.is_demonstration = True
    found = book(downloaded(assessment, by))
    for name in ("Hướng dẫn", "A", "Chỉ số"):
        texts = [str(text) for row in found[name].iter_rows(max_row=2, values_only=True) for text in row if text]
        assert any(text.startswith("DỮ LIỆU MINH HỌA") for text in texts), name
        assert found[name].oddFooter.center.text == "DỮ LIỆU MINH HỌA"


def test_indicators_say_what_set_they_are(draft):
    assert "Của chúng tôi" in book(downloaded(*draft))["Chỉ số"]["A2"].value


def test_language_of_the_page_does_not_matter(draft):
    assessment, by = draft
    with translation.override("en"):
        english = workbook(assessment, by=by, at=AT)
    assert english == workbook(assessment, by=by, at=AT)


def test_every_leaf_and_option_has_its_row(draft):
    found = book(downloaded(*draft))
    codes = [row[0] for row in found["A"].iter_rows(min_row=4, values_only=True)]
    assert codes == [
        *("A-1", "A-1.1", "A-1.2", "A-1.3", "A-1.3/a", "A-1.3/b", "A-1.3/c", "A-1.4", "A-1.5", "A-1.6"),
        *("A-1.7", "A-1.8"),
    ]
    assert where(found, "B-2")[0].title == "Chỉ số"
