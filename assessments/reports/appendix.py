"""All answers of a snapshot, for the appendix of a report: every question, and of the indicators, whose values stand in
their table, what that does not say."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.catalogue import Item
from assessments.enums import Verdict
from assessments.results import Node, SnapshotResult, title_of
from guidance.schema import Question
from indicators.schema import Indicator
from indicators.scoring.readings import Status

from . import in_words


@dataclass(frozen=True)
class AnswerLine:
    """`status` is "" for an answer that stands; `score` "" for what is not scored; `title` "" where the indicator
    table has it; `review` what the ministry concluded, "" before it did and where it accepted without a word."""

    code: str
    title: str
    value: str
    status: str
    score: str
    quality: str
    note: str
    evidence: int
    review: str = ""

    @property
    def remarks(self) -> str:
        """Score, quality and number of items of evidence, as far as there are any."""
        score = _("Điểm %s") % self.score if self.score else ""
        count = ngettext("%d minh chứng", "%d minh chứng", self.evidence) % self.evidence if self.evidence else ""
        return "; ".join(filter(None, [score, self.quality, count]))


@dataclass(frozen=True)
class AnswerSection:
    code: str
    title: str
    lines: tuple[AnswerLine, ...]


def answer_sections(result: SnapshotResult) -> Iterator[AnswerSection]:
    for section in result.catalogue.sections.values():
        lines = tuple(answer_line(result, item) for item in section.items if _says_more(result, item))
        if lines:
            yield AnswerSection(section.code, str(section.title), lines)


def _says_more(result: SnapshotResult, item: Item) -> bool:
    """Than the table of indicators does: a note, a conclusion, why it does not apply."""
    if not isinstance(item, Indicator):
        return True
    is_left_out = bool(result.answers.get(item.code, {}).get("not_applicable"))
    return is_left_out or bool(result.beside(item.code).get("note") or _remark(result, item))


def _remark(result: SnapshotResult, item: Item) -> str:
    found = result.review(item.code)
    is_plain = found is not None and found.verdict is Verdict.ACCEPTED and not found.text
    return "" if is_plain else in_words.review(item, found)


def answer_line(result: SnapshotResult, item: Item) -> AnswerLine:
    leaf = result.leaf(item.code)
    source = leaf.trace["source"] if leaf else item.code
    beside = result.beside(source)
    status = _status(result, item, leaf)
    value = in_words.value(item, given(result, source), beside.get("document_title", ""))
    if source != item.code and value:
        value = _("%(value)s (lấy từ câu %(code)s)") % {"value": value, "code": source}
    return AnswerLine(
        code=item.code,
        title="" if isinstance(item, Indicator) else title_of(item),
        value="" if status else value.rstrip("."),
        status=status,
        score=in_words.points(leaf.score) if leaf and leaf.score is not None else "",
        quality=in_words.quality(beside.get("quality", "")),
        note=in_words.plain(result.beside(item.code).get("note", "")),
        evidence=len(beside.get("evidence", [])),
        review=_remark(result, item),
    )


def given(result: SnapshotResult, code: str) -> Any:
    """The frozen value of an answer as the exchange format has it; None if there is none."""
    return result.answers.get(code, {}).get("value")


def _status(result: SnapshotResult, item: Item, leaf: Node | None) -> str:
    """Why there is no value, in words; "" if there is one."""
    source = leaf.trace["source"] if leaf else item.code
    answer = result.answers.get(source, {})
    if (leaf and leaf.status == Status.HIDDEN) or (leaf is None and _is_hidden(result, item)):
        return _("Không hỏi tới theo câu trả lời trước đó")
    if answer.get("not_applicable"):
        reason = in_words.plain(answer.get("reason")).rstrip(".")
        return _("Không áp dụng: %s") % reason if reason else _("Không áp dụng")
    return _("Chưa trả lời") if answer.get("value") is None else ""


def _is_hidden(result: SnapshotResult, item: Item) -> bool:
    """Of questions that are not scored, and so not in the trace."""
    asked = item.shown_if if isinstance(item, Question) else None
    return asked is not None and given(result, asked.question) not in asked.among
