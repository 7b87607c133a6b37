"""The texts of catalogue versions as entries, folded once a version, language and process."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from catalogues.schema import Leaf, TextBase
from guidance import schema as guidance_schema
from indicators import schema as indicator_schema

from .entries import Entry, Passage

VIETNAMESE = "vi"


@dataclass(frozen=True)
class Guidance:
    """A version, known by its checksum."""

    checksum: str
    catalogue: guidance_schema.Catalogue = field(compare=False)


@dataclass(frozen=True)
class IndicatorSet:
    checksum: str
    catalogue: indicator_schema.Catalogue = field(compare=False)


@lru_cache(maxsize=16)
def recommendations(version: Guidance, language: str) -> tuple[Entry, ...]:
    return tuple(
        _entry(item.code, item.title, [item.summary], item.code, theme.title, language)
        for theme in version.catalogue.themes
        for item in theme.recommendations
    )


@lru_cache(maxsize=16)
def questions(version: Guidance, language: str) -> tuple[Entry, ...]:
    return tuple(
        _entry(
            question.code,
            question.title or question.prompt,
            [question.prompt, question.help, *_of_a_leaf(question)],
            item.code,
            item.title,
            language,
        )
        for theme in version.catalogue.themes
        for item in theme.recommendations
        for question in item.questions
    )


@lru_cache(maxsize=16)
def indicators(version: IndicatorSet, language: str) -> tuple[Entry, ...]:
    return tuple(
        _entry(item.code, item.title, _of_an_indicator(item), group.code, group.title, language)
        for group in version.catalogue.groups
        for item in group.indicators
    )


def _of_an_indicator(item: indicator_schema.Indicator) -> list[TextBase | None]:
    own = [item.definition, item.rationale, item.method, item.source, item.evidence_expected]
    return [*own, *_of_a_leaf(item)]


def _of_a_leaf(leaf: Leaf) -> Iterator[TextBase | None]:
    yield from (leaf.numerator, leaf.denominator, leaf.unit, leaf.action)
    for option in leaf.options:
        yield from (option.label, option.action)


def _entry(
    code: str, title: TextBase, texts: Iterable[TextBase | None], section: str, place: TextBase, language: str
) -> Entry:
    """On a Vietnamese page what is written in Vietnamese, on another that and the Vietnamese."""
    given = [text for text in texts if text]
    passages = [Passage(_in(text, language)) for text in given]
    if language != VIETNAMESE:
        other = [(text.vi, _in(text, language)) for text in (title, *given)]
        passages += [Passage(vi, language=VIETNAMESE) for vi, shown in other if vi and vi != shown]
    return Entry(code, _in(title, language), tuple(passages), section, f"{section} {_in(place, language)}")


def _in(text: TextBase, language: str) -> str:
    return (text.vi or text.en) if language == VIETNAMESE else (text.en or text.vi)
