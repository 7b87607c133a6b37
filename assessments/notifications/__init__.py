"""Telling people what happened and what is due: in the inbox, and by mail."""

from .approvals import approval_asked, approval_decided, approval_fallen
from .discussion import said
from .events import assigned, clarified, extended, finalised, opened, published, returned
from .parts import shared_out
from .reminders import remind_all, reminded, unfiled
from .scanning import infected

__all__ = (
    "approval_asked",
    "approval_decided",
    "approval_fallen",
    "assigned",
    "clarified",
    "extended",
    "finalised",
    "infected",
    "opened",
    "published",
    "remind_all",
    "reminded",
    "returned",
    "said",
    "shared_out",
    "unfiled",
)
