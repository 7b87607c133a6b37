"""Freezing an assessment into a snapshot's inputs, and scoring a snapshot."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from indicators.scoring import aggregate, exchange, gaps, scorecard, trace
from indicators.scoring.frame import NO_ANSWER
from indicators.scoring.readings import Reading

from .catalogue import CampaignCatalogue, campaign_catalogue
from .enums import Purpose, ScanState, WorkStatus
from .models import Answer, AnswerEvidence, Assessment, Decision, Evidence, ScoreSnapshot
from .models.frozen import Document, canonical
from .queries import filled
from .reviewing import standing


def freeze(assessment: Assessment, today: date) -> tuple[dict[str, Any], dict[str, Any]]:
    """The `inputs` and `context` of a snapshot taken now (ScoreSnapshot says what they hold)."""
    found = filled(assessment, today)
    campaign, where = assessment.campaign, standing(assessment)
    reviews = where.reviews(found.catalogue)
    header = exchange.Header(campaign.guidance.code, campaign.indicators.code, campaign.alpha)
    evidence = _evidence_by_code(found.rows)
    context = {
        "province": {
            "code": assessment.province.code,
            "name": assessment.province.name,
            "type": assessment.province.type_on(today),
        },
        "campaign": {
            "code": campaign.code,
            "name": campaign.name,
            "submit_by": campaign.submit_by.isoformat(),
            "is_demonstration": campaign.is_demonstration,
        },
        "state": assessment.state,
        "frozen_at": timezone.now().isoformat(),
        "answers": {code: _beside_value(row, evidence.get(code, [])) for code, row in found.rows.items()},
        "reviews": {code: _remark(decision) for code in reviews if (decision := where.common(code))},
        "clarifications": _clarifications(assessment) if reviews else {},
    }
    answers = {
        code: replace(found.answers.get(code, NO_ANSWER), review=reviews.get(code))
        for code in found.catalogue.leaves
        if code in found.answers or code in reviews
    }
    return exchange.write_answers(header, answers), context


def trial(assessment: Assessment, today: date) -> ScoreSnapshot:
    """The answers as they are now, scored at once and stored nowhere."""
    inputs, context = freeze(assessment, today)
    snapshot = ScoreSnapshot(
        assessment=assessment, purpose=Purpose.PREVIEW, as_of=today, inputs=inputs, context=context
    )
    for column, value in compute(snapshot).items():
        setattr(snapshot, column, value)
    return snapshot


def compute(snapshot: ScoreSnapshot) -> dict[str, Any]:
    """The columns that make a snapshot ready. Raises exchange.ExchangeError if its inputs do not fit its catalogues."""
    catalogue = campaign_catalogue(snapshot.assessment.campaign)
    header = exchange.read_header(snapshot.inputs)
    answers = exchange.read_answers(snapshot.inputs, catalogue.frame)
    results = aggregate.assess(catalogue.frame, answers, header.alpha, snapshot.as_of)
    card = scorecard.report(results)
    found = {
        "scorecard": Document(scorecard.to_json(card)),
        "trace": Document(
            {
                **trace.trace(catalogue.frame, results, header.alpha, snapshot.as_of),
                "gaps": _gaps(catalogue, results),
            }
        ),
    }
    heads = {str(reading): card.readings[reading].headline for reading in Reading}
    return {**found, **heads, "checksum": checksum(snapshot.inputs, snapshot.context, *found.values())}


def with_columns(snapshot: ScoreSnapshot, columns: Mapping[str, Any]) -> ScoreSnapshot:
    """The snapshot in hand as its row now is, for what is told beside it; reading it back would parse 200 kB."""
    for name, value in columns.items():
        setattr(snapshot, name, value)
    snapshot.status = WorkStatus.READY
    return snapshot


def checksum(*parts: Any) -> str:
    """sha256 over the canonical JSON of a list of these, so that anybody can check a snapshot."""
    texts = [part.text if isinstance(part, Document) else canonical(part) for part in parts]
    return hashlib.sha256(f"[{','.join(texts)}]".encode()).hexdigest()


def _gaps(catalogue: CampaignCatalogue, results: Mapping[Reading, aggregate.ReadingResult]) -> dict[str, Any]:
    """Of each reading; they have most of their numbers in common."""
    texts = _Texts()
    return {
        str(reading): [
            {
                "code": gap.code,
                "score": texts[gap.score],
                "target": texts[gap.target],
                "gain": texts[gap.gain],
                "next_option": gap.next_option,
                "effort": gap.effort,
                "quick_win": gap.quick_win,
            }
            for gap in gaps.gaps(catalogue.frame, result)
        ]
        for reading, result in results.items()
    }


class _Texts(dict[Decimal, str]):
    def __missing__(self, value: Decimal) -> str:
        return self.setdefault(value, exchange.plain(round(value, 12)))


def _remark(decision: Decision) -> dict[str, Any]:
    """What the reviewer said beside the verdict, which stands in `inputs`."""
    return {"reason": decision.reason, "text": decision.text, "at": decision.at.isoformat()}


def _clarifications(assessment: Assessment) -> dict[str, list[dict[str, str]]]:
    """The threads of leaves that were sent back, oldest first."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in assessment.clarifications.filter(sent_at__isnull=False):
        found.setdefault(row.code, []).append({"question": row.question, "reply": row.reply})
    return found


def _beside_value(row: Answer, evidence: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "note": row.note,
        "quality": row.quality,
        "document_title": row.document_title,
        "updated_at": row.updated_at.isoformat(),
        "evidence": evidence,
    }


def _evidence_by_code(rows: Mapping[str, Answer]) -> dict[str, list[dict[str, Any]]]:
    """Asked for by keys: joined to the answers the database may plan badly while a large load is not yet counted."""
    codes = {row.pk: code for code, row in rows.items()}
    found: dict[str, list[dict[str, Any]]] = {}
    links = AnswerEvidence.objects.filter(answer__in=codes).select_related("evidence__stored_file")
    for link in links.exclude(evidence__stored_file__scan_state=ScanState.INFECTED):
        found.setdefault(codes[link.answer_id], []).append(_evidence(link.evidence))
    return found


def _evidence(item: Evidence) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "title": item.title,
        "url": item.url,
        "number": item.document_number,
        "date": item.document_date.isoformat() if item.document_date else "",
        "issuer": item.document_issuer,
        "valid_until": item.valid_until.isoformat() if item.valid_until else "",
        "sha256": item.stored_file.sha256 if item.stored_file else "",
        "size": item.stored_file.size if item.stored_file else 0,
        "is_confidential": item.is_confidential,
    }
