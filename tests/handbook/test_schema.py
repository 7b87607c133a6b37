import pytest
from pydantic import ValidationError

from handbook.schema import Guide, Picture

WORDS = {"vi": "một", "en": "one"}


def test_picture_says_where_its_file_is():
    assert Picture(name="leader-plan", route="home", alt=WORDS).file == "handbook/leader-plan.png"


@pytest.mark.parametrize("name", ["../x", "Leader", "a", "", "x" * 60])
def test_picture_has_a_name_that_is_a_file_of_ours(name):
    with pytest.raises(ValidationError):
        Picture(name=name, route="home", alt=WORDS)


@pytest.mark.parametrize("changed", [{"role": "king"}, {"steps": []}, {"colour": "red"}])
def test_guide_refuses_what_it_does_not_know(changed):
    steps = [{"title": WORDS, "points": [WORDS]}]
    with pytest.raises(ValidationError):
        Guide(**{"role": "leader", "summary": WORDS, "account": "a@b.example", "steps": steps} | changed)
