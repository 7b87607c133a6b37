"""What `manage.py check`, and with it every start by way of migrate, tells of the configuration."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning  # noqa: A004
from django.utils.module_loading import import_string


def signing(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A warning, not an error: a certificate that ran out overnight fails reports, each with its reason, but must not
    keep anybody from migrating or restoring."""
    if not settings.PDF_SIGNING_PKCS12:
        return []
    reason = import_string("assessments.reports.signing.why_not")()
    return [Warning(reason, id="assessments.W001")] if reason else []
