"""The PDF engine fetches nothing: neither what texts ask for, nor what markup would ask for if it came through."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

import pikepdf
import pytest
from pypdf import PdfReader

from assessments.reports import gap_report, pdf
from tests.assessments.reports import snapshots

from .counting import tried

pytestmark = pytest.mark.slow

PAGE = "<!doctype html>\n<html lang='vi'><head><title>A</title>{head}</head><body><p>ở đây</p>{body}</body></html>"


@pytest.fixture(scope="module")
def server():
    """Its address, and the paths that anybody asked for."""
    asked = []

    class Counting(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_said):
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Counting) as found:
        serving = threading.Thread(target=found.serve_forever)
        serving.start()
        yield f"http://127.0.0.1:{found.server_address[1]}", asked
        found.shutdown()
        serving.join()


def requests(address: str, secret: str) -> list[str]:
    return [
        f"<img src='{address}/img'/>",
        f"<img src='file://{secret}'/>",
        f"<object data='{address}/object'></object>",
        f"<embed src='file://{secret}'/>",
        f"<svg xmlns='http://www.w3.org/2000/svg'><image href='{address}/svg'/></svg>",
        f"<p style=\"background: url('{address}/css')\">x</p>",
        "<img src='data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22%3E%3C/svg%3E'/>",
        f"<link rel='attachment' href='file://{secret}'/>",
        f"<link rel='stylesheet' href='{address}/sheet'/>",
        f"<style>@import '{address}/import'; @font-face {{font-family: x; src: url('{address}/font')}}</style>",
        f"<style>@import 'file://{secret}'; p {{content: url('file://{secret}')}}</style>",
    ]


@pytest.fixture
def secret(tmp_path) -> str:
    path = tmp_path / "secret.txt"
    path.write_text("bí mật của máy chủ")
    return str(path)


def test_markup_that_came_through_would_fetch_nothing(server, secret):
    address, asked = server
    for request in requests(address, secret):
        in_head = request.startswith(("<link", "<style"))
        html = PAGE.format(head=request if in_head else "", body="" if in_head else request)
        content = pdf.print_html(html, "0" * 64).content
        assert len(PdfReader(BytesIO(content)).pages) == 1
        with pikepdf.open(BytesIO(content)) as document:
            assert dict(document.attachments) == {}
        assert "bí mật".encode() not in content
    assert asked == []
    tried("requests that the PDF engine did not make", len(requests(address, secret)))


def test_texts_of_a_report_fetch_nothing_and_are_printed(server, secret):
    address, asked = server
    made = dict(list(snapshots.made().items())[:1])
    text = " ".join(requests(address, secret))
    cited = snapshots.document(f"{address}/link", title=text[:290], kind="link")
    found = snapshots.snapshot(made, beside={code: {"note": text, "evidence": [cited]} for code in made})
    content = pdf.print_out(gap_report.build(found, "vi")).content
    printed = "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages)
    assert asked == []
    assert "".join(f"<img src='{address}/img'/>".split()) in printed
