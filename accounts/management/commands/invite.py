from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from accounts.invitations import invite
from accounts.models import Body, Invitation
from accounts.roles import Role

LONGEST_SITE = 200
NAMES = {"email": "Thư điện tử", "body": "--body", "body_name": "--body-name", "site": "--site"}


class Command(BaseCommand):
    help = "Mời một người bằng đường dẫn dùng một lần; dùng để mời quản trị viên đầu tiên sau khi cài đặt."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--role", choices=Role.values, default=Role.CAMPAIGN_MANAGER.value)
        parser.add_argument("--body", default="CDSQG", help="mã cơ quan của Bộ; chưa có thì được tạo")
        parser.add_argument("--body-name", default="Cục Chuyển đổi số quốc gia")
        parser.add_argument("--site", default="http://127.0.0.1:8000", help="địa chỉ của cổng")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        self.check_texts(options)
        body, _new = Body.objects.get_or_create(
            province=None, code=options["body"], defaults={"name_vi": options["body_name"]}
        )
        try:
            validate_email(options["email"])
            invitation, token = invite(by=None, email=options["email"], role=options["role"], body=body)
        except ValidationError as error:
            raise CommandError(f"“{options['email']}” không phải là địa chỉ thư điện tử.") from error
        except PermissionDenied as error:
            raise CommandError(str(error)) from error
        link = options["site"].rstrip("/") + reverse("invitation", args=[token])
        self.stdout.write(f"{invitation.email}: {link}")

    def check_texts(self, options: dict[str, Any]) -> None:
        """Whatever no column could hold, or not on every database."""
        longest = {
            "email": Invitation._meta.get_field("email").max_length,
            "body": Body._meta.get_field("code").max_length,
            "body_name": Body._meta.get_field("name_vi").max_length,
            "site": LONGEST_SITE,
        }
        wrong = [
            f"{NAMES[name]} cần từ 1 đến {most} ký tự, không có ký tự điều khiển; nhận được {options[name][:80]!r}."
            for name, most in longest.items()
            if not (0 < len(options[name]) <= most and options[name].isprintable())
        ]
        if wrong:
            raise CommandError("\n".join(wrong))
