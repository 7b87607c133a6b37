import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from assessments.management.assessments import find_assessment
from assessments.scorecards import freeze


class Command(BaseCommand):
    help = "In câu trả lời của một phiếu theo định dạng smartcity-answers/1."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("assessment", help="mã phiếu (UUID), hoặc MÃ_ĐỢT/MÃ_TỈNH")

    def handle(self, *args: Any, **options: Any) -> None:
        assessment = find_assessment(options["assessment"])
        inputs, _context = freeze(assessment, timezone.localdate())
        notice = {"notice": "dữ liệu minh họa"} if assessment.campaign.is_demonstration else {}
        self.stdout.write(json.dumps({**notice, **inputs}, ensure_ascii=False, indent=1))
