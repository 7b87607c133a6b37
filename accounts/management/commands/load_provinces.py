from typing import Any

from django.core.management.base import BaseCommand

from accounts.provinces import load_provinces


class Command(BaseCommand):
    help = "Nạp danh sách 34 tỉnh, thành phố và các đơn vị hành chính trước ngày 01/7/2025."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Đã nạp {load_provinces()} tỉnh, thành phố.")
