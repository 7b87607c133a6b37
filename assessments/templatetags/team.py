"""Who was given which part, for templates."""

from collections.abc import Mapping

from django import template

from assessments.catalogue import Section
from assessments.teamwork import Assignee, part_code

register = template.Library()


@register.filter
def of_part(assignees: Mapping[str, Assignee] | str, code: str) -> Assignee | None:
    """Of a part by its code; None where nobody was given it, or the page says nothing of it."""
    return assignees.get(code) if assignees else None


@register.filter
def of_group(assignees: Mapping[str, Assignee] | str, section: Section) -> Assignee | None:
    """Of an indicator group by its section; None for a section of a theme, which is given away as a whole."""
    return None if section.theme else of_part(assignees, part_code(section))
