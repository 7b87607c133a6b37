"""The two pinned catalogues of a campaign as one: sections, leaves and the frame that is scored."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from catalogues.schema import CHOICE, Leaf, TextBase
from guidance import queries as guidance_queries
from guidance import schema as guidance_schema
from indicators import queries as indicator_queries
from indicators import schema as indicator_schema
from indicators import specs
from indicators.scoring import frame as scoring

from .models import GROUP_PREFIX, Campaign

Item = guidance_schema.Question | indicator_schema.Indicator


def option_labels(item: Item, codes: Iterable[str]) -> list[str]:
    """A code that the item does not list stays a code."""
    labels = {option.code: str(option.label) for option in item.options}
    return [labels.get(code, code) for code in codes]


@dataclass(frozen=True)
class Section:
    """One page of the form: a recommendation, or a group of indicators (`theme` None)."""

    code: str
    title: TextBase
    theme: guidance_schema.Theme | None
    recommendation: guidance_schema.Recommendation | None
    group: indicator_schema.Group | None
    items: tuple[Item, ...]


def part_code(section: Section) -> str:
    """What a section belongs to, as it is shared out and counted: its theme, or its own group of indicators."""
    return str(section.theme.code) if section.theme else f"{GROUP_PREFIX}{section.code}"


class CampaignCatalogue:
    """Built once per pair of versions and process; holds no state of a request."""

    def __init__(
        self, guidance: guidance_schema.Catalogue | None, indicators: indicator_schema.Catalogue | None
    ) -> None:
        self.guidance, self.indicators = guidance, indicators
        self.sections = {section.code: section for section in self._sections()}
        self.items: dict[str, Item] = {item.code: item for found in self.sections.values() for item in found.items}
        self.section_of = {item.code: found.code for found in self.sections.values() for item in found.items}
        groups = specs.groups(indicators) if indicators else ()
        self.frame = scoring.Frame(_themes(guidance), groups, bool(indicators and indicators.is_ladder))
        self.leaves = {leaf.code: leaf for leaf in self.frame.leaves()}
        self.feeders = {fed: code for fed, code in self.frame.feeders().items() if fed in self.leaves}
        self.conditions = {leaf.shown_if.question for leaf in self.leaves.values() if leaf.shown_if}

    def _sections(self) -> Iterator[Section]:
        for theme in self.guidance.themes if self.guidance else ():
            for item in theme.recommendations:
                yield Section(item.code, item.title, theme, item, None, item.questions)
        for group in self.indicators.groups if self.indicators else ():
            yield Section(group.code, group.title, None, None, group, group.indicators)

    def theme_sections(self, theme: guidance_schema.Theme) -> list[Section]:
        return [self.sections[item.code] for item in theme.recommendations]

    def group_sections(self) -> list[Section]:
        return [section for section in self.sections.values() if section.group]

    def neighbours(self, code: str) -> tuple[Section | None, Section | None]:
        """The sections before and after this one."""
        codes = list(self.sections)
        place = codes.index(code)
        before = self.sections[codes[place - 1]] if place else None
        after = self.sections[codes[place + 1]] if place + 1 < len(codes) else None
        return before, after


_built: dict[tuple[str, str], CampaignCatalogue] = {}


def campaign_catalogue(campaign: Campaign) -> CampaignCatalogue:
    """The catalogue a campaign pins; built once in a process for each pair of checksums."""
    key = (campaign.guidance.checksum, campaign.indicators.checksum)
    if key not in _built:
        guidance = guidance_queries.catalogue(campaign.guidance)
        _built[key] = CampaignCatalogue(guidance, indicator_queries.catalogue(campaign.indicators))
    return _built[key]


def asked_when(catalogue: CampaignCatalogue, item: Item) -> str:
    """When a question is asked, in words; "" if always."""
    shown_if = getattr(item, "shown_if", None)
    if shown_if is None:
        return ""
    labels = option_labels(catalogue.items[shown_if.question], shown_if.among)
    names = {"code": shown_if.question, "labels": "; ".join(f"“{label}”" for label in labels)}
    return _("Chỉ hỏi khi câu %(code)s được trả lời là %(labels)s.") % names


class LinkFault(NamedTuple):
    """What is wrong between two catalogues: `code` and `field` of the question or indicator to mend."""

    code: str
    field: str
    message: str


def link_problems(guidance: guidance_schema.Catalogue, indicators: indicator_schema.Catalogue) -> list[str]:
    """What stands between two catalogues that are to be used together; empty if nothing does."""
    return [fault.message for fault in link_faults(guidance, indicators)]


def link_faults(guidance: guidance_schema.Catalogue, indicators: indicator_schema.Catalogue) -> Iterator[LinkFault]:
    """The same with the place to mend."""
    questions = guidance_queries.questions(guidance)
    found = indicator_queries.indicators(indicators)
    for code in sorted(questions.keys() & found.keys()):
        yield LinkFault(code, "code", _("mã %s có ở cả câu hỏi và chỉ số") % code)
    for question in questions.values():
        for code in question.feeds:
            why = _why_not_fed(question, code, found.get(code))
            if why:
                yield LinkFault(question.code, "feeds", why)
    for item in found.values():
        for code in sorted(set(item.recommendations) - guidance_queries.recommendations(guidance).keys()):
            message = _("chỉ số %(code)s dẫn đến khuyến nghị %(other)s không có") % {"code": item.code, "other": code}
            yield LinkFault(item.code, "recommendations", message)


def _why_not_fed(question: Leaf, code: str, indicator: Leaf | None) -> str:
    names = {"code": question.code, "other": code}
    if indicator is None:
        return _("câu %(code)s cấp giá trị cho chỉ số %(other)s không có") % names
    if question.kind != indicator.kind:
        return _("câu %(code)s và chỉ số %(other)s khác kiểu") % names
    if question.kind in CHOICE and {o.code for o in question.options} != {o.code for o in indicator.options}:
        return _("câu %(code)s và chỉ số %(other)s khác lựa chọn") % names
    return ""


def _themes(guidance: guidance_schema.Catalogue | None) -> tuple[scoring.Branch, ...]:
    """The guidance half of a frame."""
    themes = guidance.themes if guidance else ()
    return tuple(
        scoring.Branch(
            theme.code,
            scoring.NodeKind.THEME,
            theme.weight,
            tuple(_recommendation(item) for item in theme.recommendations),
        )
        for theme in themes
    )


def _recommendation(item: guidance_schema.Recommendation) -> scoring.Branch:
    questions = tuple(
        specs.leaf(question, scoring.NodeKind.QUESTION, _condition(question.shown_if), question.feeds)
        for question in item.questions
    )
    return scoring.Branch(item.code, scoring.NodeKind.RECOMMENDATION, item.weight, questions)


def _condition(shown_if: guidance_schema.Condition | None) -> scoring.Condition | None:
    return scoring.Condition(shown_if.question, frozenset(shown_if.among)) if shown_if else None
