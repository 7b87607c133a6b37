"""What docs/asvs.md says of the portal as a whole and no other test shows."""

import ast
import importlib
import tomllib
from base64 import b32decode
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa import app_settings as mfa
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.invitations import invite
from accounts.models import User
from accounts.roles import Role
from smartcity_portal.failures import failed
from tests.access import ACCESS
from tests.factories import BodyFactory, UserFactory, user_as
from tests.factories.accounts import PASSWORD
from tests.sign_in.codes import with_codes
from tests.test_access import POST

ROOT = Path(__file__).resolve().parents[1]
APPS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]
RUN = {"eval", "exec", "__import__", "os.system", "os.popen", "os.execv", "pickle.loads", "pickle.load"}
RUN |= {"marshal.loads", "yaml.load", "yaml.unsafe_load", "yaml.full_load", "RawSQL", "mark_safe"}
"""What runs, or believes, whatever a text says."""

OF_OURS = {
    (f"assessments/{name}.py", "mark_safe") for name in ("reports/word/sandbox", "views/card_parts", "views/slots")
}
"""Given there is what the sandbox's own filter has escaped; what a template wrote, with slots for what was escaped."""

BUILT = {"audit/protection.py", "audit/recording.py", "assessments/migrations/0001_initial.py"}
BUILT |= {f"backups/{name}.py" for name in ("making", "references", "restoring", "sqlite")}
"""Where SQL has names of our own tables and columns in it."""

LONG = "  Mật khẩu có khoảng trắng ở hai đầu, dài hơn sáu mươi tư ký tự và có chữ Việt 😀  "


def trees() -> Iterator[tuple[str, ast.Module]]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield path, ast.unparse(node.func), node


def test_nothing_runs_what_a_text_says():
    found = {(path, name) for path, name, _call in calls() if name in RUN or name.endswith((".raw", ".extra"))}
    assert found == OF_OURS


def test_programs_are_started_with_lists_and_never_by_a_shell():
    started = [(path, call) for path, name, call in calls() if name.startswith("subprocess.")]
    assert len(started) >= 2
    shells = [(path, ast.unparse(call)) for path, call in started for word in call.keywords if word.arg == "shell"]
    texts = [(path, ast.unparse(call)) for path, call in started if call.args and is_text(call.args[0])]
    assert (shells, texts) == ([], [])


def is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr | ast.BinOp) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def test_sql_of_ours_is_written_out_or_names_our_own_tables():
    """Elsewhere the ORM writes it; nobody's input is ever put into a statement."""
    built = {
        path
        for path, name, call in calls()
        if name.endswith(("execute", "executemany"))
        and call.args
        and isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    }
    assert built == BUILT


def test_ruff_looks_for_dangerous_code():
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]
    assert {"S", "B"} <= set(rules["select"])
    assert {rule for rule in rules["ignore"] if rule.startswith("S")} == {"S311", "S603", "S101"}


@pytest.mark.django_db
def test_no_route_answers_to_other_sites_or_says_a_request_back(world):
    client, wrong = Client(), {}
    client.force_login(world.actors["coordinator"])
    asking = {"origin": "https://other.example", "access-control-request-method": "POST", "x-secret": "noi-lai"}
    for name in ACCESS:
        url = reverse(name, kwargs=world.kwargs(name))
        told, said = client.options(url, headers=asking), client.trace(url, headers=asking)
        allowed = [header for header in (*told.headers, *said.headers) if header.startswith("Access-Control-")]
        if allowed or (not said.streaming and b"noi-lai" in said.content):
            wrong[name] = allowed
    assert wrong == {}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/static/", "/static/css/", "/media/", "/media/evidence/", "/.git/config", "/.env"])
def test_folders_and_files_of_the_server_are_not_shown(path):
    assert Client().get(path).status_code == 404


def test_what_is_uploaded_lies_outside_of_what_is_served():
    base = importlib.import_module("smartcity_portal.settings.base")
    served = [Path(base.STATIC_ROOT), *map(Path, base.STATICFILES_DIRS)]
    media = Path(base.MEDIA_ROOT)
    assert [folder for folder in served if media == folder or folder in media.parents or media in folder.parents] == []


def test_image_has_neither_history_nor_secrets():
    left_out = (ROOT / ".dockerignore").read_text().split()
    assert {".git", "var", "tests", ".env*"} <= set(left_out)


def test_passwords_are_kept_by_argon2id():
    base = importlib.import_module("smartcity_portal.settings.base")
    assert base.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    assert Argon2PasswordHasher().encode("x", "mot-it-muoi").startswith("argon2$argon2id$")


