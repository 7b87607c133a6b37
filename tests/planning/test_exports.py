import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.utils import timezone, translation
from openpyxl import load_workbook

from assessments.models import Campaign
from planning.actions.plans import Details, add_own, change
from planning.exports import gaps_file, plan_file
from planning.gap_list import gap_lines
from planning.models import PlannedAction
from planning.queries import actions_of

from .plans import home, planned

pytestmark = pytest.mark.django_db
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1"]


@pytest.fixture
def found():
    return home()


def lines(content: bytes, delimiter: str = ";") -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def cells(content: bytes) -> list[list[object]]:
    return [[cell.value for cell in row] for row in load_workbook(BytesIO(content)).active.iter_rows()]


def test_gaps_as_csv_say_what_they_are_taken_from(found):
    planned(found, "B-2")
    rows = lines(gaps_file(found.case.result, gap_lines(found.case, actions_of(found.assessment)), "csv"))
    assert rows[0] == ["Khoảng cách và việc nên làm"]
    assert rows[2] == ["Theo điểm “Tự đánh giá”; xếp theo mức tăng điểm chung."]
    assert ["Của chúng tôi"] in rows
    assert rows[-6:-4] == [
        [
            *("1", "B-2", "B", "Chỉ số B-2", "40,00", "22,50", "Nâng giá trị đến mức mục tiêu", "22,50", "10"),
            *("Sở Xây dựng", "", "", "", "", "chưa làm"),
        ],
        [
            *("2", "A-1.1", "A-1", "Mức kiến trúc", "50,00", "8,33", "Ban hành văn bản", "4,17", "Mức 3"),
            *("Sở Khoa học và Công nghệ", "nhỏ", "0–6 tháng", "có", "", ""),
        ],
    ]
    assert rows[-1][1:3] + rows[-1][-2:] == ["B-1", "B", "A-1.6", ""]


def test_gaps_as_workbook_have_numbers_as_numbers(found):
    rows = cells(gaps_file(found.case.result, gap_lines(found.case), "xlsx"))
    head = next(place for place, row in enumerate(rows) if row[0] == "Thứ tự")
    assert rows[head + 1][:6] == [1, "B-2", "B", "Chỉ số B-2", 40, 22.5]
    assert len(rows) == head + 7


def test_gaps_of_a_demonstration_say_so(found):
    for extension, read in (("csv", lines), ("xlsx", cells)):
        found.snapshot.context["campaign"]["is_demonstration"] = True
        rows = read(gaps_file(found.case.result, gap_lines(found.case), extension))
        assert any("Dữ liệu minh họa" in str(row[0]) for row in rows), extension


def test_plan_as_csv_and_workbook_has_every_column(found):
    planned(found, "A-1.1", "B-2")
    action = PlannedAction.objects.get(code="B-2")
    details = Details("Đo lại", None, "Tổ đo", date(2026, 9, 1), Decimal("1250.125"), note="Đang đo")
    change(by=found.coordinator, action=action, details=details, seen=1)
    add_own(by=found.coordinator, assessment=found.assessment, code="A-1.8", details=Details("Tập huấn"))
    rows = lines(plan_file(found.assessment, actions_of(found.assessment), "csv"))
    today = f"{timezone.localdate():%d/%m/%Y}"
    assert rows[-3:] == [
        [
            *("1", "B-2", "Chỉ số B-2", "Đo lại", "10", "Tổ đo", "01/09/2026", "1250,125", "chưa làm", "40,00"),
            *("22,50", "Đang đo", today),
        ],
        [
            *("2", "A-1.1", "Mức kiến trúc", "Ban hành văn bản", "Mức 3", "", "", "", "chưa làm", "50,00", "4,17"),
            *("", today),
        ],
        ["3", "A-1.8", "Ý kiến khác?", "Tập huấn", "", "", "", "", "chưa làm", "", "", "", today],
    ]
    found_rows = cells(plan_file(found.assessment, actions_of(found.assessment), "xlsx"))
    first = found_rows[-3]
    assert first[:6] == [1, "B-2", "Chỉ số B-2", "Đo lại", "10", "Tổ đo"]
    assert first[6:8] == [timezone.datetime(2026, 9, 1), 1250.125]


def test_plan_says_whose_it_is_and_whose_the_weights_are(found):
    planned(found, "B-2")
    Campaign.objects.update(is_demonstration=True)
    found.assessment.campaign.refresh_from_db()
    rows = lines(plan_file(found.assessment, actions_of(found.assessment), "csv"))
    said = [row[0] for row in rows[:5]]
    assert said[0] == "Kế hoạch hành động"
    assert said[1].startswith(f"{found.assessment.province}, {found.assessment.campaign.name}. Cập nhật ngày ")
    assert said[2] == "Dữ liệu minh họa: không phải số liệu thật của địa phương nào."
    assert said[3].endswith("do nhóm xây dựng cổng đặt ra, không phải của Bộ.")
    assert said[4] == "Của chúng tôi"


@pytest.mark.parametrize("text", FORMULAS)
def test_what_people_write_is_never_a_formula(found, text):
    [action] = planned(found, "B-2")
    PlannedAction.objects.filter(pk=action.pk).update(text=text, owner_text=text, note=text)
    actions = actions_of(found.assessment)
    row = lines(plan_file(found.assessment, actions, "csv"))[-1]
    assert [row[3], row[5], row[11]] == [f"'{text}"] * 3
    book = load_workbook(BytesIO(plan_file(found.assessment, actions, "xlsx"))).active
    assert {cell.data_type for cell in book[book.max_row] if isinstance(cell.value, str)} == {"s"}


def test_english_files_are_divided_by_commas(found):
    planned(found, "B-2")
    with translation.override("en"):
        rows = lines(plan_file(found.assessment, actions_of(found.assessment), "csv"), ",")
    assert rows[-1][9:11] == ["40.00", "22.50"]
