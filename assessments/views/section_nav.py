"""The list of all sections beside each page of the form, with how far each has come: written once for each catalogue,
section and language."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.formats import localize
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from assessments.catalogue import CampaignCatalogue, Section
from assessments.models import Assessment
from assessments.queries import Progress, total

from .card_parts import ANY_ASSESSMENT
from .overview import LINE_STATES, SectionLine
from .slots import Stencil, slot


class _Counts(NamedTuple):
    answered: str
    asked: str


class _Line(NamedTuple):
    """A SectionLine of slots."""

    section: Section
    is_current: bool
    state: str
    state_text: str
    progress: _Counts


def section_nav(
    assessment: Assessment, catalogue: CampaignCatalogue, parts: Mapping[str, Progress], current: str
) -> SafeString:
    state_texts = {state: escape(str(text)) for state, text in LINE_STATES.items()}
    words = {"pk": str(assessment.pk), **_counted("", total(parts))}
    for code, progress in parts.items():
        state = SectionLine(catalogue.sections[code], progress).state
        words |= _counted(code, progress) | {f"state {code}": state, f"text {code}": state_texts[state]}
    return _stencil(catalogue, current, get_language()).filled(words)


def _counted(code: str, progress: Progress) -> dict[str, str]:
    """As they are read, and as a browser reads them in an attribute."""
    found = {f"{name} {code}": str(localize(count)) for name, count in progress._asdict().items()}
    return found | {f"bare {name} {code}": str(count) for name, count in progress._asdict().items()}


@lru_cache(maxsize=256)
def _stencil(catalogue: CampaignCatalogue, current: str, _language: str | None) -> Stencil:
    def lines(sections: list[Section]) -> list[_Line]:
        return [_line(section, section.code == current) for section in sections]

    themes = catalogue.guidance.themes if catalogue.guidance else ()
    context = {
        "assessment": ANY_ASSESSMENT,
        "total": _counts(""),
        "themes": [(str(theme.title), lines(catalogue.theme_sections(theme))) for theme in themes],
        "indicator_lines": lines(catalogue.group_sections()),
    }
    html = render_to_string("assessments/_section_nav.html", context)
    bare = {f'"{count}"': f"bare {name} " for name, count in _counts("")._asdict().items()}
    for count, name in bare.items():
        html = html.replace(count, f'"{slot(name)}"')
    return Stencil.of(html)


def _line(section: Section, is_current: bool) -> _Line:
    code = section.code
    return _Line(section, is_current, slot(f"state {code}"), slot(f"text {code}"), _counts(code))


def _counts(code: str) -> _Counts:
    return _Counts(slot(f"answered {code}"), slot(f"asked {code}"))
