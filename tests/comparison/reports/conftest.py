import pytest

from comparison.models import Edition
from comparison.reports.source import Source
from tests.factories.comparison import made_edition


@pytest.fixture
def edition(db) -> Edition:
    """H 90, 50, 10; R is 4 more, K 4 less, claimed 6 more; every node has the headline."""
    return made_edition(3)


@pytest.fixture
def source(edition) -> Source:
    return Source(edition)


@pytest.fixture
def ladder(source, monkeypatch) -> Source:
    """The same, as if the indicators were levels of a ladder."""
    monkeypatch.setattr(type(source.catalogue.frame), "is_ladder", property(lambda _frame: True), raising=False)
    return source
