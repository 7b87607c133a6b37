"""How many tasks wait, by the broker's own count; a broker that is away is said quickly (test_services_stopped.py)."""

import time

import pytest

from operations.broker import AWAY, waiting_messages
from smartcity_portal.celery import app
from tests.services import free_port


@pytest.fixture
def broker():
    before = app.conf.broker_url
    app.control.purge()
    yield app.conf
    app.conf.broker_url = before
    app.control.purge()


def test_tasks_that_no_worker_took_are_counted(broker):
    assert waiting_messages() == 0
    app.send_task("nobody.knows.it")
    app.send_task("nobody.knows.it")
    assert waiting_messages() == 2


def test_broker_that_is_away_is_said_at_once(broker):
    broker.broker_url = f"redis://127.0.0.1:{free_port()}/0"
    began = time.monotonic()
    with pytest.raises(AWAY):
        waiting_messages()
    assert time.monotonic() - began < 10


def test_broker_of_files_is_counted_too(broker, tmp_path):
    before = app.conf.broker_transport_options
    broker.broker_url = "filesystem://"
    app.conf.broker_transport_options = {
        "data_folder_in": str(tmp_path),
        "data_folder_out": str(tmp_path),
        "control_folder": str(tmp_path),
    }
    try:
        assert waiting_messages() == 0
    finally:
        app.conf.broker_transport_options = before
