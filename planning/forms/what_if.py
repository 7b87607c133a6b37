"""What may be changed of one answer in a what-if: a few fields for each kind; empty ones leave the answer as it is."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from accounts.wording import use_our_words
from assessments.answer_values import read, sentence
from assessments.catalogue import Item
from assessments.errors import InvalidAnswer
from assessments.explanations import number
from assessments.forms.fields import MOST_DECIMALS, NumberField
from assessments.forms.questions import prefix_of
from assessments.reports import in_words
from assessments.results import title_of
from catalogues.schema import Kind
from indicators.scoring.choices import UNKNOWN, Datum
from indicators.scoring.exchange import plain, written_value
from indicators.scoring.measures import DocumentValue, RatioValue, Refused, Value, percent, read_number
from planning.cases import Case, is_evidence_only

Fields = dict[str, forms.Field]
ISSUED, NOT_ISSUED = "yes", "no"
ALL = Decimal(100)


class ChangeForm(forms.Form):
    """After `is_valid`, `value` is the answer to score instead, None to leave it. `chosen`: what a ready-made set of
    changes puts into the fields."""

    def __init__(self, case: Case, datum: Datum, data: Any = None, *, chosen: Value | None = None) -> None:
        self.item, self.datum, self.as_of = case.catalogue.items[datum.code], datum, case.as_of
        self.value: Value | None = None
        super().__init__(data, prefix=prefix_of(datum.code), initial=_initial(self.item, datum, chosen))
        self.fields |= FIELDS[self.item.kind](self.item, datum)
        if datum.held is not None and datum.ways and is_evidence_only(datum.ways[0], datum):
            self.fields["evidence"] = forms.BooleanField(required=False, label=_("Bổ sung minh chứng"))
        use_our_words(self.fields.values())

    @property
    def title(self) -> str:
        return title_of(self.item)

    @property
    def today(self) -> str:
        """What counts of the answer, in words."""
        return in_words.value(self.item, written_value(self.datum.held)) or _("chưa có gì được tính")

    @property
    def is_changed(self) -> bool:
        """Whether its fields say anything, right or wrong."""
        return bool(self.errors) or any(bool(field.value()) for field in self)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.value = self._read(cleaned)
            except InvalidAnswer as error:
                for message in error.messages.values():
                    self.add_error("value", message)
        return cleaned

    def _read(self, cleaned: dict[str, Any]) -> Value | None:
        raw = RAW[self.item.kind](self, cleaned["value"]) if cleaned.get("value") else None
        if raw is not None:
            return read(self.item, raw, self.as_of)
        return self.datum.held if cleaned.get("evidence") else None


# -- one builder a kind ------------------------------------------------------------------------------------------------


def _choice(item: Item, datum: Datum) -> Fields:
    choices = [("", _("Như hiện nay")), *((option.code, str(option.label)) for option in item.options)]
    return {"value": forms.ChoiceField(choices=choices, required=False, label=_("Nếu là"))}


def _checklist(item: Item, datum: Datum) -> Fields:
    held = datum.held if isinstance(datum.held, tuple) else ()
    choices = [(option.code, str(option.label)) for option in item.options if option.code not in held]
    widget = forms.CheckboxSelectMultiple
    return {"value": forms.MultipleChoiceField(choices=choices, required=False, widget=widget, label=_("Nếu có thêm"))}


def _number(item: Item, datum: Datum) -> Fields:
    unit = f" ({item.unit})" if item.unit else ""
    return {"value": NumberField(required=False, label=_("Nếu là") + unit)}


def _ratio(item: Item, datum: Datum) -> Fields:
    return {"value": NumberField(required=False, label=_("Nếu tỷ lệ là (%)"))}


def _document(item: Item, datum: Datum) -> Fields:
    choices = [("", _("Như hiện nay")), (ISSUED, _("Đã ban hành")), (NOT_ISSUED, _("Chưa ban hành"))]
    return {"value": forms.ChoiceField(choices=choices, required=False, label=_("Nếu văn bản"))}


FIELDS: dict[Kind, Callable[[Item, Datum], Fields]] = {
    **dict.fromkeys((Kind.LEVEL, Kind.YES_NO, Kind.YES_PARTIAL_NO), _choice),
    Kind.CHECKLIST: _checklist,
    Kind.NUMBER: _number,
    Kind.RATIO: _ratio,
    Kind.DOCUMENT: _document,
}


# -- from the fields to the exchange format ----------------------------------------------------------------------------


def _raw_items(form: ChangeForm, given: list[str]) -> list[str]:
    held = form.datum.held if isinstance(form.datum.held, tuple) else ()
    return [*held, *given]


def _raw_percent(form: ChangeForm, given: str) -> dict[str, str]:
    """The share as two whole numbers where the measure counts things: 45.3 % is 453 of 1000. Raises InvalidAnswer."""
    item = form.item
    try:
        share = read_number(given, "numerator")
    except Refused as refused:
        raise InvalidAnswer({"": sentence(item, refused)}) from refused
    if share < 0 or (share > ALL and not item.may_exceed):
        upper = _("từ 0 trở lên") if item.may_exceed else _("từ 0 đến 100")
        names = {"code": item.code, "bounds": upper, "came": number(share, MOST_DECIMALS)}
        raise InvalidAnswer({"": _("Câu %(code)s cần tỷ lệ %(bounds)s (%%); bạn nhập %(came)s.") % names})
    decimals = len(given.partition(".")[2]) if item.whole else 0
    return {"numerator": plain(share.scaleb(decimals)), "denominator": plain(ALL.scaleb(decimals))}


def _raw_document(form: ChangeForm, given: str) -> dict[str, str]:
    if given == NOT_ISSUED:
        return {"number": "", "date": "", "issuer": ""}
    return {"number": UNKNOWN, "date": form.as_of.isoformat(), "issuer": UNKNOWN}


RAW: dict[Kind, Callable[[ChangeForm, Any], Any]] = {
    **dict.fromkeys((Kind.LEVEL, Kind.YES_NO, Kind.YES_PARTIAL_NO, Kind.NUMBER), lambda form, given: given),
    Kind.CHECKLIST: _raw_items,
    Kind.RATIO: _raw_percent,
    Kind.DOCUMENT: _raw_document,
}


def _initial(item: Item, datum: Datum, chosen: Value | None) -> dict[str, Any]:
    """The fields that stand for a value."""
    if chosen is None:
        return {}
    if chosen == datum.held:
        return {"evidence": True}
    if isinstance(chosen, tuple):
        held = datum.held if isinstance(datum.held, tuple) else ()
        return {"value": [code for code in chosen if code not in held]}
    if isinstance(chosen, RatioValue):
        return {"value": percent(chosen)}
    return {"value": ISSUED if isinstance(chosen, DocumentValue) else chosen}