@pytest.mark.django_db
def test_session_keys_cannot_be_guessed():
    keys = {SessionStore()._get_new_session_key() for _time in range(50)}
    assert (len(keys), {len(key) for key in keys}) == (50, {32})
    assert set().union(*keys) <= set("abcdefghijklmnopqrstuvwxyz0123456789")


def test_seeds_and_recovery_codes_cannot_be_guessed():
    seeds = {generate_totp_secret() for _time in range(20)}
    assert (len(seeds), {len(b32decode(seed)) >= 20 for seed in seeds}) == (20, {True})
    assert 10**mfa.RECOVERY_CODE_DIGITS >= 2**20


@pytest.mark.django_db
def test_password_is_taken_as_it_is_typed(client):
    """Long, with spaces at its ends and letters of any kind: joining, changing and signing in agree."""
    _invitation, token = invite(by=None, email="moi@tinh.example", role=Role.LEADER, body=BodyFactory())
    data = {"full_name": "Lê Văn Mới", "password": LONG, "password_again": LONG}
    assert client.post(reverse("invitation", args=[token]), data).status_code == 302
    user = User.objects.get(email="moi@tinh.example")
    assert (user.check_password(LONG), user.check_password(LONG.strip())) == (True, False)
    again = f" {LONG}"
    data = {"oldpassword": LONG, "password1": again, "password2": again}
    assert client.post(reverse("account_change_password"), data).status_code == 302
    assert [signs_in(user, typed) for typed in (LONG, again)] == [False, True]


def signs_in(user: User, password: str) -> bool:
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": password})
    return "_auth_user_id" in client.session


@pytest.mark.django_db
def test_old_password_is_asked_before_a_new_one(client):
    user = UserFactory()
    client.force_login(user)
    data = {"oldpassword": "khong-phai-cai-nay", "password1": "mot-mat-khau-moi-9", "password2": "mot-mat-khau-moi-9"}
    response = client.post(reverse("account_change_password"), data)
    assert list(response.context["form"].errors) == ["oldpassword"]
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.django_db
def test_passwords_are_masked_and_may_be_pasted_and_managed(client):
    page = client.get(reverse("account_login")).content.decode()
    (field,) = [part for part in page.split("<input")[1:] if 'name="password"' in part.split(">")[0]]
    tag = field.split(">")[0]
    assert ('type="password"' in tag, 'autocomplete="current-password"' in tag) == (True, True)
    assert [word for word in ("onpaste", "readonly", "maxlength") if word in tag] == []


def test_page_of_an_error_tells_nothing_of_it():
    try:
        raise ValueError("SELECT mat_khau FROM nguoi_dung")
    except ValueError:
        page = failed(RequestFactory().get("/bi-mat/"))
    text = page.content.decode()
    told = [word for word in ("mat_khau", "ValueError", "Traceback", ".py") if word in text]
    assert (page.status_code, told) == (500, [])


@pytest.mark.django_db
def test_every_change_asks_for_the_token(world):
    """Each route that takes only POST, asked as somebody signed in whose browser another site has sent."""
    client, unasked = Client(enforce_csrf_checks=True), {}
    client.force_login(world.actors["coordinator"])
    for name, data in POST.items():
        response = client.post(reverse(name, kwargs=world.kwargs(name)), data)
        templates = {template.name for template in response.templates}
        if response.status_code != 403 or "403_csrf.html" not in templates:
            unasked[name] = response.status_code
    assert unasked == {}


@pytest.mark.django_db
def test_new_password_by_mail_does_not_go_around_the_second_factor(client):
    user = with_codes(UserFactory())
    client.post(reverse("account_reset_password"), {"email": user.email})
    (link,) = [line for line in mail.outbox[-1].body.splitlines() if line.startswith("http")]
    client.post(client.get(link).url, {"password1": LONG, "password2": LONG})
    user.refresh_from_db()
    assert (user.check_password(LONG), "_auth_user_id" in client.session) == (True, False)
    asked = client.post(reverse("account_login"), {"login": user.email, "password": LONG})
    assert (asked.url, "_auth_user_id" in client.session) == (reverse("mfa_authenticate"), False)


@pytest.mark.django_db
def test_session_is_another_after_the_sign_in(client):
    user = UserFactory()
    client.post(reverse("account_reset_password"), {"email": user.email})
    session = client.session
    session["of-somebody-else"] = "x"
    session.save()
    before = client.session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = before
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(user.pk)
    assert (before is None, client.session.session_key == before) == (False, False)
    assert not SessionStore().exists(before)


@pytest.mark.django_db
def test_sign_out_is_on_every_page(client):
    client.force_login(user_as(Role.LEADER))
    for name in ("home", "security", "notices", "search"):
        assert f'action="{reverse("account_logout")}"' in client.get(reverse(name)).content.decode()
