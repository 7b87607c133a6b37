"""Where processes of production may connect to. In processes of their own: an audit hook stays for ever."""

import json

import pytest

from smartcity_portal.outgoing import named_hosts

from .test_settings import PRODUCTION, run

pytestmark = pytest.mark.slow

TRIED = """
import json, socket
import requests
from django.conf import settings
assert settings.DEBUG is False  # they are read now
from smartcity_portal.outgoing import NotOnTheList

def outcome(host):
    try:
        socket.getaddrinfo(host, 80)
    except NotOnTheList:
        return "refused"
    except OSError:
        return "not found"
    return "found"

def fetched(address):
    try:
        requests.get(address, timeout=2)
    except requests.ConnectionError as error:
        return "OUTGOING_HOSTS" in str(error)

hosts = ("localhost", "127.0.0.1", "queue.invalid", "MAIL.invalid.", "id.invalid", "a.s3.invalid", "evil.invalid",
         "169.254.169.254", b"evil.invalid")
print(json.dumps([[outcome(host) for host in hosts], fetched("http://evil.invalid/"), fetched("http://localhost:9/")]))
"""
NAMED = {
    **PRODUCTION,
    "REDIS_URL": "redis://queue.invalid:6379/0",
    "EMAIL_URL": "smtp://mail.invalid:587",
    "OIDC_ISSUER": "https://id.invalid/realm",
}


def test_only_machines_that_the_settings_name_are_looked_up(tmp_path):
    done = run("prod", tmp_path, TRIED, **NAMED, OUTGOING_HOSTS=".s3.invalid")
    outcomes, evil, here = json.loads(done.stdout)
    assert outcomes == [*["found"] * 2, *["not found"] * 4, *["refused"] * 3]
    assert (evil, here) == (True, False)
    assert done.stderr.count("not on the list of machines to connect to (OUTGOING_HOSTS)") == 4


def test_star_lifts_it(tmp_path):
    done = run("prod", tmp_path, TRIED, **NAMED, OUTGOING_HOSTS="*")
    assert json.loads(done.stdout)[0][6] == "not found"


def test_every_setting_with_an_address_is_read():
    found = named_hosts(
        {
            "CELERY_BROKER_URL": "rediss://:secret@redis.bo.example:6380/0",
            "OIDC_ISSUER": "https://id.bo.example/realm",
            "PDF_SIGNING_TSA_URL": "http://tsa.example",
            "FILES": {"OPTIONS": {"endpoint_url": "https://S3.bo.example:9000"}},
            "DATABASES": {"default": {"HOST": "db.bo.example"}},
            "EMAIL_CONFIG": {"EMAIL_HOST": "mail.bo.example"},
            "CLAMD_ADDRESS": "[fd00::7]:3310",
        }
    )
    names = {f"{name}.bo.example" for name in ("redis", "id", "s3", "db", "mail")}
    assert found == names | {"tsa.example", "fd00::7"}


def test_settings_without_addresses_name_none():
    nothing = {
        "CELERY_BROKER_URL": "filesystem://",
        **dict.fromkeys(("OIDC_ISSUER", "PDF_SIGNING_TSA_URL"), ""),
        "FILES": {},
        "DATABASES": {"default": {}},
        "EMAIL_CONFIG": {},
        "CLAMD_ADDRESS": "/run/clamd.sock",
    }
    assert named_hosts(nothing) == {""}
