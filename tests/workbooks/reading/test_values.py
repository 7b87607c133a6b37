from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from assessments.actions.answers import Content
from assessments.catalogue import campaign_catalogue
from indicators.scoring.measures import DocumentValue, RatioValue
from tests.assessments import small
from workbooks.reading.values import Unread, content

TODAY = date(2026, 5, 6)
TOMORROW = TODAY + timedelta(days=1)
EXEMPT = "Không có biển"
CHOOSE = "Câu A-1.1: hãy chọn một mục trong danh sách của ô; bạn nhập “%s”."
NO_NUMBER = "Câu %s cần một số, ví dụ 12 hoặc 12,5; bạn nhập “%s”."
NO_DAY = "Câu A-1.7: ngày cần có dạng ngày/tháng/năm, ví dụ 20/06/2023."
LATER = "Câu A-1.7: ngày ban hành 07/05/2026 ở sau hôm nay (06/05/2026); hãy kiểm tra lại."
EITHER = "Câu A-1.4: hãy trả lời, hoặc đánh dấu “Không áp dụng”, không làm cả hai."
BOTH = "Câu A-1.7: hãy nêu văn bản, hoặc chỉ đánh dấu “Chưa ban hành”, không làm cả hai."


def ratio(numerator, denominator):
    return Content(RatioValue(Decimal(numerator), Decimal(denominator)))


@pytest.fixture(scope="module")
def items():
    return campaign_catalogue(small.campaign()).items


def messages(item, given, ticks=()):
    with pytest.raises(Unread) as caught:
        content(item, given, dict(ticks), TODAY)
    return caught.value.messages


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("code", "given", "found"),
    [
        ("A-1.1", {"answer": "2 – Mức 2"}, Content("2")),
        ("A-1.1", {"answer": "  mức  2 "}, Content("2")),
        ("A-1.1", {"answer": Decimal(2)}, Content("2")),
        ("A-1.1", {"answer": "2 - mức cũ, lời khác"}, Content("2")),
        ("A-1.1", {"answer": "2. "}, Content("2")),
        ("A-1.1", {}, Content()),
        ("A-1.1", {"note": "Đang làm\n"}, Content(note="Đang làm")),
        ("A-1.2", {"answer": "CÓ"}, Content("yes")),
        ("A-1.2", {"answer": False}, Content("no")),
        ("A-1.2", {"answer": True}, Content("yes")),
        ("A-1.2", {"answer": "yes"}, Content("yes")),
        ("A-1.4", {"not_applicable": "x", "reason": EXEMPT}, Content(not_applicable=True, reason=EXEMPT)),
        ("A-1.4", {"not_applicable": True, "reason": "Vậy"}, Content(not_applicable=True, reason="Vậy")),
        ("A-1.4", {"not_applicable": "Không", "answer": "1"}, Content("1")),
        ("A-1.6", {"numerator": Decimal(1), "denominator": Decimal(4)}, ratio("1", "4")),
        ("A-1.6", {"numerator": "1.234,5", "denominator": "2.000"}, ratio("1234.5", "2000")),
        ("A-1.6", {"numerator": "0.125", "denominator": " 1 "}, ratio("0.125", "1")),
        ("A-1.6", {"numerator": Decimal("1.234"), "denominator": Decimal(2)}, ratio("1.234", "2")),
        (
            "B-2",
            {"answer": Decimal("1234567.125"), "quality": "Ước tính"},
            Content(Decimal("1234567.125"), quality="estimated"),
        ),
        ("B-2", {"quality": "Ước tính"}, Content()),
        ("A-1.7", {"answer": "Chưa ban hành"}, Content(DocumentValue("", None, ""))),
        ("A-1.7", {"document_number": Decimal(12)}, Content(DocumentValue("12", None, ""))),
        ("A-1.7", {"document_date": date(2023, 6, 20)}, Content(DocumentValue("", date(2023, 6, 20), ""))),
        ("A-1.7", {"document_date": "20/06/2023"}, Content(DocumentValue("", date(2023, 6, 20), ""))),
        ("A-1.7", {"document_date": "2023-06-20"}, Content(DocumentValue("", date(2023, 6, 20), ""))),
        ("A-1.7", {"document_title": "Kế hoạch"}, Content(None, "Kế hoạch")),
        ("A-1.8", {"answer": "=1+1"}, Content("=1+1")),
        ("A-1.8", {"answer": Decimal("12.50")}, Content("12.50")),
        ("A-1.8", {"answer": date(2023, 6, 20)}, Content("20/06/2023")),
    ],
)
def test_cells_become_what_the_person_meant(items, code, given, found, language):
    with translation.override(language):
        assert content(items[code], given, {}, TODAY) == found


