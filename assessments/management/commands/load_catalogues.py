from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from pydantic import BaseModel

import guidance.loading
import indicators.loading
from assessments.catalogue import link_faults
from audit import recording as audit
from catalogues.decoding import find_leaf
from catalogues.faults import CatalogueError, Fault
from catalogues.versions import VERSION_CODE, CatalogueVersion, PublishedVersionError, VersionStatus, publish, store
from guidance.models import GuidanceVersion
from guidance.schema import Catalogue as Guidance
from indicators.models import IndicatorSetVersion
from indicators.schema import Catalogue as IndicatorSet

ROOT = Path(__file__).resolve().parents[3]
GUIDANCE, INDICATORS = ROOT / "guidance" / "data", ROOT / "indicators" / "data"
Catalogue = TypeVar("Catalogue", Guidance, IndicatorSet)


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
        roots = options["guidance"], options["indicators"]
        faults: list[str] = []
        guidance_found = read_all(roots[0], guidance.loading.read_folder, faults)
        indicators_found = read_all(roots[1], indicators.loading.read_folder, faults)
        if not faults:
            for found in guidance_found:
                faults += misfits(found, indicators_found, *roots)
        if faults:
            raise CommandError("\n".join(faults), returncode=2)
        with transaction.atomic():
            for found in guidance_found:
                self.store(GuidanceVersion, found.code, found, options["publish"])
            for found in indicators_found:
                self.store(IndicatorSetVersion, found.code, found, options["publish"])

    def store(self, model: type[CatalogueVersion], code: str, found: BaseModel, is_final: bool) -> None:
        try:
            version, changed = store(model, code, found)
        except PublishedVersionError as error:
            raise CommandError(str(error), returncode=2) from error
        if is_final and version.status == VersionStatus.DRAFT:
            publish(version)
            audit.record(
                audit.Verb.CATALOGUE, audit.chain_of("catalogue", code), what="publish", sha256=version.checksum
            )
        self.stdout.write(f"{code}: {'đã nạp' if changed else 'không đổi'}")


def read_all(root: Path, read: Callable[[Path], Catalogue], faults: list[str]) -> list[Catalogue]:
    """Every catalogue under `root`; what is wrong is added to `faults`."""
    found: list[Catalogue] = []
    folders = sorted(path for path in root.glob("*/v*") if path.is_dir())
    if not folders:
        faults.append(f"{root}: không có danh mục nào (thư mục <mã>/v<số>)")
    for folder in folders:
        code = f"{folder.parent.name}/{folder.name}"
        if not VERSION_CODE.fullmatch(code):
            faults.append(
                f"thư mục {code!r}: tên cần có dạng <mã>/v<số>, gồm chữ không dấu, số, “.”, “_”, “-”, "
                "dài không quá 60 ký tự"
            )
            continue
        try:
            found.append(read(folder))
        except CatalogueError as error:
            faults += [f"{code}/{fault}" for fault in error.faults]
    return found


def misfits(
    guidance_found: Guidance, indicators_found: list[IndicatorSet], guidance_root: Path, indicators_root: Path
) -> list[str]:
    """What stands between guidance and the indicator set that fits it best; a campaign chooses which go together."""
    by_set = {found.code: list(link_faults(guidance_found, found)) for found in indicators_found}
    best = min(by_set, key=lambda code: len(by_set[code]))
    lines = []
    for code, field, message in by_set[best]:
        is_question = field == "feeds"
        catalogue = guidance_found.code if is_question else best
        file, place = find_leaf((guidance_root if is_question else indicators_root) / catalogue, code)
        fault = Fault(file.name, file.line_of((*place, field)), f"{code}.{field}", message)
        lines.append(f"{catalogue}/{fault}")
    return lines
