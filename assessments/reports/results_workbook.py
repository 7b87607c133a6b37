"""The results of a snapshot as a workbook: the whole, its nodes, its leaves, its gaps, and what stands beside it."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from assessments.enums import Purpose, Reading
from assessments.results import LEAF, Gap, Node, SnapshotResult, band_of, shown_status, title_of
from assessments.supplements import NOTHING, Plan, Supplement, score_key
from indicators.schema import Indicator
from indicators.scoring.frame import NodeKind

from . import appendix, in_words
from .appendix import AnswerLine
from .cover import STATUSES
from .sheets import GAIN, PLAIN, SCORE, Cell, Column, Sheet, xlsx
from .standing import Beside


def results_workbook(result: SnapshotResult, beside: Supplement = NOTHING) -> bytes:
    """XLSX in the language in force; the gaps are those of the result's own reading."""
    sheets = [_whole(result), _nodes(result), _leaves(result), _gaps(result)]
    if beside.earlier or beside.published:
        sheets.append(_comparison(result, beside))
    if beside.plan:
        sheets.append(_plan(result, beside.plan))
    return xlsx(sheets, _("Kết quả của %s") % _where(result), _frozen_at(result))


def _where(result: SnapshotResult) -> str:
    context = result.snapshot.context
    return ", ".join(in_words.plain(context[name]["name"]) for name in ("province", "campaign"))


def _frozen_at(result: SnapshotResult) -> datetime:
    return timezone.localtime(datetime.fromisoformat(result.snapshot.context["frozen_at"]))


def cautions(result: SnapshotResult) -> Iterator[str]:
    """What must be known wherever the numbers go."""
    if result.snapshot.context["campaign"]["is_demonstration"]:
        yield _("Dữ liệu minh họa: không phải số liệu thật của địa phương nào.")
    yield _(
        "Trọng số, mức, bậc, công sức và cách tính SM-1 do nhóm xây dựng cổng đặt ra, không phải của Bộ. Kết quả tự "
        "đánh giá không phải là việc công nhận một tỉnh đạt mức nào."
    )
    about = result.catalogue.indicators.set if result.catalogue.indicators else None
    if about and about.notice:
        yield str(about.notice)


def _notes(result: SnapshotResult, title: str, *more: str) -> list[str]:
    """Above every table: a sheet may be sent on by itself."""
    return [title, heading(result), *more, *cautions(result)]


def heading(result: SnapshotResult) -> str:
    """Whose result it is, of which round, what it is worth, and of which day."""
    status = STATUSES[Purpose(result.snapshot.purpose)]
    names = {"where": _where(result), "status": status, "day": date_format(result.snapshot.as_of)}
    return _("%(where)s. %(status)s, tính đến ngày %(day)s.") % names


# -- the whole -------------------------------------------------------------------------------------------------------


def _whole(result: SnapshotResult) -> Sheet:
    snapshot, campaign = result.snapshot, result.snapshot.assessment.campaign
    facts: list[tuple[str, str | Decimal]] = [
        (_("Bản chấm điểm"), str(snapshot.pk)),
        ("sha256", snapshot.checksum),
        (_("Danh mục"), f"{campaign.guidance.code}, {campaign.indicators.code}"),
        (_("Tỷ trọng của R (α)"), Decimal(snapshot.inputs["alpha"])),
        (_("Điểm chung"), in_words.arithmetic(result)),
    ]
    columns = [
        Column(_("Cách đọc"), 22),
        *_scored(_("Điểm chung (H)")),
        *_scored(_("Mức sẵn sàng (R)")),
        *_scored(_("Mức kết quả (K)")),
    ]
    rows = [_reading(result.read_as(reading)) for reading in Reading]
    return Sheet(_("Tổng hợp"), _notes(result, _("Kết quả của %s") % _where(result)), columns, rows, facts)


def _scored(label: str) -> tuple[Column, Column]:
    return Column(label, 17, SCORE), Column(pgettext("band", "Bậc"), 15)


