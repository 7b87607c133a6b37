"""What stands in the log and what never does; the lines of real processes are in operations/test_log_lines.py."""

import io
import json
import logging
import logging.config

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from structlog.contextvars import bound_contextvars

from accounts.roles import Role
from smartcity_portal import logs
from tests.factories import UserFactory, open_assessment, pdf_upload, user_as
from tests.factories.accounts import PASSWORD

MARKER = "DauVetRiengTu"


@pytest.fixture
def written():
    """What the production's handler writes for everything that is logged meanwhile."""
    found = logs.configuration(form="json", level="DEBUG", each=True)
    configurator = logging.config.DictConfigurator(found)
    handler, stream = logging.StreamHandler(), io.StringIO()
    handler.setFormatter(configurator.configure_formatter(found["formatters"]["line"]))
    handler.addFilter(logs.WithoutTokens())
    handler.setStream(stream)
    loggers = [logging.getLogger(name) for name in ("", "operations.requests", "operations.tasks")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    logging.getLogger().addHandler(handler)
    yield stream.getvalue
    logging.getLogger().removeHandler(handler)
    for logger, level in zip(loggers, before, strict=True):
        logger.setLevel(level)


def lines(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.slow
@pytest.mark.django_db
def test_no_answer_mail_token_or_password_is_logged(written, world_of_one, client):
    """What a person does on the portal, and what goes wrong for them."""
    user, assessment = world_of_one
    client.post("/accounts/login/", {"login": user.email, "password": f"{PASSWORD}-falsch"})
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    answer = {"q_IOC_6_1-version": "0", "q_IOC_6_1-value": "2", "q_IOC_6_1-note": MARKER}
    page = f"/assessments/{assessment.pk}/"
    saved = client.post(f"{page}answers/IOC-6.1/", answer, headers={"accept": "application/json"})
    client.post(f"{page}sections/IOC-6/", answer)
    attached = client.post(
        f"{page}answers/IOC-6.1/evidence/",
        {"q_IOC_6_1-evidence-files": pdf_upload(f"{MARKER}.pdf")},
        headers={"accept": "application/json"},
    )
    client.get("/search/", {"q": MARKER})
    client.get(f"/invitations/{MARKER}/")
    client.get(f"/accounts/password/reset/key/1-{MARKER}/")
    client.get("/nowhere/", {"mail": user.email})
    client.post("/accounts/password/reset/", {"email": user.email})
    text = written()
    found = lines(text)
    assert (saved.json()["state"], attached.status_code) == ("saved", 200)
    assert len([line for line in found if line["logger"] == "operations.requests"]) == 10
    for secret in (MARKER, user.email, user.email.split("@")[0], PASSWORD, user.full_name):
        assert secret not in text
    assert {line["user"] for line in found if line.get("route") == "search"} == {user.pk}


@pytest.fixture
def world_of_one():
    assessment = open_assessment()
    user = user_as(Role.COORDINATOR, assessment.province)
    return user, assessment


@pytest.mark.django_db
def test_values_of_rows_do_not_come_in_by_an_error(written):
    UserFactory(email="trung-lap@tinh.example")
    try:
        with transaction.atomic():
            UserFactory(email="trung-lap@tinh.example")
    except IntegrityError:
        logging.getLogger("assessments").exception("Not stored for %s", "trung-lap@tinh.example")
    text = written()
    line = next(line for line in lines(text) if line["logger"] == "assessments")
    assert "trung-lap" not in text
    assert "duplicate key value violates unique constraint" in line["exception"]
    assert line["event"] == "Not stored for …@…"
    assert line["level"] == "error"


def test_lines_carry_the_id_and_only_what_may_stand_beside(written):
    with bound_contextvars(request_id="abcdefgh"):
        logging.getLogger("x").info("done", extra={"route": "home", "status": 200, "password": MARKER})
    (line,) = lines(written())
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "done",
        "level": "info",
        "logger": "x",
        "request_id": "abcdefgh",
        "route": "home",
        "status": 200,
    }


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (
            "/invitations/abc/ and /accounts/password/reset/key/2-abc/x",
            "/invitations/…/ and /accounts/password/reset/key/…/x",
        ),
        ("From <a.b+c@tinh.gov.vn>, x@y.vn", "From <…@…>, …@…"),
        ("fine\nDETAIL:  Key (email)=(x) already exists.\nmore", "fine\nmore"),
        ("a decorator @cached and 3 @ 5", "a decorator @cached and 3 @ 5"),
    ],
)
def test_what_is_taken_out_of_a_text(said, kept):
    assert logs.without_personal_data(None, "", {"event": said, "status": 200}) == {"event": kept, "status": 200}


def test_readable_lines_for_those_who_build_the_portal():
    event = {"timestamp": "t", "level": "info", "logger": "x", "event": "done", "status": 200, "exception": "Trace"}
    assert logs.readable(None, "", dict(event)) == "t info x done status=200\nTrace"
    del event["exception"]
    assert logs.readable(None, "", event) == "t info x done status=200"


@pytest.mark.parametrize(("each", "level"), [(True, "INFO"), (False, "WARNING")])
def test_a_line_for_each_request_is_a_choice(each, level):
    found = logs.configuration(form="json", level="INFO", each=each)["loggers"]
    assert (found["operations.requests"], found["operations.tasks"]) == ({"level": level}, {"level": level})


@pytest.mark.django_db
def test_failure_inside_is_logged_under_its_id(written, monkeypatch):
    def broken(*_arguments, **_options):
        raise RuntimeError("can-bo@tinh.example")

    monkeypatch.setattr("allauth.account.views.LoginView.dispatch", broken)
    Client(raise_request_exception=False).get("/accounts/login/", headers={"X-Request-ID": "incident-42"})
    trace = next(line for line in lines(written()) if "exception" in line)
    assert trace["request_id"] == "incident-42"
    assert "RuntimeError: …@…" in trace["exception"]
