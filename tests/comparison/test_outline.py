from assessments.catalogue import CampaignCatalogue, campaign_catalogue
from comparison.outline import outline
from indicators.scoring.frame import NodeKind
from tests.assessments.small import campaign


def test_outline_has_what_is_scored_with_its_names():
    theme, group = outline(campaign_catalogue(campaign()))
    assert (theme.key, theme.title) == ((NodeKind.THEME, "A"), "Chủ đề A")
    (recommendation,) = theme.children
    assert (recommendation.key, recommendation.title) == ((NodeKind.RECOMMENDATION, "A-1"), "Khuyến nghị A-1")
    assert [leaf.code for leaf in theme.leaves()] == [f"A-1.{number}" for number in range(1, 8)], "no text"
    assert next(theme.leaves()).title == "Mức kiến trúc"
    assert (group.key, group.title) == ((NodeKind.GROUP, "B"), "Nhóm B")
    assert [leaf.key for leaf in group.leaves()] == [(NodeKind.INDICATOR, "B-1"), (NodeKind.INDICATOR, "B-2")]


def test_outline_of_either_half_alone():
    whole = campaign_catalogue(campaign())
    assert [part.code for part in outline(CampaignCatalogue(whole.guidance, None))] == ["A"]
    assert [part.code for part in outline(CampaignCatalogue(None, whole.indicators))] == ["B"]
    assert outline(CampaignCatalogue(None, None)) == []
