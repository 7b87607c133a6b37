import pytest
from django.contrib.staticfiles import finders

from accounts.roles import Role
from assessments.demonstration.accounts import ACCOUNTS
from handbook.reading import guides, own_first
from tests.factories import user_as

STEPS = [step for guide in guides().values() for step in guide.steps]
PICTURES = [step.picture for step in STEPS if step.picture]


def test_every_role_has_its_guide_and_an_account_that_has_the_role():
    assert list(guides()) == list(Role)
    assert {guide.account: guide.role for guide in guides().values()} == {who.email: who.role for who in ACCOUNTS}


def test_every_text_is_in_both_languages():
    texts = [guide.summary for guide in guides().values()]
    texts += [text for step in STEPS for text in (step.title, *step.points)]
    texts += [picture.alt for picture in PICTURES]
    assert [text for text in texts if not (text.vi and text.en) or text.vi == text.en] == []


def test_every_picture_is_there_once():
    names = [picture.name for picture in PICTURES]
    assert sorted(set(names)) == sorted(names)
    assert [picture.name for picture in PICTURES if not finders.find(picture.file)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_the_guide_of_ones_own_role_comes_first(role):
    found = [guide.role for guide in own_first(user_as(role))]
    assert found == [role, *(other for other in Role if other != role)]
