"""Second factor and passkeys as people use them, with Chromium's own virtual authenticator."""

import pytest
import requests
from django.core import mail
from django.urls import reverse
from playwright.sync_api import expect

from accounts.roles import MINISTRY_ROLES, Role
from tests.e2e.conftest import sign_in, sound, violations
from tests.factories import user_as
from tests.factories.accounts import PASSWORD
from tests.sign_in.codes import code, with_codes, with_recovery
from tests.sign_in.test_single_sign_on import provider_program

NAMES = ("security", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes")
NAMES += ("mfa_add_webauthn", "mfa_reauthenticate", "account_reauthenticate", "account_change_password")


@pytest.fixture
def authenticator(page):
    """A fingerprint reader that always says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    return session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def sign_out(page):
    page.locator("details.user summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/accounts/login/")


def enter(page, name, role="button"):
    """With the keyboard alone."""
    page.get_by_role(role, name=name).focus()
    page.keyboard.press("Enter")


def heading(page, text):
    expect(page.get_by_role("heading", level=1)).to_have_text(text)
    assert violations(page) == []


def test_reviewer_sets_up_codes_and_signs_in_with_one(page, transactional_db, settings):
    settings.SECOND_FACTOR_ROLES = sorted(MINISTRY_ROLES)
    user = user_as(Role.REVIEWER)
    sign_in(page, user.email, PASSWORD)
    heading(page, "Bảo mật")
    expect(page.get_by_role("alert")).to_contain_text("Vai trò của bạn cần bước xác minh thứ hai.")
    enter(page, "Thiết lập ứng dụng mã", "link")
    heading(page, "Thiết lập ứng dụng mã xác minh")
    assert page.locator(".qr").evaluate("image => image.complete && image.naturalWidth > 0")
    secret = page.locator(".secret").inner_text()
    page.get_by_label("3. Nhập mã sáu chữ số").focus()
    page.keyboard.type(code(secret))
    page.keyboard.press("Enter")
    heading(page, "Mã dự phòng")
    assert page.locator(".recovery li").count() == 10
    enter(page, "Tôi đã cất các mã", "link")
    page.wait_for_url("**/")
    assert [letter.subject for letter in mail.outbox] == ["Đã bật bước xác minh thứ hai"]
    sign_out(page)
    sign_in(page, user.email, PASSWORD)
    heading(page, "Bước xác minh thứ hai")
    page.get_by_label("Mã xác minh").focus()
    page.keyboard.type(code(secret))
    page.keyboard.press("Enter")
    expect(page.locator("details.user summary")).to_have_text(str(user))
    page.goto("/accounts/2fa/recovery-codes/new/")
    heading(page, "Tạo bộ mã dự phòng mới?")
    page.goto("/accounts/2fa/app/remove/")
    heading(page, "Gỡ ứng dụng mã xác minh?")
    assert page.troubles == []


def test_passkey_is_added_and_opens_the_portal(page, transactional_db, authenticator):
    user = user_as(Role.COORDINATOR)
    sign_in(page, user.email, PASSWORD)
    page.goto("/accounts/2fa/passkeys/add/")
    heading(page, "Thêm khóa đăng nhập")
    page.get_by_label("Tên để nhận ra khóa").fill("Máy ở cơ quan")
    page.get_by_label("Dùng khóa này để đăng nhập không cần mật khẩu").check()
    enter(page, "Thêm khóa")
    heading(page, "Mã dự phòng")
    page.goto("/accounts/security/")
    heading(page, "Bảo mật")
    expect(page.locator(".factors strong", has_text="Máy ở cơ quan")).to_be_visible()
    sign_out(page)
    assert violations(page) == []
    enter(page, "Vào bằng khóa (passkey)")
    expect(page.locator("details.user summary")).to_have_text(str(user))
    sign_out(page)
    sign_in(page, user.email, PASSWORD)
    heading(page, "Bước xác minh thứ hai")
    enter(page, "Dùng khóa đăng nhập")
    expect(page.locator("details.user summary")).to_have_text(str(user))
    page.goto("/accounts/security/")
    enter(page, "Đổi tên Máy ở cơ quan", "link")
    heading(page, "Đổi tên khóa đăng nhập")
    page.get_by_label("Tên để nhận ra khóa").fill("Máy ở nhà")
    enter(page, "Lưu tên")
    expect(page.get_by_text("Đã đổi tên khóa đăng nhập.")).to_be_visible()
    enter(page, "Gỡ Máy ở nhà", "link")
    heading(page, "Gỡ khóa đăng nhập?")
    enter(page, "Gỡ khóa")
    expect(page.get_by_text("Đã gỡ khóa đăng nhập.")).to_be_visible()
    assert [letter.subject for letter in mail.outbox] == ["Đã thêm khóa đăng nhập", "Đã gỡ khóa đăng nhập"]
    assert page.troubles == []


def test_passkey_that_is_not_there_is_told(page, transactional_db, authenticator):
    user_as(Role.COORDINATOR)
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Vào bằng khóa (passkey)").click()
    expect(page.get_by_role("alert")).to_contain_text("Khóa chưa dùng được")
    assert violations(page) == []
    expect(page.get_by_role("button", name="Vào bằng khóa (passkey)")).to_be_focused()


@pytest.fixture(scope="module")
def issuer():
    with provider_program() as address:
        yield address


@pytest.mark.parametrize("from_link", [False, True])
def test_single_sign_on_leads_to_the_provider_and_back(page, transactional_db, settings, issuer, from_link):
    settings.OIDC_ISSUER, settings.OIDC_NAME = issuer, "Định danh của Bộ"
    settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = "portal", "secret"
    user = user_as(Role.COORDINATOR)
    requests.put(f"{issuer}/users/lan", json={"email": user.email, "email_verified": True}, timeout=5)
    page.route("https://cdn.jsdelivr.net/**", lambda route: route.abort())  # the provider's style sheet
    page.goto("/accounts/oidc/sso/login/" if from_link else "/accounts/login/")
    assert violations(page) == []
    enter(page, "Đăng nhập bằng Định danh của Bộ")
    page.wait_for_url(f"{issuer}/oauth2/authorize?*")
    page.locator("input[name=sub]").fill("lan")
    page.get_by_role("button", name="Authorize").click()
    expect(page.locator("details.user summary")).to_have_text(str(user))


def test_pages_are_accessible_and_fit(page, transactional_db, settings):
    settings.OIDC_ISSUER, settings.OIDC_NAME = "https://id.bo.example", "hệ thống định danh dùng chung của Bộ"
    user = user_as(Role.CONTRIBUTOR)
    sound(page, "/accounts/login/")
    sign_in(page, user.email, PASSWORD)
    with_recovery(with_codes(user))
    for name in NAMES:
        sound(page, reverse(name))
    assert page.troubles == []
