"""A stored snapshot as pages and reports read it. Nothing is computed anew: all numbers are stored ones."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from catalogues.schema import Kind, NextStep, Option
from guidance.schema import Source
from indicators.scoring import scorecard
from indicators.scoring.frame import NodeKind
from indicators.scoring.readings import Reading as CoreReading
from indicators.scoring.readings import Status

from .catalogue import CampaignCatalogue, Item, Section, campaign_catalogue
from .enums import Band, Reading, ReasonCode, Verdict, band_of, own_reading
from .models import ScoreSnapshot

TOP = (NodeKind.THEME, NodeKind.GROUP)
LEAF = (NodeKind.QUESTION, NodeKind.INDICATOR)
KINDS = {str(kind): kind for kind in NodeKind}


@dataclass(frozen=True)
class Node:
    """One node of one reading: reported numbers, its title, and its line of the trace."""

    code: str
    kind: NodeKind
    parent: str
    title: str
    score: Decimal | None
    weight: Decimal
    coverage: Decimal | None
    evidenced: Decimal | None
    contribution: Decimal
    trace: dict[str, Any]

    @property
    def status(self) -> str:
        return str(self.trace.get("status", ""))

    @property
    def band(self) -> Band | None:
        return band_of(self.score)

    @property
    def has_required_evidence(self) -> bool:
        return self.evidenced is None or self.evidenced == 100


@dataclass(frozen=True)
class Gap:
    """A leaf below its target with what to do next; `lead` is the body's name, "" where the catalogue names none."""

    code: str
    title: str
    section: Section
    item: Item
    score: Decimal
    target: Decimal
    gain: Decimal
    action: str
    lead: str
    effort: str
    horizon: str
    quick_win: bool

    @property
    def source(self) -> Source | None:
        return self.section.recommendation.source if self.section.recommendation else None


@dataclass(frozen=True)
class Review:
    """What the ministry concluded on a leaf, as frozen; prints as a Decision does. `value`: the one it put in place, as
    the exchange format writes it, with ADJUSTED only."""

    verdict: Verdict
    value: Any
    reason: ReasonCode | None
    text: str

    def get_verdict_display(self) -> str:
        return str(self.verdict.label)

    def get_reason_display(self) -> str:
        return str(self.reason.label) if self.reason else ""


def reviews_of(snapshot: ScoreSnapshot) -> dict[str, Review]:
    """By code, what was reviewed when a snapshot was taken; also of one not scored yet."""
    return frozen_reviews(snapshot.inputs["answers"], snapshot.context.get("reviews"))


def frozen_reviews(
    answers: Iterable[Mapping[str, Any]],
    said: Mapping[str, Mapping[str, Any]] | None,
    codes: Collection[str] | None = None,
) -> dict[str, Review]:
    """The same of what stands in `inputs` and `context`, of all or of some leaves."""
    return {
        answer["code"]: _review(answer["review"], (said or {}).get(answer["code"], {}))
        for answer in answers
        if answer.get("review") and (codes is None or answer["code"] in codes)
    }


def _review(found: Mapping[str, Any], said: Mapping[str, Any]) -> Review:
    reason = ReasonCode(said["reason"]) if said.get("reason") else None
    return Review(Verdict(found["verdict"]), found.get("value"), reason, said.get("text", ""))


