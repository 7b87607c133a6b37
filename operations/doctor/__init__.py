"""`manage.py doctor`: everything that is checked, in the order in which it is told."""

from collections.abc import Callable, Iterator

from django.db import Error

from . import configuration, contents, encryption, machine, services
from .findings import Finding, error

CHECKS: tuple[Callable[[], Finding], ...] = (
    *configuration.CHECKS,
    *services.CHECKS,
    *encryption.CHECKS,
    *contents.CHECKS,
    *machine.CHECKS,
)


def findings() -> Iterator[Finding]:
    for check in CHECKS:
        yield examined(check)


def examined(check: Callable[[], Finding]) -> Finding:
    """Where the database is away, what needs it cannot be told, and the rest still is."""
    try:
        return check()
    except Error as failure:
        advice = "Sửa lỗi của cơ sở dữ liệu rồi chạy lại."
        return error(check.__name__, f"chưa kiểm tra được ({type(failure).__name__})", advice)
