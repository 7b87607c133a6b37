"""What lies in an evidence pack, told twice: for programs (JSON) and for people (CSV, a note). What is held back is
counted and named by its sha256 only."""

from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from assessments.enums import EvidenceKind, Purpose
from assessments.models import ScoreSnapshot

from . import in_words
from .csv_file import Cell, csv_text
from .frozen_evidence import Item

SCHEMA = "smartcity-evidence-pack/1"
MANIFEST, LISTED, SUMS, READ_ME = "manifest.json", "DANH-MUC-MINH-CHUNG.csv", "SHA256SUMS", "LUU-Y.txt"
TOLD = ("title", "number", "date", "issuer", "valid_until", "url", "size")
"""What is said of an item unless it is held back; snapshots of before it was frozen know of no end of validity."""


class Entry(NamedTuple):
    """`path`: of its file in the pack; "" for links, cited documents, what is held back, and what was infected, as
    its `remark` says."""

    item: Item
    is_held_back: bool
    path: str = ""
    remark: str = ""


def manifest(snapshot: ScoreSnapshot, entries: list[Entry]) -> dict[str, Any]:
    context = snapshot.context
    held_back = sum(entry.is_held_back for entry in entries)
    return {
        "schema": SCHEMA,
        "snapshot": str(snapshot.pk),
        "checksum": snapshot.checksum,
        "purpose": snapshot.purpose,
        "as_of": snapshot.as_of.isoformat(),
        "province": {name: context["province"][name] for name in ("code", "name")},
        "round": {name: context["campaign"][name] for name in ("code", "name")},
        "is_demonstration": bool(context["campaign"]["is_demonstration"]),
        "notice": " ".join(_demonstration(snapshot)),
        "held_back": held_back,
        "held_back_because": _held_back() if held_back else "",
        "items": [_told(entry) for entry in entries],
    }


def _told(entry: Entry) -> dict[str, Any]:
    found = entry.item.found
    return {
        "codes": entry.item.codes,
        "kind": found["kind"],
        **{name: None if entry.is_held_back else found.get(name, "") for name in TOLD},
        "path": entry.path,
        "sha256": found["sha256"],
        "is_confidential": entry.is_held_back,
    }


def listed(snapshot: ScoreSnapshot, entries: list[Entry]) -> str:
    head = [
        *(_("STT"), _("Câu hỏi, chỉ số"), _("Loại"), _("Tên, trích yếu"), _("Số, ký hiệu"), _("Ngày ban hành")),
        *(_("Cơ quan ban hành"), _("Đường dẫn"), _("Tệp trong gói"), _("Số byte"), "sha256", _("Ghi chú")),
    ]
    rows = [_row(number, entry, snapshot.as_of) for number, entry in enumerate(entries, 1)]
    return csv_text(head, rows, [*_demonstration(snapshot), *_about(snapshot)])


def _row(number: int, entry: Entry, as_of: date) -> list[Cell]:
    found, kind = entry.item.found, str(EvidenceKind(entry.item.found["kind"]).label)
    head: list[Cell] = [number, ", ".join(entry.item.codes), kind]
    if entry.is_held_back:
        return [*head, _("(hạn chế phổ biến)"), *[""] * 6, found["sha256"], _held_back()]
    said = [in_words.plain(found[name]) for name in ("title", "number")]
    where = [in_words.plain(found[name]) for name in ("issuer", "url")]
    file: list[Cell] = [entry.path, found["size"] or "", found["sha256"]]
    remarks = " ".join(filter(None, (entry.remark, in_words.validity(found, as_of))))
    return [*head, *said, in_words.day(found["date"]), *where, *file, remarks]


def read_me(snapshot: ScoreSnapshot) -> str:
    lines = [
        *_demonstration(snapshot),
        *_about(snapshot),
        "",
        _("%s: danh mục để đọc; %s: danh mục cho phần mềm.") % (LISTED, MANIFEST),
        _("Kiểm tra tệp sau khi giải nén: sha256sum -c %s") % SUMS,
        _held_back(),
        _("Minh chứng có thể có dữ liệu cá nhân; chỉ dùng cho việc đánh giá, không đưa lên mạng công khai."),
    ]
    return "".join(f"{line}\r\n" for line in lines)


def _about(snapshot: ScoreSnapshot) -> list[str]:
    context = snapshot.context
    province, campaign = (in_words.plain(context[name]["name"]) for name in ("province", "campaign"))
    purpose = str(Purpose(snapshot.purpose).label)
    names = {"purpose": purpose, "day": in_words.day(snapshot.as_of.isoformat()), "checksum": snapshot.checksum}
    return [
        _("Gói minh chứng: %(province)s, %(campaign)s") % {"province": province, "campaign": campaign},
        _("%(purpose)s, tính đến ngày %(day)s, mã sha256 của bản chấm điểm: %(checksum)s") % names,
    ]


def _demonstration(snapshot: ScoreSnapshot) -> list[str]:
    if not snapshot.context["campaign"]["is_demonstration"]:
        return []
    return [_("Dữ liệu minh họa: không phải số liệu thật của địa phương nào.")]


def _held_back() -> str:
    return _(
        "Minh chứng đánh dấu hạn chế phổ biến không nằm trong gói, theo quy định về bảo vệ bí mật nhà nước và phạm vi "
        "lưu hành tài liệu; hãy nhận trực tiếp từ địa phương."
    )
