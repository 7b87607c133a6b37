"""Every kind of document that is made from a snapshot: how, and what the file is called."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.utils.text import slugify

from assessments.enums import Purpose, ReportKind
from assessments.models import ReportFile, ScoreSnapshot
from assessments.supplements import Supplement

from . import gap_report, pdf
from .storing import Rendered, stored


class Product(NamedTuple):
    """`stem`: what the file's name begins with, ASCII."""

    stem: str
    extension: str
    content_type: str
    render: Callable[[ReportFile], Rendered]


def keep(report: ReportFile) -> dict[str, Any]:
    """Make a document and store it. Returns the columns that make its row ready."""
    product = PRODUCTS[ReportKind(report.kind)]
    return stored(product.render(report), product.extension)


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
    return pdf.print_out(_built(report))


PDF = "application/pdf"
PRODUCTS: dict[ReportKind, Product] = {
    ReportKind.GAP_REPORT: Product("bao-cao-khoang-cach", "pdf", PDF, _gap_report),
}
