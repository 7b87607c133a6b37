from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from personal_data.actions import erase
from personal_data.people import NobodyThere, person_of


class Command(BaseCommand):
    help = (
        "Xóa dữ liệu cá nhân của một người: tên, thư, mật khẩu, vai trò, phiên đăng nhập, thông báo. "
        "Không khôi phục được. Nhật ký kiểm toán vẫn nguyên vẹn."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--by", required=True, help="thư điện tử của quản trị đợt ra quyết định")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            person = person_of(options["email"])
            gone = erase(by=person_of(options["by"]), person=person)
        except (NobodyThere, PermissionDenied) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Đã xóa dữ liệu cá nhân của người dùng {person.pk}:")
        for name, count in gone.items():
            self.stdout.write(f"  {name}: {count}")
