"""Ready snapshots that no database has seen, on the real catalogues."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from accounts.models import Province, ProvinceType
from assessments.catalogue import CampaignCatalogue, campaign_catalogue
from assessments.demonstration.answers import Made, Maker
from assessments.enums import Purpose, Reading, WorkStatus
from assessments.models import Assessment, Campaign, ScoreSnapshot
from assessments.scorecards import compute
from assessments.supplements import Earlier, Peers, PlannedAction, Published, Supplement
from catalogues.versions import checksum, dump
from guidance.models import GuidanceVersion
from indicators.models import IndicatorSetVersion
from indicators.scoring import exchange
from indicators.scoring.frame import Answer
from tests.factories.catalogues import real_guidance, real_indicators

AS_OF = date(2026, 6, 30)


@cache
def campaign(all_may_not_apply: bool = False) -> Campaign:
    """On the real catalogues; or on ones where every question and indicator may be left out."""
    guidance, indicators = dump(real_guidance()), dump(real_indicators())
    if all_may_not_apply:
        recommendations = [part for theme in guidance["themes"] for part in theme["recommendations"]]
        for leaf in [leaf for part in recommendations for leaf in part["questions"]]:
            leaf["may_not_apply"] = True
        for leaf in [leaf for group in indicators["groups"] for leaf in group["indicators"]]:
            leaf["may_not_apply"] = True
    return Campaign(
        code="dot-1",
        name="Đợt 1",
        guidance=GuidanceVersion(code="cv2333/v1", definition=guidance, checksum=checksum(guidance)),
        indicators=IndicatorSetVersion(code="cv3098/v1", definition=indicators, checksum=checksum(indicators)),
        alpha=Decimal("0.5"),
    )


def catalogue() -> CampaignCatalogue:
    return campaign_catalogue(campaign())


def province(code: str = "46", name: str = "Huế") -> Province:
    return Province(pk=1, code=code, name=name, valid_from=date(2025, 7, 1))


def snapshot(
    answers: Mapping[str, Made] | None = None,
    *,
    beside: Mapping[str, Mapping[str, Any]] | None = None,
    of: Province | None = None,
    purpose: Purpose = Purpose.SUBMISSION,
    is_demonstration: bool = False,
    context: Mapping[str, Any] | None = None,
    within: Campaign | None = None,
    kind: str = ProvinceType.Type.CITY,
) -> ScoreSnapshot:
    """Scored as a task would; `beside` adds to what stands beside an answer's value, `context` to the context."""
    made, of, within = answers or {}, of or province(), within or campaign()
    given = {
        code: Answer(found.value, found.not_applicable, found.reason, len(found.documents))
        for code, found in made.items()
    }
    header = exchange.Header(within.guidance.code, within.indicators.code, within.alpha)
    found = ScoreSnapshot(
        id=UUID(int=46),
        assessment=Assessment(campaign=within, province=of),
        purpose=purpose,
        as_of=AS_OF,
        inputs=exchange.write_answers(header, given),
        context={
            "province": {"code": of.code, "name": of.name, "type": kind},
            "campaign": {"code": "dot-1", "name": "Đợt 1", "is_demonstration": is_demonstration},
            "frozen_at": "2026-06-30T09:30:00+00:00",
            "answers": {code: {**_beside(found), **(beside or {}).get(code, {})} for code, found in made.items()},
            **(context or {}),
        },
    )
    for name, value in compute(found).items():
        setattr(found, name, value)
    found.status = WorkStatus.READY
    return found


@cache
def whole() -> ScoreSnapshot:
    """Everything answered, as the demonstration's Huế."""
    return snapshot(made(), is_demonstration=True)


@cache
def empty() -> ScoreSnapshot:
    return snapshot()


@cache
def not_applicable() -> ScoreSnapshot:
    """Nothing applies, so that there is no score at all."""
    nothing = Made(None, not_applicable=True, reason="Địa phương chưa phát sinh nội dung này.")
    return snapshot(dict.fromkeys(catalogue().items, nothing), within=campaign(all_may_not_apply=True))


def made(code: str = "46", name: str = "Huế", round_number: int = 1) -> dict[str, Made]:
    return Maker(catalogue(), province(code, name), round_number, AS_OF).answers()


def document(number: str = "12/QĐ-UBND", **fields: Any) -> dict[str, Any]:
    """An item of evidence as a snapshot freezes it."""
    return {
        "kind": "document",
        "title": "Quyết định phê duyệt Đề án",
        "url": "",
        "number": number,
        "date": "2026-05-06",
        "issuer": "Ủy ban nhân dân thành phố Huế",
        "sha256": "",
        "size": 0,
        "is_confidential": False,
        **fields,
    }


def _beside(found: Made) -> dict[str, Any]:
    evidence = [document(number, date=day.isoformat(), title=title) for number, day, title in found.documents]
    return {"note": found.note, "quality": found.quality, "document_title": "", "evidence": evidence}


def beside(**scores: Decimal) -> Supplement:
    """An earlier round and published results in which every one of these scores was the same."""
    earlier = Earlier(
        campaign="Đợt 0",
        same_catalogues=True,
        as_of=date(2025, 12, 31),
        reading=Reading.VERIFIED,
        checksum="0" * 64,
        scores=scores,
    )
    groups = (
        Peers(label="Tất cả", count=34, medians=scores),
        Peers(label="Bắc Trung Bộ", count=5, medians=scores),
    )
    published = Published(campaign="Đợt 0", number=1, published_on=date(2026, 2, 1), groups=groups)
    return Supplement(earlier=earlier, published=published)


def planned(**fields: Any) -> PlannedAction:
    known = {
        "code": "ICT-3.2",
        "title": "Rà soát",
        "action": "Ban hành kế hoạch rà soát",
        "owner": "Sở Khoa học và Công nghệ",
        "due": date(2026, 12, 1),
        "cost": Decimal(50),
        "status": "doing",
        "status_label": "đang làm",
        "gain": Decimal("0.5"),
    }
    return PlannedAction(**{**known, **fields})


@cache
def verified() -> ScoreSnapshot:
    return reviewed(made())


def reviewed(answers: Mapping[str, Made], reason: str = "") -> ScoreSnapshot:
    """Made final: everything accepted, but ICT-3.2 rejected and DL-01 adjusted to 10 of 100."""
    found = snapshot(answers, purpose=Purpose.VERIFIED)
    for answer in found.inputs["answers"]:
        answer["review"] = VERDICTS.get(answer["code"], {"verdict": "accepted"})
    remark = {"reason": "plan_only", "text": "Chưa ban hành.", "at": "2026-06-30T09:30:00+00:00"}
    adjusted = {"reason": "wrong_figure", "text": "", "at": "2026-06-30T09:30:00+00:00"}
    found.context["reviews"] = {"ICT-3.2": remark, "DL-01": adjusted}
    found.reason = reason
    for name, value in compute(found).items():
        setattr(found, name, value)
    return found


VERDICTS = {
    "ICT-3.2": {"verdict": "rejected"},
    "DL-01": {"verdict": "adjusted", "value": {"numerator": "10", "denominator": "100"}},
}
