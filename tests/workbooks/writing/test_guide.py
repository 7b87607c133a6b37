from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.workbooks.books import small_draft
from workbooks.writing import workbook
from workbooks.writing.guide import STEPS, deadline

pytestmark = pytest.mark.django_db


def guide(assessment, by):
    raw = workbook(assessment, by=by, at=datetime(2026, 5, 6, 1, 2, tzinfo=UTC))
    return list(load_workbook(BytesIO(raw))["Hướng dẫn"].iter_rows(max_col=2, values_only=True))


def test_guide_says_whose_it_is_until_when_and_what_is_ours():
    assessment, by = small_draft()
    rows = guide(assessment, by)
    facts = {label: text for label, text in rows if label}
    assert rows[0][0] == f"Phiếu tự đánh giá: {assessment.province}"
    assert facts["Tỉnh, thành phố"] == str(assessment.province)
    assert facts["Đợt đánh giá"] == f"{assessment.campaign.name} ({assessment.campaign.code})"
    assert facts["Hạn"] == f"nộp đến hết ngày {assessment.campaign.submit_by:%d/%m/%Y}"
    assert facts["Tải về lúc"] == "08:02 06/05/2026"
    assert (facts["Về khuyến nghị"], facts["Về bộ chỉ số"]) == ("Của chúng tôi", "Của chúng tôi")
    assert facts["Về cách chấm"].startswith("Trọng số, thang mức và cách chấm điểm là của cổng")
    assert [text[2:] for _label, text in rows if text and text.startswith("– ")] == list(STEPS)
    assert any("Minh chứng không đi cùng bảng tính" in step for step in STEPS)


def test_deadline_is_the_one_that_holds_for_the_province():
    assessment, _by = small_draft()
    later = assessment.campaign.submit_by + timedelta(days=5)
    assessment.extended_to, assessment.extension_reason = later, "Bão"
    assert deadline(assessment) == f"nộp đến hết ngày {later:%d/%m/%Y}"
    assessment.clarify_until = later
    assert deadline(assessment) == f"giải trình đến hết ngày {later:%d/%m/%Y}"
