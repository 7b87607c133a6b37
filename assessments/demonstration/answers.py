"""Made-up answers of one province in one round, drawn from a seed of both: varied, plausible, repeatable."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from accounts.models import Province
from assessments.catalogue import CampaignCatalogue, Item
from assessments.enums import Quality
from catalogues.schema import EvidenceRule, Kind, Linear, Optimum, Rule, Steps
from indicators.scoring.frame import Answer, Leaf
from indicators.scoring.measures import DocumentValue, RatioValue, Value
from indicators.scoring.readings import Reading, Status, leaf_results

CITIES = {"01": 0.30, "79": 0.32, "48": 0.34, "31": 0.22, "46": 0.28, "92": 0.18, "75": 0.12}
"""Centrally-run cities start further ahead, by so much."""

NOTES = (
    "Số liệu tổng hợp từ báo cáo của các sở, ngành (dữ liệu minh họa).",
    "Đơn vị chủ trì đang hoàn thiện hồ sơ, dự kiến bổ sung trong quý tới (dữ liệu minh họa).",
    "Kết quả đã báo cáo Ban Chỉ đạo tại phiên họp gần nhất (dữ liệu minh họa).",
)
EXPLANATION = "Chưa có văn bản kèm theo; đơn vị chủ trì sẽ bổ sung khi hoàn thành (dữ liệu minh họa)."
REASON = "Trên địa bàn chưa phát sinh nội dung này (dữ liệu minh họa)."
GATE = (("none", 0.22), ("planned", 0.38), ("pilot", 0.52), ("mixed", 0.72), ("public", 2.0))
"""How an IOC stands, up to which readiness."""


def issuer(province: Province) -> str:
    """The People's Committee by what the unit is today."""
    return f"Ủy ban nhân dân {'thành phố' if province.code in CITIES else 'tỉnh'} {province.name}"


def valid_until(number: str, day: date) -> date | None:
    """Of plans most end: with the year they were issued in, or the year after. Drawn from the number, so that the
    answers stay as they are."""
    years = int(number.split("/")[0]) % 3
    return date(day.year + years, 12, 31) if "/KH-" in number and years < 2 else None


@dataclass(frozen=True)
class Made:
    """One made-up answer. `documents` are cited as evidence: (number, date, title)."""

    value: Value | None
    not_applicable: bool = False
    reason: str = ""
    note: str = ""
    quality: str = ""
    documents: tuple[tuple[str, date, str], ...] = ()


class Maker:
    """Draws the answers of one province in one round; `today` bounds the dates of documents."""

    def __init__(self, catalogue: CampaignCatalogue, province: Province, round_number: int, today: date) -> None:
        self.catalogue, self.province, self.today = catalogue, province, today
        base = Random(f"tỉnh {province.code}").uniform(0.22, 0.52)
        self.readiness = base + CITIES.get(province.code, 0.0) + 0.09 * (round_number - 1)
        self.random = Random(f"{province.code}/{round_number}")

    def answers(self, share: float = 1.0) -> dict[str, Made]:
        """Answers to the first `share` of the sections, in catalogue order; a whole set has nothing missing."""
        sections = list(self.catalogue.sections.values())
        found: dict[str, Made] = {}
        for section in sections[: round(share * len(sections))]:
            level = self.readiness + self.random.uniform(-0.16, 0.16)
            for item in section.items:
                if item.code not in self.catalogue.feeders:
                    found[item.code] = self._answer(item, level)
        return dict(self._explained(found))

    def _answer(self, item: Item, level: float) -> Made:
        if item.may_not_apply and self.random.random() < 0.12:
            return Made(None, not_applicable=True, reason=REASON)
        t = min(max(level + self.random.gauss(0, 0.17), 0.0), 1.0)
        value = MAKERS[item.kind](self, item, t)
        quality = self.random.choice(list(Quality.values)[:3]) if item.kind in {Kind.NUMBER, Kind.RATIO} else ""
        note = self.random.choice(NOTES) if self.random.random() < 0.15 else ""
        needs = item.evidence is EvidenceRule.REQUIRED and self.random.random() < 0.55 + 0.45 * self.readiness
        documents = tuple(self._documents(item)) if needs else ()
        return Made(value, note=note, quality=str(quality), documents=documents)

    def _documents(self, item: Item) -> Iterator[tuple[str, date, str]]:
        for _turn in range(1 if self.random.random() < 0.75 else 2):
            number = (
                f"{self.random.randint(12, 4980)}/{self.random.choice(('QĐ-UBND', 'KH-UBND', 'BC-SKHCN', 'BC-UBND'))}"
            )
            yield number, self._day(), f"{item.title or item.code} (dữ liệu minh họa)"

    def _explained(self, found: dict[str, Made]) -> Iterator[tuple[str, Made]]:
        """A claim without evidence says why, as the completeness rule asks."""
        given = {code: Answer(made.value, made.not_applicable, made.reason) for code, made in found.items()}
        results = leaf_results(self.catalogue.frame, given, Reading.CLAIMED, self.today)
        for code, made in found.items():
            leaf: Leaf = self.catalogue.leaves[code]
            claims = results[code].status is Status.ANSWERED and results[code].score
            if results[code].status is Status.HIDDEN:
                continue
            if leaf.evidence_required and claims and not made.documents and not made.note:
                yield code, Made(made.value, note=EXPLANATION, quality=made.quality)
            else:
                yield code, made

    def _day(self) -> date:
        return self.today - timedelta(days=self.random.randint(20, 700))


