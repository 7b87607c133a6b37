"""Gaps and plans as files: CSV and XLSX with all rows, each saying what it is taken from and whose the weights are."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.catalogue import CampaignCatalogue, campaign_catalogue
from assessments.models import Assessment
from assessments.reports import in_words
from assessments.reports.csv_file import Cell as CsvCell
from assessments.reports.csv_file import csv_text
from assessments.reports.results_workbook import cautions, heading
from assessments.reports.sheets import GAIN, SCORE, Cell, Column, Sheet, xlsx
from assessments.results import SnapshotResult, title_of
from indicators.scoring.exchange import plain
from indicators.scoring.numbers import reported

from .cases import target_of_action
from .gap_list import GapLine
from .models import PlannedAction
from .proposals import target_text

COST = "#,##0.###"
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""By the ending of the address."""


def gaps_file(result: SnapshotResult, lines: Sequence[GapLine], extension: str) -> bytes:
    """Those lines, in their order."""
    about = _("Theo điểm “%s”; xếp theo mức tăng điểm chung.") % result.reading.label
    notes = [_("Khoảng cách và việc nên làm"), heading(result), about, *cautions(result)]
    rows = [_gap(number, line) for number, line in enumerate(lines, 1)]
    frozen_at = datetime.fromisoformat(result.snapshot.context["frozen_at"])
    return _file(extension, Sheet(_("Khoảng cách"), notes, _gap_columns(), rows), timezone.localtime(frozen_at))


def _gap_columns() -> list[Column]:
    return [
        *(Column(_("Thứ tự"), 8), Column(_("Mã"), 12), Column(_("Thuộc"), 10), Column(_("Tên"), 46)),
        *(Column(_("Điểm"), 9, SCORE), Column(_("Mức tăng điểm chung"), 12, GAIN), Column(_("Việc nên làm"), 56)),
        *(Column(_("Riêng bước tiếp theo"), 12, GAIN), Column(_("Đích của bước tiếp theo"), 40)),
        *(Column(_("Chủ trì"), 24), Column(_("Công sức"), 10), Column(_("Thời hạn"), 14)),
        *(Column(_("Việc nhanh"), 10), Column(_("Cùng số liệu với"), 12), Column(_("Trong kế hoạch"), 14)),
    ]


def _gap(number: int, line: GapLine) -> list[Cell]:
    gap, step = line.gap, line.step
    return [
        *(number, gap.code, gap.section.code, gap.title, gap.score, gap.gain, gap.action),
        *(step.gain if step else None, step.target_text if step else ""),
        *(gap.lead, str(in_words.EFFORTS.get(gap.effort, "")), str(in_words.HORIZONS.get(gap.horizon, ""))),
        *(_("có") if gap.quick_win else "", line.source),
        line.planned.get_status_display() if line.planned else "",
    ]


def plan_file(assessment: Assessment, actions: Sequence[PlannedAction], extension: str) -> bytes:
    """The plan as it stands."""
    catalogue, campaign = campaign_catalogue(assessment.campaign), assessment.campaign
    updated_at = timezone.localtime(actions[0].plan.updated_at)
    notes = [
        _("Kế hoạch hành động"),
        _("%(province)s, %(campaign)s. Cập nhật ngày %(day)s.")
        % {"province": assessment.province, "campaign": campaign, "day": date_format(updated_at.date())},
        *plan_cautions(assessment, catalogue),
    ]
    rows = [_action(number, action, catalogue) for number, action in enumerate(actions, 1)]
    return _file(extension, Sheet(_("Kế hoạch hành động"), notes, _plan_columns(), rows), updated_at)


def plan_cautions(assessment: Assessment, catalogue: CampaignCatalogue) -> Iterable[str]:
    """What must be known wherever the numbers go."""
    if assessment.campaign.is_demonstration:
        yield _("Dữ liệu minh họa: không phải số liệu thật của địa phương nào.")
    yield _(
        "Mức tăng điểm chung tính từng việc riêng theo bản chấm điểm khi lập kế hoạch; trọng số, mức và công sức do "
        "nhóm xây dựng cổng đặt ra, không phải của Bộ."
    )
    about = catalogue.indicators.set if catalogue.indicators else None
    if about and about.notice:
        yield str(about.notice)


def _plan_columns() -> list[Column]:
    return [
        *(Column(_("Thứ tự"), 8), Column(_("Mã"), 12), Column(_("Nội dung"), 40), Column(_("Việc"), 56)),
        *(Column(_("Đích"), 40), Column(_("Người phụ trách"), 28), Column(_("Hạn"), 12)),
        *(Column(_("Kinh phí (triệu đồng)"), 13, COST), Column(_("Tình trạng"), 14)),
        *(Column(_("Điểm khi lập kế hoạch"), 12, SCORE), Column(_("Mức tăng điểm chung"), 12, GAIN)),
        *(Column(_("Ghi chú tiến độ"), 40), Column(_("Sửa lúc"), 12)),
    ]


def _action(number: int, action: PlannedAction, catalogue: CampaignCatalogue) -> list[Cell]:
    item = catalogue.items[action.code]
    return [
        *(number, action.code, title_of(item), action.text),
        "" if action.is_own else target_text(item, target_of_action(action)),
        *(action.owner_name, action.due, action.cost, action.get_status_display(), action.score_then),
        *(None if action.is_own else action.gain, action.note, timezone.localdate(action.updated_at)),
    ]


def _file(extension: str, sheet: Sheet, created: datetime) -> bytes:
    if extension == "xlsx":
        return xlsx([sheet], sheet.notes[0], created)
    heads, formats = [column.label for column in sheet.columns], [column.number_format for column in sheet.columns]
    rows = [[_csv(cell, shown) for cell, shown in zip(row, formats, strict=True)] for row in sheet.rows]
    return csv_text(heads, rows, sheet.notes).encode()


def _csv(cell: Cell, number_format: str) -> CsvCell:
    """Scores as they are reported, other numbers as they are kept."""
    if isinstance(cell, Decimal):
        return reported(cell) if number_format in {SCORE, GAIN} else Decimal(plain(cell))
    return cell if cell is None or isinstance(cell, str | int) else date_format(cell)
