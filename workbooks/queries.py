"""What the portal has for a workbook: uploads, and contents of answers as they are and were."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from assessments.actions.answers import Content, content_of
from assessments.catalogue import Item, campaign_catalogue
from assessments.models import Answer, AnswerRevision, Assessment, Campaign
from indicators import specs
from indicators.scoring.exchange import written_value

from .models import WorkbookUpload


def uploads_of(assessment: Assessment) -> QuerySet[WorkbookUpload]:
    """Newest first, without what is only shown one by one."""
    return assessment.workbook_uploads.select_related("by").defer("faults", "remarks", "changes")


def get_upload_or_404(assessment: Assessment, pk: UUID) -> WorkbookUpload:
    found = assessment.workbook_uploads.select_related("by", "applied_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def catalogues_of(campaign: Campaign) -> str:
    """What tells the pinned catalogues from any others."""
    return f"{campaign.guidance.checksum} {campaign.indicators.checksum}"


# -- contents ----------------------------------------------------------------------------------------------------------


def recorded(content: Content) -> dict[str, Any]:
    """As an AnswerRevision has it."""
    return {**vars(content), "value": written_value(content.value)}


def content_from(item: Item, record: Mapping[str, Any]) -> Content:
    """The content that was recorded. Raises what `read` of the leaf's measure raises."""
    raw = record.get("value")
    value = None if raw is None else specs.measure(item).read(raw)
    return Content(**{**{name: record[name] for name in vars(Content()) if name in record}, "value": value})


def rows_of(assessment: Assessment) -> dict[str, Answer]:
    return {row.code: row for row in assessment.answers.select_related("updated_by")}


def contents_at(
    assessment: Assessment, rows: Mapping[str, Answer], versions: Mapping[str, int]
) -> dict[str, Content | None]:
    """What each leaf had in a version of its answer; None if there never was such a version."""
    items = campaign_catalogue(assessment.campaign).items
    now = {code: rows[code].version if code in rows else 0 for code in items}
    older = {code: version for code, version in versions.items() if code in items and version != now[code]}
    found: dict[str, Content | None] = {
        code: content_of(rows[code]) if code in rows else Content()
        for code, version in versions.items()
        if code in items and code not in older
    }
    found |= {code: None if version else Content() for code, version in older.items()}
    if older:
        revisions = AnswerRevision.objects.filter(answer__assessment=assessment, answer__code__in=older)
        for code, version, record in revisions.values_list("answer__code", "version", "content"):
            if older[code] == version:
                found[code] = content_from(items[code], record)
    return found
