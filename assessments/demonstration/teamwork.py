"""How the people of the accounts' province share the work of the second round, and what they say to each other."""

from datetime import date, timedelta
from typing import NamedTuple

from django.utils import timezone

from accounts.models import User
from assessments.actions import discussion
from assessments.actions.teamwork import assign_parts
from assessments.catalogue import campaign_catalogue
from assessments.models import Assessment, Campaign, Comment
from assessments.teamwork import Share, parts_of

from .accounts import ACCOUNTS, COORDINATOR, HOME_PROVINCE

WRITER = ACCOUNTS[0]


class Given(NamedTuple):
    """Who fills in a part: an account's address, or the code of a body; within so many days."""

    to: str
    days: int


GIVEN = (
    Given(WRITER.email, 6),
    Given("SXD", 14),
    Given(COORDINATOR.email, 10),
    Given("SKHCN", 21),
    Given("VPUBND", 28),
)
"""The first parts of the catalogue in turn; the last part, where answers are missing, is the writer's, too."""

LAST = Given(WRITER.email, 4)


class Said(NamedTuple):
    """`to`: whom it mentions; `days` ago; `place`: of the leaf in the catalogue."""

    place: int
    by: str
    to: str
    days: int
    text: str


TALKS = (
    Said(0, WRITER.email, COORDINATOR.email, 6, "Số liệu này lấy theo báo cáo quý hay báo cáo năm? (dữ liệu minh họa)"),
    Said(0, COORDINATOR.email, "", 5, "Theo báo cáo năm đã trình Ủy ban nhân dân. (dữ liệu minh họa)"),
    Said(3, COORDINATOR.email, WRITER.email, 4, "Nhờ bổ sung quyết định phê duyệt làm minh chứng. (dữ liệu minh họa)"),
    Said(
        -1,
        WRITER.email,
        COORDINATOR.email,
        2,
        "Sở còn chờ số liệu của cấp xã, dự kiến có trong tuần này. (dữ liệu minh họa)",
    ),
)
SETTLED = 0
"""Of this leaf the discussion is settled."""


def work_together(campaign: Campaign, today: date) -> None:
    """Parts given to bodies and people, and a few discussions with mentions, through the real actions."""
    assessment = Assessment.objects.with_campaign().get(campaign=campaign, province__code=HOME_PROVINCE)
    people = {user.email: user for user in User.objects.filter(email__in=(WRITER.email, COORDINATOR.email))}
    _share_out(assessment, people, today)
    _talk(assessment, people)


def _share_out(assessment: Assessment, people: dict[str, User], today: date) -> None:
    parts = list(parts_of(campaign_catalogue(assessment.campaign)))
    bodies = {body.code: body for body in assessment.province.bodies.all()}
    wanted = {}
    for part, given in [*zip(parts, GIVEN, strict=False), (parts[-1], LAST)]:
        person = people.get(given.to)
        body = person.memberships.get().body if person else bodies[given.to]
        wanted[part] = Share(body, person, today + timedelta(days=given.days))
    assign_parts(by=people[COORDINATOR.email], assessment=assessment, wanted=wanted)


def _talk(assessment: Assessment, people: dict[str, User]) -> None:
    """Said over the last days: the actions know of now only."""
    leaves = list(campaign_catalogue(assessment.campaign).items)
    for said in TALKS:
        mentions = [people[said.to].pk] if said.to else []
        comment = discussion.say(
            by=people[said.by], assessment=assessment, code=leaves[said.place], text=said.text, mentions=mentions
        )
        Comment.objects.filter(pk=comment.pk).update(at=timezone.now() - timedelta(days=said.days))
    discussion.settle(by=people[COORDINATOR.email], assessment=assessment, code=leaves[SETTLED])
