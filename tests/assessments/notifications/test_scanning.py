import pytest

from accounts.roles import Role
from assessments.models import Evidence, Notice, StoredFile
from assessments.notifications import infected
from tests.factories import UserFactory, open_assessment, user_as

pytestmark = pytest.mark.django_db


def item(assessment, by) -> Evidence:
    content = {"sha256": "a" * 64, "file": "evidence/aa/a", "size": 9, "content_type": "application/pdf"}
    stored = StoredFile.objects.get_or_create(sha256=content["sha256"], defaults=content)[0]
    named = {"province": assessment.province, "kind": "file", "title": "a.pdf", "stored_file": stored}
    return Evidence.objects.create(**named, added_by=by)


def test_giver_and_coordinators_are_told_once():
    assessment = open_assessment()
    giver = user_as(Role.CONTRIBUTOR, assessment.province)
    coordinator = user_as(Role.COORDINATOR, assessment.province)
    user_as(Role.LEADER, assessment.province)
    found = {"A-1": item(assessment, giver), "A-2": item(assessment, giver)}
    assert [infected(assessment, found, "Eicar") for _turn in range(2)] == [2, 0]
    told = Notice.objects.get(user=giver)
    assert told.subject == "Minh chứng “a.pdf” có mã độc"
    assert told.body == (
        f"{assessment.campaign}: bộ quét mã độc tìm thấy Eicar trong tệp “a.pdf” của câu A-1, A-2. Tệp đã bị xóa "
        "khỏi kho lưu trữ và không còn được tính là minh chứng. Hãy quét máy đã gửi tệp rồi gửi bản sạch."
    )
    assert told.path == f"/assessments/{assessment.pk}/"
    assert Notice.objects.filter(user=coordinator).count() == 1


def test_who_may_not_sign_in_any_more_is_not_told():
    assessment = open_assessment()
    assert infected(assessment, {"A-1": item(assessment, UserFactory(is_active=False))}, "Eicar") == 0
    assert infected(assessment, {"A-1": item(assessment, None)}, "Eicar") == 0