class SnapshotResult:
    """A ready snapshot in one reading."""

    def __init__(
        self,
        snapshot: ScoreSnapshot,
        catalogue: CampaignCatalogue,
        reading: Reading = Reading.CLAIMED,
    ) -> None:
        self.snapshot, self.catalogue, self.reading = snapshot, catalogue, reading
        self._found = scorecard.stored(snapshot.scorecard or {}, CoreReading(reading))
        self.headline, self.readiness, self.results = scorecard.heads(self._found)
        self.band = band_of(self.headline)

    @property
    def is_pending(self) -> bool:
        """Without any decision of a reviewer the verified score says nothing, and is not shown."""
        return self.reading is Reading.VERIFIED and not any(answer.get("review") for answer in self.answers.values())

    def read_as(self, reading: Reading) -> "SnapshotResult":
        return SnapshotResult(self.snapshot, self.catalogue, reading)

    @cached_property
    def nodes(self) -> list[Node]:
        """In catalogue order, a parent before its children."""
        return [self.node(*key) for key in self._stored]

    @cached_property
    def _stored(self) -> dict[tuple[NodeKind, str], tuple[dict[str, Any], dict[str, Any]]]:
        """What stands in the scorecard and in the trace. Nodes are made of it one by one: most pages show few."""
        traces = self.snapshot.part("trace", "readings", str(self.reading))
        both = zip(self._found["nodes"], traces, strict=True)
        return {(KINDS[node["kind"]], node["code"]): (node, trace) for node, trace in both}

    @cached_property
    def _made(self) -> dict[tuple[NodeKind, str], Node]:
        return {}

    def node(self, kind: NodeKind, code: str) -> Node:
        """Raises KeyError if this snapshot has no such node."""
        if (kind, code) not in self._made:
            self._made[kind, code] = self._node(*self._stored[kind, code])
        return self._made[kind, code]

    def _node(self, stored: dict[str, Any], trace: dict[str, Any]) -> Node:
        node = scorecard.node_from_json(stored)
        return Node(parent=trace["parent"], title=self.title(node.kind, node.code), trace=trace, **node._asdict())

    def _of(self, kind: NodeKind | None, code: str) -> Node | None:
        return self.node(kind, code) if kind and (kind, code) in self._stored else None

    def leaf(self, code: str) -> Node | None:
        """The node of a question or an indicator; None if it is not scored."""
        return self._of(NodeKind.QUESTION, code) or self._of(NodeKind.INDICATOR, code)

    @property
    def themes(self) -> list[Node]:
        return [self.node(*key) for key in self._stored if key[0] is NodeKind.THEME]

    @property
    def groups(self) -> list[Node]:
        return [self.node(*key) for key in self._stored if key[0] is NodeKind.GROUP]

    def children(self, node: Node) -> list[Node]:
        kind, below = CHILDREN.get(node.kind), self._stored.items()
        return [self.node(*key) for key, (_, trace) in below if key[0] is kind and trace["parent"] == node.code]

    def parent(self, node: Node) -> Node | None:
        kind = next((above for above, below in CHILDREN.items() if below is node.kind), None)
        return self._of(kind, node.parent)

    def title(self, kind: NodeKind, code: str) -> str:
        return node_title(self.catalogue, kind, code)

    @cached_property
    def answers(self) -> dict[str, dict[str, Any]]:
        """By code, as the exchange format has them."""
        return {answer["code"]: answer for answer in self.snapshot.inputs["answers"]}

    def beside(self, code: str) -> dict[str, Any]:
        """Note, data quality and evidence of a leaf, as frozen; empty if it was not answered."""
        return dict(self.snapshot.context["answers"].get(code, {}))

    def review(self, code: str) -> Review | None:
        """None in a snapshot that was taken before the leaf was reviewed."""
        return self.reviews.get(code)

    @cached_property
    def reviews(self) -> dict[str, Review]:
        return reviews_of(self.snapshot)

    @property
    def doubts(self) -> dict[str, Review]:
        """The reviews that did not accept an answer as it was."""
        reviewed = [answer for answer in self.snapshot.inputs["answers"] if answer.get("review")]
        doubted = [answer for answer in reviewed if answer["review"]["verdict"] != Verdict.ACCEPTED]
        return frozen_reviews(doubted, self.snapshot.part("context").get("reviews")) if doubted else {}

    def thread(self, code: str) -> list[dict[str, str]]:
        """The province's clarifications of a leaf, oldest first: `question` and `reply`."""
        return list(self.snapshot.context.get("clarifications", {}).get(code, []))

    def value(self, code: str) -> Any:
        """What an answer counts with in this reading, as the exchange format has it; None if there is nothing."""
        review = self.review(code) if self.reading is Reading.VERIFIED else None
        if review and review.verdict is Verdict.ADJUSTED:
            return review.value
        return self.answers.get(code, {}).get("value")

    @cached_property
    def gaps(self) -> list[Gap]:
        """Greatest gain first, then by code."""
        return [self._gap(found) for found in self._traced_gaps]

    @property
    def _traced_gaps(self) -> list[dict[str, Any]]:
        return list(self.snapshot.part("trace", "gaps", str(self.reading)))

    def largest_gaps(self, most: int) -> list[Gap]:
        """Of a question and the indicator that takes its value only the one that gains more: one work closes both."""
        found: list[Gap] = []
        data: set[str] = set()
        for traced in self._traced_gaps:
            if len(found) == most:
                break
            node = self.leaf(traced["code"])
            datum = str(node.trace["source"]) if node else traced["code"]
            if datum not in data:
                found.append(self._gap(traced))
            data.add(datum)
        return found

    def _gap(self, found: dict[str, Any]) -> Gap:
        item = self.catalogue.items[found["code"]]
        step = next((option for option in item.options if option.code == found["next_option"]), None)
        source = source_of_step(item, step)
        gap = Gap(
            code=item.code,
            title=title_of(item),
            section=self.catalogue.sections[self.catalogue.section_of[item.code]],
            item=item,
            score=scorecard.reported(Decimal(found["score"])),
            target=Decimal(found["target"]),
            gain=Decimal(found["gain"]),
            action=action_of(item, step),
            lead=self.lead_name(source.lead or item.lead),
            effort=str(source.effort or ""),
            horizon=str(source.horizon or ""),
            quick_win=found["quick_win"],
        )
        node = self.leaf(item.code)
        if node is None or node.status != Status.UNEVIDENCED:
            return gap
        # the catalogue's action and terms lead a level up
        return replace(gap, action=evidence_action(), effort="", horizon="", quick_win=False)

    def lead_name(self, code: str) -> str:
        """The name of a body that the catalogues list; "" if they do not."""
        return self._leads.get(code, "")

    @cached_property
    def _leads(self) -> dict[str, str]:
        bodies = (
            list(self.catalogue.indicators.set.bodies)
            if self.catalogue.indicators and self.catalogue.indicators.set
            else []
        )
        if self.catalogue.guidance and self.catalogue.guidance.document:
            bodies += self.catalogue.guidance.document.leads
        return {body.code: str(body.title) for body in bodies}


