"""The request's id: whose it is, and how it gets to the tasks (through a real worker in test_log_lines.py)."""

import re

import pytest
from celery import signals
from structlog.contextvars import bound_contextvars, get_contextvars

from operations.request_ids import chosen, current, let_go, send_along, take_over

NEW = re.compile(r"[0-9a-f]{32}")


class Request:
    def __init__(self, is_eager=False, **known):
        self.is_eager, self.known = is_eager, known

    def get(self, name):
        return self.known.get(name)


class Task:
    name = "assessments.tasks.score"

    def __init__(self, **known):
        self.request = Request(**known)


@pytest.mark.parametrize("told", ["abcdefgh", "4bf92f3577b34da6a3ce929d0e0e4736", "A.b_c-12345", "x" * 64])
def test_well_formed_id_of_the_proxy_is_kept(told):
    assert chosen(told) == told


@pytest.mark.parametrize(
    "told",
    [
        None,
        "",
        "short",
        "x" * 65,
        "mit leer zeichen",
        "a\nb-injected",
        "ab<script>",
        "can-bo@tinh.example",
        "ａｂｃｄｅｆｇｈ",
    ],
)
def test_anything_else_gets_a_new_one(told):
    assert NEW.fullmatch(chosen(told))
    assert chosen(told) != chosen(told)


def test_id_goes_into_the_message_and_out_again():
    headers = {}
    send_along(headers)
    assert headers == {}
    with bound_contextvars(request_id="abcdefgh"):
        send_along(headers)
    assert headers == {"request_id": "abcdefgh"}
    take_over("t-1", Task(**headers))
    assert get_contextvars() == {"request_id": "abcdefgh", "task": Task.name, "task_id": "t-1"}
    let_go(Task())
    assert current() == ""


def test_task_without_one_leaves_nothing_of_the_task_before():
    take_over("t-1", Task(request_id="abcdefgh"))
    take_over("t-2", Task())
    assert get_contextvars() == {"task": Task.name, "task_id": "t-2"}
    let_go(Task())


def test_task_that_is_run_at_once_keeps_what_is_bound():
    with bound_contextvars(request_id="abcdefgh"):
        take_over("t-1", Task(is_eager=True))
        let_go(Task(is_eager=True))
        assert get_contextvars() == {"request_id": "abcdefgh"}


def test_celery_calls_them():
    assert send_along in [found() for _key, found in signals.before_task_publish.receivers]
    assert {take_over} <= {found() for _key, found in signals.task_prerun.receivers}
