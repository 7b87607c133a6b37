"""Parts of a question's card as HTML written once for each look they can have, with slots for what a province gave."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from assessments.enums import EvidenceKind
from assessments.models import Assessment, Evidence, StoredFile
from assessments.templatetags.evidence import file_facts
from assessments.templatetags.shown import said

from .earlier_answers import Earlier
from .slots import ANY_KEY, Stencil, slot

ANY_ASSESSMENT = Assessment(pk=ANY_KEY)
ANY_ITEM = UUID(int=1)
ANY_DAY, LONG_AGO, FAR_OFF = date(1111, 1, 1), date(1222, 2, 2), date(9333, 3, 3)
ANY_SIZE = 1023 * 2**50
"""What stands for keys, days and a size while a stencil is written; nothing real is like them."""

BETWEEN_ROWS = "\n  \n    "


class EarlierLook(NamedTuple):
    code: str
    may_edit: bool
    is_begun: bool
    why_not: str
    is_reworded: bool
    is_doubted: bool
    has_evidence: bool


class EvidenceLook(NamedTuple):
    """`waits_longer`: the scanner did not answer; `has_expired` None: it holds for ever."""

    code: str
    may_edit: bool
    kind: str
    content_type: str
    scan_state: str
    waits_longer: bool
    is_dated: bool
    has_issuer: bool
    is_confidential: bool
    has_expired: bool | None


def earlier_html(assessment: Assessment, earlier: Earlier, *, may_edit: bool) -> SafeString:
    """What the round before said of a question."""
    line = earlier.line
    look = EarlierLook(
        line.item.code,
        may_edit,
        earlier.is_begun,
        earlier.why_not,
        line.is_reworded,
        line.is_doubted,
        bool(line.evidence_count),
    )
    words = {"said": escape(said(line.answer, line.asked)), "count": str(localize(line.evidence_count))}
    return _earlier(look, get_language()).filled({**words, "pk": str(assessment.pk)})


@lru_cache(maxsize=1024)
def _earlier(look: EarlierLook, _language: str | None) -> Stencil:
    context = {**look._asdict(), "said": slot("said"), "count": look.has_evidence and slot("count")}
    html = render_to_string("assessments/_question_earlier.html", {**context, "assessment": ANY_ASSESSMENT})
    return Stencil.of(html)


def evidence_list(assessment: Assessment, code: str, evidence: Iterable[Evidence], *, may_edit: bool) -> SafeString:
    """The evidence of a question, or that there is none."""
    rows = evidence_rows(assessment, code, evidence, may_edit=may_edit)
    return _evidence_list(bool(rows), get_language()).filled({"rows": rows})


def evidence_rows(assessment: Assessment, code: str, evidence: Iterable[Evidence], *, may_edit: bool) -> SafeString:
    language = get_language()
    rows = [
        _evidence(_look(assessment, code, item, may_edit=may_edit), language).filled(_evidence_words(assessment, item))
        for item in evidence
    ]
    return mark_safe(BETWEEN_ROWS.join(rows))  # noqa: S308 of stencils


@lru_cache
def _evidence_list(has_rows: bool, _language: str | None) -> Stencil:
    return Stencil.drawn("assessments/_evidence_list.html", rows=has_rows and slot("rows"))


def _look(assessment: Assessment, code: str, item: Evidence, *, may_edit: bool) -> EvidenceLook:
    stored = item.stored_file
    return EvidenceLook(
        code,
        may_edit,
        item.kind,
        content_type=stored.content_type if stored else "",
        scan_state=stored.scan_state if stored else "",
        waits_longer=bool(stored and stored.scan_failed_at),
        is_dated=item.document_date is not None,
        has_issuer=bool(item.document_issuer),
        is_confidential=item.is_confidential,
        has_expired=item.has_expired_for(assessment) if item.valid_until else None,
    )


def _evidence_words(assessment: Assessment, item: Evidence) -> dict[str, str]:
    return {
        "pk": str(assessment.pk),
        "item": str(item.pk),
        "title": escape(item.title),
        "url": escape(item.url),
        "number": escape(item.document_number),
        "issuer": escape(item.document_issuer),
        "day": date_format(item.document_date) if item.document_date else "",
        "until": date_format(item.valid_until) if item.valid_until else "",
        "facts": escape(file_facts(item.stored_file)) if item.stored_file else "",
    }


@lru_cache(maxsize=2048)
def _evidence(look: EvidenceLook, _language: str | None) -> Stencil:
    failed_at = timezone.now() if look.waits_longer else None
    stored = StoredFile(
        content_type=look.content_type, size=ANY_SIZE, scan_state=look.scan_state, scan_failed_at=failed_at
    )
    until = None if look.has_expired is None else LONG_AGO if look.has_expired else FAR_OFF
    item = Evidence(
        pk=ANY_ITEM,
        kind=look.kind,
        title=slot("title"),
        stored_file=stored if look.content_type else None,
        url=slot("url") if look.kind == EvidenceKind.LINK else "",
        document_number=slot("number"),
        document_date=ANY_DAY if look.is_dated else None,
        document_issuer=slot("issuer") if look.has_issuer else "",
        valid_until=until,
        is_confidential=look.is_confidential,
    )
    context = {"item": item, "assessment": ANY_ASSESSMENT, "code": look.code, "may_edit": look.may_edit}
    markers = {str(ANY_ITEM): "item", file_facts(stored): "facts"}
    markers |= {date_format(ANY_DAY): "day", date_format(until or FAR_OFF): "until"}
    return Stencil.of(render_to_string("assessments/_evidence_row.html", context).strip(), markers)
