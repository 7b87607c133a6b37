"""Changes as people read them."""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from assessments.actions.answers import Content
from assessments.catalogue import CampaignCatalogue, Item
from assessments.reports import in_words
from assessments.results import title_of
from indicators.scoring.exchange import written_value
from workbooks.enums import Fate
from workbooks.merging import Line


class Part(NamedTuple):
    """One thing that changes about an answer."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Shown:
    """A line with its words; `base`: what the portal had when the workbook was downloaded, for a conflict."""

    line: Line
    title: str
    section: str
    parts: list[Part]
    base: str

    @property
    def tone(self) -> str:
        return TONES[self.line.fate]


TONES = {
    Fate.CONFLICT: "warn",
    Fate.WITHDRAWN: "warn",
    Fate.CHANGED: "accent",
    Fate.NEW: "ok",
    Fate.TAKEN: "accent",
    Fate.KEPT: "",
}


def shown(line: Line, catalogue: CampaignCatalogue) -> Shown:
    """Answer, origin of the figure and note, as far as the two versions differ."""
    pairs = [(name, said, before, after) for name, said, before, after in _parts(line) if before != after]
    parts = [Part(name, before or said, after or said) for name, said, before, after in pairs]
    base = "" if line.base is None else answer_in_words(line.item, line.base)
    return Shown(line, title_of(line.item), catalogue.section_of[line.item.code], parts, base)


def _parts(line: Line) -> list[tuple[str, str, str, str]]:
    """What it is called, what is said where there is none, and the two versions."""
    item, before, after = line.item, line.before, line.after
    none = _("không có")
    answers = (answer_in_words(item, before), answer_in_words(item, after))
    return [
        (_("Câu trả lời"), _("Chưa trả lời"), *answers),
        (_("Nguồn gốc số liệu"), none, in_words.quality(before.quality), in_words.quality(after.quality)),
        (_("Ghi chú"), none, in_words.plain(before.note), in_words.plain(after.note)),
    ]


def answer_in_words(item: Item, content: Content) -> str:
    """ "" if there is none."""
    if content.not_applicable:
        return _("Không áp dụng: %s") % in_words.plain(content.reason)
    said = in_words.value(item, written_value(content.value), content.document_title)
    return said or in_words.plain(content.document_title)
