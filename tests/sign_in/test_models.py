import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from sign_in.models import FactorRemoval
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_factor_is_taken_by_another():
    person = UserFactory()
    made = FactorRemoval(person=person, by=person, what="totp")
    with pytest.raises(ValidationError) as refused:
        made.full_clean()
    assert refused.value.messages == ["Bước xác minh thứ hai của chính mình được gỡ trên trang Bảo mật."]
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


def test_removal_is_shown_by_whose_it_was():
    person = UserFactory(full_name="Lan")
    assert str(FactorRemoval.objects.create(person=person, by=UserFactory(), what="totp")) == "Lan: totp"
