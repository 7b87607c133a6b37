"""Every refusal of a password, on each page where one is chosen."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.invitations import invite
from accounts.models import User
from accounts.roles import Role
from tests.factories import BodyFactory, UserFactory
from tests.factories.accounts import PASSWORD

pytestmark = pytest.mark.django_db

SHORT = "Mật khẩu này quá ngắn: cần ít nhất 12 ký tự."
COMMON = "Mật khẩu này quá phổ biến, dễ bị đoán ra; hãy chọn mật khẩu khác."
DIGITS = "Mật khẩu này chỉ gồm chữ số; hãy thêm chữ cái."
LIKE_ADDRESS = "Mật khẩu này quá giống thư điện tử công vụ của bạn; hãy chọn mật khẩu khác."
LIKE_NAME = "Mật khẩu này quá giống họ và tên của bạn; hãy chọn mật khẩu khác."
OURS = "Mật khẩu này chủ yếu gồm tên gọi của cổng, cơ quan hoặc tỉnh, thành phố; hãy thêm từ khác."
REFUSED = [
    ("ngan-9", [SHORT]),
    ("qwerty", [SHORT, COMMON]),
    ("administrator", [COMMON]),
    ("739105264817", [DIGITS]),
    ("lan.nguyen@tinh.example", [LIKE_ADDRESS]),
    ("trần thị hoa mai", [LIKE_NAME]),
    ("Smart-City@2026", [OURS]),
    ("Đô thị thông minh 1", [OURS]),
    ("Mat_Khau-Dang_Nhap", [OURS]),
    ("", ["Hãy điền mục này."]),
]
ADDRESS, NAME = "lan.nguyen@tinh.example", "Trần Thị Hoa Mai"


@pytest.fixture
def user():
    return UserFactory(email=ADDRESS, full_name=NAME)


@pytest.mark.parametrize(("password", "sentences"), REFUSED)
def test_joining(client, password, sentences):
    _invitation, token = invite(by=None, email=ADDRESS, role=Role.LEADER, body=BodyFactory())
    data = {"full_name": NAME, "password": password, "password_again": password}
    response = client.post(reverse("invitation", args=[token]), data)
    assert response.status_code == 422
    assert response.context["form"].errors["password"] == sentences
    assert_shown(response, sentences)


@pytest.mark.parametrize(("password", "sentences"), REFUSED)
def test_changing(client, user, password, sentences):
    client.force_login(user)
    data = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    response = client.post(reverse("account_change_password"), data)
    assert response.context["form"].errors["password1"] == sentences
    assert_shown(response, sentences)


@pytest.mark.parametrize(("password", "sentences"), REFUSED)
def test_resetting(client, user, password, sentences):
    page = reset_page(client)
    response = client.post(page, {"password1": password, "password2": password})
    assert response.context["form"].errors["password1"] == sentences
    assert_shown(response, sentences)


@pytest.mark.slow
def test_good_password_is_taken_by_each_page(client, user):
    new = "mot-mat-khau-du-dai-9"
    assert client.post(reset_page(client), {"password1": new, "password2": new}).status_code == 302
    user.refresh_from_db()
    assert user.check_password(new)
    client.force_login(user)
    data = {"oldpassword": new, "password1": PASSWORD, "password2": PASSWORD}
    assert client.post(reverse("account_change_password"), data).status_code == 302
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize(("password", "sentences"), [row for row in REFUSED if row[0]])
def test_making_a_system_administrator_on_the_command_line(monkeypatch, password, sentences):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", password)
    with pytest.raises(CommandError) as refused:
        call_command("createsuperuser", interactive=False, email=ADDRESS, full_name=NAME)
    assert str(refused.value) == "; ".join(sentences)
    assert not User.objects.exists()


def test_system_administrator_with_a_good_password(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", interactive=False, email=ADDRESS, full_name=NAME, verbosity=0)
    user = User.objects.get()
    assert (user.check_password(PASSWORD), user.is_superuser) == (True, True)


def test_letter_has_no_address_of_the_server_in_its_subject(client, user):
    client.post(reverse("account_reset_password"), {"email": ADDRESS})
    assert [letter.subject for letter in mail.outbox] == ["Đặt lại mật khẩu"]


def reset_page(client) -> str:
    """Where the link of the letter leads."""
    client.post(reverse("account_reset_password"), {"email": ADDRESS})
    (link,) = [line for line in mail.outbox[-1].body.splitlines() if line.startswith("http")]
    return client.get(link).url


def assert_shown(response, sentences) -> None:
    text = response.content.decode()
    assert [sentence for sentence in sentences if sentence not in text] == []


@pytest.mark.parametrize("password", ["Lào Cai 2026!!", "laocai-lanh-dao", "Yên Bái 11122"])
def test_names_of_provinces_make_no_password(password):
    with pytest.raises(ValidationError) as refused:
        validate_password(password)
    assert refused.value.messages == [OURS]


def test_our_words_are_taken_beside_others():
    validate_password("Lào Cai suối mơ 26")
