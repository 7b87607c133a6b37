"""One sheet to fill in: a row a leaf, and one for each option of a checklist."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from assessments.actions.answers import Content
from assessments.catalogue import Item, Section
from catalogues.schema import SINGLE_CHOICE, Kind
from workbooks.sheets.cells import HAS, HAS_NOT, NOT_ISSUED, Plain, cells, option_cells, qualities
from workbooks.sheets.columns import HEADER_ROW, Page, columns_for, inputs, option_row

from .formats import Formats
from .lists import Lists
from .offers import Offers, Place
from .paper import LINE_HEIGHT, Paper, height
from .source import Source
from .texts import Told, told

NOTHING = Content()


class Sheet:
    """Writes the rows of a page below its head. Cells that nobody fills in and that hold nothing are left out."""

    def __init__(self, worksheet: Paper, page: Page, source: Source, formats: Formats, lists: Lists) -> None:
        self.worksheet, self.page, self.source, self.formats = worksheet, page, source, formats
        self.offers = Offers(worksheet, lists)
        self.told = told(source.catalogue)
        self.columns = columns_for(page.items)
        self.at = {column.key: place for place, column in enumerate(self.columns)}
        self.widths = {column.key: column.width for column in self.columns}
        self.row = HEADER_ROW

    def write(self) -> None:
        for place, column in enumerate(self.columns):
            self.worksheet.set_column(place, place, column.width)
            style = "head_input" if column.is_input else "head"
            self.worksheet.write_string(HEADER_ROW, place, column.title, self.formats[style])
        self.worksheet.set_row(HEADER_ROW, 2 * LINE_HEIGHT + 2)
        for section in self.page.sections:
            self._section(section)
            for item in section.items:
                self._leaf(item)
        self._offer_in_columns()
        self.offers.write()

    def _section(self, section: Section) -> None:
        self.row += 1
        style = self.formats["section"]
        self.worksheet.write_string(self.row, 0, section.code, style)
        self.worksheet.write_string(self.row, 1, str(section.title), style)
        for place in range(2, len(self.columns)):
            self.worksheet.write_blank(self.row, place, None, style)

    def _leaf(self, item: Item) -> None:
        self.row += 1
        content = self.source.contents.get(item.code, NOTHING)
        held = cells(item, content)
        taken = inputs(item) if item.code in self.source.opened else {}
        self._fill(item, taken, held)
        self._tell(item, self.told[item.code], held)
        if taken and item.kind in OFFERS:
            OFFERS[item.kind](self, item)
        first = self.row + 1
        ticks = option_cells(item, content)
        for option, label in self.told[item.code].options.items():
            self._option(item, option, label, ticks)
        if taken and self.row >= first:
            self.offers.choices((first, self.at["answer"], self.row, self.at["answer"]), (HAS, HAS_NOT))

    def _fill(self, item: Item, taken: Mapping[str, str], held: Mapping[str, Plain]) -> None:
        """The cells to fill in, open or closed, with what they hold."""
        for key in (key for key in self.at if key in held or key in taken):
            self._put(key, held.get(key), _style(item, key, key in taken))
        if item.kind is Kind.RATIO:
            self._result(held)

    def _put(self, key: str, held: Plain | None, style: str) -> None:
        """Text is always written as text: what begins with "=" is no formula."""
        place, form = self.at[key], self.formats[style]
        if held is None:
            self.worksheet.write_blank(self.row, place, None, form)
        elif isinstance(held, Decimal):
            self.worksheet.write_number(self.row, place, float(held), form)
        elif isinstance(held, date):
            self.worksheet.write_datetime(self.row, place, held, form)
        else:
            self.worksheet.write_string(self.row, place, str(held), form)

    def _result(self, held: Mapping[str, Plain]) -> None:
        """100 · numerator / denominator as a formula that anybody can see."""
        numerator, denominator = (f"{_letter(self.at[key])}{self.row + 1}" for key in ("numerator", "denominator"))
        are_numbers = f"AND(ISNUMBER({numerator}),ISNUMBER({denominator}),N({denominator})>0)"
        formula = f'=IF({are_numbers},100*{numerator}/{denominator},"")'
        above, below = held.get("numerator"), held.get("denominator")
        known = float(100 * above / below) if isinstance(above, Decimal) and isinstance(below, Decimal) else ""
        self.worksheet.write_formula(self.row, self.at["result"], formula, self.formats["result"], known)

    def _tell(self, item: Item, what: Told, held: Mapping[str, Plain]) -> None:
        """What nobody changes here: question, how to answer, evidence in the portal, last round."""
        code = item.code
        hidden = "\nHiện chưa hỏi tới." if code in self.source.hidden else ""
        self._put("code", code, "code")
        self._put("question", what.question, "cell")
        self._put("how", what.how + hidden, "soft")
        earlier = self.source.earlier.get(code, "")
        texts = {**held, "question": what.question, "how": what.how + hidden, "earlier": earlier}
        wide = ((text, self.widths[key]) for key, text in texts.items() if isinstance(text, str))
        self.worksheet.set_row(self.row, height(*wide))
        self._put("evidence", Decimal(self.source.evidence.get(code, 0)), "count")
        if earlier:
            self._put("earlier", earlier, "soft")
        if what.note:
            tall = 30 + 16 * (len(what.note) // 60 + what.note.count("\n"))
            shape = {"width": 420, "height": tall, "font_size": 9, "color": "#FFFFFF"}
            self.worksheet.write_comment(self.row, self.at["question"], what.note, shape)

    def _option(self, item: Item, option: str, label: str, ticks: Mapping[str, Plain]) -> None:
        self.row += 1
        self._put("code", option_row(item, option), "soft")
        self._put("question", label, "option")
        self.worksheet.set_row(self.row, height((label, self.widths["question"])))
        self._put("answer", ticks.get(option), "input" if item.code in self.source.opened else "closed")

    # -- what cells offer ----------------------------------------------------------------------------------------------

    def here(self, key: str) -> Place:
        return self.row, self.at[key], self.row, self.at[key]

    def _offer_in_columns(self) -> None:
        """What all rows of a column share; in closed cells it does no harm."""
        whole = {key: (HEADER_ROW + 1, place, self.row, place) for key, place in self.at.items()}
        for key, choices in (("quality", qualities().values()), ("not_applicable", (HAS, HAS_NOT))):
            if key in whole:
                self.offers.choices(whole[key], tuple(choices))
        if "document_date" in whole:
            self.offers.day(whole["document_date"])


def _style(item: Item, key: str, is_open: bool) -> str:
    if key == "document_date":
        return "input_date" if is_open else "closed_date"
    if not is_open:
        return "closed"
    is_number = key in {"numerator", "denominator"} or (key == "answer" and item.kind is Kind.NUMBER)
    return ("input_whole" if item.whole else "input_number") if is_number else "input"


def _letter(place: int) -> str:
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[place]


def _choice(sheet: Sheet, item: Item) -> None:
    sheet.offers.choices(sheet.here("answer"), sheet.told[item.code].choices)


def _not_issued(sheet: Sheet, item: Item) -> None:
    sheet.offers.choices(sheet.here("answer"), (NOT_ISSUED,))


def _number(sheet: Sheet, item: Item) -> None:
    sheet.offers.number(sheet.here("answer"), (item.whole, item.minimum, item.maximum))


def _halves(sheet: Sheet, item: Item) -> None:
    for key in ("numerator", "denominator"):
        sheet.offers.number(sheet.here(key), (item.whole, Decimal(0), None))


OFFERS: dict[Kind, Callable[[Sheet, Item], None]] = {
    **dict.fromkeys(SINGLE_CHOICE, _choice),
    Kind.DOCUMENT: _not_issued,
    Kind.NUMBER: _number,
    Kind.RATIO: _halves,
}
