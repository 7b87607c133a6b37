from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString


def radar(points: list[tuple[str, Decimal | None]], title: str) -> SafeString:
    return format_html("<svg><title>{}</title></svg>", title)
