from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from accounts.models import Body, Invitation, Membership, Province, ProvinceType, User, role_fits
from accounts.roles import MINISTRY_ROLES, Role
from tests.factories import BodyFactory, MembershipFactory, ProvinceFactory, UserFactory, user_as

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def refuse(made, message: str) -> None:
    """The database refuses the row, and a form would say why."""
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()
    with pytest.raises(ValidationError) as caught:
        made.validate_constraints()
    assert caught.value.messages == [message]


def invitation(**fields) -> Invitation:
    body = fields.pop("body", None) or BodyFactory()
    found = {"email": "a@tinh.example", "role": Role.LEADER, "token_hash": "0" * 64, "invited_at": NOW}
    return Invitation(**{**found, "expires_at": NOW + timedelta(days=1), "body": body, **fields})


# -- provinces -------------------------------------------------------------------------------------------------------


def test_province_is_known_by_code_and_first_day():
    ProvinceFactory(code="15", valid_from=date(2008, 8, 1), valid_to=date(2025, 6, 30), name="Yên Bái")
    ProvinceFactory(code="15", name="Lào Cai")
    refuse(
        Province(code="15", name="Khác", valid_from=date(2025, 7, 1)),
        "Mã tỉnh này đã có với cùng ngày bắt đầu hiệu lực.",
    )


def test_province_may_not_end_before_it_begins():
    day = date(2025, 7, 1)
    wrong = Province(code="01", name="A", valid_from=day, valid_to=date(2025, 6, 30))
    refuse(wrong, "Ngày hết hiệu lực phải từ ngày bắt đầu hiệu lực trở đi.")
    ProvinceFactory(valid_from=day, valid_to=day)


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (date(2008, 7, 31), []),
        (date(2008, 8, 1), ["Yên Bái"]),
        (date(2025, 6, 30), ["Yên Bái"]),
        (date(2025, 7, 1), ["Lào Cai"]),
        (date(2030, 1, 1), ["Lào Cai"]),
    ],
)
def test_valid_on_takes_first_and_last_day(day, names):
    ProvinceFactory(code="15", valid_from=date(2008, 8, 1), valid_to=date(2025, 6, 30), name="Yên Bái")
    ProvinceFactory(code="15", name="Lào Cai")
    assert [str(province) for province in Province.objects.valid_on(day)] == names


def test_province_that_others_were_merged_into_stays():
    into = ProvinceFactory()
    ProvinceFactory(valid_from=date(2008, 8, 1), valid_to=date(2025, 6, 30), merged_into=into)
    with pytest.raises(ProtectedError):
        into.delete()


def test_province_has_one_type_from_a_day_on():
    province = ProvinceFactory(name="Đồng Nai")
    found = ProvinceType.objects.create(province=province, type="province", valid_from=date(2025, 7, 1))
    assert str(found) == "Đồng Nai: tỉnh"
    again = ProvinceType(province=province, type="city", valid_from=date(2025, 7, 1))
    refuse(again, "Tỉnh này đã có loại đơn vị từ cùng ngày.")


def test_type_of_a_province_is_that_of_the_day():
    province = ProvinceFactory(name="Đồng Nai")
    ProvinceType.objects.create(province=province, type="city", valid_from=date(2026, 4, 30))
    ProvinceType.objects.create(province=province, type="province", valid_from=date(2025, 7, 1))
    days = (date(2025, 6, 30), date(2025, 7, 1), date(2026, 4, 29), date(2026, 4, 30))
    assert [province.type_on(day) for day in days] == ["", "province", "province", "city"]


# -- bodies ----------------------------------------------------------------------------------------------------------


def test_body_code_is_there_once_a_province():
    body = BodyFactory(code="SKHCN")
    BodyFactory(code="SKHCN")
    refuse(Body(province=body.province, code="SKHCN", name_vi="Sở"), "Tỉnh này đã có cơ quan mang mã này.")


def test_body_code_is_there_once_in_the_ministry():
    BodyFactory(province=None, code="CDSQG")
    refuse(Body(province=None, code="CDSQG", name_vi="Cục"), "Đã có cơ quan của Bộ mang mã này.")


def test_body_is_named_in_the_reader_s_language():
    province = ProvinceFactory(name="Đà Nẵng")
    body = BodyFactory(province=province, name_vi="Sở A", name_en="Department A")
    ministry = BodyFactory(province=None, name_vi="Cục B", name_en="")
    assert (str(body), str(ministry)) == ("Sở A, Đà Nẵng", "Cục B")
    with translation.override("en"):
        assert (str(body), str(ministry)) == ("Department A, Đà Nẵng", "Cục B")
    with translation.override(None):
        assert str(body) == "Sở A, Đà Nẵng"


# -- users -----------------------------------------------------------------------------------------------------------


