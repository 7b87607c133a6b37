"""How templates write evidence: what a file is, and whether it still holds. No queries."""

from django import template
from django.conf import settings
from django.template.defaultfilters import filesizeformat

from assessments.evidence_files import SHORT_NAMES, TYPES, VIEWABLE
from assessments.models import Assessment, Evidence, StoredFile

register = template.Library()


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
    return item.stored_file is not None and item.stored_file.content_type in VIEWABLE


@register.filter
def expired_for(item: Evidence, assessment: Assessment) -> bool:
    return item.has_expired_for(assessment)
