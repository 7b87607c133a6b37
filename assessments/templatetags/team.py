"""Who was given which part, for templates."""

from collections.abc import Mapping

from django import template

from assessments.teamwork import Assignee

register = template.Library()


@register.filter
def of_part(assignees: Mapping[str, Assignee] | str, code: str) -> Assignee | None:
    """Of a part by its code; None where nobody was given it, or the page says nothing of it."""
    return assignees.get(code) if assignees else None
