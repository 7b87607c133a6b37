import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

import guidance.loading
import guidance.queries
import indicators.loading
import indicators.queries
from assessments.catalogue import CampaignCatalogue
from assessments.explanations import explain
from assessments.management.answer_files import read_json
from catalogues.faults import CatalogueError
from catalogues.versions import CatalogueVersion
from guidance.models import GuidanceVersion
from indicators.models import IndicatorSetVersion
from indicators.scoring import aggregate, exchange, scorecard, trace
from indicators.scoring.readings import Reading


class Command(BaseCommand):
    help = (
        "Chấm điểm một tệp câu trả lời (smartcity-answers/1; “-” là đầu vào chuẩn) theo phương pháp SM-1 và in bảng "
        "điểm (smartcity-scorecard/1). Mã thoát 2 và danh sách lỗi nếu tệp có chỗ sai."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="tệp JSON, hoặc - để đọc đầu vào chuẩn")
        parser.add_argument("--explain", metavar="MÃ", help="in cách tính một mục thay cho bảng điểm")
        parser.add_argument(
            "--reading", choices=list(map(str, Reading)), default="claimed", help="cách đọc cho --explain"
        )
        parser.add_argument("--guidance-dir", type=Path, help="thư mục danh mục hướng dẫn chưa cài đặt")
        parser.add_argument("--indicators-dir", type=Path, help="thư mục bộ chỉ số chưa cài đặt")
        parser.add_argument("--as-of", type=date.fromisoformat, help="ngày so với ngày văn bản (mặc định: hôm nay)")

    def handle(self, *args: Any, **options: Any) -> None:
        as_of = options["as_of"] or timezone.localdate()
        try:
            document = read_json(options["file"])
            header = exchange.read_header(document)
            catalogue = self.catalogue(header, options["guidance_dir"], options["indicators_dir"])
            answers = exchange.read_answers(document, catalogue.frame)
        except exchange.ExchangeError as error:
            raise CommandError("\n".join(map(str, error.problems)), returncode=2) from error
        results = aggregate.assess(catalogue.frame, answers, header.alpha, as_of)
        if options["explain"]:
            traced = trace.trace(catalogue.frame, results, header.alpha, as_of)
            lines = explain(traced, options["reading"], options["explain"], items=catalogue.items)
            if not lines:
                raise CommandError(f"Không có mục nào mang mã {options['explain']}.", returncode=2)
            self.stdout.write("\n".join(lines))
        else:
            card = scorecard.to_json(scorecard.report(results))
            self.stdout.write(json.dumps(card, ensure_ascii=False, indent=1))

    def catalogue(
        self, header: exchange.Header, guidance_dir: Path | None, indicators_dir: Path | None
    ) -> CampaignCatalogue:
        """The installed versions that the header names; with a folder for one half or both, the folders alone."""
        from_folders = bool(guidance_dir or indicators_dir)
        try:
            guidance_found = guidance.loading.read_folder(guidance_dir) if guidance_dir else None
            indicators_found = indicators.loading.read_folder(indicators_dir) if indicators_dir else None
        except CatalogueError as error:
            raise CommandError(str(error), returncode=2) from error
        if not from_folders:
            if header.guidance or not header.indicators:
                guidance_found = guidance.queries.catalogue(self.version(GuidanceVersion, header.guidance, "guidance"))
            if header.indicators or not header.guidance:
                version = self.version(IndicatorSetVersion, header.indicators, "indicators")
                indicators_found = indicators.queries.catalogue(version)
        return CampaignCatalogue(guidance_found, indicators_found)

    def version(self, model: type[CatalogueVersion], code: str, field: str) -> Any:
        found = model._default_manager.filter(code=code).first()
        if found is None:
            raise exchange.ExchangeError([exchange.Problem("", field, "tên một phiên bản đã nạp", code or "ô trống")])
        return found
