"""People at their browsers, as cheap as they can be made: they share two cores with what they measure."""

import re
import socket
import time
import urllib.parse
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from .portal import HOST

PATIENCE = 60
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
TOKEN = "a" * 32


class Answer(NamedTuple):
    status: int
    body: bytes


class Line:
    """A connection that is kept open, as proxies keep theirs; a context manager."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *_error: object) -> None:
        self.socket.close()

    def ask(self, request: bytes) -> Answer:
        self.socket.sendall(request)
        head, found, rest = b"", b"", b""
        while not found:
            head += self._received()
            begun, found, rest = head.partition(b"\r\n\r\n")
        length = LENGTH.search(begun)
        if length is None:
            raise RuntimeError(f"an answer without length: {begun.decode(errors='replace')}")
        parts, missing = [rest], int(length[1]) - len(rest)
        while missing > 0:
            parts.append(self._received())
            missing -= len(parts[-1])
        return Answer(int(begun[9:12]), b"".join(parts))

    def _received(self) -> bytes:
        found = self.socket.recv(262_144)
        if not found:
            raise RuntimeError("the server hung up")
        return found


def get(path: str, session: str, **headers: str) -> bytes:
    """A request by somebody who is signed in by this session."""
    return _request("GET", path, {"Cookie": f"__Host-session={session}", **headers})


def post(path: str, session: str, data: Mapping[str, object]) -> bytes:
    """As autosave.js sends an answer."""
    body = urllib.parse.urlencode(data).encode()
    headers = {
        "Cookie": f"__Host-session={session}; __Host-csrf={TOKEN}",
        "X-CSRFToken": TOKEN,
        "Origin": f"https://{HOST}",
        "Accept": "application/json",
        "Content-Type": "application/x-www-form-urlencoded",
        "Content-Length": str(len(body)),
    }
    return _request("POST", path, headers) + body


def _request(method: str, path: str, headers: Mapping[str, str]) -> bytes:
    every = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1", **headers}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in every.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def whole(answer: Answer) -> Answer:
    """The answer, if it is one; raises otherwise."""
    if answer.status != 200:
        raise RuntimeError(f"{answer.status}: {answer.body[:500].decode(errors='replace')}")
    return answer


def rate(port: int, requests: Sequence[bytes], length: float, clients: int = 8) -> float:
    """Requests a second that so many clients get answered, each asking as soon as it has its answer; raises at any
    answer but 200."""
    for request in requests[:1] * 2 * clients:  # the server's threads and caches are warm
        with Line(port) as line:
            whole(line.ask(request))
    begun = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        shares = [requests[place::clients] or requests for place in range(clients)]
        done = sum(pool.map(lambda share: _busy(port, share, begun + length), shares))
    return done / (time.perf_counter() - begun)


def _busy(port: int, requests: Sequence[bytes], end: float) -> int:
    done = 0
    with Line(port) as line:
        while time.perf_counter() < end:
            whole(line.ask(requests[done % len(requests)]))
            done += 1
    return done


def seconds(port: int, request: bytes, trials: int) -> list[float]:
    """Of one client alone, after two that do not count."""
    taken = []
    with Line(port) as line:
        for _trial in range(trials + 2):
            begun = time.perf_counter()
            whole(line.ask(request))
            taken.append(time.perf_counter() - begun)
    return taken[2:]
