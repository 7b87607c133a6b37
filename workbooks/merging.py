"""What a workbook would change, seen against what the portal had when it was downloaded and has now."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from assessments.actions.answers import Content, content_of
from assessments.catalogue import Item, campaign_catalogue
from assessments.models import Answer, Assessment

from .enums import Fate, UploadStatus
from .models import WorkbookUpload
from .queries import catalogues_of, content_from
from .sheets.cells import canonical


@dataclass(frozen=True)
class Line:
    """One leaf that a workbook changes. `base`: what the portal had at the download, None if that cannot be told;
    `before`: what it has now, or had when the workbook was applied; `after`: what the workbook has; `row`: the
    portal's answer now, where that matters."""

    item: Item
    fate: Fate
    before: Content
    after: Content
    base: Content | None = None
    row: Answer | None = None

    @property
    def version(self) -> int:
        return self.row.version if self.row else 0


def line(item: Item, row: Answer | None, base: Content | None, after: Content) -> Line | None:
    """What a workbook's content does to a leaf; None if the portal already says so. The contents of the workbook and of
    its download are canonical."""
    before = content_of(row) if row else Content()
    fate = _fate(base, canonical(before), after)
    return Line(item, fate, before, after, base, row) if fate else None


def _fate(base: Content | None, before: Content, after: Content) -> Fate | None:
    if after in {before, base}:
        return None
    if before != base:
        return Fate.CONFLICT
    if not (after.not_applicable or after.value is not None) and (before.not_applicable or before.value is not None):
        return Fate.WITHDRAWN
    return Fate.CHANGED if before != Content() else Fate.NEW


def lines_of(upload: WorkbookUpload, assessment: Assessment, rows: Mapping[str, Answer]) -> list[Line]:
    """What an upload that waits would change now, conflicts first; of one that was applied, what it changed. Nothing
    can be told of one that was read with other catalogues."""
    if upload.catalogues != catalogues_of(assessment.campaign):
        return []
    items = campaign_catalogue(assessment.campaign).items
    if upload.status == UploadStatus.APPLIED:
        return [_applied(items[change["code"]], change) for change in upload.changes]
    found = [_waiting(items[change["code"]], rows.get(change["code"]), change) for change in upload.changes]
    return sorted(filter(None, found), key=lambda each: each.fate is not Fate.CONFLICT)


def _waiting(item: Item, row: Answer | None, change: Mapping[str, Any]) -> Line | None:
    base = None if change["base"] is None else content_from(item, change["base"])
    return line(item, row, base, content_from(item, change["content"]))


def _applied(item: Item, change: Mapping[str, Any]) -> Line:
    before, after = (content_from(item, change[name]) for name in ("before", "content"))
    return Line(item, Fate(change["fate"]), before, after)


def to_store(found: Line) -> Content:
    """The workbook's content, but what a cell could not carry stays as it is where nobody changed it."""
    carried = canonical(found.before)
    untouched = [name for name, given in vars(found.after).items() if given == getattr(carried, name)]
    return replace(found.after, **{name: getattr(found.before, name) for name in untouched})
