"""Reading pages as people do."""

import re
from html import unescape

from django.db import connection
from django.test.utils import CaptureQueriesContext


def text(response) -> str:
    """Tags left out and blanks folded."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def queries(client, url: str) -> int:
    """How many a page asks once what is kept in the process is there; the frame of every page has its part in it."""
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)
