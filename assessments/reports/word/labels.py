"""What no edition may be without, as fields that a template prints anywhere."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from assessments.reports.gap_report import GapReport


@dataclass(frozen=True)
class Labels:
    """`demonstration`, `demonstration_notice`, `draft`: "" where they do not apply."""

    demonstration: str
    demonstration_notice: str
    draft: str
    ours: str
    no_recognition: str
    no_charts: str


OBLIGATORY = (
    "labels.demonstration",
    "labels.ours",
    "cover.status",
    "cover.snapshot",
    "cover.checksum",
    "indicator_notice",
)
"""Fields that a template is expected to print; whoever leaves one out is told."""


def labels_of(report: GapReport) -> Labels:
    with translation.override(report.language):
        is_made_up, is_verified = report.cover.is_demonstration, report.cover.is_verified
        return Labels(
            demonstration=_("DỮ LIỆU MINH HỌA") if is_made_up else "",
            demonstration_notice=_made_up() if is_made_up else "",
            draft=_("DỰ THẢO – TÍNH THỬ") if report.cover.is_draft else "",
            ours=_ours(report.method.bands),
            no_recognition=_verified() if is_verified else _claimed(),
            no_charts=_no_charts(),
        )


def _made_up() -> str:
    return _(
        "Mọi câu trả lời, số liệu và văn bản nêu trong báo cáo này là dữ liệu minh họa do cổng tạo ra, không phải số "
        "liệu thật của địa phương."
    )


def _ours(bands: str) -> str:
    text = _(
        "Trọng số, các mức trả lời và năm bậc điểm (%(bands)s) do nhóm xây dựng cổng đặt ra, không phải quy định của "
        "Bộ."
    )
    return text % {"bands": bands}


def _verified() -> str:
    return _(
        "Kết quả thẩm định trên cổng không phải là sự công nhận mức độ phát triển đô thị thông minh và không thay cho "
        "kết quả do cơ quan có thẩm quyền công bố."
    )


def _claimed() -> str:
    return _(
        "Kết quả tự đánh giá không phải là sự công nhận mức độ phát triển đô thị thông minh và không thay cho kết quả "
        "do cơ quan có thẩm quyền công bố."
    )


def _no_charts() -> str:
    return _("Bản Word này để sửa và hoàn thiện; biểu đồ chỉ có trong bản PDF, số liệu của biểu đồ nằm trong các bảng.")
