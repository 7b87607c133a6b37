from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from pydantic import BaseModel

import guidance.loading
import indicators.loading
from assessments.catalogue import link_problems
from catalogues.faults import CatalogueError
from catalogues.versions import CatalogueVersion, PublishedVersionError, publish, store
from guidance.models import GuidanceVersion
from guidance.schema import Catalogue as Guidance
from indicators.models import IndicatorSetVersion
from indicators.schema import Catalogue as IndicatorSet

ROOT = Path(__file__).resolve().parents[3]
GUIDANCE, INDICATORS = ROOT / "guidance" / "data", ROOT / "indicators" / "data"


class Command(BaseCommand):
    help = (
        "Nạp các danh mục trong guidance/data và indicators/data. Kiểm tra tất cả trước; có lỗi (tệp, dòng, trường) "
        "thì không nạp gì. Chạy lại nhiều lần được; phiên bản đã công bố không bao giờ bị sửa."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--guidance", type=Path, default=GUIDANCE, help="thư mục chứa các danh mục hướng dẫn")
        parser.add_argument("--indicators", type=Path, default=INDICATORS, help="thư mục chứa các bộ chỉ số")
        parser.add_argument("--publish", action="store_true", help="công bố các phiên bản vừa nạp")

    def handle(self, *args: Any, **options: Any) -> None:
        guidance_found, indicators_found = self.read(options["guidance"], options["indicators"])
        problems = [
            f"{g.code} và {i.code}: {problem}"
            for g in guidance_found
            for i in indicators_found
            for problem in link_problems(g, i)
        ]
        if problems:
            raise CommandError("\n".join(problems))
        with transaction.atomic():
            for found in guidance_found:
                self.store(GuidanceVersion, found.code, found, options["publish"])
            for found in indicators_found:
                self.store(IndicatorSetVersion, found.code, found, options["publish"])

    def read(self, guidance_root: Path, indicators_root: Path) -> tuple[list[Guidance], list[IndicatorSet]]:
        faults: list[str] = []
        found: tuple[list[Any], list[Any]] = ([], [])
        readers = (guidance.loading.read_folder, indicators.loading.read_folder)
        for root, read, catalogues in zip((guidance_root, indicators_root), readers, found, strict=True):
            for folder in sorted(path for path in root.glob("*/v*") if path.is_dir()):
                try:
                    catalogues.append(read(folder))
                except CatalogueError as error:
                    faults += [f"{folder.parent.name}/{folder.name}/{fault}" for fault in error.faults]
        if faults:
            raise CommandError("\n".join(faults))
        return found

    def store(self, model: type[CatalogueVersion], code: str, found: BaseModel, is_final: bool) -> None:
        try:
            version, changed = store(model, code, found)
        except PublishedVersionError as error:
            raise CommandError(str(error)) from error
        if is_final:
            publish(version)
        self.stdout.write(f"{code}: {'đã nạp' if changed else 'không đổi'}")
