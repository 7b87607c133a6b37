import pytest

from accounts.forms import InvitationForm, JoinForm
from accounts.roles import Role
from tests.factories import BodyFactory, MembershipFactory, ProvinceFactory, UserFactory, user_as

PASSWORD = "mot-mat-khau-du-dai-9"
PROVINCE_CHOICES = [
    ("contributor", "Cán bộ nhập liệu"),
    ("coordinator", "Đầu mối của tỉnh"),
    ("leader", "Lãnh đạo"),
]


def invitation(user, **data) -> InvitationForm:
    return InvitationForm(user, {"email": "moi@tinh.example"} | data)


# -- inviting --------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.django_db
def test_coordinator_is_offered_the_roles_and_bodies_of_the_province():
    province = ProvinceFactory()
    user = user_as(Role.COORDINATOR, province)
    second = BodyFactory(province=province)
    BodyFactory()
    BodyFactory(province=None)
    form = InvitationForm(user)
    assert [(value, str(label)) for value, label in form.fields["role"].choices] == PROVINCE_CHOICES
    assert set(form.fields["body"].queryset) == {user.seats[0].body, second}


@pytest.mark.django_db
def test_campaign_manager_is_offered_everything():
    BodyFactory()
    form = InvitationForm(user_as(Role.CAMPAIGN_MANAGER))
    assert [value for value, _label in form.fields["role"].choices] == Role.values
    assert form.fields["body"].queryset.count() == 2


@pytest.mark.django_db
def test_user_who_may_not_invite_is_offered_nothing():
    BodyFactory()
    form = InvitationForm(UserFactory())
    assert (form.fields["role"].choices, list(form.fields["body"].queryset)) == ([], [])


@pytest.mark.django_db
def test_good_invitation_is_valid():
    user = user_as(Role.COORDINATOR)
    body = user.seats[0].body
    form = invitation(user, role="leader", body=body.pk)
    assert form.is_valid()
    assert form.cleaned_data == {"email": "moi@tinh.example", "role": "leader", "body": body}


@pytest.mark.django_db
def test_body_of_another_province_is_not_taken():
    user = user_as(Role.COORDINATOR)
    form = invitation(user, role="leader", body=BodyFactory().pk)
    assert form.errors == {"body": ["Lựa chọn này không có trong danh sách; hãy chọn lại."]}


@pytest.mark.django_db
def test_role_that_does_not_fit_the_body_is_refused_with_the_reason():
    user = user_as(Role.CAMPAIGN_MANAGER)
    form = invitation(user, role="leader", body=user.seats[0].body.pk)
    assert form.errors == {"body": ["Vai trò “Lãnh đạo” không thuộc cơ quan “Cục Chuyển đổi số quốc gia”."]}


@pytest.mark.django_db
def test_role_that_only_another_seat_could_give_is_refused_with_the_reason():
    user = user_as(Role.COORDINATOR)
    other = BodyFactory()
    MembershipFactory(user=user, body=other, role=Role.CONTRIBUTOR)
    form = invitation(user, role="leader", body=other.pk)
    assert form.errors == {"body": ["Bạn không được mời người vào vai trò này tại cơ quan này."]}


@pytest.mark.django_db
def test_empty_and_wrong_fields_are_named():
    form = InvitationForm(user_as(Role.COORDINATOR), {"email": "khong-phai-thu", "role": "king"})
    assert form.errors == {
        "email": ["Thư điện tử cần có dạng ten@tinh.gov.vn."],
        "role": ["Lựa chọn này không có trong danh sách; hãy chọn lại."],
        "body": ["Hãy điền mục này."],
    }


@pytest.mark.django_db
def test_address_longer_than_its_column_is_refused():
    address = f"{'a' * 60}@{'.'.join(['b' * 60] * 3)}.{'c' * 12}"
    form = invitation(user_as(Role.COORDINATOR), email=address)
    assert (len(address), form.errors["email"]) == (256, ["Cần không quá 254 ký tự; bạn nhập 256 ký tự."])


@pytest.mark.django_db
def test_body_is_to_be_chosen():
    assert next(iter(InvitationForm(user_as(Role.COORDINATOR)).fields["body"].choices)) == ("", "Chọn cơ quan")


@pytest.mark.django_db
def test_address_that_has_the_role_already_is_refused_at_its_field():
    user = user_as(Role.COORDINATOR)
    body = user.seats[0].body
    MembershipFactory(user__email="moi@tinh.example", body=body, role=Role.LEADER)
    sentence = f"Moi@Tinh.Example đã có vai trò “Lãnh đạo” tại “{body}”, không cần mời nữa."
    assert invitation(user, email="Moi@Tinh.Example", role="leader", body=body.pk).errors == {"email": [sentence]}
    assert invitation(user, email="Moi@Tinh.Example", role="contributor", body=body.pk).is_valid()


# -- joining ---------------------------------------------------------------------------------------------------------


def join(**data) -> JoinForm:
    return JoinForm(
        "moi@tinh.example",
        {"full_name": "Lê Thị Mới", "password": PASSWORD, "password_again": PASSWORD, **data},
    )


def test_name_and_password_twice_are_enough():
    form = join()
    assert form.is_valid()
    assert form.cleaned_data["full_name"] == "Lê Thị Mới"


def test_two_different_passwords_are_refused():
    assert join(password_again="khac").errors == {"password_again": ["Hai lần nhập mật khẩu không giống nhau."]}


@pytest.mark.parametrize("password", ["ngan-9", "123456789012", "administrator", "moi@tinh.example", "lê thị mới a"])
def test_password_that_is_short_numeric_common_or_one_s_own_is_refused(password):
    assert list(join(password=password, password_again=password).errors) == ["password"]


def test_missing_fields_are_named():
    missing = ["Hãy điền mục này."]
    assert JoinForm("a@tinh.example", {}).errors == dict.fromkeys(("full_name", "password", "password_again"), missing)


def test_name_beyond_its_length_is_refused_with_the_bound():
    assert join(full_name="x" * 101).errors == {"full_name": ["Cần không quá 100 ký tự; bạn nhập 101 ký tự."]}


def test_form_is_rendered_inside_our_own_form_tag():
    helper = join().helper
    assert (helper.form_tag, helper.disable_csrf) == (False, True)
