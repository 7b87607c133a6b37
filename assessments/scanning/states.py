"""Whether there is a scanner, whether it answers, and scanning what is read or kept at once."""

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.errors import RefusedFile

from .clamd import FileTooLarge, ScannerAway, ping, scan


class ScannerState(TextChoices):
    OFF = "off", gettext_lazy("không cấu hình bộ quét mã độc")
    READY = "ready", gettext_lazy("bộ quét mã độc hoạt động")
    AWAY = "away", gettext_lazy("bộ quét mã độc không trả lời")


def is_configured() -> bool:
    return bool(settings.CLAMD_ADDRESS)


def scanner_state() -> ScannerState:
    """Asks the scanner; waits no longer than a few seconds."""
    if not is_configured():
        return ScannerState.OFF
    return ScannerState.READY if ping(settings.CLAMD_ADDRESS) else ScannerState.AWAY


def require_clean(name: str, content: bytes) -> None:
    """Of a small file that is read or used at once. Raises RefusedFile if something is found, and if a scanner is
    configured and does not answer: the person still has the file and can send it later."""
    if not is_configured():
        return
    try:
        finding = scan(settings.CLAMD_ADDRESS, [content])
    except ScannerAway as error:
        text = _("Bộ quét mã độc đang không hoạt động nên chưa nhận được tệp “%s”; hãy gửi lại sau ít phút.")
        raise RefusedFile(text % name) from error
    except FileTooLarge as error:
        text = _("Tệp “%s” lớn hơn mức bộ quét mã độc nhận nên chưa nhận được; hãy báo quản trị hệ thống.")
        raise RefusedFile(text % name) from error
    if finding:
        names = {"name": name, "finding": finding}
        raise RefusedFile(_("Tệp “%(name)s” có mã độc (%(finding)s) nên không được nhận.") % names)
