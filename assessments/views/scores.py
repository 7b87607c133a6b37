"""A score snapshot: progress while it is made, the scorecard, why a score is what it is, and its reports."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from accounts.prepared import Prepared
from assessments.actions import workflow
from assessments.charts.radar import radar
from assessments.enums import PRINTED, UNFINISHED, Band, Purpose, Reading, ReportKind, WorkStatus
from assessments.errors import Refusal
from assessments.explanations import explain
from assessments.models import ReportFile, ScoreSnapshot
from assessments.models.campaigns import visible_by_key
from assessments.models.scores import ScoreSnapshotQuerySet
from assessments.permissions import why_not_report
from assessments.reports import in_words, products
from assessments.results import Node, SnapshotResult, own_result
from audit.trail import seen
from indicators.scoring.frame import NodeKind

from .about import about
from .documents import documents
from .node_tables import rows, score_tables
from .scorecard_lines import corrected_lines, gap_lines


def get_snapshot_or_404(user: User, pk: UUID, *, partly: bool = False) -> ScoreSnapshot:
    """The snapshot if the user may see its assessment; strangers get 404. `partly`: as a page of few of its numbers
    needs it."""
    if partly:
        found = _partly(user, pk)
    else:
        found = ScoreSnapshot.objects.with_campaign().visible_to(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    seen("assessment", found.assessment_id)
    return found


def _by_key(pk: UUID) -> ScoreSnapshotQuerySet:
    return ScoreSnapshot.objects.with_campaign().partly().filter(pk=pk).order_by()


_partly = visible_by_key(_by_key, "assessment__")
_reports_of = Prepared(lambda snapshot: ReportFile.objects.filter(snapshot=snapshot).defer("supplement"), UUID)


def result_for(request: HttpRequest, found: ScoreSnapshot) -> SnapshotResult:
    """In the reading that the address asks for; if it names none, or one that is still pending, in the snapshot's own:
    as verified where that is what it was taken for, else as claimed."""
    name, result = request.GET.get("reading", ""), own_result(found)
    result = result.read_as(Reading(name)) if name in Reading.values else result
    return result.read_as(Reading.CLAIMED) if result.is_pending else result


def _maker(user: User, found: ScoreSnapshot) -> str:
    """Provinces are told that the ministry made a verified result, not who."""
    if found.purpose == Purpose.VERIFIED and not user.ministry_roles:
        return _("Bộ")
    return str(found.created_by or _("Hệ thống"))


@require_GET
def snapshot(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = get_snapshot_or_404(request.user, pk, partly=True)
    reports = _reports_of(found.pk)
    context: dict[str, Any] = {
        "snapshot": found,
        **about(found.assessment),
        "documents": documents(reports),
        "maker": _maker(request.user, found),
        "is_waiting": any(report.status in UNFINISHED for report in reports),
        "why_not_report": why_not_report(request.user, found.assessment),
    }
    if found.status != WorkStatus.READY:
        return render(request, "assessments/snapshot_waiting.html", context)
    result = result_for(request, found)
    others = [(other, result.read_as(other)) for other in Reading]
    theme_tables, group_table = score_tables(result)
    indicator_set = result.catalogue.indicators.set if result.catalogue.indicators else None
    context |= {
        "result": result,
        "reading": result.reading,
        "readings": [(other, read.headline, read.band, read.is_pending) for other, read in others],
        "arithmetic": in_words.arithmetic(result),
        "notice": indicator_set.notice if indicator_set else "",
        "radar": radar(
            [(node.title, node.score) for node in result.themes], title=_("Điểm sáu nhóm nội dung khuyến nghị")
        ),
        "gaps": gap_lines(result, 5),
        "theme_tables": theme_tables,
        "group_table": group_table,
        "corrected": corrected_lines(result),
        "newer": _newer(found),
    }
    return render(request, "assessments/scorecard.html", context)


def _newer(found: ScoreSnapshot) -> ScoreSnapshot | None:
    """The verified result that took this one's place, if one did: none where the last was made final before this one
    was frozen."""
    final = found.assessment.finalised_at
    if found.purpose != Purpose.VERIFIED or (final and final <= found.created_at):
        return None
    later = found.assessment.snapshots.filter(purpose=Purpose.VERIFIED, created_at__gt=found.created_at)
    return later.only("pk").order_by("-created_at").first()


@require_GET
def snapshot_status(request: HttpRequest, pk: UUID) -> JsonResponse:
    """For poll.js: where the scoring and the reports of a snapshot are."""
    found = get_snapshot_or_404(request.user, pk)
    statuses = [found.status, *found.reports.values_list("status", flat=True)]
    is_finished = not UNFINISHED & set(statuses)
    return JsonResponse({"statuses": statuses, "is_finished": is_finished, "is_delayed": found.is_delayed})


@require_GET
def node(request: HttpRequest, pk: UUID, kind: str, code: str) -> HttpResponse:
    """Why a node has its score, down to the arithmetic of a leaf."""
    found = get_snapshot_or_404(request.user, pk)
    if found.status != WorkStatus.READY or kind not in list(NodeKind):
        raise Http404
    result = result_for(request, found)
    try:
        this = result.node(NodeKind(kind), code)
    except KeyError as error:
        raise Http404 from error
    others = [(other, result.read_as(other)) for other in Reading]
    context = {
        "snapshot": found,
        **about(found.assessment),
        "result": result,
        "reading": result.reading,
        "readings": [_reading(other, read, this) for other, read in others],
        "node": this,
        "item": result.catalogue.items.get(code) if kind in {NodeKind.QUESTION, NodeKind.INDICATOR} else None,
        "answer": _shown_answer(result, this.trace.get("source", "")),
        "ancestors": _ancestors(result, this),
        "children": list(rows(result.children(this))),
        "lines": explain(found.trace or {}, str(result.reading), code, kind, result.catalogue.items),
        "beside": result.beside(this.trace.get("source", "")),
        "review": result.review(this.trace.get("source", "")),
        "thread": result.thread(this.trace.get("source", "")),
    }
    return render(request, "assessments/node.html", context)


def _reading(reading: Reading, result: SnapshotResult, this: Node) -> tuple[Reading, Decimal | None, Band | None, bool]:
    other = result.node(this.kind, this.code)
    return reading, other.score, other.band, result.is_pending


def _ancestors(result: SnapshotResult, this: Any) -> list[Any]:
    found: list[Any] = []
    parent = result.parent(this)
    while parent:
        found.insert(0, parent)
        parent = result.parent(parent)
    return found


def _shown_answer(result: SnapshotResult, code: str) -> str:
    """The frozen answer of a leaf in words; "" if there is none."""
    given = result.answers.get(code)
    if given is None:
        return ""
    if given.get("not_applicable"):
        return _("Không áp dụng: %s") % given.get("reason", "")
    return in_words.value(
        result.catalogue.items[code], given.get("value"), result.beside(code).get("document_title", "")
    )


@require_POST
def report_request(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = get_snapshot_or_404(request.user, pk)
    kind = request.POST.get("kind", ReportKind.GAP_REPORT)
    if kind not in products.PRODUCTS:
        raise Http404
    try:
        workflow.request_report(by=request.user, snapshot=found, language=_language(), kind=ReportKind(kind))
    except Refusal as error:
        messages.error(request, str(error))
    return redirect("snapshot", pk=found.pk)


def _language() -> str:
    """The language a report is asked for in: the page's."""
    return (get_language() or "vi")[:2]


@require_POST
def retry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Try again whatever of a snapshot failed."""
    found = get_snapshot_or_404(request.user, pk)
    try:
        for work in [found, *found.reports.all()]:
            workflow.retry(by=request.user, work=work)
    except Refusal as error:
        messages.error(request, str(error))
    return redirect("snapshot", pk=found.pk)


@require_GET
def report_file(request: HttpRequest, pk: UUID, report_pk: UUID) -> HttpResponseBase:
    found = get_snapshot_or_404(request.user, pk)
    report = ReportFile.objects.filter(pk=report_pk, snapshot=found, status=WorkStatus.READY).first()
    if report is None:
        raise Http404
    report.snapshot = found
    product = products.PRODUCTS[ReportKind(report.kind)]
    return FileResponse(
        report.file.open("rb"),
        as_attachment=report.kind not in PRINTED,
        filename=products.file_name(report),
        content_type=product.content_type,
    )
