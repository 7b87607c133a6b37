from datetime import date
from string import ascii_uppercase, digits

import factory
from factory.django import DjangoModelFactory

from accounts.models import Body, Membership, Province, User
from accounts.roles import MINISTRY_ROLES, Role

PASSWORD = "mat-khau-thu-nghiem-1"


def province_code(number: int) -> str:
    """ "A0" to "ZZ", rising with the number, none a real one's; 936 of them, and a module of tests begins anew at the
    first: one that wrapped around would sort its provinces otherwise than it made them."""
    letter, second = divmod(number, 36)
    return ascii_uppercase[letter] + (digits + ascii_uppercase)[second]


class ProvinceFactory(DjangoModelFactory):
    class Meta:
        model = Province

    code = factory.Sequence(province_code)
    name = factory.Sequence(lambda number: f"Tỉnh {number}")
    valid_from = date(2025, 7, 1)
    commune_units = 100


class BodyFactory(DjangoModelFactory):
    class Meta:
        model = Body

    province = factory.SubFactory(ProvinceFactory)
    code = factory.Sequence(lambda number: f"CQ{number}")
    name_vi = "Sở Khoa học và Công nghệ"
    name_en = "Department of Science and Technology"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"can-bo-{number}@tinh.example")
    full_name = factory.Sequence(lambda number: f"Nguyễn Văn {number}")
    password = factory.django.Password(PASSWORD)


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    body = factory.SubFactory(BodyFactory)
    role = Role.CONTRIBUTOR


def user_as(role: Role, province: Province | None = None) -> User:
    """A new user with this role: in a body of the province, or of the ministry for its roles."""
    if role in MINISTRY_ROLES:
        body = Body.objects.get_or_create(
            province=None, code="CDSQG", defaults={"name_vi": "Cục Chuyển đổi số quốc gia"}
        )[0]
    else:
        body = BodyFactory(province=province or ProvinceFactory())
    return MembershipFactory(body=body, role=role).user
