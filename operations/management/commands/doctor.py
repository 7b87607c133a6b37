import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from operations.doctor import findings
from operations.doctor.findings import Finding, Level

SIGNS = {Level.FINE: "ĐẠT ", Level.WARNING: "LƯU Ý", Level.ERROR: "LỖI "}


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
        if any(finding.level == Level.ERROR for finding in found):
            raise SystemExit(1)

    def tell(self, finding: Finding) -> None:
        self.stdout.write(f"{SIGNS[finding.level]}  {finding.name}: {finding.found}")
        if finding.advice:
            self.stdout.write(f"       → {finding.advice}")
