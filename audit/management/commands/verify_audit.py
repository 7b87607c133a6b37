import json
import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.verifying import End, verify

ANCHOR = re.compile(r"([1-9][0-9]{0,17}):([0-9a-f]{64})")


class Command(BaseCommand):
    help = "Kiểm tra toàn bộ nhật ký: nêu từng chỗ bị sửa, xóa, chèn hay đổi chỗ; có lỗi thì kết thúc với mã 1."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
        parser.add_argument("--anchor", default="", help="lần niêm phong đã ghi lại ở ngoài, dạng SỐ:SHA256")

    def handle(self, *args: Any, **options: Any) -> None:
        found = verify(anchor_of(options["anchor"]))
        counts = {"chains": found.chains, "events": found.events, "seals": found.seals, "faults": found.count}
        if options["json"]:
            faults = [{"kind": fault.kind, "chain": fault.chain, "seq": fault.seq} for fault in found.faults]
            self.stdout.write(json.dumps({**counts, "named": faults}, ensure_ascii=False, indent=2))
        else:
            for fault in found.faults:
                self.stdout.write(str(fault))
            self.stdout.write(
                "{events} dòng, {chains} chuỗi, {seals} lần niêm phong: {faults} chỗ sai".format(**counts)
            )
        if found.count:
            raise SystemExit(1)


def anchor_of(text: str) -> End | None:
    """Raises CommandError."""
    if not text:
        return None
    found = ANCHOR.fullmatch(text)
    if not found:
        raise CommandError("--anchor cần có dạng SỐ:SHA256, như dòng “audit seal …” trong nhật ký của máy chủ.")
    return End(int(found[1]), found[2])
