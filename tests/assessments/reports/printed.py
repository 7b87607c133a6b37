"""Reports printed once for all tests, and what their PDFs hold."""

import re
import subprocess
from functools import cache
from io import BytesIO

import pikepdf
from pypdf import PdfReader

from assessments.models import ScoreSnapshot
from assessments.reports import gap_report, pdf
from assessments.results import SnapshotResult
from assessments.supplements import NOTHING, Plan, Supplement, score_key
from tests.assessments.reports import snapshots

LETTERS = "ĂÂĐÊÔƠƯ ăâđêôơư áàảãạ ắằẳẵặ ấầẩẫậ éèẻẽẹ ếềểễệ íìỉĩị óòỏõọ ốồổỗộ ớờởỡợ úùủũụ ứừửữự ýỳỷỹỵ"
HOSTILE = "<script>alert(1)</script><img src='http://evil.example/x.png'> & <b>đậm</b>\x00\x07\u202e → ≥ 5"
SHOWN = "<script>alert(1)</script><img src='http://evil.example/x.png'> & <b>đậm</b> -> >= 5"
NOTES = (LETTERS, HOSTILE, "Ỷ" * 10_000, "lặp1 " * 2_000)
MANY = 60
LONG_NAME = "Quảng Nam Đà Nẵng Thừa Thiên Huế Quảng Trị Quảng Bình"


def odd() -> ScoreSnapshot:
    """Four answers with notes such as no form expects, sixty items of evidence on one, long words, a long name."""
    made = dict(list(snapshots.made().items())[: len(NOTES)])
    beside = {code: {"note": note} for code, note in zip(made, NOTES, strict=True)}
    many = [snapshots.document(f"{number}/QĐ-UBND", title="ký" * 150) for number in range(MANY)]
    beside[next(iter(made))]["evidence"] = [*many, snapshots.document("http://tinh.example/" + "a" * 900, kind="link")]
    return snapshots.snapshot(made, beside=beside, of=snapshots.province(name=LONG_NAME))


def compared(snapshot: ScoreSnapshot) -> Supplement:
    """Every score was the same before and is the median; with a plan of 25 actions, and one of the round before."""
    result = SnapshotResult(snapshot, snapshots.catalogue())
    scores = {score_key(node): node.score for node in result.nodes if node.score is not None}
    heads = {"headline": result.headline, "readiness": result.readiness, "results": result.results}
    actions = tuple(
        snapshots.planned(code=gap.code, action=gap.action, gain=gap.gain, note="Ghi chú của kế hoạch " * 3)
        for gap in result.gaps[:25]
    )
    plan = Plan(campaign="Đợt 1", updated_on=snapshots.AS_OF, actions=actions)
    earlier = snapshots.planned(score_then=snapshots.Decimal(25), score_now=snapshots.Decimal(50), is_done=True)
    before = Plan(campaign="Đợt 0", updated_on=snapshots.AS_OF, actions=(earlier,))
    found = snapshots.beside(**heads, **scores)
    return found.model_copy(update={"plan": plan, "earlier_plan": before})


SNAPSHOTS = {
    "whole": snapshots.whole,
    "compared": snapshots.whole,
    "empty": snapshots.empty,
    "not applicable": snapshots.not_applicable,
    "odd": odd,
}


def report(name: str, language: str = "vi") -> gap_report.GapReport:
    snapshot = SNAPSHOTS[name]()
    return gap_report.build(snapshot, language, compared(snapshot) if name == "compared" else NOTHING)


@cache
def rendered(name: str, template: str = pdf.REPORT) -> bytes:
    return pdf.print_out(report(name), template).content


@cache
def pages(name: str, template: str = pdf.REPORT) -> list[str]:
    """The text of every page on one line."""
    found = PdfReader(BytesIO(rendered(name, template))).pages
    return [re.sub(r"\s+", " ", page.extract_text()) for page in found]


def text(name: str) -> str:
    return " ".join(pages(name))


def opened(name: str) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(rendered(name)))


def poppler(tool: str, content: bytes, *options: str) -> str:
    """What one of poppler's tools says of a PDF."""
    done = subprocess.run(
        [tool, *options, "-", *(["-"] if tool == "pdftotext" else [])], input=content, check=True, capture_output=True
    )
    return done.stdout.decode()


def structure(document: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """The elements of the tag tree in reading order."""
    found, waiting = [], [document.Root.StructTreeRoot.K]
    while waiting:
        element = waiting.pop()
        if isinstance(element, pikepdf.Array):
            waiting += reversed(list(element))
        elif isinstance(element, pikepdf.Dictionary):
            found += [element] if "/S" in element else []
            waiting += [element.K] if "/K" in element else []
    return found


def tags(document: pikepdf.Pdf) -> list[str]:
    return [str(element.S) for element in structure(document)]
