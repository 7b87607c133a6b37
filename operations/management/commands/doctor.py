import json
from collections import Counter
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from operations.doctor import findings
from operations.doctor.findings import Finding, Level

SIGNS = {Level.FINE: "ĐẠT", Level.WARNING: "LƯU Ý", Level.ERROR: "LỖI"}
NAMES = {
    "migrations": "Cấu trúc cơ sở dữ liệu",
    "clock": "Đồng hồ",
    "storage": "Kho tệp",
    "mail": "Thư điện tử",
    "clamd": "Quét mã độc",
    "provinces": "Danh sách tỉnh, thành phố",
    "catalogues": "Danh mục",
    "administrator": "Quản trị đợt đánh giá",
    "worker": "Tiến trình xử lý",
    "beat": "Tiến trình định giờ",
    "static files": "Tệp tĩnh",
    "disk": "Đĩa",
    "fonts": "Phông chữ",
    "backup": "Sao lưu",
}
"""Findings whose name is no setting and no program's, in words; --json keeps the names."""


class Command(BaseCommand):
    help = "Kiểm tra một bản triển khai và nói cần làm gì; mã thoát 1 nếu có lỗi."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(findings())
        if options["json"]:
            self.stdout.write(json.dumps([asdict(finding) for finding in found], ensure_ascii=False, indent=2))
        else:
            for finding in found:
                self.tell(finding)
            counts = Counter(finding.level for finding in found)
            self.stdout.write(
                "Tổng cộng: " + ", ".join(f"{counts[level]} {sign.lower()}" for level, sign in SIGNS.items())
            )
        if any(finding.level == Level.ERROR for finding in found):
            raise SystemExit(1)

    def tell(self, finding: Finding) -> None:
        self.stdout.write(f"{SIGNS[finding.level]:5}  {NAMES.get(finding.name, finding.name)}: {finding.found}")
        if finding.advice:
            self.stdout.write(f"       → {finding.advice}")
