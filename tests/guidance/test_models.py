import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from catalogues.versions import VersionStatus
from guidance.models import GuidanceVersion

WHEN = "Phiên bản đã công bố cần thời điểm công bố, bản nháp thì không."


def version(**fields) -> GuidanceVersion:
    return GuidanceVersion(**{"code": "thu/v1", "definition": {"code": "thu/v1"}, "checksum": "0" * 64, **fields})


@pytest.mark.django_db
def test_code_is_stored_once():
    version().save()
    with pytest.raises(IntegrityError), transaction.atomic():
        version().save()
    with pytest.raises(ValidationError) as caught:
        version().full_clean()
    assert list(caught.value.message_dict) == ["code"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "has_time"), [(VersionStatus.DRAFT, True), (VersionStatus.PUBLISHED, False), ("archived", False)]
)
def test_published_version_has_its_time_and_a_draft_has_none(status, has_time):
    wrong = version(status=status, published_at=timezone.now() if has_time else None)
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong.save()
    with pytest.raises(ValidationError) as caught:
        wrong.validate_constraints()
    assert caught.value.messages == [WHEN]


@pytest.mark.django_db
def test_both_states_are_stored():
    version(code="a/v1").save()
    version(code="a/v2", status=VersionStatus.PUBLISHED, published_at=timezone.now()).save()
    assert [str(found) for found in GuidanceVersion.objects.all()] == ["a/v1", "a/v2"]
