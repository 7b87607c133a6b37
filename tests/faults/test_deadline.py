"""The last day to hand in ends while a form is open."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.roles import Role
from assessments.models import Answer, Campaign
from tests.assessments.small import open_assessment_on_small
from tests.factories import files, user_as

from .acts import CODE, PREFIX, SECTION, attach, save

pytestmark = pytest.mark.slow

LAST = date(2026, 5, 6)
MIDNIGHT = datetime(2026, 5, 6, 17, tzinfo=UTC)
"""Of Hà Nội, at the end of that day."""


def close(assessment) -> str:
    """Its last day was yesterday; the sentence that says so."""
    day = timezone.localdate() - timedelta(days=1)
    Campaign.objects.filter(pk=assessment.campaign_id).update(submit_by=day)
    return f"Đã quá hạn tự đánh giá ({date_format(day)})."


@pytest.mark.fault("deadline passing while a form is open")
def test_what_was_typed_stays_on_the_page_with_the_reason(colleague, complete):
    assessment = complete[0]
    version = assessment.answers.get(code=CODE).version
    sentence = close(assessment)
    by_script = save(colleague, assessment, "Gõ lúc quá hạn", version)
    assert (by_script.status, sentence in by_script.data["text"]) == (422, True)
    fields = {f"{PREFIX}-version": version, f"{PREFIX}-value": "4", f"{PREFIX}-note": "Gõ lúc quá hạn"}
    page = colleague.post(reverse("section", args=[assessment.pk, SECTION]), fields)
    assert (page.status, sentence in page.text, "Gõ lúc quá hạn" in page.text) == (422, True, True)
    file = attach(colleague, assessment, "muon.pdf", files.pdf())
    assert (file.status, sentence in file.data["problems"][0]) == (422, True)
    stored = Answer.objects.get(assessment=assessment, code=CODE)
    assert (stored.version, stored.note != "Gõ lúc quá hạn", stored.evidence.count()) == (version, True, 0)


@pytest.mark.fault("midnight of Hà Nội")
@pytest.mark.usefixtures("portal")
def test_last_day_ends_at_midnight_of_vietnam():
    campaign = {"opens_on": date(2026, 5, 1), "submit_by": LAST, "review_by": date(2026, 6, 1)}
    dates = {**campaign, "clarify_by": date(2026, 7, 1), "publish_on": date(2026, 8, 1)}
    assessment = open_assessment_on_small()
    Campaign.objects.filter(pk=assessment.campaign_id).update(**dates)
    user = user_as(Role.CONTRIBUTOR, assessment.province)
    found = []
    for moment in (MIDNIGHT - timedelta(seconds=1), MIDNIGHT):
        with time_machine.travel(moment, tick=False):
            client = Client()
            client.force_login(user)
            sent = {f"{PREFIX}-version": len(found), f"{PREFIX}-value": "3", f"{PREFIX}-note": f"Lần {len(found)}"}
            url = reverse("answer_save", args=[assessment.pk, CODE])
            found.append(client.post(url, sent, headers={"accept": "application/json"}).status_code)
    assert (found, assessment.answers.get().note) == ([200, 422], "Lần 0")
