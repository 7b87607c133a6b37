"""Telling people what happened and what is due: in the inbox, and by mail."""

from .events import assigned, clarified, extended, finalised, opened, published, returned
from .parts import shared_out
from .reminders import remind_all, reminded, unfiled

__all__ = (
    "assigned",
    "clarified",
    "extended",
    "finalised",
    "opened",
    "published",
    "remind_all",
    "reminded",
    "returned",
    "shared_out",
    "unfiled",
)
