"""Going from link to link as one person, a few pages of each route."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve
from lxml import html

MOST_A_ROUTE = 2
LEFT_OUT = ("presence", "account_logout", "admin:logout", "set_language")


@dataclass
class Visited:
    address: str
    route: str
    kind: str
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode("utf-8", "replace")


def crawled(client: Client, *starts: str) -> Iterator[Visited]:
    """Every page that answers; what fails raises of itself."""
    waiting, seen, visits = deque(starts), set(starts), Counter()
    while waiting:
        address = waiting.popleft()
        route = route_of(address)
        if not route or route in LEFT_OUT or visits[route] >= MOST_A_ROUTE:
            continue
        visits[route] += 1
        found = visited(client, address, route)
        yield found
        if found.kind == "text/html":
            for link in links(found, address):
                if link not in seen:
                    seen.add(link)
                    waiting.append(link)


def visited(client: Client, address: str, route: str) -> Visited:
    response: HttpResponse = client.get(address, follow=True)
    assert response.status_code in {200, 403, 404, 405}, (address, response.status_code)
    content = response.getvalue() if response.streaming else response.content
    kind = response["Content-Type"].partition(";")[0] if response.status_code != 405 else ""
    return Visited(address, route, kind, content)


def route_of(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def links(page: Visited, address: str) -> list[str]:
    tree = html.document_fromstring(page.text)
    found = [urljoin(address, link) for link in tree.xpath("//@href | //@src | //@data-url") if link.strip()]
    return [link.partition("#")[0] for link in found if re.match(r"/(?!/|static/)", link)]
