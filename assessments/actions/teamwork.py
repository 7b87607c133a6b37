"""Sharing the parts of an assessment out among the bodies and people of its province."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assessments import notifications
from assessments.catalogue import campaign_catalogue
from assessments.enums import Verb
from assessments.errors import NotAllowed, Refusal
from assessments.models import Assessment, PartAssignment, WorkflowEvent
from assessments.province_permissions import why_not_due_on, why_not_share_out
from assessments.teamwork import Share, assignments, parts_of, people_by_body


@transaction.atomic
def assign_parts(*, by: User, assessment: Assessment, wanted: Mapping[str, Share | None]) -> int:
    """Give these parts away, all or none; None takes a part back, what is not named stays. Returns how many changed.

    Raises NotAllowed, or Refusal for a part that the catalogues do not have, a body of elsewhere, somebody who does
    not write answers in that body, or a day that is past or after the last day to submit; a day that stays is no fault.
    """
    locked = Assessment.objects.locked(assessment.pk)
    today = timezone.localdate()
    if reason := why_not_share_out(by, locked, today):
        raise NotAllowed(reason)
    current = assignments(locked)
    changed = {code: share for code, share in wanted.items() if share != _share(current.get(code))}
    _check(locked, changed, current, today)
    if not changed:
        return 0
    locked.shares.filter(part__in=changed).delete()
    rows = PartAssignment.objects.bulk_create(
        PartAssignment(assessment=locked, part=code, by=by, **share._asdict())
        for code, share in changed.items()
        if share
    )
    detail = "; ".join(f"{row.label}: {row.who}" for row in rows) or ", ".join(changed)
    WorkflowEvent.objects.record(assessment=locked, verb=Verb.SHARE_OUT, by=by, detail=detail[:300])
    notifications.shared_out(rows)
    return len(changed)


def _share(row: PartAssignment | None) -> Share | None:
    return Share(row.body, row.person, row.due_on) if row else None


def _check(
    locked: Assessment, changed: Mapping[str, Share | None], current: Mapping[str, PartAssignment], today: date
) -> None:
    parts = parts_of(campaign_catalogue(locked.campaign))
    bodies, people = people_by_body(locked.province)
    for code, share in changed.items():
        if code not in parts:
            raise Refusal(_("Danh mục của đợt đánh giá không có phần “%s”.") % code)
        if share is None:
            continue
        if share.body not in bodies:
            raise Refusal(_("Phần %s: hãy chọn một cơ quan của tỉnh.") % code)
        if share.person and share.person not in people.get(share.body.pk, ()):
            raise Refusal(_("Phần %s: người được chọn không nhập liệu tại cơ quan này.") % code)
        stays = code in current and current[code].due_on == share.due_on
        if not stays and (reason := why_not_due_on(locked, share.due_on, today)):
            raise Refusal(reason)
