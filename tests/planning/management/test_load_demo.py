"""The command around the demonstration; the rounds themselves are in demonstration/test_rounds.py."""

import io

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command

from accounts.models import Province
from accounts.roles import Role
from assessments.demonstration.accounts import ACCOUNTS
from assessments.demonstration.rounds import FIRST
from assessments.models import Campaign
from catalogues.versions import VersionStatus
from guidance.models import GuidanceVersion
from tests.factories import CampaignFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rounds_are_there(db):
    CampaignFactory(code=FIRST)


def load_demo(**options) -> list[str]:
    printed = io.StringIO()
    call_command("load_demo", stdout=printed, **options)
    return printed.getvalue().splitlines()


@pytest.mark.slow
def test_load_demo_names_an_account_for_every_role_and_their_password():
    lines = load_demo(password="mat-khau-1")
    assert "Tài khoản minh họa, mật khẩu chung: mat-khau-1" in lines
    assert [line.split(maxsplit=1) for line in lines[-6:]] == [
        [account.email, str(account.role.label)] for account in ACCOUNTS
    ]
    assert {account.role for account in ACCOUNTS} == set(Role)


@pytest.mark.slow
def test_load_demo_makes_a_new_password_each_time_unless_one_is_given():
    first, second = (load_demo()[-7].rsplit(": ", 1)[1] for _turn in range(2))
    assert len({first, second, ""}) == 3
    email = ACCOUNTS[0].email
    assert (authenticate(None, email=email, password=first), str(authenticate(None, email=email, password=second))) == (
        None,
        ACCOUNTS[0].full_name,
    )


@pytest.mark.slow
def test_load_demo_brings_provinces_and_published_catalogues():
    load_demo()
    assert Province.objects.filter(valid_to=None).count() == 34
    assert GuidanceVersion.objects.get(code="cv2333/v1").status == VersionStatus.PUBLISHED


@pytest.mark.slow
def test_load_demo_again_makes_no_further_round():
    load_demo()
    load_demo()
    assert list(Campaign.objects.values_list("code", flat=True)) == [FIRST]
