"""The gap report of one snapshot: everything the template prints, and nothing that is not stored."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import ProvinceType
from assessments.catalogue import campaign_catalogue
from assessments.charts.radar import radar
from assessments.enums import Band, Purpose, Reading
from assessments.models import ScoreSnapshot
from assessments.results import Node, SnapshotResult, band_of
from assessments.supplements import NOTHING, Supplement
from indicators.schema import Origin
from indicators.scoring import scorecard
from indicators.scoring.frame import NodeKind

from . import appendix, chapters, in_words

ACCENT = "#1f4e79"
STRENGTHS, LARGEST_GAPS = 3, 5
STRONG_FROM = 60
"""Below this nothing is called a strength."""


@dataclass(frozen=True)
class Cover:
    """`unit`: the province with its type ("thành phố Huế"); `made_at`: ISO time of the snapshot, for the metadata;
    `reason`: why a verified result was made again."""

    province: str
    unit: str
    campaign: str
    status: str
    is_draft: bool
    is_demonstration: bool
    reading: str
    as_of: str
    year: int
    made_at: str
    snapshot: str
    checksum: str
    is_verified: bool = False
    reason: str = ""


@dataclass(frozen=True)
class ReadingLine:
    name: str
    score: str
    band: str
    is_shown: bool


@dataclass(frozen=True)
class Strength:
    code: str
    title: str
    score: str
    backed: str


@dataclass(frozen=True)
class Summary:
    headline: str
    band: str
    readiness: str
    readiness_band: str
    results: str
    results_band: str
    finding: str
    readings: tuple[ReadingLine, ...]
    coverage: str
    radar: str
    strengths: tuple[Strength, ...]
    gaps: tuple[chapters.Step, ...]


@dataclass(frozen=True)
class Method:
    """`arithmetic`: how the headline follows from its halves; `bands`: "tên (khoảng)" joined."""

    arithmetic: str
    bands: str
    alpha: str
    guidance: str
    indicators: str
    guidance_notice: str


@dataclass(frozen=True)
class GapReport:
    language: str
    title: str
    cover: Cover
    summary: Summary
    themes: tuple[chapters.ThemeChapter, ...]
    indicator_notice: str
    indicator_origin: str
    groups_chart: str
    groups: tuple[chapters.GroupChapter, ...]
    phases: tuple[chapters.Phase, ...]
    gap_count: int
    method: Method
    answers: tuple[appendix.AnswerSection, ...]

    @property
    def recommendation_count(self) -> int:
        return sum(len(theme.recommendations) for theme in self.themes)


def build(snapshot: ScoreSnapshot, language: str, beside: Supplement = NOTHING) -> GapReport:
    """The report of a ready snapshot, as verified if that is what it was taken for, else as claimed, with what was
    frozen beside it. Reads the pinned catalogues, writes nothing."""
    with translation.override(language):
        reading = Reading.VERIFIED if snapshot.purpose == Purpose.VERIFIED else Reading.CLAIMED
        result = SnapshotResult(snapshot, campaign_catalogue(snapshot.assessment.campaign), reading)
        cover = _cover(snapshot, reading)
        about = result.catalogue.indicators.set
        return GapReport(
            language=language,
            title=_("Báo cáo khoảng cách phát triển đô thị thông minh – %s") % cover.unit,
            cover=cover,
            summary=_summary(result, cover),
            themes=tuple(chapters.theme_chapters(result, ACCENT)),
            indicator_notice=str(about.notice) if about else "",
            indicator_origin=chapters.origin(about.origin if about else Origin.WORKING),
            groups_chart=chapters.groups_chart(result, ACCENT),
            groups=tuple(chapters.group_chapters(result)),
            phases=tuple(chapters.phases(result)),
            gap_count=len(result.gaps),
            method=_method(result),
            answers=tuple(appendix.answer_sections(result)),
        )


# -- cover -----------------------------------------------------------------------------------------------------------


STATUSES = {
    Purpose.PREVIEW: gettext_lazy("Bản tính thử (dự thảo), chưa nộp"),
    Purpose.SUBMISSION: gettext_lazy("Bản tự đánh giá đã nộp, chưa thẩm định"),
    Purpose.VERIFIED: gettext_lazy("Kết quả đã thẩm định"),
}


def _cover(snapshot: ScoreSnapshot, reading: Reading) -> Cover:
    context = snapshot.context
    made = datetime.fromisoformat(context["frozen_at"])
    province = in_words.plain(context["province"]["name"])
    return Cover(
        province=province,
        unit=_unit(context["province"]["type"], province),
        campaign=in_words.plain(context["campaign"]["name"]),
        status=str(STATUSES[Purpose(snapshot.purpose)]),
        is_draft=snapshot.purpose == Purpose.PREVIEW,
        is_demonstration=bool(context["campaign"]["is_demonstration"]),
        reading=str(reading.label),
        as_of=date_format(snapshot.as_of),
        year=timezone.localtime(made).year,
        made_at=made.isoformat(timespec="seconds"),
        snapshot=str(snapshot.pk),
        checksum=snapshot.checksum,
        is_verified=snapshot.purpose == Purpose.VERIFIED,
        reason=in_words.plain(snapshot.reason),
    )


def _unit(kind: str, name: str) -> str:
    """The name with what the unit was on the day of the snapshot."""
    if not kind:
        return name
    return (_("thành phố %s") if kind == ProvinceType.Type.CITY else _("tỉnh %s")) % name


# -- summary ---------------------------------------------------------------------------------------------------------


def _summary(result: SnapshotResult, cover: Cover) -> Summary:
    backed = result.read_as(Reading.EVIDENCED)
    return Summary(
        headline=in_words.points(result.headline),
        band=_band(result.headline),
        readiness=in_words.points(result.readiness),
        readiness_band=_band(result.readiness),
        results=in_words.points(result.results),
        results_band=_band(result.results),
        finding=_finding(result, backed, cover),
        readings=tuple(_reading(result, reading) for reading in Reading),
        coverage=_coverage(result),
        radar=radar(
            [(node.title, node.score) for node in result.themes], _("Điểm các nhóm nội dung khuyến nghị"), accent=ACCENT
        ),
        strengths=tuple(_strengths(result, backed)),
        gaps=tuple(map(chapters.step, result.largest_gaps(LARGEST_GAPS))),
    )


def _band(score: Decimal | None) -> str:
    found = band_of(score)
    return str(found.label) if found else ""


def _finding(result: SnapshotResult, backed: SnapshotResult, cover: Cover) -> str:
    unit = cover.unit[:1].upper() + cover.unit[1:]
    if result.headline is None or backed.headline is None:
        return _("%s chưa có điểm chung vì không nội dung nào được tính điểm.") % unit
    if not _answered(result):
        return _("%s chưa trả lời nội dung nào; mọi nội dung tạm tính 0 điểm.") % unit
    if result.reading is Reading.VERIFIED:
        return _verified_finding(result, unit)
    names = {
        "unit": unit,
        "score": in_words.points(result.headline),
        "band": _band(result.headline),
        "backed": in_words.points(backed.headline),
        "difference": in_words.points(result.headline - backed.headline),
    }
    if result.headline == backed.headline:
        return _("%(unit)s tự đánh giá %(score)s/100 điểm, bậc %(band)s; điểm này đã có đủ minh chứng.") % names
    return (
        _(
            "%(unit)s tự đánh giá %(score)s/100 điểm, bậc %(band)s; chỉ tính nội dung có minh chứng thì còn "
            "%(backed)s điểm, thấp hơn %(difference)s điểm."
        )
        % names
    )


def _verified_finding(result: SnapshotResult, unit: str) -> str:
    claimed = result.read_as(Reading.CLAIMED).headline
    names = {
        "unit": unit,
        "score": in_words.points(result.headline),
        "band": _band(result.headline),
        "claimed": in_words.points(claimed),
    }
    if result.headline == claimed:
        return _("%(unit)s đạt %(score)s/100 điểm sau thẩm định, bậc %(band)s; bằng điểm tự đánh giá.") % names
    return _("%(unit)s đạt %(score)s/100 điểm sau thẩm định, bậc %(band)s; điểm tự đánh giá là %(claimed)s.") % names


def _answered(result: SnapshotResult) -> bool:
    return any(node.coverage for node in (*result.themes, *result.groups))


def _reading(result: SnapshotResult, reading: Reading) -> ReadingLine:
    name, is_shown = str(reading.label), reading == result.reading
    other = result.read_as(reading)
    if other.is_pending:
        return ReadingLine(name, "–", _("chưa thẩm định"), is_shown)
    return ReadingLine(name, in_words.points(other.headline), _band(other.headline) or "–", is_shown)


def _coverage(result: SnapshotResult) -> str:
    tops = [node for node in (*result.themes, *result.groups) if node.score is not None]
    if not tops:
        return ""
    leaves = [result.leaf(code) for code in result.catalogue.items]
    asked = [leaf for leaf in leaves if leaf and leaf.score is not None]
    needing = [leaf for leaf in asked if leaf.evidenced is not None]
    names = {
        "answered": sum(leaf.coverage == 100 for leaf in asked),
        "asked": len(asked),
        "backed": sum(leaf.has_required_evidence for leaf in needing),
        "needing": len(needing),
    }
    return (
        _(
            "Đã trả lời %(answered)d/%(asked)d câu hỏi và chỉ số được tính điểm; %(backed)d/%(needing)d nội dung cần "
            "minh chứng đã có minh chứng."
        )
        % names
    )


def _strengths(result: SnapshotResult, backed: SnapshotResult) -> list[Strength]:
    """The best recommendations and groups by what evidence bears out, then by what is claimed; of a verified result by
    what was verified."""
    kinds = {NodeKind.RECOMMENDATION, NodeKind.GROUP}
    strong = [
        node for node in result.nodes if node.kind in kinds and node.score is not None and node.score >= STRONG_FROM
    ]

    def borne_out(node: Node) -> Decimal:
        return backed.node(node.kind, node.code).score or Decimal(0)

    def merit(node: Node) -> tuple[Decimal, Decimal]:
        score, evidenced = -(node.score or Decimal(0)), -borne_out(node)
        return (score, evidenced) if result.reading is Reading.VERIFIED else (evidenced, score)

    return [
        Strength(node.code, node.title, in_words.points(node.score), in_words.points(borne_out(node)))
        for node in sorted(strong, key=merit)[:STRENGTHS]
    ]


# -- method ----------------------------------------------------------------------------------------------------------


def _method(result: SnapshotResult) -> Method:
    alpha = Decimal(result.snapshot.inputs["alpha"])
    document = result.catalogue.guidance.document
    return Method(
        arithmetic=in_words.arithmetic(result),
        bands="; ".join(_bands()),
        alpha=in_words.share(alpha),
        guidance=result.catalogue.guidance.code,
        indicators=result.catalogue.indicators.code,
        guidance_notice=str(document.notice) if document else "",
    )


def _bands() -> list[str]:
    lows = [low for _code, low in scorecard.BANDS]
    ends = [*lows[1:], None]
    return [
        (_("%(name)s từ %(low)d đến dưới %(end)d") if end else _("%(name)s từ %(low)d đến 100"))
        % {"name": Band(code).label, "low": low, "end": end}
        for (code, low), end in zip(scorecard.BANDS, ends, strict=True)
    ]
