"""Telling people what happened and what is due: in the inbox, and by mail."""

from .approvals import approval_asked, approval_decided, approval_fallen, approval_withdrawn
from .discussion import amended, said
from .events import assigned, clarified, extended, finalised, opened, published, returned
from .parts import shared_out
from .reminders import remind_all, reminded, unfiled
from .scanning import infected, released

__all__ = (
    "amended",
    "approval_asked",
    "approval_decided",
    "approval_fallen",
    "approval_withdrawn",
    "assigned",
    "clarified",
    "extended",
    "finalised",
    "infected",
    "opened",
    "published",
    "released",
    "remind_all",
    "reminded",
    "returned",
    "said",
    "shared_out",
    "unfiled",
)
