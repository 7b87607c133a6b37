"""Takes the pictures of the handbook, or finds out that a page no longer says what its picture shows.

`make pictures` takes them anew. Numbers and dates change with the day, so only words are compared."""

import hashlib
import json
import os
import re
from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from PIL import Image

from assessments.demonstration.accounts import HOME_PROVINCE
from assessments.demonstration.rounds import FIRST, SECOND
from assessments.enums import UNFINISHED, Purpose
from assessments.models import Assessment, ReportFile
from comparison.models import Edition
from handbook.reading import guides
from handbook.schema import HEIGHT, WIDTH, Guide, Picture
from tests.e2e.conftest import ROOT, sign_in, violations
from tests.factories.accounts import PASSWORD

FOLDER = ROOT / "static/handbook"
WORDS = FOLDER / "words.json"
COLOURS = 96


@pytest.mark.slow
def test_pictures_show_what_the_pages_say(browser, live_server, transactional_db):
    call_command("load_demo", password=PASSWORD)
    ReportFile.objects.filter(status__in=UNFINISHED).delete()
    found = {}
    for guide in guides().values():
        found |= of_guide(browser, live_server.url, guide)
    if os.environ.get("HANDBOOK_PICTURES"):
        WORDS.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n")
    assert json.loads(WORDS.read_text()) == found, "make pictures"


def of_guide(browser, url: str, guide: Guide) -> dict[str, str]:
    """The words of each picture's page, hashed."""
    context = browser.new_context(
        base_url=url, viewport={"width": WIDTH, "height": HEIGHT}, locale="vi-VN", color_scheme="light"
    )
    page = context.new_page()
    sign_in(page, guide.account, PASSWORD)
    found = {}
    for picture in [step.picture for step in guide.steps if step.picture]:
        page.goto(address(picture))
        if picture.anchor:
            page.locator(f"#{picture.anchor}").scroll_into_view_if_needed()
        found[picture.name] = words(page.locator("main").inner_text())
        if os.environ.get("HANDBOOK_PICTURES"):
            keep(FOLDER / f"{picture.name}.png", page.screenshot(animations="disabled"))
    page.goto(reverse("handbook:guide", args=[guide.role]))
    assert violations(page) == []
    assert page.locator("figure img").evaluate_all("all => all.every(one => one.complete || one.loading === 'lazy')")
    context.close()
    return found


def address(picture: Picture) -> str:
    """The page of the home province's assessment, or of its last result, that a picture is of."""
    if picture.of is None:
        return reverse(picture.route)
    code = {"finished": FIRST, "open": SECOND}[picture.of]
    assessment = Assessment.objects.get(campaign__code=code, province__code=HOME_PROVINCE)
    snapshot = assessment.snapshots.filter(purpose=Purpose.VERIFIED).order_by("-pk").first()
    edition = Edition.objects.filter(campaign__code=code).order_by("-number").first()
    about = {"snapshot": snapshot, "planning:gaps": snapshot, "comparison:table": edition}.get(
        picture.route, assessment
    )
    return reverse(picture.route, args=[about.pk, *filter(None, [picture.code])])


def words(text: str) -> str:
    text = re.sub(r"\b[0-9a-f-]{8,}|[\d.,/:]+", "0", text)  # checksums and identifiers differ as well
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def keep(path: Path, content: bytes) -> None:
    """In few colours: a page of text needs no more, and a picture takes a third."""
    path.parent.mkdir(exist_ok=True)
    Image.open(BytesIO(content)).convert("RGB").quantize(COLOURS).save(path, optimize=True)
