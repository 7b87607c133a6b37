import secrets
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from assessments.demonstration.accounts import make_accounts
from assessments.demonstration.rounds import make_rounds
from assessments.enums import CampaignState
from comparison.demonstration import publish_round
from planning.demonstration import plan_rounds


class Command(BaseCommand):
    help = (
        "Nạp dữ liệu minh họa: danh mục, hai đợt của 34 tỉnh, và một tài khoản cho mỗi vai trò (mật khẩu mới mỗi lần)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--password", default="", help="mật khẩu cho các tài khoản minh họa (mặc định: tự sinh)")

    def handle(self, *args: Any, **options: Any) -> None:
        password = options["password"] or secrets.token_urlsafe(9)
        call_command("load_provinces", stdout=self.stdout)
        call_command("load_catalogues", publish=True, stdout=self.stdout)
        accounts = make_accounts(password)
        rounds = make_rounds(timezone.localdate())
        for campaign in rounds:
            self.stdout.write(f"{campaign.name}: {campaign.assessments.count()} phiếu")
            if campaign.state == CampaignState.FINAL:
                publish_round(campaign)
        if rounds:
            plan_rounds(*rounds)
        self.stdout.write("\nTài khoản minh họa, mật khẩu chung: " + password)
        for account in accounts:
            self.stdout.write(f"  {account.email:<24} {account.role.label}")
