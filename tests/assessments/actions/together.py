"""Two people at once, with real connections: threads whose order the tests decide."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from django.db import connection, transaction

from assessments.errors import Refusal

PATIENCE = 10


def outcome(act: Callable[[], Any]) -> Any:
    """What an action returns, or the Refusal it raises; closes the thread's connection."""
    try:
        return act()
    except Refusal as refusal:
        return refusal
    finally:
        connection.close()


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """The outcomes of actions that start together, in the order given."""
    start = threading.Barrier(len(acts), timeout=PATIENCE)

    def run(act: Callable[[], Any]) -> Any:
        start.wait()
        return outcome(act)

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result(PATIENCE) for future in [pool.submit(run, act) for act in acts]]


def one_after_the_other(first: Callable[[], Any], second: Callable[[], Any]) -> tuple[Any, Any]:
    """Both outcomes; the second begins while the first is done but not yet committed, and has to wait for it."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            result = first()
            waiting = pool.submit(outcome, second)
            _until_somebody_waits(waiting)
        return result, waiting.result(PATIENCE)


def _until_somebody_waits(waiting: "Future[Any]") -> None:
    deadline = time.monotonic() + PATIENCE
    while not _waiters():
        assert not waiting.done(), f"did not wait: {waiting.result()!r}"
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _waiters() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # else a transaction sees who was there when it first looked
        cursor.execute(  # in this database: the other half of the tests runs in one of its own beside it
            "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)"
            " WHERE NOT granted AND datname = current_database()"
        )
        return int(cursor.fetchone()[0])
