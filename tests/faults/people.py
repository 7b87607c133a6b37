"""People at real browsers' distance: HTTP requests with a session's cookie."""

import http.client
import json
import urllib.parse
import uuid
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.test import Client

from accounts.models import User

TOKEN = "a" * 32


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    headers: dict[str, str]
    cookies: tuple[str, ...] = ()

    @property
    def data(self) -> dict[str, Any]:
        return json.loads(self.text)

    @property
    def location(self) -> str:
        return urllib.parse.urlsplit(self.headers["Location"]).path


class Person:
    """Signed in; each request on a connection of its own, so that threads may share a person."""

    def __init__(self, port: int, user: User) -> None:
        client = Client()
        client.force_login(user)
        self.port, self.user = port, user
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.cookies = f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={TOKEN}"

    def at(self, port: int) -> "Person":
        """The same, with the same session, at another web server."""
        other = copy(self)
        other.port = port
        return other

    def get(self, path: str, after: Answer | None = None) -> Answer:
        """`after`: the answer that led here, with what is to be said on this page."""
        said = [cookie.split(";")[0] for cookie in after.cookies if cookie.startswith("messages=")] if after else []
        return self._send("GET", path, b"", {"Cookie": "; ".join([self.cookies, *said])})

    def post(self, path: str, data: dict[str, Any], *, as_json: bool = False) -> Answer:
        body = urllib.parse.urlencode(data, doseq=True).encode()
        return self._post(path, body, "application/x-www-form-urlencoded", as_json)

    def upload(self, path: str, data: dict[str, str], field: str, name: str, content: bytes) -> Answer:
        """As uploads.js sends a file."""
        edge = uuid.uuid4().hex
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in data.items()
        ]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
        parts += [
            f"{head}Content-Type: application/octet-stream\r\n\r\n".encode(),
            content,
            f"\r\n--{edge}--\r\n".encode(),
        ]
        return self._post(path, b"".join(parts), f"multipart/form-data; boundary={edge}", True)

    def _post(self, path: str, body: bytes, kind: str, as_json: bool) -> Answer:
        headers = {"Content-Type": kind, "X-CSRFToken": TOKEN}
        return self._send("POST", path, body, headers | ({"Accept": "application/json"} if as_json else {}))

    def _send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            line.request(method, path, body or None, {"Cookie": self.cookies, **headers})
            answer = line.getresponse()
            return Answer(
                answer.status,
                answer.read().decode(errors="replace"),
                dict(answer.getheaders()),
                tuple(answer.headers.get_all("Set-Cookie", ())),
            )
        finally:
            line.close()
