"""The cover of a report, and what its other pages say of whose it is and which snapshot it comes from."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import ProvinceType
from assessments.enums import Purpose, Reading
from assessments.models import ScoreSnapshot

from . import in_words

SHORT_CHECKSUM = 16
"""So many digits of a checksum find what was handed in; a trial is found by all of them (assessments.verification)."""

STATUSES = {
    Purpose.PREVIEW: gettext_lazy("Bản tính thử (dự thảo), chưa nộp"),
    Purpose.SUBMISSION: gettext_lazy("Bản tự đánh giá đã nộp, chưa thẩm định"),
    Purpose.VERIFIED: gettext_lazy("Kết quả đã thẩm định"),
}


@dataclass(frozen=True)
class Cover:
    """`unit`: the province with its type ("thành phố Huế"); `made_at`: ISO time of the snapshot, for the metadata;
    `reason`: why a verified result was made again; `typed_checksum`: what is typed at `verify_at` to look it up."""

    province: str
    unit: str
    campaign: str
    status: str
    is_draft: bool
    is_demonstration: bool
    reading: str
    as_of: str
    year: int
    made_at: str
    snapshot: str
    checksum: str
    typed_checksum: str
    verify_at: str
    is_verified: bool = False
    reason: str = ""


def cover(snapshot: ScoreSnapshot, reading: Reading) -> Cover:
    context = snapshot.context
    made = datetime.fromisoformat(context["frozen_at"])
    province = in_words.plain(context["province"]["name"])
    is_draft = snapshot.purpose == Purpose.PREVIEW
    return Cover(
        province=province,
        unit=_unit(context["province"]["type"], province),
        campaign=in_words.plain(context["campaign"]["name"]),
        status=str(STATUSES[Purpose(snapshot.purpose)]),
        is_draft=is_draft,
        is_demonstration=bool(context["campaign"]["is_demonstration"]),
        reading=str(reading.label),
        as_of=in_words.full_day(snapshot.as_of),
        year=timezone.localtime(made).year,
        made_at=made.isoformat(timespec="seconds"),
        snapshot=str(snapshot.pk),
        checksum=snapshot.checksum,
        typed_checksum=in_words.by_fours(snapshot.checksum[: None if is_draft else SHORT_CHECKSUM]),
        verify_at=f"{settings.PORTAL_URL}{reverse('verify')}",
        is_verified=snapshot.purpose == Purpose.VERIFIED,
        reason=in_words.plain(snapshot.reason),
    )


def _unit(kind: str, name: str) -> str:
    """The name with what the unit was on the day of the snapshot."""
    if not kind:
        return name
    return (_("thành phố %s") if kind == ProvinceType.Type.CITY else _("tỉnh %s")) % name
