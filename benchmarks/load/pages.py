"""Pages under load, beside a bare view in the same server; pages of few units beside those of many."""

import http.client
import re
import statistics
from collections.abc import Iterator, Mapping
from typing import Any

from benchmarks.measuring import Figure, at_most

from .client import Line, get, rate, seconds, whole
from .memory import children, memory
from .portal import BARE, WEB_WORKERS, Portal, Web

LOAD_SECONDS, TRIALS, COUNTED = 4.0, 15, 5
FORM, COMPARE, MANY_UNITS = 0.35, 0.25, 4.0
MOST_MEMORY = 150
EXPORTERS = 100
"""So many people take turns: one may export so often an hour (settings.RATES)."""


def figures(portal: Portal, found: Mapping[str, Any]) -> Iterator[Figure]:
    with portal.web() as web:
        yield from _under_load(portal, web, found)
        yield from _of_many(portal, web, found)
        size = memory(children(web.pid))
    aside = f"the largest of {WEB_WORKERS} after the load, 8 threads each; {size.resident:.0f} MiB resident"
    yield at_most(
        "memory of a web worker, its share of what they have in common counted", size.own, MOST_MEMORY, "MiB", aside
    )


def _under_load(portal: Portal, web: Web, found: Mapping[str, Any]) -> Iterator[Figure]:
    bare = get("/bare/", found["coordinator"])
    exports = [get(found["export"][0], editor["session"]) for editor in found["editors"][:EXPORTERS]]
    asked = {
        "form page": ([get(found["form"][0], found["coordinator"])], FORM),
        "scorecard": ([get(found["scorecard"], found["coordinator"])], None),
        "compare page": ([get(found["table"][0], found["manager"])], COMPARE),
        "workbook export of the comparison": (exports, None),
    }
    with portal.web(BARE) as yardstick:
        for name, (requests, limit) in asked.items():
            most = rate(yardstick.port, [bare], LOAD_SECONDS / 2)
            reached = rate(web.port, requests, LOAD_SECONDS)
            aside = f"{reached:.0f} of {most:.0f} requests/s"
            yield Figure(
                f"{name} under load against a bare view", round(reached / most, 3), limit, "higher", "ratio", aside
            )


def _of_many(portal: Portal, web: Web, found: Mapping[str, Any]) -> Iterator[Figure]:
    who = {"form": found["coordinator"], "table": found["manager"]}
    for name, shown, route in (("form", "form page", "section"), ("table", "compare page", "comparison:table")):
        few, many = (get(path, who[name]) for path in found[name])
        counts = [_queries(portal, web, request, route) for request in (few, many)]
        aside = f"{counts[0]:g} among 34, {counts[1]:g} among {found['units']}"
        title = f"queries of the {shown} among {found['units']} units beyond those among 34"
        yield at_most(title, counts[1] - counts[0], 0, "queries", aside)
    taken = [statistics.median(seconds(web.port, get(path, who["table"]), TRIALS)) for path in found["table"]]
    aside = f"{1000 * taken[0]:.0f} and {1000 * taken[1]:.0f} ms"
    title = f"compare page of {found['units']} units against 34"
    yield at_most(title, taken[1] / taken[0], MANY_UNITS, "ratio", aside)


def _queries(portal: Portal, web: Web, request: bytes, route: str) -> float:
    """Of one request, as the portal's own metrics count them; caches are warm."""
    with Line(web.port) as line:
        for _server in range(4 * WEB_WORKERS):
            whole(line.ask(request))
    before = _counted(portal, web, route)
    for _request in range(COUNTED):
        with Line(web.port) as line:
            whole(line.ask(request))
    return (_counted(portal, web, route) - before) / COUNTED


def _counted(portal: Portal, web: Web, route: str) -> float:
    line = http.client.HTTPConnection("127.0.0.1", web.port, timeout=60)
    line.request("GET", "/metrics", headers={"Authorization": f"Bearer {portal.token}"})
    text = line.getresponse().read().decode()
    line.close()
    pattern = rf'^portal_database_queries_total\{{route="{re.escape(route)}"\}} (\S+)$'
    return float(re.findall(pattern, text, re.MULTILINE)[0])
