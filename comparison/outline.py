"""What of a campaign's catalogues has a score, as a tree with its names."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assessments.catalogue import CampaignCatalogue, Item
from assessments.results import title_of
from guidance.schema import Recommendation
from indicators.scoring.frame import NodeKind

Key = tuple[str, str]


@dataclass(frozen=True)
class Listed:
    """A node of the scoring tree; names are in the language of the page, so an outline is not kept."""

    kind: NodeKind
    code: str
    title: str
    children: "tuple[Listed, ...]" = ()

    @property
    def key(self) -> Key:
        """A theme and a group may share a code."""
        return self.kind, self.code

    def leaves(self) -> "Iterator[Listed]":
        if self.kind in {NodeKind.QUESTION, NodeKind.INDICATOR}:
            yield self
        for child in self.children:
            yield from child.leaves()


def outline(catalogue: CampaignCatalogue) -> list[Listed]:
    """Themes with their recommendations and questions, then groups with their indicators; scored leaves only."""
    themes = [
        Listed(NodeKind.THEME, theme.code, str(theme.title), tuple(_recommendations(catalogue, theme.recommendations)))
        for theme in (catalogue.guidance.themes if catalogue.guidance else ())
    ]
    groups = [
        Listed(NodeKind.GROUP, group.code, str(group.title), _leaves(catalogue, NodeKind.INDICATOR, group.indicators))
        for group in (catalogue.indicators.groups if catalogue.indicators else ())
    ]
    return themes + groups


def _recommendations(catalogue: CampaignCatalogue, found: Iterable[Recommendation]) -> Iterator[Listed]:
    for item in found:
        questions = _leaves(catalogue, NodeKind.QUESTION, item.questions)
        yield Listed(NodeKind.RECOMMENDATION, item.code, str(item.title), questions)


def _leaves(catalogue: CampaignCatalogue, kind: NodeKind, items: Iterable[Item]) -> tuple[Listed, ...]:
    return tuple(Listed(kind, item.code, title_of(item)) for item in items if catalogue.leaves[item.code].scored)
