import pytest

from accounts.models import User
from accounts.roles import Role
from handbook.reading import guides
from tests.factories import user_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_shelves")]


@pytest.fixture
def reader(client):
    client.force_login(user_as(Role.LEADER))
    return client


def test_index_lists_the_guides_and_marks_ones_own(reader):
    text = reader.get("/handbook/").content.decode()
    places = [text.index(f'href="/handbook/{role.value}/"') for role in (Role.LEADER, Role.CONTRIBUTOR, Role.AUDITOR)]
    assert places == sorted(places)
    assert text.count("Vai trò của bạn") == 1


@pytest.mark.parametrize("role", list(Role))
def test_guide_has_its_steps_and_pictures(reader, role):
    text = reader.get(f"/handbook/{role.value}/").content.decode()
    guide = guides()[role]
    assert [str(step.title) in text for step in guide.steps] == [True] * len(guide.steps)
    assert text.count("<figure>") == sum(step.picture is not None for step in guide.steps) > 0
    assert text.count('width="1100" height="620"') == text.count("<figure>")


def test_guide_is_read_in_english(reader):
    User.objects.update(language="en")
    text = reader.get("/handbook/leader/").content.decode()
    assert "Read the scorecard" in text
    assert "Đọc bảng điểm" not in text


@pytest.mark.parametrize("role", ["king", "Leader", "%00", "..", "leader%0a"])
def test_unknown_role_is_not_found(reader, role):
    assert reader.get(f"/handbook/{role}/").status_code == 404


def test_pages_cost_the_queries_of_their_frame(reader, django_assert_num_queries):
    for path in ("/handbook/", "/handbook/leader/"):
        reader.get(path)
        with django_assert_num_queries(4):
            reader.get(path)
