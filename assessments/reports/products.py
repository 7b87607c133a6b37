"""Every kind of document that is made from a snapshot: how, and what the file is called."""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from assessments.enums import PRINTED, Purpose, ReportKind
from assessments.models import ReportFile, ReportTemplate, ScoreSnapshot
from assessments.results import own_result
from assessments.supplements import Supplement

from . import evidence_pack, gap_report
from .results_workbook import results_workbook
from .snapshot_files import snapshot_json
from .storing import Rendered, signed, stored

if TYPE_CHECKING:
    from .pdf import Attached

PRINTING, WRITING = "assessments.reports.pdf", "assessments.reports.word.rendering"
"""Modules of 30 MB that only a process needs that makes documents: a web worker never loads them
(smartcity_portal.celery does for the workers)."""


class Product(NamedTuple):
    """`stem`: what the file's name begins with, ASCII."""

    stem: str
    extension: str
    content_type: str
    render: Callable[[ReportFile], Rendered]


def keep(report: ReportFile) -> dict[str, Any]:
    """Make a document, sign it if it is a printed one, and store it. Returns the columns that make its row ready."""
    product = PRODUCTS[ReportKind(report.kind)]
    rendered = product.render(report)
    with translation.override(report.language):
        return stored(signed(rendered) if report.kind in PRINTED else rendered, product.extension)


def file_name(report: ReportFile) -> str:
    """ASCII only: other letters do not survive every browser."""
    product, snapshot = PRODUCTS[ReportKind(report.kind)], report.snapshot
    english = "-en" if report.language == "en" else ""
    return f"{product.stem}-{name_of(snapshot)}{english}.{product.extension}"


def name_of(snapshot: ScoreSnapshot) -> str:
    """Province, round and reading, as file names have them."""
    province = slugify(snapshot.assessment.province.name.replace("Đ", "D").replace("đ", "d"))
    verified = "-da-tham-dinh" if snapshot.purpose == Purpose.VERIFIED else ""
    return f"{province}-{snapshot.assessment.campaign.code}{verified}"


def _built(report: ReportFile) -> gap_report.GapReport:
    return gap_report.build(report.snapshot, report.language, Supplement.model_validate(report.supplement))


def _gap_report(report: ReportFile) -> Rendered:
    return import_module(PRINTING).print_out(_built(report), attached=_data(report))


def _archive(report: ReportFile) -> Rendered:
    pdf = import_module(PRINTING)
    return pdf.print_out(_built(report), variant=pdf.Variant.ARCHIVE, attached=_data(report))


def _data(report: ReportFile) -> "list[Attached]":
    """What the report was made from, to be attached: the snapshot whole, and as tables."""
    snapshot, name = report.snapshot, name_of(report.snapshot)
    attached = import_module(PRINTING).Attached
    with translation.override(report.language):
        tables = results_workbook(own_result(snapshot), Supplement.model_validate(report.supplement))
        return [
            attached(f"ban-cham-diem-{name}.json", _("Bản chấm điểm, máy đọc được"), snapshot_json(snapshot)),
            attached(f"ket-qua-{name}.xlsx", _("Bảng tính kết quả"), tables),
        ]


def _brief(report: ReportFile) -> Rendered:
    pdf = import_module(PRINTING)
    return pdf.print_out(_built(report), pdf.BRIEF)


def _evidence_pack(report: ReportFile) -> Rendered:
    return Rendered(evidence_pack.pack(report.snapshot, report.language))


def _word(report: ReportFile) -> Rendered:
    """With the template that was in use when it was asked for, whatever is in use now."""
    template = b""
    if report.template:
        with ReportTemplate.objects.get(language=report.language, sha256=report.template).file.open("rb") as file:
            template = file.read()
    return Rendered(import_module(WRITING).render(_built(report), template))


PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PRODUCTS: dict[ReportKind, Product] = {
    ReportKind.GAP_REPORT: Product("bao-cao-khoang-cach", "pdf", PDF, _gap_report),
    ReportKind.BRIEF: Product("tom-tat-cho-lanh-dao", "pdf", PDF, _brief),
    ReportKind.WORD: Product("bao-cao-khoang-cach", "docx", DOCX, _word),
    ReportKind.ARCHIVE: Product("bao-cao-khoang-cach-luu-tru", "pdf", PDF, _archive),
    ReportKind.EVIDENCE_PACK: Product("goi-minh-chung", "zip", "application/zip", _evidence_pack),
}
