"""Links to documents say what they open."""

import re

import pytest
from django.urls import resolve, reverse

from tests.world import make_world

pytestmark = pytest.mark.django_db

FILES = {
    *("report_file", "results", "report_template_default", "report_template_file", "workbooks:download"),
    *("comparison:export", "comparison:report_file", "planning:gaps_export", "planning:plan_export"),
}
"""Routes that give a file."""

PLACES = {
    "coordinator": ("snapshot", "workbooks:upload", "comparison:table", "planning:gaps", "planning:plan"),
    "campaign_manager": ("report_templates", "comparison:map"),
}
TYPE = re.compile(r"\b(PDF|XLSX|DOCX|CSV|JSON|SVG|ZIP)\b|\.docx")
LINK = re.compile(r'<a [^>]*href="(/[^"?]*)[^"]*"[^>]*>(.*?)</a>', re.DOTALL)


@pytest.mark.slow
def test_links_to_files_name_their_type(client):
    world = make_world()
    silent = []
    for actor, names in PLACES.items():
        client.force_login(world.actors[actor])
        for name in names:
            page = client.get(reverse(name, kwargs=world.kwargs(name))).content.decode()
            links = [(path, text) for path, text in LINK.findall(page) if resolve(path).view_name in FILES]
            assert links, name
            silent += [link for link in links if not TYPE.search(link[1])]
    assert silent == []


@pytest.mark.slow
def test_type_is_that_of_the_kept_file():
    report = make_world().report
    assert report.file_type == "PDF"
