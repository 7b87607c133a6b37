from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from backups.archive import BackupError
from backups.restoring import is_behind, restore


class Command(BaseCommand):
    help = (
        "Khôi phục cơ sở dữ liệu và các tệp từ một tệp sao lưu. Kiểm tra từng byte trước khi làm; nếu có gì sai thì "
        "giữ nguyên như cũ. Hãy dừng web, worker, beat trước."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="tệp sao lưu")
        parser.add_argument("--force", action="store_true", help="thay dữ liệu đang có")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = restore(options["file"], force=options["force"])
        except (BackupError, OSError, Error) as error:
            raise CommandError(f"Chưa khôi phục: {error}") from error
        rows = sum(manifest.tables.values())
        self.stdout.write(f"Đã khôi phục {rows} dòng, {len(manifest.files)} tệp; mọi mã kiểm tra đều khớp.")
        for name in manifest.missing:
            self.stdout.write(f"Tệp “{name}” đã mất từ trước khi sao lưu.")
        if is_behind(manifest):
            self.stdout.write("Bản sao lưu thuộc phiên bản cũ hơn: hãy chạy manage.py migrate.")
