"""Who may run a campaign as a whole, and which of its dates may still be moved."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User

from .enums import CampaignState, CampaignVerb
from .models import Campaign
from .permissions import may_run_campaigns
from .transitions import why_not_move_campaign

DATES = ("submit_by", "review_by", "clarify_by", "publish_on")
MOVABLE: dict[CampaignState, tuple[str, ...]] = {
    CampaignState.OPEN: DATES,
    CampaignState.CLOSED: DATES[1:],
    CampaignState.FINAL: DATES[3:],
}
"""Which dates still lie ahead in each state; in preparation everything may change, once published nothing."""


def movable_dates(campaign: Campaign) -> tuple[str, ...]:
    return MOVABLE.get(CampaignState(campaign.state), ())


def why_not_run(user: User) -> str:
    return "" if may_run_campaigns(user) else _("Chỉ quản trị đợt đánh giá được làm việc này.")


def why_not_see_templates(user: User) -> str:
    """Of the ministry's documents."""
    return "" if user.ministry_roles else _("Chỉ người của Bộ được xem mẫu báo cáo.")


def why_not_open_campaign(user: User, campaign: Campaign) -> str:
    return why_not_run(user) or why_not_move_campaign(campaign, CampaignVerb.OPEN)


def why_not_change(user: User, campaign: Campaign) -> str:
    if reason := why_not_run(user):
        return reason
    return _("Đợt đã công bố nên không sửa được nữa.") if campaign.state == CampaignState.PUBLISHED else ""


def why_not_move_date(campaign: Campaign, name: str, new: date, today: date) -> str:
    """Why one of DATES, as the campaign has it stored, cannot become `new`; "" if it can or stays."""
    if new == getattr(campaign, name):
        return ""
    names = {"name": Campaign._meta.get_field(name).verbose_name, "day": date_format(new)}
    if name not in movable_dates(campaign):
        return _("Mốc “%(name)s” đã qua nên không dời được nữa.") % names
    return _("Mốc “%(name)s” không thể dời về ngày đã qua (%(day)s).") % names if new < today else ""


def why_not_close(user: User, campaign: Campaign, today: date) -> str:
    """Why the self-assessment cannot be ended now."""
    if reason := why_not_run(user) or why_not_move_campaign(campaign, CampaignVerb.CLOSE):
        return reason
    if today > campaign.submit_by:
        return ""
    names = {"day": date_format(campaign.submit_by)}
    return _("Chưa hết hạn tự đánh giá (%(day)s); nếu cần khóa sớm, hãy sửa hạn trước.") % names


def why_not_finalise_all(user: User, campaign: Campaign, submitted: int, returned: int, unreviewed: int) -> str:
    """Why the results of a campaign cannot be made final, as far as counts tell; the action looks at every leaf."""
    if reason := why_not_run(user) or why_not_move_campaign(campaign, CampaignVerb.FINALISE):
        return reason
    if not submitted:
        return _("Chưa tỉnh nào nộp phiếu nên chưa có kết quả để chốt.")
    if returned:
        return ngettext("Còn %d phiếu đang giải trình.", "Còn %d phiếu đang giải trình.", returned) % returned
    if unreviewed:
        text = ngettext("Còn %d phiếu chưa thẩm định xong.", "Còn %d phiếu chưa thẩm định xong.", unreviewed)
        return text % unreviewed
    return ""
