"""What was counted outlives Redis: stopped, and started again with nothing in it."""

import shutil
import subprocess

import pytest
from allauth.core.internal import ratelimit
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache, caches
from django.test import RequestFactory
from django.urls import reverse

from accounts.limits import is_within
from sign_in.models import KeptCount
from tests.factories import UserFactory
from tests.factories.accounts import PASSWORD
from tests.services import answers, free_port
from tests.sign_in.codes import code, with_codes, wrong

pytestmark = pytest.mark.django_db

TOO_OFTEN = "Đã thử sai quá nhiều lần. Hãy đợi 15 phút rồi thử lại."


class Redis:
    """A server of this test's own."""

    def __init__(self, folder):
        self.folder, self.port = folder, free_port()

    def start(self):
        options = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(self.folder)]
        command = [shutil.which("redis-server"), "--port", str(self.port), *options]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        while not answers(self.port):
            assert self.process.poll() is None

    def stop(self):
        self.process.kill()
        self.process.wait(20)


@pytest.fixture
def redis(tmp_path, settings):
    server = Redis(tmp_path)
    server.start()
    url = f"redis://127.0.0.1:{server.port}/0"
    settings.CACHES = settings.CACHES | {"default": settings.CACHES["default"] | {"LOCATION": url}}
    yield server
    server.stop()


def with_password(client, user, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": user.email, "password": password})


def state(client, user, factored):
    """Whether a locked account, a locked second factor and a used-up rate are still so."""
    locked = with_password(client, user)
    with_password(client, factored)
    second = client.post(reverse("mfa_authenticate"), {"code": code()})
    client.logout()
    return (
        [error.code for error in locked.context["form"].non_field_errors().as_data()],
        list(second.context["form"].errors["code"]),
        is_within(RequestFactory().get("/", REMOTE_ADDR="203.0.113.7"), "look", "2/h"),
    )


@pytest.mark.slow
def test_limits_outlive_redis(client, redis, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/15m/key"}
    cache.set("kept-in-redis", "x")
    user, factored = UserFactory(), with_codes(UserFactory())
    for _time in range(5):
        with_password(client, user, "sai")
    with_password(client, factored)
    for _time in range(5):
        client.post(reverse("mfa_authenticate"), {"code": wrong()})
    client.logout()
    for _time in range(2):
        is_within(RequestFactory().get("/", REMOTE_ADDR="203.0.113.7"), "look", "2/h")
    before = state(client, user, factored)
    assert before == (["locked"], [TOO_OFTEN], False)
    redis.stop()
    assert state(client, user, factored) == before, "while it is away"
    redis.start()
    assert cache.get("kept-in-redis") is None
    assert state(client, user, factored) == before, "after it came back empty"


def test_allauth_counts_in_the_database():
    for module in (ratelimit, totp):
        module.cache.set(f"counted-by-{module.__name__}", 1)
    names = {str(kept) for kept in KeptCount.objects.all()}
    assert names == {caches["limits"].make_key(f"counted-by-{module.__name__}") for module in (ratelimit, totp)}
