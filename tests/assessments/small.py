"""Two catalogues small enough to score by hand, and a snapshot of answers to them; stored only where a name says so.

Claimed: A = (2·50 + 100 + 25 + 25 + 0) / 6 = 41.67; B = (50 + 3·40) / 4 = 42.5; headline 42.08.
Evidenced: A-1.2 counts 0, so A = 150 / 6 = 25, headline 33.75.
Verified: A-1.4 is not yet accepted as not applicable, so A = 250 / 7 = 35.71, headline 39.11.
"""

from datetime import date
from typing import Any

from accounts.models import Province
from assessments.enums import Purpose
from assessments.models import Assessment, Campaign, ScoreSnapshot
from assessments.scorecards import compute
from catalogues.versions import checksum, dump, publish
from guidance.models import GuidanceVersion
from guidance.schema import Catalogue as Guidance
from indicators.models import IndicatorSetVersion
from indicators.schema import Catalogue as IndicatorSet
from tests.factories import open_assessment

AS_OF = date(2026, 5, 6)
LEVELS = [{"code": str(level), "label": f"Mức {level}"} for level in range(5)]
STEP = {"action": "Ban hành văn bản", "lead": "STTTT", "effort": "S", "horizon": "0-6"}
ITEMS = [{"code": code, "label": f"Mục {code}", "weight": weight} for code, weight in (("a", 1), ("b", 1), ("c", 2))]
LINEAR = {"kind": "linear", "floor": 0, "target": 100}

GUIDANCE = {
    "code": "nho/v1",
    "document": {
        "document": "cv",
        "title": "Văn bản nhỏ",
        "notice": "Của chúng tôi",
        "rules": [{"code": "cv", "number": "1", "title": "Một", "issuer": "Bộ"}],
        "leads": [{"code": "STTTT", "title": "Sở Khoa học và Công nghệ"}],
    },
    "themes": [
        {
            "code": "A",
            "title": "Chủ đề A",
            "recommendations": [
                {
                    "code": "A-1",
                    "title": "Khuyến nghị A-1",
                    "source": {"document": "cv", "part": "ICT", "bullet": 3},
                    "questions": [
                        {
                            "code": "A-1.1",
                            "kind": "level",
                            "title": "Mức kiến trúc",
                            "prompt": "Kiến trúc ở mức nào?",
                            "weight": 2,
                            "evidence": "required",
                            "options": [{**option, **(STEP if option["code"] == "3" else {})} for option in LEVELS],
                        },
                        {"code": "A-1.2", "kind": "yes_no", "prompt": "Đã ban hành chưa?", "evidence": "required"},
                        {
                            "code": "A-1.3",
                            "kind": "checklist",
                            "prompt": "Có những mục nào?",
                            "options": ITEMS,
                            "action": "Bổ sung các mục còn thiếu",
                            "effort": "L",
                            "horizon": "12-24",
                        },
                        {
                            "code": "A-1.4",
                            "kind": "level",
                            "prompt": "Nếu có biển?",
                            "options": LEVELS,
                            "may_not_apply": True,
                        },
                        {
                            "code": "A-1.5",
                            "kind": "yes_no",
                            "prompt": "Vì sao chưa?",
                            "shown_if": {"question": "A-1.2", "in": ["no"]},
                        },
                        {"code": "A-1.6", "kind": "ratio", "prompt": "Tỷ lệ?", "rule": LINEAR, "feeds": ["B-1"]},
                        {"code": "A-1.7", "kind": "document", "prompt": "Văn bản?"},
                        {"code": "A-1.8", "kind": "text", "prompt": "Ý kiến khác?"},
                    ],
                }
            ],
        }
    ],
}
INDICATORS = {
    "code": "nho-chi-so/v1",
    "set": {
        "set": "cs",
        "number": "2",
        "title": "Bộ nhỏ",
        "notice": "Của chúng tôi",
        "origin": "working",
        "bodies": [{"code": "SXD", "title": "Sở Xây dựng"}],
    },
    "groups": [
        {
            "code": "B",
            "title": "Nhóm B",
            "indicators": [
                {
                    "code": "B-1",
                    "title": "Chỉ số B-1",
                    "input": "ratio",
                    "rule": {"kind": "linear", "floor": 0, "target": 50},
                },
                {
                    "code": "B-2",
                    "title": "Chỉ số B-2",
                    "input": "number",
                    "weight": 3,
                    "lead": "SXD",
                    "rule": {"kind": "steps", "steps": [{"at": 5, "score": 40}, {"at": 10, "score": 100}]},
                },
            ],
        }
    ],
}
ANSWERS = [
    {"code": "A-1.1", "value": "2", "evidence": 1},
    {"code": "A-1.2", "value": "yes"},
    {"code": "A-1.3", "value": ["a"]},
    {"code": "A-1.4", "value": None, "not_applicable": True, "reason": "Không có biển."},
    {"code": "A-1.6", "value": {"numerator": "1", "denominator": "4"}},
    {"code": "B-2", "value": "7"},
]


def campaign(guidance: dict[str, Any] = GUIDANCE, indicators: dict[str, Any] = INDICATORS) -> Campaign:
    return Campaign(
        name="Đợt nhỏ",
        guidance=_version(GuidanceVersion, Guidance.model_validate(guidance)),
        indicators=_version(IndicatorSetVersion, IndicatorSet.model_validate(indicators)),
    )


def inputs(answers: list[dict[str, Any]] | None = None, **fields: Any) -> dict[str, Any]:
    header = {"guidance": "nho/v1", "indicators": "nho-chi-so/v1", "alpha": "0.5"}
    return {"schema": "smartcity-answers/1", **header, "answers": ANSWERS if answers is None else answers, **fields}


def unscored(of: Campaign | None = None, answers: list[dict[str, Any]] | None = None) -> ScoreSnapshot:
    assessment = Assessment(campaign=of or campaign(), province=Province(code="48", name="Đà Nẵng"))
    context = {"answers": {"A-1.1": {"note": "Đã trình", "quality": "", "evidence": [{"title": "Quyết định"}]}}}
    return ScoreSnapshot(
        assessment=assessment, purpose=Purpose.PREVIEW, as_of=AS_OF, inputs=inputs(answers), context=context
    )


def scored(of: Campaign | None = None, answers: list[dict[str, Any]] | None = None) -> ScoreSnapshot:
    snapshot = unscored(of, answers)
    for column, value in compute(snapshot).items():
        setattr(snapshot, column, value)
    return snapshot


def _version(model, catalogue):
    definition = dump(catalogue)
    return model(code=catalogue.code, definition=definition, checksum=checksum(definition))


def store_versions() -> None:
    """Both catalogues in the database, published."""
    made = campaign()
    for version in (made.guidance, made.indicators):
        version.save()
        publish(version)


def open_assessment_on_small(province: Province | None = None) -> Assessment:
    """In the database, of a campaign that pins these catalogues."""
    if not GuidanceVersion.objects.filter(code="nho/v1").exists():
        store_versions()
    versions = {
        "guidance": GuidanceVersion.objects.get(code="nho/v1"),
        "indicators": IndicatorSetVersion.objects.get(code="nho-chi-so/v1"),
    }
    return open_assessment(province, **versions)
