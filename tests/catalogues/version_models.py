"""What the table of every kind of catalogue version refuses; inherited where the kinds are."""

from typing import ClassVar

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from catalogues.versions import CatalogueVersion, VersionStatus

WHEN = "Phiên bản đã công bố cần thời điểm công bố, bản nháp thì không."


@pytest.mark.usefixtures("empty_shelves")
class VersionModel:
    model: ClassVar[type[CatalogueVersion]]

    def version(self, **fields) -> CatalogueVersion:
        return self.model(**{"code": "thu/v1", "definition": {"code": "thu/v1"}, "checksum": "0" * 64, **fields})

    def test_code_is_stored_once(self):
        self.version().save()
        with pytest.raises(IntegrityError), transaction.atomic():
            self.version().save()
        with pytest.raises(ValidationError) as caught:
            self.version().full_clean()
        assert list(caught.value.message_dict) == ["code"]

    @pytest.mark.parametrize(
        ("status", "has_time"), [(VersionStatus.DRAFT, True), (VersionStatus.PUBLISHED, False), ("archived", False)]
    )
    def test_published_version_has_its_time_and_a_draft_has_none(self, status, has_time):
        wrong = self.version(status=status, published_at=timezone.now() if has_time else None)
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.save()
        with pytest.raises(ValidationError) as caught:
            wrong.validate_constraints()
        assert caught.value.messages == [WHEN]

    def test_both_states_are_stored(self):
        self.version(code="a/v1").save()
        self.version(code="a/v2", status=VersionStatus.PUBLISHED, published_at=timezone.now()).save()
        assert [str(found) for found in self.model.objects.all()] == ["a/v1", "a/v2"]
