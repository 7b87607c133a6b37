"""What the workbook says of a leaf: how to answer it, what counts, when it is asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assessments.answer_values import halves
from assessments.catalogue import CampaignCatalogue, Item, asked_when
from assessments.explanations import number
from assessments.forms.fields import MOST_DECIMALS
from catalogues.schema import SINGLE_CHOICE, EvidenceRule, Kind
from workbooks.sheets.cells import choice_labels

EVIDENCE = {
    EvidenceRule.REQUIRED: "Cần minh chứng.",
    EvidenceRule.OPTIONAL: "Minh chứng nếu có.",
    EvidenceRule.NONE: "",
}


@dataclass(frozen=True)
class Told:
    """What of a leaf never changes with the answers. `choices` and `options`: what its drop-down offers, and what the
    rows of a checklist are called."""

    question: str
    how: str
    note: str
    choices: tuple[str, ...]
    options: Mapping[str, str]


@lru_cache(maxsize=8)
def told(catalogue: CampaignCatalogue) -> dict[str, Told]:
    """By code; written once a process for each pair of catalogues, in the workbook's one language."""
    return {
        item.code: Told(
            question=str(getattr(item, "prompt", None) or item.title),
            how=how(catalogue, item),
            note=note(item),
            choices=tuple(choice_labels(item).values()) if item.kind in SINGLE_CHOICE else (),
            options={option.code: str(option.label) for option in item.options} if item.kind is Kind.CHECKLIST else {},
        )
        for item in catalogue.items.values()
    }


def how(catalogue: CampaignCatalogue, item: Item) -> str:
    """How to answer, whether evidence is needed, and when the question is asked if not always."""
    feeder = catalogue.feeders.get(item.code)
    fed = f"Để trống thì lấy giá trị của câu {feeder}." if feeder else ""
    parts = (KINDS[item.kind](item), fed, EVIDENCE[item.evidence], asked_when(catalogue, item))
    return "\n".join(filter(None, parts))


def note(item: Item) -> str:
    """What counts as evidence and the like, for the note at the question's cell; "" if nothing."""
    parts = (
        ("", "help"),
        ("Định nghĩa: ", "definition"),
        ("Cách tính: ", "method"),
        ("Nguồn số liệu: ", "source"),
        ("Minh chứng: ", "evidence_expected"),
    )
    found = ((label, getattr(item, name, None)) for label, name in parts)
    return "\n".join(f"{label}{text}" for label, text in found if text)


def number_wanted(is_whole: bool, low: Decimal | None, high: Decimal | None) -> str:
    """ "một số nguyên từ 0 đến 100"."""
    kind = "một số nguyên" if is_whole else "một số"
    least, most = (None if bound is None else number(bound, MOST_DECIMALS) for bound in (low, high))
    if least is not None and most is not None:
        return f"{kind} từ {least} đến {most}"
    if least is not None:
        return f"{kind} từ {least} trở lên"
    return kind if most is None else f"{kind} từ {most} trở xuống"


def _number(item: Item) -> str:
    unit = f", đơn vị: {item.unit}" if item.unit else ""
    return f"Nhập {number_wanted(item.whole, item.minimum, item.maximum)}{unit}."


def _ratio(item: Item) -> str:
    numerator, denominator = halves(item)
    return f"Nhập hai {'số nguyên' if item.whole else 'số'}.\nTử số: {numerator}.\nMẫu số: {denominator}."


KINDS: dict[Kind, Callable[[Item], str]] = {
    Kind.LEVEL: lambda item: "Chọn một mục trong danh sách của ô.",
    Kind.YES_NO: lambda item: "Chọn Có hoặc Không.",
    Kind.YES_PARTIAL_NO: lambda item: "Chọn Có, Một phần hoặc Không.",
    Kind.CHECKLIST: lambda item: "Chọn Có hoặc Không ở từng mục bên dưới.",
    Kind.NUMBER: _number,
    Kind.RATIO: _ratio,
    Kind.DOCUMENT: lambda item: (
        "Ghi số, ngày, cơ quan ban hành và trích yếu của văn bản; nếu chưa có, chọn “Chưa ban hành”."
    ),
    Kind.TEXT: lambda item: "Viết ngắn gọn bằng lời.",
}
