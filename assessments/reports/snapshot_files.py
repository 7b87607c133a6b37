"""A snapshot for other programs: its nodes as CSV, all of it as JSON."""

import json
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assessments.catalogue import campaign_catalogue
from assessments.models import ScoreSnapshot
from assessments.results import Node, SnapshotResult, band_of

from . import frozen_evidence
from .csv_file import Cell, csv_text
from .results_workbook import NODE_KINDS, cautions, heading, shown_readings

SCHEMA = "smartcity-snapshot/1"


def scorecard_csv(result: SnapshotResult) -> str:
    """Every node, leaves too, in all readings that say something."""
    readings = shown_readings(result)
    head = [_("Loại"), _("Mã"), _("Thuộc"), _("Tên"), _("Trọng số")]
    for found in readings:
        names = (_("điểm"), _("bậc"), _("đã trả lời (%)"), _("có minh chứng (%)"), _("đóng góp vào điểm chung"))
        head += [f"{found.reading.label}: {name}" for name in names]
    rows = zip(*(found.nodes for found in readings), strict=True)
    return csv_text(head, [_row(nodes) for nodes in rows], [heading(result), *cautions(result)])


def _row(nodes: tuple[Node, ...]) -> list[Cell]:
    """One node in each reading."""
    node = nodes[0]
    row: list[Cell] = [str(NODE_KINDS[node.kind]), node.code, node.parent, node.title, node.weight]
    for found in nodes:
        row += [found.score, _band(found.score), found.coverage, found.evidenced, found.contribution]
    return row


def _band(score: Decimal | None) -> str:
    found = band_of(score)
    return str(found.label) if found else ""


def snapshot_json(snapshot: ScoreSnapshot) -> bytes:
    """All that a ready snapshot holds. The checksum is over inputs, context, scorecard and trace as
    `scorecards.checksum` writes them, so anybody can check it unless `redacted`: then marked evidence is reduced to its
    kind and sha256."""
    context, is_redacted = frozen_evidence.told(snapshot.context)
    found: dict[str, Any] = {
        "schema": SCHEMA,
        "id": str(snapshot.pk),
        "checksum": snapshot.checksum,
        "redacted": is_redacted,
        "as_of": snapshot.as_of.isoformat(),
        "purpose": snapshot.purpose,
        "is_demonstration": bool(context["campaign"]["is_demonstration"]),
        "notices": list(cautions(SnapshotResult(snapshot, campaign_catalogue(snapshot.assessment.campaign)))),
        "inputs": snapshot.inputs,
        "scorecard": snapshot.scorecard,
        "trace": snapshot.trace,
        "context": context,
    }
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
