import pytest

from accounts.roles import Role
from assessments.actions.answers import Content, save
from assessments.views.standing import standing
from tests.factories import open_assessment, user_as

pytestmark = pytest.mark.django_db
NEEDS = "Cần minh chứng, hoặc ghi chú giải thích vì sao chưa có."


@pytest.fixture
def assessment():
    return open_assessment()


def give(assessment, code, content):
    by = user_as(Role.COORDINATOR, assessment.province)
    save(by=by, assessment=assessment, code=code, content=content, expected_version=0)


def test_standing_of_an_untouched_page(assessment):
    found = standing(assessment, "IOC-6")
    assert (found["hidden"], found["lacking"]) == ([], {})
    assert found["progress"]["section"] == {"answered": 0, "asked": 6, "state": "empty", "state_text": "chưa làm"}
    assert found["progress"]["total"]["answered"] == 0


def test_standing_names_what_is_lacking_and_counts_it_as_open(assessment):
    give(assessment, "IOC-6.1", Content("3"))
    give(assessment, "IOC-6.2", Content("0"))
    found = standing(assessment, "IOC-6")
    assert found["lacking"] == {"q_IOC_6_1": NEEDS}
    assert found["progress"]["section"]["answered"] == found["progress"]["total"]["answered"] == 1


def test_standing_follows_the_conditions(assessment):
    before = standing(assessment, "IOC-1")
    give(assessment, "IOC-0.1", Content("pilot"))
    after = standing(assessment, "IOC-1")
    assert before["hidden"]
    assert after["hidden"] == []
    assert after["progress"]["total"]["asked"] > before["progress"]["total"]["asked"]


def test_standing_says_what_is_given_and_the_score_so_far(assessment):
    before = standing(assessment, "IOC-6")
    give(assessment, "IOC-6.1", Content("3"))
    give(assessment, "IOC-6.2", Content(note="Đang hỏi."))
    after = standing(assessment, "IOC-6")
    assert (before["given"], after["given"]) == ([], ["q_IOC_6_1", "q_IOC_6_2"])
    assert before["live"]["short"] != after["live"]["short"]
    assert "Việc nâng điểm nhiều nhất" in after["live"]["whole"]