def own_result(snapshot: ScoreSnapshot) -> SnapshotResult:
    """In the reading that the snapshot was taken for: as verified, else as claimed."""
    catalogue = campaign_catalogue(snapshot.assessment.campaign)
    return SnapshotResult(snapshot, catalogue, own_reading(snapshot.purpose))


CHILDREN = {
    NodeKind.THEME: NodeKind.RECOMMENDATION,
    NodeKind.RECOMMENDATION: NodeKind.QUESTION,
    NodeKind.GROUP: NodeKind.INDICATOR,
}


def node_title(catalogue: CampaignCatalogue, kind: NodeKind, code: str) -> str:
    if kind in LEAF:
        return title_of(catalogue.items[code])
    if kind is NodeKind.THEME and catalogue.guidance:
        return next(str(theme.title) for theme in catalogue.guidance.themes if theme.code == code)
    return str(catalogue.sections[code].title)


def title_of(item: Item) -> str:
    """The short label of a leaf."""
    return str(item.title) if item.title else str(getattr(item, "prompt", item.code))


def shown_status(status: str) -> str:
    """What a leaf's status means, in words."""
    return str(STATUS_WORDS[Status(status)]()) if status else ""


def evidence_action() -> str:
    """What to do where evidence is all that is missing."""
    return _("Bổ sung minh chứng cho câu trả lời đã khai")


def source_of_step(item: Item, step: Option | None) -> NextStep:
    """What the catalogue says of the way to an option (None: to the full score): the option's own words, else the
    leaf's."""
    return step if step and step.action else item


def action_of(item: Item, step: Option | None) -> str:
    """What to do for it, in words."""
    source = source_of_step(item, step)
    return str(source.action) if source.action else _generic_action(item, step)


def _generic_action(item: Item, step: Option | None) -> str:
    """Catalogues of other origin may name no action."""
    if step:
        return _("Đạt mức “%s”") % step.label
    return (
        _("Nâng giá trị đến mức mục tiêu") if item.kind in {Kind.NUMBER, Kind.RATIO} else _("Hoàn thành nội dung này")
    )


STATUS_WORDS = {
    Status.ANSWERED: lambda: _("đã trả lời"),
    Status.MISSING: lambda: _("chưa trả lời"),
    Status.UNEVIDENCED: lambda: _("chưa có minh chứng"),
    Status.REJECTED: lambda: _("không được chấp nhận"),
    Status.NOT_APPLICABLE: lambda: _("không áp dụng"),
    Status.HIDDEN: lambda: _("không hỏi tới"),
}
