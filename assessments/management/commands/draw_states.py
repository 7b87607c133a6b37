from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from assessments.management.states import document


class Command(BaseCommand):
    help = "In trạng thái của phiếu và của đợt cùng người được chuyển trạng thái (docs/states.md)."

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(settings.LANGUAGE_CODE):
            self.stdout.write(document(), ending="")
