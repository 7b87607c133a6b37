"""The documents of a snapshot as its page lists them: what is ready, what is being made, what can be asked for."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from assessments.enums import UNFINISHED, ReportKind, WorkStatus
from assessments.models import ReportFile

NOTES = {
    ReportKind.GAP_REPORT: _("Điểm, khoảng cách, việc nên làm, lộ trình và toàn bộ câu trả lời, khổ A4."),
    ReportKind.BRIEF: _("Hai trang để đọc trước cuộc họp."),
    ReportKind.WORD: _("Để văn phòng chỉnh sửa, theo mẫu do Bộ đặt."),
    ReportKind.ARCHIVE: _("Để lưu trữ lâu dài."),
    ReportKind.EVIDENCE_PACK: _("Tệp ZIP gồm các tệp minh chứng, danh mục và mã kiểm tra."),
}
"""In the order of the page."""


@dataclass(frozen=True)
class Document:
    """One kind: `ready`, the newest of each language; `pending` or `failed` what came after."""

    kind: ReportKind
    note: str
    ready: tuple[ReportFile, ...]
    pending: ReportFile | None
    failed: ReportFile | None

    @property
    def may_be_asked_for(self) -> bool:
        """A pack holds what was frozen in the snapshot: made again it would be the same."""
        is_whole = self.kind is ReportKind.EVIDENCE_PACK and bool(self.ready)
        return self.pending is None and self.failed is None and not is_whole


def documents(reports: Iterable[ReportFile]) -> list[Document]:
    """Of the rows of a snapshot, the newest first in the rows' own order."""
    rows = sorted(reports, key=lambda report: report.created_at, reverse=True)
    return [_document(kind, str(note), [row for row in rows if row.kind == kind]) for kind, note in NOTES.items()]


def _document(kind: ReportKind, note: str, rows: list[ReportFile]) -> Document:
    ready: dict[str, ReportFile] = {}
    for row in rows:
        if row.status == WorkStatus.READY:
            ready.setdefault(row.language, row)
    newest = rows[0] if rows else None
    return Document(
        kind=kind,
        note=note,
        ready=tuple(ready[language] for language in sorted(ready, reverse=True)),
        pending=newest if newest and newest.status in UNFINISHED else None,
        failed=newest if newest and newest.status == WorkStatus.FAILED else None,
    )
