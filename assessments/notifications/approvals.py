"""The leader's approval, told to leaders and coordinators."""

from functools import partial

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.roles import Role
from assessments.enums import ApprovalDecision
from assessments.models import Approval, Assessment

from .events import ANSWERABLE
from .writing import Text, tell, to_provinces


def approval_asked(approval: Approval) -> int:
    """To leaders: something waits for them."""
    write = partial(_asked, approval)
    key = _key("asked", approval)
    return tell(to_provinces([approval.assessment], {Role.LEADER}, lambda _found: key, write, "approval"))


def approval_decided(approval: Approval) -> int:
    """To coordinators: approved, or given back and why."""
    write, key = partial(_decided, approval), _key("decided", approval)
    return tell(to_provinces([approval.assessment], {Role.COORDINATOR}, lambda _found: key, write, "check"))


def approval_withdrawn(approval: Approval) -> int:
    """To leaders: nothing waits for them any more, for now."""
    write, key = partial(_withdrawn, approval), _key("withdrawn", approval)
    return tell(to_provinces([approval.assessment], {Role.LEADER}, lambda _found: key, write, "approval"))


def approval_fallen(approval: Approval) -> int:
    """To coordinators and leaders: what was laid before the leader was changed, by whom and where."""
    write, key = partial(_fallen, approval), _key("fallen", approval)
    return tell(to_provinces([approval.assessment], ANSWERABLE, lambda _found: key, write, "approval"))


def _key(what: str, approval: Approval) -> str:
    return f"approval:{approval.pk}:{what}"


def _asked(approval: Approval, assessment: Assessment) -> Text:
    names = {"campaign": assessment.campaign, "by": approval.asked_by, "day": date_format(assessment.submit_by)}
    return Text(
        _("Phiếu của %s chờ lãnh đạo duyệt") % assessment.province,
        _("%(campaign)s: %(by)s trình phiếu để duyệt trước khi nộp. Hạn nộp: hết ngày %(day)s.") % names,
    )


def _decided(approval: Approval, assessment: Assessment) -> Text:
    names = {"province": assessment.province, "campaign": assessment.campaign, "by": approval.decided_by}
    if approval.decision == ApprovalDecision.APPROVED:
        body = _("%(campaign)s: %(by)s đã duyệt. Phiếu nộp được, nếu từ nay không sửa gì thêm.")
        return Text(_("Lãnh đạo đã duyệt phiếu của %(province)s") % names, body % names)
    body = _("%(campaign)s: %(by)s trả lại phiếu. Lý do: %(reason)s")
    return Text(_("Lãnh đạo trả lại phiếu của %(province)s") % names, body % {"reason": approval.reason, **names})


def _withdrawn(approval: Approval, assessment: Assessment) -> Text:
    names = {"campaign": assessment.campaign, "by": approval.withdrawn_by}
    body = _("%(campaign)s: %(by)s đã rút bản trình; lãnh đạo chưa cần duyệt cho đến khi phiếu được trình lại.")
    return Text(_("Phiếu của %s không còn chờ duyệt") % assessment.province, body % names)


def _fallen(approval: Approval, assessment: Assessment) -> Text:
    names = {"campaign": assessment.campaign, "by": approval.superseded_by, "codes": approval.superseded_codes}
    body = _("%(campaign)s: %(by)s đã sửa %(codes)s sau khi phiếu được trình. Đầu mối cần trình lại để duyệt.")
    return Text(_("Phiếu của %s phải trình duyệt lại") % assessment.province, body % names)
