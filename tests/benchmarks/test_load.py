"""What the benchmarks under load are made of; the whole takes minutes and is `make bench`."""

import os
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from benchmarks.load.autosave import Editor
from benchmarks.load.client import Line, get, rate, seconds
from benchmarks.load.memory import children, memory


class Server(BaseHTTPRequestHandler):
    """Says that an answer was saved; a path with a number answers with it."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = b'{"version": 7}' + b" " * 300_000
        status = int(self.path.strip("/") or 200)
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_line_reads_one_whole_answer_after_the_other(port):
    with Line(port) as line:
        found = [line.ask(get(path, "")) for path in ("/", "/404/", "/")]
    assert [(answer.status, len(answer.body)) for answer in found] == [(200, 300_014), (404, 300_014), (200, 300_014)]


def test_an_answer_that_is_an_error_ends_the_measuring(port):
    assert len(seconds(port, get("/", ""), 3)) == 3
    assert rate(port, [get("/", "")], 0.05, clients=2) > 0
    with pytest.raises(RuntimeError, match=r"^503: "):
        rate(port, [get("/503/", "")], 0.05, clients=2)


def test_editor_goes_on_from_the_version_that_was_saved(port):
    editor = Editor(port, {"path": "/", "session": "", "prefix": "q", "value": "1", "version": 1})
    editor.save()
    assert (editor.version, len(editor.taken), editor.errors) == (7, 1, [])
    editor.known["path"] = "/409/"
    with pytest.raises(RuntimeError, match=r"^409: "):
        editor.save()


def test_memory_is_that_of_the_largest():
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as child:
        assert child.pid in children(os.getpid())
        size = memory([child.pid, os.getpid()])
        assert size.resident > memory([child.pid]).resident > 0
        assert size.resident >= size.own
