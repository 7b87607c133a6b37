import copy
from decimal import Decimal

from assessments.enums import Band, Reading
from planning.cheapest import path_up
from tests.assessments.small import GUIDANCE, campaign

from .test_cases import case_of

TEN = {"code": "B-2", "value": "10"}


def test_path_leads_to_the_next_band_with_the_least_effort():
    # from 42.08 to 60: B-2 alone, 22.5 for M, S and M, bring 16.67
    path = path_up(case_of())
    assert (path.band, path.goal, path.cost, path.headline) == (Band.INTEGRATED, 60, 3, Decimal("64.58"))
    assert [(found.code, found.efforts) for found in path.proposals] == [("B-2", ["M"])]


def test_path_is_told_greatest_gain_first():
    # from 64.58 to 80: 12.5 and 4.17, M and S
    path = path_up(case_of(B_2=TEN))
    assert (path.band, path.cost, path.headline) == (Band.LEADING, 4, Decimal("81.25"))
    assert [found.code for found in path.proposals] == ["A-1.6", "A-1.1"]


def test_path_goes_by_the_reading():
    path = path_up(case_of(Reading.EVIDENCED))
    assert (path.band, [found.code for found in path.proposals]) == (Band.DEVELOPING, ["B-2"])


def test_band_out_of_reach_is_said_with_what_is_not():
    # steers and stays "no": with a weight of 30, A is at most 600 / 36 and H (16.67 + 100) / 2
    guidance = copy.deepcopy(GUIDANCE)
    questions = guidance["themes"][0]["recommendations"][0]["questions"]
    next(item for item in questions if item["code"] == "A-1.2")["weight"] = 30
    path = path_up(case_of(of=campaign(guidance), A_1_2={"code": "A-1.2", "value": "no"}, B_2=TEN))
    assert (path.band, path.proposals, path.headline) == (Band.INTEGRATED, None, Decimal("58.33"))


def test_highest_band_has_no_next():
    whole = {
        "A_1_1": {"code": "A-1.1", "value": "4", "evidence": 1},
        "A_1_3": {"code": "A-1.3", "value": ["a", "b", "c"]},
        "A_1_6": {"code": "A-1.6", "value": {"numerator": "4", "denominator": "4"}},
        "B_2": TEN,
    }
    assert path_up(case_of(**whole)) is None
