"""From the cells of a leaf to its content, judged by the same form as on the page."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.utils import translation
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from assessments.actions.answers import Content
from assessments.catalogue import Item
from assessments.enums import Quality
from assessments.explanations import number
from assessments.forms.fields import MOST_DECIMALS, NumberField
from assessments.forms.questions import NONE_TICKED, QuestionForm, prefix_of
from catalogues.schema import SINGLE_CHOICE, Kind
from indicators.scoring.measures import PLAIN_NUMBER, shown
from workbooks.sheets.cells import HAS, HAS_NOT, LANGUAGE, NOT_ISSUED, Plain, canonical, choice_labels, qualities
from workbooks.sheets.columns import OF_KIND, inputs, option_row

SAID_YES = frozenset({HAS.casefold(), "x", "yes", "true", "1"})
SAID_NO = frozenset({HAS_NOT.casefold(), "no", "false", "0"})


class Unread(Exception):
    """What is wrong with the cells of a leaf: messages by column, or by the row of an option."""

    def __init__(self, messages: Mapping[str, str]) -> None:
        self.messages = dict(messages)
        super().__init__(" ".join(self.messages.values()))


def content(item: Item, given: Mapping[str, Plain], ticks: Mapping[str, Plain], today: date) -> Content:
    """What a person gave to a leaf: `given` by column of its own row, `ticks` by option of a checklist. Raises
    Unread."""
    problems: dict[str, str] = {}
    data = {f"{prefix_of(item.code)}-version": ["0"]}
    for key, field in inputs(item).items():
        if key in given:
            data[f"{prefix_of(item.code)}-{field}"] = [_said(item, key, given[key], problems)]
    if item.kind is Kind.CHECKLIST:
        data[f"{prefix_of(item.code)}-value"] = _ticked(item, ticks, problems)
    if problems or (problems := _both_ways(item, given, ticks, data)):
        raise Unread(problems)
    form = QuestionForm(item, None, today, MultiValueDict(data))
    if not form.is_valid():
        raise Unread(_by_column(item, form))
    return canonical(Content(**form.content()))


def _both_ways(
    item: Item, given: Mapping[str, Plain], ticks: Mapping[str, Plain], data: Mapping[str, list[str]]
) -> dict[str, str]:
    """An answer beside "not applicable": which of the two is meant is for the person to say."""
    is_exempt = data.get(f"{prefix_of(item.code)}-not_applicable") == ["on"]
    if not is_exempt or not (ticks or given.keys() & OF_KIND[item.kind].keys()):
        return {}
    return {"not_applicable": _("Câu %s: hãy trả lời, hoặc đánh dấu “Không áp dụng”, không làm cả hai.") % item.code}


def _by_column(item: Item, form: QuestionForm) -> dict[str, str]:
    """What the form refuses, at the column it comes from."""
    columns = {field: key for key, field in inputs(item).items()}
    found: dict[str, str] = {}
    for field, errors in form.errors.items():
        found.setdefault(columns.get(field, "code"), _named(item, " ".join(map(str, errors))))
    return found


def _named(item: Item, message: str) -> str:
    """The page's form stands under its question; a list of faults does not."""
    names = {"code": item.code, "message": message[:1].lower() + message[1:]}
    return message if item.code in message else _("Câu %(code)s: %(message)s") % names


# -- what a cell says to the form ------------------------------------------------------------------------------------


def _said(item: Item, key: str, held: Plain, problems: dict[str, str]) -> str:
    """The form's text for a cell; what cannot be told is noted at the column."""
    try:
        return _text(item, key, held)
    except ValueError as error:
        problems[key] = str(error)
        return ""


def _text(item: Item, key: str, held: Plain) -> str:
    if key == "quality":
        return _grade(item, held)
    if key == "not_applicable" or (key == "answer" and item.kind is Kind.DOCUMENT):
        return "on" if _is_marked(item, key, held) else ""
    if key == "answer" and item.kind in SINGLE_CHOICE:
        return _option(item, held)
    if key in {"numerator", "denominator"} or (key == "answer" and item.kind is Kind.NUMBER):
        return _amount(item, held)
    return _words(item, held)


