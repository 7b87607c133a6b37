import pytest

from accounts.roles import Role
from assessments.models import QuarantineRelease
from tests.factories import user_as
from tests.world import quarantined_file

from .refusals import assert_refused

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("missing", ["reason", "finding"])
def test_release_needs_its_reason_and_what_was_found(missing):
    by = user_as(Role.COORDINATOR)
    stored = quarantined_file(by, by.memberships.get().body.province).stored_file
    facts = {"reason": "Báo nhầm", "finding": "Eicar", missing: ""}
    sentence = "Bỏ cách ly cần lý do và tên mã độc mà bộ quét đã báo."
    assert_refused(QuarantineRelease(stored_file=stored, by=by, **facts), "release_has_its_reason", sentence)


def test_release_is_named_by_its_file_and_reason():
    by = user_as(Role.COORDINATOR)
    stored = quarantined_file(by, by.memberships.get().body.province).stored_file
    found = QuarantineRelease(stored_file=stored, by=by, reason="Báo nhầm", finding="Eicar")
    assert str(found) == f"{'e' * 64}: Báo nhầm"