# -- one maker a kind ------------------------------------------------------------------------------------------------


def _choice(maker: Maker, item: Item, t: float) -> Value:
    codes = [option.code for option in item.options]
    if codes[0] == "none":
        return next(code for code, bound in GATE if t <= bound)
    return codes[min(int(t * len(codes)), len(codes) - 1)]


def _checklist(maker: Maker, item: Item, t: float) -> Value:
    return tuple(option.code for option in item.options if maker.random.random() < t)


def _number(maker: Maker, item: Item, t: float) -> Value:
    x = Decimal(str(round(_toward_target(item.rule, t), 1)))
    x = x.quantize(Decimal(1)) if item.whole else x
    low, high = item.minimum, item.maximum
    x = max(x, low) if low is not None else x
    return min(x, high) if high is not None else x


def _ratio(maker: Maker, item: Item, t: float) -> Value:
    denominator = maker.random.randint(18, 240)
    share = _toward_target(item.rule, t) / 100
    numerator = round(denominator * share)
    return RatioValue(Decimal(min(max(numerator, 0), denominator)), Decimal(denominator))


def _document(maker: Maker, item: Item, t: float) -> Value | None:
    if t < 0.25:
        return DocumentValue(f"{maker.random.randint(12, 4980)}/QĐ-UBND", maker._day(), "Sở Khoa học và Công nghệ")
    return DocumentValue(f"{maker.random.randint(12, 4980)}/QĐ-UBND", maker._day(), issuer(maker.province))


def _toward_target(rule: Rule | None, t: float) -> float:
    """A value that scores about 100·t."""
    if isinstance(rule, Linear):
        return float(rule.floor) + (float(rule.target) - float(rule.floor)) * t
    if isinstance(rule, Steps):
        place = min(int(t * (len(rule.steps) + 1)), len(rule.steps))
        steps = rule.steps[::-1] if rule.lower_is_better else rule.steps
        return float(steps[place - 1].at) if place else float(steps[0].at) * (1.6 if rule.lower_is_better else 0.4)
    if isinstance(rule, Optimum):
        return float(rule.floor) + (float(rule.low) - float(rule.floor)) * min(t * 1.2, 1.1)
    return 100 * t


MAKERS: dict[Kind, Callable[[Maker, Any, float], Value | None]] = {
    Kind.LEVEL: _choice,
    Kind.YES_NO: _choice,
    Kind.YES_PARTIAL_NO: _choice,
    Kind.CHECKLIST: _checklist,
    Kind.NUMBER: _number,
    Kind.RATIO: _ratio,
    Kind.DOCUMENT: _document,
    Kind.TEXT: lambda maker, item, t: "Nội dung minh họa, không phải số liệu thật (dữ liệu minh họa).",
}
