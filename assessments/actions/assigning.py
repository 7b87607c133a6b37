"""Who reviews what: by hand for one assessment, or shared out over a campaign with a blind second on a sample."""

from collections.abc import Sequence
from random import Random

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role
from assessments import notifications
from assessments.enums import AssessmentState, CampaignVerb, Seat, Verb
from assessments.errors import NotAllowed, Refusal
from assessments.models import Assessment, Campaign, CampaignEvent, Decision, ReviewAssignment, WorkflowEvent
from assessments.permissions import why_not_assign

from .campaigns import locked_campaign


@transaction.atomic
def assign(*, by: User, assessment: Assessment, first: User | None, second: User | None) -> None:
    """Seat the reviewers of one assessment; None empties a seat. What a seat has decided stays with it, and who stays
    seated has finished if they had.

    Raises NotAllowed, or Refusal for a final result, the same person twice, somebody who is no reviewer or has judged
    from the other seat, or an emptied seat that has decided or asked already.
    """
    locked = Assessment.objects.locked(assessment.pk)
    _check_right(by, locked.campaign)
    if locked.state == AssessmentState.FINAL:
        raise Refusal(_("Kết quả đã chốt nên không phân công nữa; nếu cần, hãy mở lại thẩm định trước."))
    if second and first is None:
        raise Refusal(_("Cần người thẩm định thứ nhất trước khi phân công người thứ hai."))
    if first and first == second:
        raise Refusal(_("Hai người thẩm định phải là hai người khác nhau."))
    wanted = {Seat.FIRST: first, Seat.SECOND: second}
    _check_reviewers([person for person in wanted.values() if person])
    for seat, person in wanted.items():
        _check_seat(locked, seat, person)
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
    facts = {"seats": {seat: person and person.pk for seat, person in wanted.items()}}
    names = ", ".join(str(person) for person in wanted.values() if person)
    WorkflowEvent.objects.record(assessment=locked, verb=Verb.ASSIGN, by=by, detail=names[:300], facts=facts)
    notifications.assigned([row for row in seated if row.reviewer not in current.values()])


@transaction.atomic
def share_out(*, by: User, campaign: Campaign, reviewers: Sequence[User], second_percent: int, seed: int) -> int:
    """Give every assessment without reviewers a first one, evenly, and a random sample of them (`second_percent` of the
    campaign, drawn from `seed`) a second. Who is seated stays, and what is final. Returns how many seats were given."""
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
    CampaignEvent.objects.record(campaign=locked, verb=CampaignVerb.ASSIGN, by=by, detail=detail)
    notifications.assigned(seated)
    return len(seats.given)


class _Seats:
    """Sharing out: always to the one with the least to do, of equals the first in a drawn order."""

    def __init__(self, campaign: Campaign, reviewers: Sequence[User], random: Random) -> None:
        self.random = random
        self.reviewers = random.sample(list(reviewers), len(reviewers))
        found = campaign.assessments.select_for_update(of=("self",)).order_by("province__code")
        states = dict(found.values_list("pk", "state"))
        self.total = len(states)
        self.keys = [pk for pk, state in states.items() if state != AssessmentState.FINAL]
        rows = ReviewAssignment.objects.filter(assessment__campaign=campaign)
        self.seated = {(row.assessment_id, Seat(row.seat)): row.reviewer_id for row in rows}
        judged = Decision.objects.filter(assessment__campaign=campaign).order_by().values_list("assessment", "by")
        self.judged = set(judged.distinct())
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
        wanted = -(-self.total * percent // 100)
        single = [pk for pk in self.keys if (pk, Seat.SECOND) not in self.seated]
        have = sum(seat == Seat.SECOND for _pk, seat in self.seated)
        for pk in self.random.sample(single, min(max(wanted - have, 0), len(single))):
            self._give(pk, Seat.SECOND)

    def _give(self, pk: object, seat: Seat) -> None:
        other = self.seated.get((pk, Seat.FIRST))
        free = [person for person in self.reviewers if person.pk != other and (pk, person.pk) not in self.judged]
        if not free:
            return
        person = min(free, key=lambda found: self.load[found.pk])
        self.load[person.pk] += 1
        self.seated[pk, seat] = person.pk
        self.given.append((pk, seat, person))


def _check_seat(assessment: Assessment, seat: Seat, person: User | None) -> None:
    """Raises Refusal. Whoever judged from one seat would see in the other what is to be blind to them."""
    if person is None and assessment.decisions.standing().filter(seat=seat).exists():
        raise Refusal(_("Không bỏ trống được vai “%s” vì đã có kết luận.") % seat.label)
    if person is None and assessment.clarifications.filter(seat=seat, closed_at__isnull=True).exists():
        raise Refusal(_("Không bỏ trống được vai “%s” vì còn yêu cầu giải trình chưa đóng.") % seat.label)
    other = Seat.FIRST if seat == Seat.SECOND else Seat.SECOND
    if person and assessment.decisions.filter(seat=other, by=person).exists():
        names = {"person": person, "seat": other.label}
        raise Refusal(_("%(person)s đã kết luận ở vai “%(seat)s” của phiếu này nên không chuyển vai được.") % names)


def _check_right(by: User, campaign: Campaign) -> None:
    if reason := why_not_assign(by, campaign):
        raise NotAllowed(reason)


def _check_reviewers(people: Sequence[User]) -> None:
    for person in people:
        if not person.is_active or Role.REVIEWER not in person.roles:
            raise Refusal(_("%s không có vai trò chuyên viên thẩm định.") % person)
