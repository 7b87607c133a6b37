from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection, transaction

from audit.protection import statements


class Command(BaseCommand):
    help = (
        "Cấp cho một vai trò PostgreSQL đã có những quyền mà cổng cần, trừ quyền sửa, xóa nhật ký kiểm toán. "
        "Chạy bằng vai trò sở hữu các bảng, sau mỗi lần migrate."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role")
        parser.add_argument("--print", action="store_true", help="chỉ in các câu lệnh SQL")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = statements(options["role"])
        except ValueError as error:
            name = options["role"][:80]
            raise CommandError(f"{name!r}: tên vai trò chỉ gồm chữ thường không dấu, số và dấu gạch dưới.") from error
        if options["print"]:
            self.stdout.write(";\n".join([*found, ""]))
            return
        if connection.vendor != "postgresql":
            raise CommandError("Chỉ PostgreSQL có vai trò; với SQLite các trigger vẫn chặn việc sửa, xóa nhật ký.")
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                for statement in found:
                    cursor.execute(statement)
        except DatabaseError as error:
            raise CommandError(str(error).strip()) from error
        self.stdout.write(f"{options['role']}: chỉ được đọc và ghi thêm nhật ký kiểm toán")