@pytest.mark.parametrize(
    ("ticks", "value"),
    [
        ({}, None),
        ({"a": "Có", "b": "Không", "c": "x"}, ("a", "c")),
        ({"b": "Có"}, ("b",)),
        ({"a": "Không"}, ()),
        ({"a": True, "c": Decimal(1)}, ("a", "c")),
    ],
)
def test_options_are_ticked_row_by_row(items, ticks, value):
    assert content(items["A-1.3"], {}, ticks, TODAY) == Content(value)


@pytest.mark.parametrize(
    ("code", "given", "column", "message"),
    [
        ("A-1.1", {"answer": "9 – Mức 9"}, "answer", CHOOSE % "9 – Mức 9"),
        ("A-1.1", {"answer": date(2023, 6, 20)}, "answer", CHOOSE % "20/06/2023"),
        ("A-1.1", {"answer": Decimal("2.5")}, "answer", CHOOSE % "2,5"),
        ("A-1.1", {"answer": True}, "answer", CHOOSE % "TRUE"),
        ("A-1.4", {"not_applicable": "Có"}, "reason", "Câu A-1.4: hãy ghi lý do không áp dụng."),
        ("A-1.4", {"not_applicable": "Có", "reason": EXEMPT, "answer": "2"}, "not_applicable", EITHER),
        ("A-1.4", {"not_applicable": "tùy"}, "not_applicable", "Câu A-1.4 cần “Có” hoặc để trống; bạn nhập “tùy”."),
        ("A-1.6", {"numerator": Decimal(1)}, "denominator", "Câu A-1.6: cần nhập cả hai số."),
        ("A-1.6", {"numerator": "75%", "denominator": "1"}, "numerator", NO_NUMBER % ("A-1.6", "75%")),
        (
            "A-1.6",
            {"numerator": "5", "denominator": "0"},
            "denominator",
            "Câu A-1.6: “Mẫu số” cần lớn hơn 0; bạn nhập 0.",
        ),
        ("B-2", {"answer": True}, "answer", NO_NUMBER % ("B-2", "TRUE")),
        ("B-2", {"answer": date(2023, 6, 20)}, "answer", NO_NUMBER % ("B-2", "20/06/2023")),
        ("B-2", {"answer": Decimal("1e300")}, "answer", None),
        ("B-2", {"answer": "1.23.4"}, "answer", NO_NUMBER % ("B-2", "1.23.4")),
        ("B-2", {"answer": Decimal(1), "quality": "đoán"}, "quality", None),
        ("A-1.7", {"answer": "Rồi"}, "answer", "Câu A-1.7 cần “Chưa ban hành” hoặc để trống; bạn nhập “Rồi”."),
        ("A-1.7", {"answer": "Chưa ban hành", "document_number": "1"}, "answer", BOTH),
        ("A-1.7", {"document_date": "06/20/2023"}, "document_date", NO_DAY),
        ("A-1.7", {"document_date": Decimal(45097)}, "document_date", NO_DAY),
        ("A-1.7", {"document_date": TOMORROW}, "document_date", LATER),
        (
            "A-1.7",
            {"document_number": "s" * 201},
            "document_number",
            "Câu A-1.7: cần không quá 200 ký tự; bạn nhập 201 ký tự.",
        ),
        ("A-1.8", {"answer": True}, "answer", "Câu A-1.8 cần lời văn ở ô này, không phải giá trị đúng/sai."),
    ],
)
def test_what_is_wrong_is_said_at_its_column(items, code, given, column, message):
    found = messages(items[code], given)
    assert list(found) == [column]
    assert message in {None, found[column]}


def test_grade_that_is_not_known_is_refused_with_those_that_are(items):
    found = messages(items["B-2"], {"answer": Decimal(1), "quality": "đoán"})
    assert found["quality"] == (
        "Câu B-2 cần một trong: Đo trực tiếp; Số liệu thống kê; Điều tra, khảo sát; Ngoại suy; Ước tính; "
        "bạn nhập “đoán”."
    )


def test_option_that_says_neither_is_named_at_its_row(items):
    assert messages(items["A-1.3"], {}, {"a": "Có", "b": "nửa", "c": date(2023, 6, 20)}) == {
        "A-1.3/b": "Câu A-1.3 cần Có hoặc Không; bạn nhập “nửa”.",
        "A-1.3/c": "Câu A-1.3 cần Có hoặc Không; bạn nhập “20/06/2023”.",
    }