def _reading(result: SnapshotResult) -> list[Cell]:
    name = str(result.reading.label)
    if result.is_pending:
        return [name, _("chưa thẩm định"), *[None] * 5]
    heads = (result.headline, result.readiness, result.results)
    return [name, *(cell for score in heads for cell in (score, _band(score)))]


def _band(score: Decimal | None) -> str:
    found = band_of(score)
    return str(found.label) if found else _("không áp dụng")


# -- nodes and leaves ------------------------------------------------------------------------------------------------

NODE_KINDS = {
    NodeKind.THEME: gettext_lazy("Nhóm nội dung"),
    NodeKind.RECOMMENDATION: gettext_lazy("Khuyến nghị"),
    NodeKind.QUESTION: gettext_lazy("Câu hỏi"),
    NodeKind.GROUP: gettext_lazy("Nhóm chỉ số"),
    NodeKind.INDICATOR: gettext_lazy("Chỉ số"),
}


def shown_readings(result: SnapshotResult) -> list[SnapshotResult]:
    """All three, without one that says nothing yet."""
    readings = [result.read_as(reading) for reading in Reading]
    return [found for found in readings if not found.is_pending]


def _nodes(result: SnapshotResult) -> Sheet:
    readings = shown_readings(result)
    columns = [Column(_("Mã"), 12), Column(_("Loại"), 16), Column(_("Tên"), 52), Column(_("Trọng số"), 9)]
    for found in readings:
        columns += [Column(f"{found.reading.label}: {name}", 13, style) for name, style in _measures()]
    found_by_key = [{(node.kind, node.code): node for node in found.nodes} for found in readings]
    rows = [
        [node.code, str(NODE_KINDS[node.kind]), node.title, node.weight, *_numbers(node, found_by_key)]
        for node in result.nodes
        if node.kind not in LEAF
    ]
    return Sheet(_("Nhóm và khuyến nghị"), _notes(result, _("Nhóm và khuyến nghị")), columns, rows)


def _measures() -> tuple[tuple[str, str], ...]:
    return (
        (_("điểm"), SCORE),
        (_("bậc"), PLAIN),
        (_("đã trả lời (%)"), SCORE),
        (_("có minh chứng (%)"), SCORE),
        (_("đóng góp vào điểm chung"), SCORE),
    )


def _numbers(node: Node, readings: list[dict[tuple[NodeKind, str], Node]]) -> Iterator[Cell]:
    for nodes in readings:
        found = nodes[node.kind, node.code]
        yield from (found.score, _band(found.score), found.coverage, found.evidenced, found.contribution)


def _leaves(result: SnapshotResult) -> Sheet:
    readings, score = shown_readings(result), _("điểm")
    columns = [
        *(Column(_("Mã"), 12), Column(_("Thuộc"), 10), Column(_("Tên"), 46), Column(_("Loại"), 10)),
        *(
            Column(_("Giá trị"), 40),
            Column(_("Đơn vị"), 10),
            Column(_("Mục tiêu"), 22),
            Column(_("Chất lượng số liệu"), 16),
        ),
        *(Column(f"{found.reading.label}: {score}", 13, SCORE) for found in readings),
        *(Column(_("Tình trạng"), 18), Column(_("Số minh chứng"), 10), Column(_("Kết luận thẩm định"), 32)),
    ]
    lines = [appendix.answer_line(result, item) for item in result.catalogue.items.values()]
    rows = [_leaf(result, readings, line) for line in lines]
    return Sheet(_("Câu hỏi và chỉ số"), _notes(result, _("Câu hỏi và chỉ số")), columns, rows)


def _leaf(result: SnapshotResult, readings: list[SnapshotResult], line: AnswerLine) -> list[Cell]:
    item, node = result.catalogue.items[line.code], result.leaf(line.code)
    scores = [found.leaf(line.code) for found in readings]
    return [
        *(line.code, result.catalogue.section_of[line.code], title_of(item)),
        str(NODE_KINDS[NodeKind.INDICATOR if isinstance(item, Indicator) else NodeKind.QUESTION]),
        *(line.value or line.status, str(item.unit or ""), in_words.target(item), line.quality),
        *(score.score if score else None for score in scores),
        shown_status(node.status) if node else _("không tính điểm"),
        *(line.evidence, in_words.review(item, result.review(line.code))),
    ]


