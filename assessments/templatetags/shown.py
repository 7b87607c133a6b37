"""How templates write scores, numbers and codes of the catalogues: plain formatting, no queries."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.answer_values import value_of
from assessments.catalogue import Item
from assessments.enums import AssessmentState, Band, Reading
from assessments.explanations import number, points
from assessments.forms.questions import prefix_of
from assessments.models import Answer
from assessments.reports import in_words
from assessments.results import shown_status
from catalogues.schema import Linear, Optimum, Rule, Steps
from indicators.scoring.exchange import written_value
from indicators.scoring.numbers import reported

register = template.Library()

register.filter("score", points)
register.filter("percent", in_words.percent)
register.filter("change", in_words.change)
register.filter("day", in_words.day)
register.filter("clause", in_words.clause)
register.filter("rule_name", in_words.rule_name)
register.filter("quality", in_words.quality)
register.filter("evidence_line", in_words.evidence)
register.filter("validity", in_words.validity)
register.filter("anchor", prefix_of)
register.filter("leaf_status", shown_status)


BAND_BARS = SafeString(
    '<svg viewBox="0 0 42 18" aria-hidden="true"><rect x="1" y="12" width="6" height="5"/>'
    '<rect x="9.500" y="9.500" width="6" height="7.500"/><rect x="18" y="7" width="6" height="10"/>'
    '<rect x="26.500" y="4" width="6" height="13"/><rect x="35" y="1" width="6" height="16"/></svg>'
)


@register.filter
def band_mark(band: Band | None) -> SafeString:
    """components/band.html, for tables with hundreds of them."""
    if not band:
        return format_html('<span class="soft">{}</span>', _("không áp dụng"))
    return SafeString(f'<span class="band band-{band.value}">{BAND_BARS}{escape(band.label)}</span>')


@register.filter
def score_bar(score: Decimal | None) -> SafeString:
    """components/score_bar.html, which needs a score, for the same tables; nothing where there is none."""
    if score is None:
        return SafeString("")
    box = '<svg class="score-bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">'
    return SafeString(f'{box}<rect width="{score}" height="1"/></svg>')


@register.filter
def signed(value: Decimal) -> str:
    """A difference with its sign and two decimals ("+1,25"); the minus is the typographic one."""
    return ("−" if reported(value) < 0 else "+") + points(abs(value))


@register.filter
def trimmed(value: Decimal) -> str:
    """A number with as many decimals as it has, at most six ("12,5", "40")."""
    return number(value, 6)


@register.filter
def days_left(days: int) -> str:
    if days < 0:
        return ngettext("quá hạn %d ngày", "quá hạn %d ngày", -days) % -days
    return _("hết hạn hôm nay") if days == 0 else ngettext("còn %d ngày", "còn %d ngày", days) % days


@register.filter
def said(answer: Answer, item: Item) -> str:
    """What a stored answer says, in words."""
    if answer.not_applicable:
        return _("Không áp dụng: %s") % answer.reason
    value = value_of(answer)
    if value is None:
        return _("Chưa trả lời")
    return in_words.value(item, written_value(value), answer.document_title)


@register.filter
def rule_in_words(rule: Rule | None) -> str:
    """How a value turns into points."""
    return RULES[type(rule)](rule) if rule else ""


def _linear(rule: Linear) -> str:
    names = {"floor": trimmed(rule.floor), "target": trimmed(rule.target)}
    if rule.target < rule.floor:
        return _("Từ %(floor)s trở lên được 0 điểm, từ %(target)s trở xuống được 100 điểm, ở giữa theo tỷ lệ.") % names
    return _("Từ %(floor)s trở xuống được 0 điểm, từ %(target)s trở lên được 100 điểm, ở giữa theo tỷ lệ.") % names


def _steps(rule: Steps) -> str:
    sentence = _("từ %(at)s trở xuống: %(score)s điểm") if rule.lower_is_better else _("từ %(at)s: %(score)s điểm")
    parts = "; ".join(sentence % {"at": trimmed(step.at), "score": trimmed(step.score)} for step in rule.steps)
    return _("Theo mốc: %s.") % parts


def _optimum(rule: Optimum) -> str:
    names = {name: trimmed(getattr(rule, name)) for name in ("floor", "low", "high", "ceiling")}
    return _("Từ %(low)s đến %(high)s được 100 điểm, giảm dần về 0 điểm tại %(floor)s và %(ceiling)s.") % names


RULES: dict[type, Callable[[Any], str]] = {Linear: _linear, Steps: _steps, Optimum: _optimum}


# -- how a state looks ------------------------------------------------------------------------------------------------

STATE_LOOKS: Mapping[str, tuple[str, str]] = {
    AssessmentState.DRAFT: ("accent", "begun"),
    AssessmentState.SUBMITTED: ("ok", "ok"),
    AssessmentState.RETURNED: ("warn", "warning"),
    AssessmentState.FINAL: ("ok", "lock"),
}
"""Tone and icon of components/tag.html."""


@register.filter
def state_tone(state: str) -> str:
    return STATE_LOOKS[state][0]


@register.filter
def state_icon(state: str) -> str:
    return STATE_LOOKS[state][1]


# -- codes of the catalogues in words; one that is not listed stays as it is -----------------------------------------


def _words(name: str, words: Mapping[str, str | Promise]) -> None:
    register.filter(name, lambda code: str(words.get(code, code or "")))


_words("effort", in_words.EFFORTS)
_words("horizon", in_words.HORIZONS)
_words(
    "frequency",
    {
        "monthly": gettext_lazy("hằng tháng"),
        "quarterly": gettext_lazy("hằng quý"),
        "half_yearly": gettext_lazy("sáu tháng một lần"),
        "yearly": gettext_lazy("hằng năm"),
    },
)
_words(
    "direction",
    {
        "higher": gettext_lazy("càng cao càng tốt"),
        "lower": gettext_lazy("càng thấp càng tốt"),
        "range": gettext_lazy("tốt nhất trong một khoảng"),
    },
)
_words(
    "kind",
    {
        "level": gettext_lazy("chọn mức"),
        "yes_no": gettext_lazy("có hoặc không"),
        "yes_partial_no": gettext_lazy("có, một phần hoặc không"),
        "checklist": gettext_lazy("đánh dấu danh mục"),
        "number": gettext_lazy("nhập số"),
        "ratio": gettext_lazy("nhập tử số và mẫu số"),
        "document": gettext_lazy("nêu văn bản"),
        "text": gettext_lazy("lời văn"),
    },
)
_words(
    "evidence_rule",
    {
        "required": gettext_lazy("Cần minh chứng"),
        "optional": gettext_lazy("Minh chứng nếu có"),
        "none": gettext_lazy("Không cần minh chứng"),
    },
)
_words(
    "origin",
    {
        "official": gettext_lazy("phụ lục chính thức"),
        "working": gettext_lazy("bộ làm việc do nhóm xây dựng cổng biên soạn"),
    },
)
_words(
    "reading_meaning",
    {
        Reading.CLAIMED: gettext_lazy("Tính theo mọi câu trả lời như tỉnh tự khai."),
        Reading.EVIDENCED: gettext_lazy("Câu cần minh chứng mà chưa có thì tính 0 điểm."),
        Reading.VERIFIED: gettext_lazy("Theo kết luận thẩm định; câu chưa thẩm định tính như tự khai."),
    },
)
