import pytest

from indicators import queries
from indicators.models import IndicatorSetVersion
from tests.factories import indicator_version
from tests.factories.catalogues import real_indicators


@pytest.mark.django_db
def test_stored_set_is_the_one_that_was_loaded():
    assert queries.catalogue(indicator_version()) == real_indicators()


@pytest.mark.django_db
def test_set_is_parsed_once_a_process():
    indicator_version()
    first = queries.catalogue(IndicatorSetVersion.objects.get())
    assert queries.catalogue(IndicatorSetVersion.objects.get()) is first


def test_groups_and_indicators_are_in_file_order():
    found = real_indicators()
    assert list(queries.groups(found)) == ["HT", "DL", "CQ", "DV", "AT", "CD", "DM"]
    indicators = queries.indicators(found)
    assert [code for code in indicators if code.startswith("HT")] == [f"HT-0{number}" for number in range(1, 9)]
    assert all(code == item.code for code, item in indicators.items())


def test_contents_name_every_group_and_indicator_with_its_place():
    found = queries.contents(real_indicators())
    assert found.head is real_indicators().set
    assert list(found.branches) == list(queries.groups(real_indicators()))
    assert list(found.leaves) == list(queries.indicators(real_indicators()))
    assert found.leaves["HT-01"].parent == "HT"
