"""Where a planned action is. Stored values never change; labels are what people read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ActionStatus(TextChoices):
    TO_DO = "to_do", _("chưa làm")
    UNDER_WAY = "under_way", _("đang làm")
    DONE = "done", _("hoàn thành")
    STOPPED = "stopped", _("dừng")


UNFINISHED = frozenset({ActionStatus.TO_DO, ActionStatus.UNDER_WAY})
"""Still to be worked on: may be overdue, and may be carried into the next round's plan."""
