import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from sign_in.models import FactorRemoval, Identity
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


@pytest.mark.parametrize(
    ("is_same_person", "subject", "said"),
    [
        (False, "lan", "Danh tính này đã gắn với một người dùng."),
        (True, "binh", "Người dùng này đã gắn với một danh tính."),
    ],
)
def test_person_and_identity_belong_together(is_same_person, subject, said):
    first = Identity.objects.create(person=UserFactory(), issuer="https://id.bo.example", subject="lan")
    other = Identity(person=first.person if is_same_person else UserFactory(), issuer=first.issuer, subject=subject)
    with pytest.raises(ValidationError) as refused:
        other.full_clean()
    assert refused.value.messages == [said]
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()


def test_identity_is_shown_by_whose_it_is_and_where():
    found = Identity(person=UserFactory(full_name="Lan"), issuer="https://id.bo.example", subject="x")
    assert str(found) == "Lan: https://id.bo.example"
