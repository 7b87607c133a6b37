from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts.roles import Role
from assessments.actions.answers import Content, save
from assessments.queries import Progress, filled, progress_by_section, total
from assessments.views.overview import SectionLine
from assessments.views.section_nav import section_nav
from tests.assessments.small import open_assessment_on_small
from tests.factories import answer_all, user_as

pytestmark = pytest.mark.django_db


def as_template(assessment, catalogue, parts, current):
    def lines(sections):
        for section in sections:
            line = SectionLine(section, parts[section.code])
            told = {"state": line.state, "state_text": line.state_text, "is_current": section.code == current}
            yield SimpleNamespace(section=section, progress=line.progress, **told)

    themes = [(theme.title, list(lines(catalogue.theme_sections(theme)))) for theme in catalogue.guidance.themes]
    context = {"themes": themes, "indicator_lines": list(lines(catalogue.group_sections())), "total": total(parts)}
    return render_to_string("assessments/_section_nav.html", {**context, "assessment": assessment})


def assert_same(assessment, current):
    found = filled(assessment, timezone.localdate())
    parts = progress_by_section(found)
    expected = as_template(assessment, found.catalogue, parts, current)
    assert section_nav(assessment, found.catalogue, parts, current) == expected
    return expected


@pytest.mark.parametrize("language", ["vi", "en"])
def test_list_of_sections_is_what_its_template_gives_whatever_was_answered(draft, language):
    with translation.override(language):
        blank = assert_same(draft, "IOC-6")
        assert blank.count('aria-current="page"') == 1
        by = user_as(Role.COORDINATOR, draft.province)
        save(by=by, assessment=draft, code="IOC-6.1", content=Content("0"), expected_version=None)
        begun = assert_same(draft, "IOC-6")
        answer_all(draft, by)
        assert len({blank, begun, assert_same(draft, "IOC-6"), assert_same(draft, "DV")}) == 4


def test_each_assessment_has_its_own_addresses(draft):
    other = open_assessment_on_small()
    for assessment, current in ((draft, "DV"), (other, "A-1"), (draft, "DV")):
        assert f"/assessments/{assessment.pk}/" in assert_same(assessment, current)


def test_large_counts_are_grouped_for_people_only(draft):
    found = filled(draft, timezone.localdate())
    parts = dict.fromkeys(found.catalogue.sections, Progress(1000, 1500))
    nav = section_nav(draft, found.catalogue, parts, "DV")
    assert nav == as_template(draft, found.catalogue, parts, "DV")
    assert ("1.000/1.500" in nav, 'value="26000" max="39000"' in nav) == (True, True)
