"""What a browser fetches on the first visit of the form page, and what moves while it does."""

import gzip
from collections.abc import Iterator, Mapping

from playwright.sync_api import Response

from .documents import chromium
from .measuring import Figure, at_most

LIMIT_KB = 150
PACKED = (".woff2", ".png", ".jpg")
SHIFTS = """new PerformanceObserver((list) => {
  const moved = list.getEntries().filter((entry) => !entry.hadRecentInput);
  window.shifted = moved.reduce((sum, entry) => sum + entry.value, window.shifted || 0);
}).observe({type: "layout-shift", buffered: true})"""


def first_load(url: str, cookies: Mapping[str, str]) -> Iterator[Figure]:
    """The page and all its files as gzip sends them, and the sum of Chromium's layout shifts."""
    responses: list[Response] = []
    with chromium() as page:
        page.context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
        page.add_init_script(SHIFTS)
        page.on("requestfinished", lambda request: responses.append(request.response()))
        page.goto(url)
        page.wait_for_load_state("networkidle")
        files = {response.url: len(sent(response.url, response.body())) for response in responses if response.ok}
        shifted = page.evaluate("window.shifted || 0")
    if url not in files:
        raise RuntimeError(f"{url} was not shown")
    size = sum(files.values()) / 1000
    yield at_most(
        "first load of the form page, gzipped with all its files", size, LIMIT_KB, "kB", f"{len(files)} files"
    )
    yield at_most("layout shift while the form page loads", shifted, 0, "")


def sent(url: str, body: bytes) -> bytes:
    """What is packed already is not packed again."""
    return body if url.endswith(PACKED) else gzip.compress(body)
