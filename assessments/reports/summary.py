"""The page that a meeting reads: score, band, change, strengths, largest gaps with what to do."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.enums import Reading, band_of
from assessments.results import Node, SnapshotResult
from indicators.scoring.frame import NodeKind

from . import chapters, in_words, pictures
from .cover import Cover
from .standing import Beside, Standing

STRENGTHS, LARGEST_GAPS = 3, 5
STRONG_FROM = 60
"""Below this nothing is called a strength."""


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
    """`change`, `place`: beside the earlier round and the published results, "" where nothing is known."""

    headline: str
    band: str
    readiness: str
    readiness_band: str
    results: str
    results_band: str
    finding: str
    change: str
    place: str
    readings: tuple[ReadingLine, ...]
    coverage: str
    radar: str
    strengths: tuple[Strength, ...]
    gaps: tuple[chapters.Step, ...]


def summary(result: SnapshotResult, cover: Cover, beside: Beside, standing: Standing) -> Summary:
    backed = result.read_as(Reading.EVIDENCED)
    return Summary(
        headline=in_words.points(result.headline),
        band=_band(result.headline),
        readiness=in_words.points(result.readiness),
        readiness_band=_band(result.readiness),
        results=in_words.points(result.results),
        results_band=_band(result.results),
        finding=_finding(result, backed, cover),
        change=standing.change,
        place=standing.place,
        readings=tuple(_reading(result, reading) for reading in Reading),
        coverage=_coverage(result),
        radar=pictures.themes(result, beside),
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
