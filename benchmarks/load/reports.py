"""Reports of many provinces by one worker process and by two."""

from collections.abc import Iterator

from assessments.demonstration.rounds import FIRST
from benchmarks.measuring import Figure, at_most

from .memory import Memory, children, memory
from .portal import Portal, until

AT_ONCE = 1.8
PATIENCE = 300
DONE = (
    "SELECT finished_at FROM assessments_reportfile WHERE supplement_key = %s AND status = 'ready' ORDER BY finished_at"
)
FAILED = "SELECT failure FROM assessments_reportfile WHERE supplement_key = %s AND status = 'failed'"


def figures(portal: Portal, count: int) -> Iterator[Figure]:
    """Each worker makes some first that do not count."""
    one, _size = _rate(portal, 1, count)
    two, size = _rate(portal, 2, count)
    aside = f"{count} whole reports on each, {1 / two:.2f} and {1 / one:.2f} s a report"
    yield Figure("reports on 2 worker processes against one", round(two / one, 3), AT_ONCE, "higher", "ratio", aside)
    aside = f"after {count} reports; {size.own:.0f} MiB if what they share is counted in shares"
    yield at_most("memory of a worker process that makes reports", size.resident, None, "MiB", aside)


def _rate(portal: Portal, processes: int, count: int) -> tuple[float, Memory]:
    """Reports a second; between the end of the first that counts and that of the last."""
    key, warm = f"{processes:064d}", processes + 1
    portal.run("benchmarks.load.sending", "reports", key, FIRST, str(warm + count))
    with portal.workers(processes) as pid:
        until(lambda: _are_made(portal, key, warm + count), "reports", PATIENCE, pause=0.5)
        size = memory(children(pid))
    times = [at for (at,) in portal.sql(DONE, key)]
    return count / (times[-1] - times[warm - 1]).total_seconds(), size


def _are_made(portal: Portal, key: str, count: int) -> bool:
    failed = portal.sql(FAILED, key)
    if failed:
        raise RuntimeError(f"a report failed: {failed[0][0]}")
    return len(portal.sql(DONE, key)) == count
