from django.core.validators import validate_email

from accounts.models import User
from personal_data.erased import address_of, is_erased


def test_address_of_nobody_is_one_of_its_own_and_fits_the_column():
    first, second = User(pk=1, email="a@x.example"), User(pk=2, email="erased@x.example")
    assert address_of(first) == "erased-1@erased.invalid"
    assert address_of(first) != address_of(second)
    validate_email(address_of(first))
    assert [is_erased(person) for person in (first, second, User(pk=1, email=address_of(first)))] == [
        False,
        False,
        True,
    ]
