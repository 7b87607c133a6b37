"""A campaign on the small catalogues with somebody in every role, stored in bulk."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.models import Province, User
from accounts.roles import Role
from assessments.models import Assessment, Campaign, Notice
from tests.assessments.small import open_assessment_on_small
from tests.factories import ProvinceFactory, UserFactory, user_as

IN_THE_PROVINCE = (Role.CONTRIBUTOR, Role.COORDINATOR, Role.LEADER)


def staffed() -> tuple[Assessment, dict[str, User]]:
    """An assessment, and people: one of each role, somebody who has left, a stranger, and one without a role."""
    assessment = open_assessment_on_small()
    people = {str(role): user_as(role, assessment.province) for role in Role}
    people["left"] = user_as(Role.COORDINATOR, assessment.province)
    people["stranger"], people["roleless"] = user_as(Role.COORDINATOR), UserFactory()
    people["left"].is_active = False
    people["left"].save()
    return assessment, people


def told(people: dict[str, User], **about: object) -> set[str]:
    """Who of them has a notice."""
    names = {user.pk: name for name, user in people.items()}
    return {names[notice.user_id] for notice in Notice.objects.filter(**about)}


def due_in(assessment: Assessment, days: int) -> date:
    """Make it due so many days from today; returns today."""
    today = timezone.localdate()
    dates = {
        "opens_on": today - timedelta(days=60),
        "submit_by": today + timedelta(days=days),
        "review_by": today + timedelta(days=days + 30),
        "clarify_by": today + timedelta(days=days + 40),
        "publish_on": today + timedelta(days=days + 50),
    }
    Campaign.objects.filter(pk=assessment.campaign_id).update(**dates)
    assessment.campaign.refresh_from_db(fields=list(dates))
    return today


def more_of(campaign: Campaign, count: int) -> list[Assessment]:
    """So many more provinces with their coordinators and leaders."""
    provinces: list[Province] = [ProvinceFactory() for _number in range(count)]
    for province in provinces:
        for role in (Role.COORDINATOR, Role.LEADER):
            user_as(role, province)
    return Assessment.objects.bulk_create(Assessment(campaign=campaign, province=province) for province in provinces)
