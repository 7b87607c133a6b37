import pytest

from accounts.roles import Role
from catalogue_desk.permissions import why_not_look, why_not_work
from tests.factories import user_as

LOOK = "Chỉ người của Bộ được vào trang này; danh mục đã công bố xem ở “Khuyến nghị” và “Bộ chỉ số”."
WORK = "Chỉ quản trị đợt đánh giá được thay đổi danh mục."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "look", "work"),
    [
        (Role.CONTRIBUTOR, LOOK, WORK),
        (Role.COORDINATOR, LOOK, WORK),
        (Role.LEADER, LOOK, WORK),
        (Role.REVIEWER, "", WORK),
        (Role.CAMPAIGN_MANAGER, "", ""),
        (Role.AUDITOR, "", WORK),
    ],
)
def test_each_role_gets_its_reason(role, look, work):
    user = user_as(role)
    assert (why_not_look(user), why_not_work(user)) == (look, work)
