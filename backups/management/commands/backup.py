from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from backups.archive import BackupError
from backups.making import make


class Command(BaseCommand):
    help = (
        "Sao lưu cơ sở dữ liệu và mọi tệp mà nó dẫn tới vào một tệp, trong khi cổng vẫn chạy. Mã thoát 1: không "
        "sao lưu được; 3: đã sao lưu nhưng có tệp trong kho đã mất hoặc hỏng từ trước."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, help="thư mục (mặc định: BACKUP_DIR, hoặc backups trong VAR_DIR)")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["to"] or Path(settings.BACKUP_DIR or settings.VAR_DIR / "backups")
        try:
            made = make(folder)
        except (BackupError, OSError, Error) as error:
            raise CommandError(f"Chưa sao lưu được: {error}") from error
        self.stdout.write(f"Đã sao lưu vào {made.path}: {len(made.manifest.files)} tệp kèm theo.")
        if made.faults:
            raise CommandError("\n".join(made.faults), returncode=3)
