"""A mail server that is away breaks no page."""

import logging
from collections.abc import Callable

logger = logging.getLogger(__name__)


def is_sent(send: Callable[[], object], what: str) -> bool:
    """Whether the mail server took it; if not, the log says what it was and why."""
    try:
        send()
    except OSError:  # smtplib's own errors are such, too
        logger.exception("A mail could not be sent: %s", what)
        return False
    return True
