"""What a page's scripts show anew after a question changed: what is hidden, what is lacking, the progress and
the score so far."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from assessments.forms.questions import prefix_of
from assessments.models import Assessment
from assessments.queries import Filled, filled, lacking, progress_by_section, total
from indicators.scoring.readings import Status

from .earlier_answers import is_begun
from .live_score import live_score
from .overview import SectionLine


def standing(assessment: Assessment, section_code: str, found: Filled | None = None) -> dict[str, Any]:
    """JSON of one page; questions are named by the prefix of their ids. `found`: what was read already."""
    found = found or filled(assessment, timezone.localdate())
    section = found.catalogue.sections[section_code]
    parts = progress_by_section(found)
    line = SectionLine(section, parts[section_code])
    codes = [item.code for item in section.items]
    live = {"live": live_score(assessment, found, section)}
    return {
        "hidden": [prefix_of(code) for code in codes if found.results[code].status is Status.HIDDEN],
        "lacking": {prefix_of(code): why for code in codes if (why := lacking(found, code))},
        "given": [prefix_of(code) for code in codes if (row := found.rows.get(code)) and is_begun(row)],
        "live": {
            "short": render_to_string("assessments/_live_score_short.html", live),
            "whole": render_to_string("assessments/_live_score_whole.html", live),
        },
        "progress": {
            "section": {**line.progress._asdict(), "state": line.state, "state_text": line.state_text},
            "total": total(parts)._asdict(),
        },
    }
