"""Reading stored guidance catalogues."""

from catalogues.differences import Contents, Placed
from catalogues.versions import Shelf

from .models import GuidanceVersion
from .schema import Catalogue, DocumentFile, Question, Recommendation, Rule

shelf = Shelf(GuidanceVersion, Catalogue)


def catalogue(version: GuidanceVersion) -> Catalogue:
    """The parsed catalogue of a version; cached in the process, as content never changes under a checksum."""
    return shelf.take(version)


def recommendations(found: Catalogue) -> dict[str, Recommendation]:
    """By code, in document order."""
    return {item.code: item for theme in found.themes for item in theme.recommendations}


def questions(found: Catalogue) -> dict[str, Question]:
    """By code, in document order."""
    return {question.code: question for item in recommendations(found).values() for question in item.questions}


def rules(document: DocumentFile | None) -> dict[str, Rule]:
    """The documents a catalogue cites, by code."""
    return {rule.code: rule for rule in document.rules} if document else {}


def contents(found: Catalogue) -> Contents:
    """A version taken apart, to be compared with another."""
    branches: dict[str, Placed] = {}
    for theme in found.themes:
        branches[theme.code] = Placed(theme)
        branches |= {item.code: Placed(item, theme.code) for item in theme.recommendations}
    leaves = {
        question.code: Placed(question, item.code)
        for item in recommendations(found).values()
        for question in item.questions
    }
    return Contents(found.document, branches, leaves)
