"""Who may make and publish editions, and see statistics of the review: functions that answer with the reason."""

from django.utils.translation import gettext as _

from accounts.models import User
from assessments.enums import CampaignState, WorkStatus
from assessments.models import Campaign
from assessments.permissions import may_run_campaigns

from .models import Edition

COMPARABLE = frozenset({CampaignState.CLOSED, CampaignState.FINAL, CampaignState.PUBLISHED})


def why_not_make(user: User, campaign: Campaign, final: int, reason: str, unscored: int = 0) -> str:
    """Why no edition may be made now; `final` counts final assessments, `unscored` snapshots of theirs that have no
    score yet; `reason` is that of a correction."""
    if not may_run_campaigns(user):
        return _("Chỉ quản trị đợt được lập bản so sánh.")
    if campaign.state not in COMPARABLE:
        return _("Hãy khóa tự đánh giá trước khi lập bản so sánh.")
    if not final:
        return _("Chưa có phiếu nào được chốt nên chưa có gì để so sánh.")
    if unscored:
        return _("Còn %d bản chấm điểm chưa tính xong; hãy đợi rồi lập bản so sánh.") % unscored
    if campaign.state == CampaignState.PUBLISHED and not reason.strip():
        return _("Đợt đã công bố: bản đính chính cần có lý do.")
    return ""


def why_not_publish(user: User, edition: Edition, open_assessments: int, outdated: int) -> str:
    """Why this edition may not be published: `open_assessments` were submitted and are not final, `outdated` were made
    final again or for the first time since the edition was made."""
    if not may_run_campaigns(user):
        return _("Chỉ quản trị đợt được công bố kết quả.")
    if edition.published_at:
        return _("Bản so sánh này đã công bố.")
    if edition.status != WorkStatus.READY:
        return _("Bản so sánh chưa lập xong; hãy đợi rồi công bố.")
    if edition.campaign.state not in {CampaignState.FINAL, CampaignState.PUBLISHED}:
        return _("Hãy chốt kết quả của đợt trước khi công bố.")
    if open_assessments:
        return _("Còn %d phiếu đã nộp mà chưa chốt; hãy chốt trước khi công bố.") % open_assessments
    if outdated:
        return _("Có %d phiếu chốt lại sau khi lập bản này; hãy lập bản mới rồi công bố.") % outdated
    if edition.campaign.state == CampaignState.PUBLISHED and not edition.reason:
        return _("Đợt đã công bố; muốn thay đổi, hãy lập bản đính chính có lý do.")
    return ""
