import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory

from accounts.roles import Role
from catalogue_desk.views import common
from tests.factories import user_as

pytestmark = pytest.mark.django_db


def request(query="", role=Role.AUDITOR):
    made = RequestFactory().get(f"/{query}")
    made.user = user_as(role)
    return made


def test_right_to_look_and_to_work_are_two():
    common.check_may_look(request())
    with pytest.raises(PermissionDenied) as caught:
        common.check_may_work(request())
    assert str(caught.value) == "Chỉ quản trị đợt đánh giá được thay đổi danh mục."
    with pytest.raises(PermissionDenied):
        common.check_may_look(request(role=Role.LEADER))
    common.check_may_work(request(role=Role.CAMPAIGN_MANAGER))


@pytest.mark.parametrize(("kind", "code"), [("indicators", "thu/v1"), ("x", "thu/v1"), ("indicators", "a\x00/v1")])
def test_what_is_not_there_is_not_found(kind, code):
    with pytest.raises(Http404):
        common.version_or_404(kind, code)


@pytest.mark.parametrize(("page", "number"), [("", 1), ("2", 2), ("99", 3), ("-1", 3), ("x", 1), ("9" * 5000, 1)])
def test_any_page_is_one_there_is(page, number):
    assert common.page_of(request(f"?page={page}"), range(101)).number == number
