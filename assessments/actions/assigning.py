"""Who reviews what: by hand for one assessment, or shared out over a campaign with a blind second on a sample."""

from collections.abc import Sequence
from random import Random

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role
from assessments import notifications
from assessments.enums import CampaignVerb, Seat, Verb
from assessments.errors import NotAllowed, Refusal
from assessments.models import Assessment, Campaign, CampaignEvent, ReviewAssignment, WorkflowEvent
from assessments.permissions import why_not_assign

from .campaigns import locked_campaign
from .reviews import lock


@transaction.atomic
def assign(*, by: User, assessment: Assessment, first: User | None, second: User | None) -> None:
    """Seat the reviewers of one assessment; None empties a seat. What a seat has decided stays with it, and who stays
    seated has finished if they had.

    Raises NotAllowed, or Refusal for the same person twice, somebody who is no reviewer, or an emptied seat that has
    decided already.
    """
    locked = lock(assessment)
    _check_right(by, locked.campaign)
    if second and first is None:
        raise Refusal(_("Cần người thẩm định thứ nhất trước khi phân công người thứ hai."))
    if first and first == second:
        raise Refusal(_("Hai người thẩm định phải là hai người khác nhau."))
    wanted = {Seat.FIRST: first, Seat.SECOND: second}
    _check_reviewers([person for person in wanted.values() if person])
    for seat, person in wanted.items():
        if person is None and locked.decisions.standing().filter(seat=seat).exists():
            raise Refusal(_("Không bỏ trống được vai “%s” vì đã có kết luận.") % seat.label)
    current = {Seat(row.seat): row.reviewer for row in locked.assignments.select_related("reviewer")}
    kept = [seat for seat, person in wanted.items() if current.get(seat) == person]
    if len(kept) == len(wanted):
        return
    locked.assignments.exclude(seat__in=kept).delete()
    seated = ReviewAssignment.objects.bulk_create(
        ReviewAssignment(assessment=locked, seat=seat, reviewer=person, assigned_by=by)
        for seat, person in wanted.items()
        if person and seat not in kept
    )
    names = ", ".join(str(person) for person in wanted.values() if person)
    WorkflowEvent.objects.create(assessment=locked, verb=Verb.ASSIGN, by=by, detail=names[:300])
    notifications.assigned([row for row in seated if row.reviewer not in current.values()])


@transaction.atomic
def share_out(*, by: User, campaign: Campaign, reviewers: Sequence[User], second_percent: int, seed: int) -> int:
    """Give every assessment without reviewers a first one, evenly, and a random sample of them (`second_percent` of the
    campaign, drawn from `seed`) a second. Who is seated stays. Returns how many seats were given."""
    locked = locked_campaign(campaign)
    _check_right(by, locked)
    _check_reviewers(reviewers)
    if not reviewers:
        raise Refusal(_("Hãy chọn ít nhất một người thẩm định."))
    if not 0 <= second_percent <= 100:
        raise Refusal(_("Tỷ lệ thẩm định hai người cần từ 0 đến 100; bạn nhập %d.") % second_percent)
    if second_percent and len(reviewers) < 2:
        raise Refusal(_("Thẩm định hai người cần ít nhất hai người thẩm định."))
    seats = _Seats(locked, reviewers, Random(seed))
    seats.give_first()
    seats.give_second(second_percent)
    seated = ReviewAssignment.objects.bulk_create(
        ReviewAssignment(assessment_id=pk, seat=seat, reviewer=person, assigned_by=by)
        for pk, seat, person in seats.given
    )
    detail = _("%(seats)d lượt, hai người %(percent)d%%, số mầm %(seed)d") % {
        "seats": len(seats.given),
        "percent": second_percent,
        "seed": seed,
    }
    CampaignEvent.objects.create(campaign=locked, verb=CampaignVerb.ASSIGN, by=by, detail=detail)
    notifications.assigned(seated)
    return len(seats.given)


class _Seats:
    """Sharing out: always to the one with the least to do, of equals the first in a drawn order."""

    def __init__(self, campaign: Campaign, reviewers: Sequence[User], random: Random) -> None:
        self.random = random
        self.reviewers = random.sample(list(reviewers), len(reviewers))
        self.keys = list(campaign.assessments.order_by("province__code").values_list("pk", flat=True))
        rows = ReviewAssignment.objects.filter(assessment__campaign=campaign)
        self.seated = {(row.assessment_id, Seat(row.seat)): row.reviewer_id for row in rows}
        self.load = {person.pk: 0 for person in self.reviewers}
        for reviewer in self.seated.values():
            self.load[reviewer] = self.load.get(reviewer, 0) + 1
        self.given: list[tuple[object, Seat, User]] = []

    def give_first(self) -> None:
        for pk in self.keys:
            if (pk, Seat.FIRST) not in self.seated:
                self._give(pk, Seat.FIRST)

    def give_second(self, percent: int) -> None:
        """So many in a hundred of all assessments, rounded up, those that have a second counted."""
        wanted = -(-len(self.keys) * percent // 100)
        single = [pk for pk in self.keys if (pk, Seat.SECOND) not in self.seated]
        have = len(self.keys) - len(single)
        for pk in self.random.sample(single, min(max(wanted - have, 0), len(single))):
            self._give(pk, Seat.SECOND)

    def _give(self, pk: object, seat: Seat) -> None:
        other = self.seated.get((pk, Seat.FIRST))
        free = [person for person in self.reviewers if person.pk != other]
        if not free:
            return
        person = min(free, key=lambda found: self.load[found.pk])
        self.load[person.pk] += 1
        self.seated[pk, seat] = person.pk
        self.given.append((pk, seat, person))


def _check_right(by: User, campaign: Campaign) -> None:
    if reason := why_not_assign(by, campaign):
        raise NotAllowed(reason)


def _check_reviewers(people: Sequence[User]) -> None:
    for person in people:
        if not person.is_active or Role.REVIEWER not in person.roles:
            raise Refusal(_("%s không có vai trò chuyên viên thẩm định.") % person)
