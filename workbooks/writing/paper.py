"""The sheets of XlsxWriter as we use them: print, protection, heights."""

from xlsxwriter.worksheet import Worksheet

A3 = 8
LINE_HEIGHT, LONGEST_ROW = 13.5, 405.0
LETTERS_A_UNIT = 1.12
"""Letters of our font that go into one unit of a column's width; Vietnamese words wrap early."""


class Paper(Worksheet):
    """A worksheet for people."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        """Our formulas have no functions from after 2007: without eighty searches for those each, a file takes a sixth
        less time."""
        return formula.lstrip("=")

    def set_up(self, mark: str, repeated: int = 0) -> None:
        """`mark` stands at the foot of each printed page; `repeated`: rows that stand at its head. Protected without a
        password: it only keeps people from slipping."""
        self.set_landscape()
        self.set_paper(A3)
        self.fit_to_pages(1, 0)
        self.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        self.set_footer(f"&L&A&C{mark}&R&P/&N")
        self.set_zoom(90)
        self.hide_gridlines(2)
        if repeated:
            self.repeat_rows(0, repeated - 1)
        self.protect("", {"format_columns": True, "format_rows": True})


def height(*texts: tuple[str, int]) -> float:
    """Of a row with these texts, each with the width of its column: not every program works it out by itself."""
    lines = max((lines_of(text, width) for text, width in texts), default=1)
    return min(LINE_HEIGHT * lines + 2, LONGEST_ROW)


def lines_of(text: str, width: int) -> int:
    letters = max(int(width * LETTERS_A_UNIT), 1)
    return sum(-(-len(line) // letters) or 1 for line in text.split("\n"))
