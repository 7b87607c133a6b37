from decimal import Decimal
from io import BytesIO

from openpyxl import load_workbook
from xlsxwriter import Workbook

from workbooks.writing.lists import Lists
from workbooks.writing.offers import Offers


def test_cells_that_want_the_same_share_a_rule():
    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True})
    offers = Offers(book.add_worksheet("A"), Lists(book.add_worksheet("Danh sách")))
    for row in (3, 5):
        offers.choices((row, 3, row, 3), ("Có", "Không"))
        offers.number((row, 4, row, 4), (True, Decimal(0), Decimal(9)))
    offers.number((7, 4, 7, 4), (False, None, Decimal("2.5")))
    offers.number((8, 4, 8, 4), (False, None, None))
    offers.day((3, 5, 9, 5))
    offers.write()
    book.close()
    rules = load_workbook(stream)["A"].data_validations.dataValidation
    assert [(str(rule.sqref), rule.type, rule.operator, rule.formula1) for rule in rules] == [
        ("D4 D6", "list", None, "'Danh sách'!$A$1:$A$2"),
        ("E4 E6", "whole", None, "0.0"),
        ("E8", "decimal", "lessThanOrEqual", "2.5"),
        ("E9", "decimal", "greaterThanOrEqual", "-1000000000000.0"),
        ("F4:F10", "date", None, "16682"),
    ]
    assert rules[1].prompt == "Nhập một số nguyên từ 0 đến 9."


def test_nothing_to_offer_is_nothing_written():
    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True})
    Offers(book.add_worksheet("A"), Lists(book.add_worksheet("Danh sách"))).write()
    book.close()
    assert load_workbook(stream)["A"].data_validations.dataValidation == []
