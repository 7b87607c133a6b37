import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.roles import Role
from catalogue_desk.enums import DeskVerb
from catalogue_desk.models import CatalogueUpload, DeskEvent
from tests.factories import user_as

pytestmark = pytest.mark.django_db

FAULT = {"file": "a.yaml", "line": 1, "field": "", "message": "sai"}
WHY = "Lần gửi có lỗi thì không có nội dung, không có lỗi thì phải có."


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "refused", "definition": {"code": "a/v1"}},
        {"status": "refused", "checksum": "0" * 64},
        {"status": "ready", "definition": None},
        {"status": "ready", "definition": {"code": "a/v1"}, "faults": [FAULT]},
        {"status": "stored", "definition": None},
        {"status": "lost", "definition": {"code": "a/v1"}},
    ],
)
def test_upload_has_faults_or_a_definition(wrong):
    upload = CatalogueUpload(kind="indicators", version_code="a/v1", by=user_as(Role.CAMPAIGN_MANAGER), **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        upload.save()
    with pytest.raises(ValidationError) as caught:
        upload.validate_constraints()
    assert caught.value.messages == [WHY]


def test_uploads_and_events_are_told_in_words():
    by = user_as(Role.CAMPAIGN_MANAGER)
    upload = CatalogueUpload.objects.create(
        kind="indicators", version_code="a/v1", status="refused", faults=[FAULT], by=by
    )
    assert str(upload) == "a/v1 (Có lỗi, không nạp)"
    event = DeskEvent.objects.create(kind="indicators", version_code="a/v1", verb=DeskVerb.PUBLISH, by=by)
    assert str(event) == "a/v1: công bố phiên bản"
