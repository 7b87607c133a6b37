"""Everything of an assessment that its workbook shows, fetched with as many queries however much is answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from accounts.models import User
from assessments.actions.answers import Content, content_of
from assessments.answer_values import value_of
from assessments.catalogue import CampaignCatalogue, Item, campaign_catalogue
from assessments.enums import AssessmentState
from assessments.models import Answer, Assessment
from assessments.permissions import why_not_edit, why_not_edit_leaf
from assessments.queries import earlier_assessment, filled
from assessments.reports import in_words
from assessments.reviewing import opened_codes
from indicators.scoring.exchange import written_value
from indicators.scoring.readings import Status
from workbooks.sheets.cells import canonical


@dataclass(frozen=True)
class Source:
    """`closed`: why nothing may be filled in, "" if something may; `opened`: the leaves that may; `hidden`: those that
    are not asked as things stand; `earlier`: what the last round said, in a few words."""

    assessment: Assessment
    catalogue: CampaignCatalogue
    at: datetime
    closed: str
    opened: frozenset[str]
    contents: Mapping[str, Content]
    versions: Mapping[str, int]
    evidence: Mapping[str, int]
    hidden: frozenset[str]
    earlier: Mapping[str, str]


def source(assessment: Assessment, by: User, at: datetime) -> Source:
    """As this person may fill it in."""
    today = timezone.localdate(at)
    found, closed = filled(assessment, today), why_not_edit(by, assessment, today)
    rows, catalogue = found.rows, found.catalogue
    return Source(
        assessment=assessment,
        catalogue=catalogue,
        at=at,
        closed=closed,
        opened=frozenset() if closed else _opened(assessment, catalogue, by, today),
        contents={code: canonical(content_of(row)) for code, row in rows.items()},
        versions={code: rows[code].version if code in rows else 0 for code in catalogue.items},
        evidence={code: getattr(row, "evidence_count", 0) for code, row in rows.items()},
        hidden=frozenset(code for code, result in found.results.items() if result.status is Status.HIDDEN),
        earlier=_earlier(assessment),
    )


def _opened(assessment: Assessment, catalogue: CampaignCatalogue, by: User, today: date) -> frozenset[str]:
    sent_back = opened_codes(assessment, catalogue) if assessment.state == AssessmentState.RETURNED else set()
    codes = catalogue.items
    return frozenset(code for code in codes if not why_not_edit_leaf(by, assessment, today, code, sent_back))


def _earlier(assessment: Assessment) -> dict[str, str]:
    """By code; as the catalogue of that round puts it."""
    before = earlier_assessment(assessment)
    if before is None:
        return {}
    items = campaign_catalogue(before.campaign).items
    return {row.code: _said(items[row.code], row) for row in before.answers.given() if row.code in items}


def _said(item: Item, row: Answer) -> str:
    if row.not_applicable:
        return "không áp dụng"
    value = value_of(row)
    return "" if value is None else in_words.short_value(item, written_value(value))
