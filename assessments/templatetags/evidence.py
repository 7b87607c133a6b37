"""How templates write evidence: what a file is, and whether it still holds. No queries."""

from typing import NamedTuple

from django import template
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from assessments.enums import ScanState
from assessments.evidence_files import SHORT_NAMES, TYPES, VIEWABLE
from assessments.models import Assessment, Evidence, StoredFile

register = template.Library()

SCAN_LOOKS = {
    ScanState.WAITING: ("warn", "clock"),
    ScanState.CLEAN: ("ok", "ok"),
    ScanState.INFECTED: ("bad", "error"),
    ScanState.UNSCANNED: ("", ""),
}
"""Tone and icon of a tag; with neither it is small print."""

AWAY = gettext_lazy("Bộ quét chưa trả lời; tệp được giữ nguyên và sẽ tự quét khi bộ quét hoạt động lại.")


class ScanFacts(NamedTuple):
    tone: str
    icon: str
    text: str
    remark: Promise | str


@register.simple_tag
def largest_upload() -> int:
    """In bytes."""
    return int(settings.EVIDENCE_MAX_BYTES)


@register.simple_tag
def upload_endings() -> str:
    return ",".join(TYPES)


@register.filter
def file_facts(stored: StoredFile) -> str:
    """Kind and size ("PDF, 1,2 MB")."""
    name = SHORT_NAMES.get(stored.content_type, "")
    return ", ".join(filter(None, (name, filesizeformat(stored.size))))


@register.filter
def is_viewable(item: Evidence) -> bool:
    """A browser can show it by itself."""
    stored = item.stored_file
    return stored is not None and stored.content_type in VIEWABLE and not stored.is_held


@register.filter
def scan_facts(stored: StoredFile) -> ScanFacts:
    """What is known of a file from the scanner, with its look."""
    state = ScanState(stored.scan_state)
    tone, icon = SCAN_LOOKS[state]
    waits_longer = state == ScanState.WAITING and stored.scan_failed_at is not None
    return ScanFacts(tone, icon, str(state.label), AWAY if waits_longer else "")


@register.filter
def expired_for(item: Evidence, assessment: Assessment) -> bool:
    return item.has_expired_for(assessment)
