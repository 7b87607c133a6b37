"""The gap report of one snapshot: everything the templates print, and nothing that is not stored."""

import hashlib
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from assessments.models import ScoreSnapshot
from assessments.results import own_result
from assessments.supplements import NOTHING, Supplement, key_of
from indicators.schema import Origin

from . import appendix, chapters, pictures
from .cover import Cover, cover
from .evidence_list import EvidenceItem, EvidenceList
from .method import Method, method
from .planned import PlanPart, earlier_part, plan_part
from .roadmap import Phase, phases
from .standing import Beside, Standing, standing
from .summary import Summary, summary

NUMERALS = ("I", "II", "III", "IV", "V", "VI")


@dataclass(frozen=True)
class Title:
    """Of a chapter: "II" and what it is about."""

    number: str
    text: str

    @property
    def full(self) -> str:
        return f"{self.number}. {self.text}"


@dataclass(frozen=True)
class Titles:
    """Of the numbered chapters; None for one that the report does not have."""

    themes: Title
    indicators: Title
    standing: Title | None
    roadmap: Title
    plan: Title | None
    method: Title


@dataclass(frozen=True)
class GapReport:
    """`identifier`: hex, the same for the same content; `waterfall`, `roadmap_chart`, `groups_chart`: SVG."""

    language: str
    identifier: str
    title: str
    titles: Titles
    cover: Cover
    summary: Summary
    themes: tuple[chapters.ThemeChapter, ...]
    indicator_notice: str
    indicator_origin: str
    waterfall: str
    groups_chart: str
    groups: tuple[chapters.GroupChapter, ...]
    standing: Standing
    roadmap_chart: str
    phases: tuple[Phase, ...]
    gap_count: int
    plan: PlanPart | None
    earlier_plan: PlanPart | None
    method: Method
    answers: tuple[appendix.AnswerSection, ...]
    evidence: tuple[EvidenceItem, ...]

    @property
    def recommendation_count(self) -> int:
        return sum(len(theme.recommendations) for theme in self.themes)


def build(snapshot: ScoreSnapshot, language: str, supplement: Supplement = NOTHING) -> GapReport:
    """The report of a ready snapshot, as verified if that is what it was taken for, else as claimed, with what was
    frozen beside it. Reads the pinned catalogues, writes nothing."""
    with translation.override(language):
        result = own_result(snapshot)
        beside, front, evidence = Beside(supplement), cover(snapshot, result.reading), EvidenceList(result)
        found = standing(result, beside)
        plan, earlier_plan = plan_part(supplement.plan), earlier_part(supplement.earlier_plan)
        about = result.catalogue.indicators.set
        return GapReport(
            language=language,
            identifier=_identifier(snapshot, language, supplement),
            title=_("Báo cáo khoảng cách phát triển đô thị thông minh – %s") % front.unit,
            titles=_titles(has_standing=found.is_known, has_plan=bool(plan or earlier_plan)),
            cover=front,
            summary=summary(result, front, beside, found),
            themes=tuple(chapters.theme_chapters(result, beside, evidence)),
            indicator_notice=str(about.notice) if about else "",
            indicator_origin=chapters.origin(about.origin if about else Origin.WORKING),
            waterfall=pictures.waterfall_of(result),
            groups_chart=pictures.groups(result, beside),
            groups=tuple(chapters.group_chapters(result, beside)),
            standing=found,
            roadmap_chart=pictures.roadmap_of(result),
            phases=tuple(phases(result)),
            gap_count=len(result.gaps),
            plan=plan,
            earlier_plan=earlier_plan,
            method=method(result),
            answers=tuple(appendix.answer_sections(result)),
            evidence=evidence.items,
        )


def _titles(*, has_standing: bool, has_plan: bool) -> Titles:
    found = {
        "themes": _("Khoảng cách theo nhóm nội dung khuyến nghị"),
        "indicators": _("Khoảng cách theo bộ chỉ số"),
        "standing": _("So sánh") if has_standing else "",
        "roadmap": _("Lộ trình 24 tháng"),
        "plan": _("Kế hoạch hành động") if has_plan else "",
        "method": _("Phương pháp và giới hạn"),
    }
    numerals = iter(NUMERALS)
    return Titles(**{name: Title(next(numerals), text) if text else None for name, text in found.items()})


def _identifier(snapshot: ScoreSnapshot, language: str, supplement: Supplement) -> str:
    parts = (snapshot.checksum, language, key_of(supplement))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