def test_address_is_stored_in_lower_case_and_found_in_any():
    user = User.objects.create_user("Can.Bo@Tinh.Example", "mat-khau-dai-lam-1", full_name="Lê Thị A")
    assert (user.email, str(user), user.is_staff, user.is_superuser) == (
        "can.bo@tinh.example",
        "Lê Thị A",
        False,
        False,
    )
    assert user.check_password("mat-khau-dai-lam-1")
    assert User.objects.get_by_natural_key("CAN.BO@tinh.example") == user


def test_user_without_password_cannot_sign_in_with_one():
    user = User.objects.create_user("a@tinh.example")
    assert not user.has_usable_password()
    assert str(user) == "a@tinh.example"


def test_superuser_may_enter_the_administration():
    user = User.objects.create_superuser("a@tinh.example", "mat-khau-dai-lam-1", full_name="A")
    assert (user.is_staff, user.is_superuser, user.is_active) == (True, True, True)


def test_address_is_there_once():
    UserFactory(email="a@tinh.example")
    with pytest.raises(IntegrityError):
        UserFactory(email="a@tinh.example")


def test_roles_reach_the_own_province_and_from_the_ministry_all():
    province, other = ProvinceFactory(), ProvinceFactory()
    user = user_as(Role.CONTRIBUTOR, province)
    MembershipFactory(user=user, body=BodyFactory(province=other), role=Role.LEADER)
    assert (user.roles_in(province.pk), user.roles_in(other.pk)) == ({Role.CONTRIBUTOR}, {Role.LEADER})
    assert user.roles_in(ProvinceFactory().pk) == set()
    assert (user.roles, user.ministry_roles) == ({Role.CONTRIBUTOR, Role.LEADER}, set())
    assert user.province_ids == {province.pk, other.pk}


@pytest.mark.parametrize("role", sorted(MINISTRY_ROLES))
def test_ministry_role_reaches_every_province(role):
    user = user_as(role)
    assert (user.roles_in(ProvinceFactory().pk), user.ministry_roles, user.province_ids) == ({role}, {role}, set())


def test_seats_are_read_once():
    user = user_as(Role.COORDINATOR)
    with CaptureQueriesContext(connection) as queries:
        found = user.roles, user.province_ids, user.ministry_roles, user.roles_in(1), user.seats[0].body.province.name
    assert found[0] == {Role.COORDINATOR}
    assert len(queries) == 1


def test_user_without_a_seat_has_no_role():
    user = UserFactory()
    assert (user.roles, user.province_ids, user.roles_in(ProvinceFactory().pk)) == (set(), set(), set())


# -- memberships -----------------------------------------------------------------------------------------------------


def test_role_in_a_body_is_given_once():
    seat = MembershipFactory(role=Role.LEADER, user__full_name="Lê A", body__province__name="Huế")
    assert str(seat) == "Lê A: Lãnh đạo, Sở Khoa học và Công nghệ, Huế"
    MembershipFactory(user=seat.user, body=seat.body, role=Role.CONTRIBUTOR)
    again = Membership(user=seat.user, body=seat.body, role=Role.LEADER)
    refuse(again, "Người này đã có vai trò này tại cơ quan.")


def test_unknown_role_is_refused():
    wrong = Membership(user=UserFactory(), body=BodyFactory(), role="king")
    refuse(wrong, "Vai trò không có trong danh sách.")


def test_body_with_people_stays():
    seat = MembershipFactory()
    with pytest.raises(ProtectedError):
        seat.body.delete()


@pytest.mark.parametrize("role", Role)
def test_role_fits_the_province_or_the_ministry(role):
    of_ministry = role in {Role.REVIEWER, Role.CAMPAIGN_MANAGER, Role.AUDITOR}
    assert role_fits(role, BodyFactory()) is not of_ministry
    assert role_fits(role, BodyFactory(province=None)) is of_ministry


# -- invitations -----------------------------------------------------------------------------------------------------


def test_invitation_names_address_role_and_body():
    found = invitation(body=BodyFactory(province__name="Huế"))
    assert str(found) == "a@tinh.example: Lãnh đạo, Sở Khoa học và Công nghệ, Huế"


@pytest.mark.parametrize("half", ["accepted_at", "accepted_by"])
def test_invitation_is_accepted_by_somebody_at_some_time(half):
    value = {"accepted_at": NOW} if half == "accepted_at" else {"accepted_by": UserFactory()}
    refuse(invitation(**value), "Cần cả người nhận lời và thời điểm nhận lời.")
    invitation(accepted_at=NOW, accepted_by=UserFactory()).save()


def test_invitation_expires_after_it_is_sent():
    refuse(invitation(expires_at=NOW), "Thời điểm hết hạn phải sau thời điểm mời.")


def test_token_hash_is_there_once():
    invitation().save()
    with pytest.raises(IntegrityError):
        invitation().save()
