"""The link to the page of queues, in the menu of those who may see it."""

from typing import Any

from django.http import HttpRequest

from .permissions import why_not_see_queues


def frame(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"may_see_queues": not why_not_see_queues(user)}