# -- gaps, comparison, plan ------------------------------------------------------------------------------------------


def _gaps(result: SnapshotResult) -> Sheet:
    columns = [
        *(Column(_("Thứ tự"), 8), Column(_("Mã"), 12), Column(_("Thuộc"), 10), Column(_("Tên"), 46)),
        *(Column(_("Điểm"), 9, SCORE), Column(_("Mục tiêu"), 9, SCORE), Column(_("Khoảng cách"), 11, SCORE)),
        *(Column(_("Mức tăng điểm chung"), 12, GAIN), Column(_("Việc nên làm"), 56), Column(_("Chủ trì"), 24)),
        *(Column(_("Công sức"), 10), Column(_("Thời hạn"), 14), Column(_("Việc nhanh"), 10)),
    ]
    rows = [_gap(number, gap) for number, gap in enumerate(result.gaps, 1)]
    about = _("Theo điểm “%s”; xếp theo mức tăng điểm chung.") % result.reading.label
    return Sheet(_("Khoảng cách"), _notes(result, _("Khoảng cách"), about), columns, rows)


def _gap(number: int, gap: Gap) -> list[Cell]:
    return [
        *(number, gap.code, gap.section.code, gap.title, gap.score, gap.target, gap.target - gap.score, gap.gain),
        *(gap.action, gap.lead, str(in_words.EFFORTS.get(gap.effort, "")), str(in_words.HORIZONS.get(gap.horizon, ""))),
        _("có") if gap.quick_win else "",
    ]


def _comparison(result: SnapshotResult, supplement: Supplement) -> Sheet:
    beside = Beside(supplement)
    earlier, national, peers = beside.earlier, beside.national, beside.peers
    groups = [group for group in (national, peers) if group]
    columns = [Column(_("Mã"), 12), Column(_("Tên"), 52), Column(_("Điểm"), 10, SCORE)]
    if earlier:
        columns += [Column(earlier.campaign, 14, SCORE), Column(_("Thay đổi"), 10, GAIN)]
    columns += [Column(_("Trung vị: %s") % group.label, 16, SCORE) for group in groups]
    heads = [
        ("H", _("Điểm chung"), result.headline, "headline"),
        ("R", _("Mức sẵn sàng"), result.readiness, "readiness"),
        ("K", _("Mức kết quả"), result.results, "results"),
    ]
    nodes = [(node.code, node.title, node.score, score_key(node)) for node in result.nodes if node.kind not in LEAF]
    rows = []
    for code, title, score, key in [*heads, *nodes]:
        before = beside.before(key)
        change = None if before is None or score is None else score - before
        rows.append(
            [code, title, score, *([before, change] if earlier else ()), *(group.medians.get(key) for group in groups)]
        )
    about = _("Điểm “%s” của bản này.") % result.reading.label
    return Sheet(_("So sánh"), _notes(result, _("So sánh"), about), columns, rows)


def _plan(result: SnapshotResult, plan: Plan) -> Sheet:
    columns = [
        *(Column(_("Mã"), 12), Column(_("Nội dung"), 40), Column(_("Việc"), 56), Column(_("Người phụ trách"), 26)),
        *(Column(_("Hạn"), 12), Column(_("Kinh phí (triệu đồng)"), 13, "#,##0.##"), Column(_("Tình trạng"), 16)),
        *(Column(_("Mức tăng điểm chung"), 12, GAIN), Column(_("Ghi chú"), 40)),
    ]
    rows: list[list[Cell]] = [
        [
            *(action.code, action.title, action.action, action.owner, action.due, action.cost),
            *(action.status_label, action.gain, action.note),
        ]
        for action in plan.actions
    ]
    about = _("Cập nhật ngày %s.") % date_format(plan.updated_on)
    return Sheet(_("Kế hoạch hành động"), _notes(result, _("Kế hoạch hành động"), about), columns, rows)
