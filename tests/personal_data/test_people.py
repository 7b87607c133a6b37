import pytest

from personal_data.people import NobodyThere, person_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_person_is_found_by_the_address_in_any_case():
    person = UserFactory(email="binh@tinh.example")
    assert person_of("BINH@tinh.example") == person


@pytest.mark.parametrize("mail", ["", "khong-co@x.example", "\x00", "a" * 5_000])
def test_nobody_is_said_in_words(mail):
    with pytest.raises(NobodyThere, match="Không có tài khoản"):
        person_of(mail)