def _words(item: Item, held: Plain) -> str:
    """Text as it is; a number in a cell for text is what was typed there."""
    if isinstance(held, bool):
        raise ValueError(_("Câu %s cần lời văn ở ô này, không phải giá trị đúng/sai.") % item.code)
    if isinstance(held, date):
        return f"{held:%d/%m/%Y}"
    return f"{held:f}" if isinstance(held, Decimal) else held


def _option(item: Item, held: Plain) -> str:
    """The code of the option that a cell names: by its label, its number, or the number with any text behind it."""
    said = _folded(held)
    by_label = {_folded(label): code for code, label in choice_labels(item).items()}
    by_label |= {name: code for name, code in _bare_labels(item).items() if name not in by_label}
    by_code = {option.code.casefold(): option.code for option in item.options}
    if isinstance(held, bool):
        said = "yes" if held else "no"
    if (code := by_label.get(said) or by_code.get(said)) is not None:
        return code
    first = re.match(r"([\w-]+)\s*[–—.:)-](\s|$)", said)
    if first and first[1] in by_code:
        return by_code[first[1]]
    names = {"code": item.code, "came": shown(_spoken(held))}
    raise ValueError(_("Câu %(code)s: hãy chọn một mục trong danh sách của ô; bạn nhập “%(came)s”.") % names)


def _bare_labels(item: Item) -> dict[str, str]:
    """Labels without their number, where no other has the same."""
    names = [(_folded(option.label.vi or option.label.en), option.code) for option in item.options]
    return {name: code for name, code in names if [other for other, _code in names].count(name) == 1}


def _is_marked(item: Item, key: str, held: Plain) -> bool:
    said = _folded(held)
    own = NOT_ISSUED.casefold() if key == "answer" else "không áp dụng"
    if said == own or said in SAID_YES:
        return True
    if said in SAID_NO:
        return False
    wanted = f"“{NOT_ISSUED}”" if key == "answer" else f"“{HAS}”"
    names = {"code": item.code, "wanted": wanted, "came": shown(_spoken(held))}
    raise ValueError(_("Câu %(code)s cần %(wanted)s hoặc để trống; bạn nhập “%(came)s”.") % names)


def _grade(item: Item, held: Plain) -> str:
    said = _folded(held)
    known = {_folded(label): grade for grade, label in qualities().items()} | {grade: grade for grade in Quality.values}
    if said not in known:
        names = {"code": item.code, "expected": "; ".join(qualities().values()), "came": shown(_spoken(held))}
        raise ValueError(_("Câu %(code)s cần một trong: %(expected)s; bạn nhập “%(came)s”.") % names)
    return known[said]


def _amount(item: Item, held: Plain) -> str:
    """A number as the form takes it in the language at hand; text is read as Vietnamese writes numbers ("1.234,5"),
    whatever that language is."""
    if isinstance(held, str):
        text = held.removesuffix("%").strip() if item.kind is Kind.NUMBER and str(item.unit) == "%" else held
        with translation.override(LANGUAGE):
            plain = NumberField(required=False).to_python(text)
        if not PLAIN_NUMBER.fullmatch(plain):
            return text
        held = Decimal(plain)
    if not isinstance(held, Decimal):
        return _spoken(held)
    return number(held, MOST_DECIMALS) if PLAIN_NUMBER.fullmatch(f"{held:f}") else f"{held:f}"[:40]


def _ticked(item: Item, ticks: Mapping[str, Plain], problems: dict[str, str]) -> list[str]:
    """The options ticked; with any said at all, those left blank are not there."""
    found = []
    for option, held in ticks.items():
        said = _folded(held)
        if said in SAID_YES:
            found.append(option)
        elif said not in SAID_NO:
            names = {"code": item.code, "came": shown(_spoken(held))}
            problems[option_row(item, option)] = _("Câu %(code)s cần Có hoặc Không; bạn nhập “%(came)s”.") % names
    return found or ([NONE_TICKED] if ticks else [])


def _spoken(held: Plain) -> str:
    """A cell's value as people see it."""
    if isinstance(held, bool):
        return "TRUE" if held else "FALSE"
    if isinstance(held, date):
        return f"{held:%d/%m/%Y}"
    return number(held, MOST_DECIMALS) if isinstance(held, Decimal) and held.adjusted() < 12 else str(held)


def _folded(held: Plain) -> str:
    """To compare with what the lists offer."""
    text = str(held).casefold() if isinstance(held, bool) else _spoken(held)
    return " ".join(text.casefold().split())
