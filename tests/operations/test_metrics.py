"""What the web processes count, and how it is told; with several processes in test_gunicorn.py."""

import re

import pytest
from django.contrib.auth import authenticate
from prometheus_client.core import GaugeMetricFamily

from operations.metrics import REGISTRY, exposition, observe


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0


def test_requests_are_counted_by_route_method_and_status():
    labels = {"route": "test-route", "method": "GET", "status": "200"}
    before = value("portal_requests_total", **labels)
    observe("test-route", "GET", 200, 0.02, 3, 0.004)
    assert value("portal_requests_total", **labels) == before + 1
    assert value("portal_request_seconds_bucket", route="test-route", le="0.025") == 1
    assert value("portal_request_seconds_bucket", route="test-route", le="0.01") == 0
    assert value("portal_database_queries_total", route="test-route") == 3
    assert value("portal_database_seconds_total", route="test-route") == 0.004


def test_methods_that_nobody_knows_make_no_labels_of_their_own():
    observe("test-route", "PROPFIND" * 50, 405, 0, 0, 0)
    assert value("portal_requests_total", route="test-route", method="other", status="405") == 1


@pytest.mark.django_db
def test_refused_sign_ins_are_counted_without_who():
    before = value("portal_sign_in_failures_total")
    assert authenticate(None, email="can-bo@tinh.example", password="falsch") is None
    assert value("portal_sign_in_failures_total") == before + 1


def test_exposition_tells_counts_and_what_others_find():
    class Other:
        def collect(self):
            yield GaugeMetricFamily("portal_other", "Something.", 7)

    told = exposition(Other()).decode()
    assert "portal_other 7.0" in told
    assert re.search(r"^portal_sign_in_failures_total \d", told, re.MULTILINE)


def test_with_several_processes_their_common_folder_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    assert "portal_requests" not in exposition().decode(), "the folder is empty"
