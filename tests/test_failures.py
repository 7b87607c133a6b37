"""What is said when a request fails, and the cache without its server (the faults themselves: tests/faults)."""

import errno
import json

import pytest
from django.db import InterfaceError, OperationalError
from django.test import RequestFactory

from smartcity_portal.caching import ForgivingRedisCache
from smartcity_portal.failures import failed
from tests.services import free_port

UNAVAILABLE = [
    (OperationalError("server closed the connection"), 503, "Cổng tạm thời chưa phục vụ được"),
    (InterfaceError("connection already closed"), 503, "Cổng tạm thời chưa phục vụ được"),
    (OSError(errno.ENOSPC, "No space left on device"), 507, "Máy chủ hết chỗ lưu tệp"),
    (OSError(errno.EDQUOT, "Disk quota exceeded"), 507, "Máy chủ hết chỗ lưu tệp"),
]


def told(error: Exception, accept: str = "text/html"):
    try:
        raise error
    except Exception:
        return failed(RequestFactory().get("/", headers={"accept": accept}))


@pytest.mark.parametrize(("error", "status", "sentence"), UNAVAILABLE)
def test_what_passes_by_itself_is_said_and_may_be_sent_again(error, status, sentence):
    page = told(error)
    assert (page.status_code, page["Retry-After"], page["Cache-Control"]) == (status, "5", "no-store")
    assert f"<h1>{sentence}</h1>" in page.content.decode()
    answer = told(error, "application/json")
    assert (answer.status_code, json.loads(answer.content)) == (status, {"state": "unavailable"})


@pytest.mark.parametrize("error", [ValueError("x"), UNAVAILABLE[0][0], UNAVAILABLE[2][0]])
def test_pages_of_a_failing_server_need_nothing_of_it(error):
    """Style sheets under their plain names, which need no manifest; the portal's name and the way home."""
    page = told(error).content.decode()
    assert '<link rel="stylesheet" href="/static/css/portal.css">' in page
    assert page.count("Cổng đánh giá đô thị thông minh") == 2
    assert '<a class="btn btn-primary" href="/">Về trang chủ</a>' in page


@pytest.mark.parametrize("error", [ValueError("x"), OSError(errno.EACCES, "Permission denied")])
def test_faults_of_ours_stay_what_they_are(error):
    page = told(error)
    assert (page.status_code, "<h1>Máy chủ gặp lỗi</h1>" in page.content.decode()) == (500, True)


def test_cache_without_its_server_finds_nothing_and_keeps_nothing():
    cache = ForgivingRedisCache(f"redis://127.0.0.1:{free_port()}/0", {})
    assert (cache.get("a"), cache.get("a", 7), cache.get_many(["a"]), cache.has_key("a")) == (None, 7, {}, False)
    assert (cache.set("a", 1), cache.set_many({"a": 1}), cache.delete_many(["a"])) == (None, [], None)
    assert (cache.add("a", 1), cache.touch("a"), cache.delete("a"), cache.incr("a")) == (True, False, False, 1)
    assert cache.get_or_set("a", 5) == 5
