"""Whose workbook it is, by the sheet that nobody sees."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import Assessment
from workbooks.queries import catalogues_of

from .faults import RefusedWorkbook, refused

MOST_VERSIONS = 2**31 - 1


@dataclass(frozen=True)
class Identity:
    """`versions`: of each leaf's answer when the workbook was downloaded."""

    downloaded_at: datetime
    assessment: str
    campaign: str
    catalogues: str
    versions: Mapping[str, int]


def identity(pairs: list[tuple[str, str]]) -> Identity:
    """Raises RefusedWorkbook if it is no answer workbook, or its identity was tampered with."""
    if len(pairs) < 5 or pairs[1][0] != "assessment" or pairs[2][0] != "campaign":
        raise _unknown()
    try:
        at = datetime.fromisoformat(pairs[0][1])
        versions = {code: int(float(version)) for code, version in pairs[5:] if code}
    except (ValueError, OverflowError) as error:
        raise _unknown() from error
    if timezone.is_naive(at) or not all(0 <= version <= MOST_VERSIONS for version in versions.values()):
        raise _unknown()
    catalogues = f"{pairs[3][1]} {pairs[4][1]}"
    return Identity(at, pairs[1][1], pairs[2][1], catalogues, versions)


def _unknown() -> RefusedWorkbook:
    return refused(
        _("tệp không phải bảng tính trả lời do cổng lập, hoặc trang định danh đã bị sửa; hãy tải lại bảng tính từ cổng")
    )


def why_not_of(found: Identity, assessment: Assessment) -> str:
    """Why a workbook does not belong to this assessment as it is now; "" if it does."""
    if found.assessment != str(assessment.pk):
        if found.campaign != assessment.campaign.code:
            names = {"came": found.campaign[:40], "own": assessment.campaign.code}
            return _("bảng tính thuộc đợt “%(came)s”, phiếu này thuộc đợt “%(own)s”; hãy tải lại bảng tính") % names
        return _("bảng tính thuộc phiếu của tỉnh khác; hãy tải lại bảng tính từ phiếu này")
    if found.catalogues != catalogues_of(assessment.campaign):
        return _("bảng tính lập theo danh mục cũ; đợt đánh giá đã đổi danh mục, hãy tải lại bảng tính")
    return ""
