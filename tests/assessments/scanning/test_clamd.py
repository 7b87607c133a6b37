"""The protocol, against a process that speaks it, and against clamd itself."""

import socket
import threading

import pytest

from assessments.scanning import clamd
from assessments.scanning.clamd import FileTooLarge, ScannerAway, ping, scan
from tests.scanners import EICAR, closed_port, fake_clamd, real_clamd


@pytest.fixture(scope="module")
def address():
    with fake_clamd() as (found, _process):
        yield found


def test_ping(address):
    assert ping(address)
    assert not ping(closed_port())


@pytest.mark.parametrize("wrong", ["", "x", "127.0.0.1:x", ":", "127.0.0.1:99999", "/no/such/socket", "x:\x00"])
def test_an_address_that_leads_nowhere_is_a_scanner_that_is_away(wrong):
    assert not ping(wrong)
    with pytest.raises(ScannerAway):
        scan(wrong, [b"x"])


@pytest.mark.parametrize("chunks", [[], [b""[:0]], [b"clean"], [b"a" * (clamd.CHUNK + 1), b"b" * 200_000]])
def test_clean_content_has_no_finding(address, chunks):
    assert scan(address, chunks) == ""


def test_what_is_found_is_named_however_it_is_cut(address):
    content = b"a" * (clamd.CHUNK - 20) + EICAR.encode()
    assert scan(address, [content]) == "Eicar-Signature"
    assert scan(address, [content[:70_000], content[70_000:]]) == "Eicar-Signature"


def test_a_file_over_the_scanner_s_limit_says_so():
    with fake_clamd(limit=1000) as (found, _process), pytest.raises(FileTooLarge) as refused:
        scan(found, [b"a" * 900_000])
    assert str(refused.value) == "INSTREAM size limit exceeded. ERROR"


@pytest.mark.parametrize(
    "content",
    [
        b"CLAMD-DIES" + b"a" * 900_000,
        b"CLAMD-SAYS stream: broken ERROR\0",
        b"CLAMD-SAYS \0",
        b"CLAMD-SAYS OK\0",
        b"CLAMD-SAYS \xff\xfe\0",
        b"CLAMD-SAYS " + b"x" * 9000,
    ],
)
def test_an_answer_that_means_nothing_says_nothing_about_the_file(address, content):
    with pytest.raises(ScannerAway):
        scan(address, [content])


def test_a_scanner_that_dies_midway_is_away():
    with fake_clamd() as (found, process):

        def chunks():
            yield b"a" * 1000
            process.kill()
            process.wait()
            yield b"b" * 5_000_000

        with pytest.raises(ScannerAway):
            scan(found, chunks())


def test_a_scanner_that_says_nothing_is_given_up(monkeypatch):
    monkeypatch.setattr(clamd, "MOST_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(ScannerAway):
            scan(address, [b"x"])


def test_a_scanner_that_drips_is_given_up(monkeypatch):
    monkeypatch.setattr(clamd, "MOST_SECONDS", 0.2)

    def drip(server):
        line, _address = server.accept()
        with line:
            while True:
                try:
                    line.sendall(b"x")
                except OSError:
                    return
                stop.wait(0.05)

    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        dripping = threading.Thread(target=drip, args=(server,))
        dripping.start()
        with pytest.raises(ScannerAway) as gone:
            scan(f"127.0.0.1:{server.getsockname()[1]}", [b"x"])
        dripping.join(10)
    assert str(gone.value) in {"clamd took too long", "timed out"}


@pytest.mark.slow
def test_clamd_itself(tmp_path):
    with real_clamd(tmp_path) as addresses:
        for address in addresses:
            assert ping(address)
            assert scan(address, [b"clean " * 1000]) == ""
            assert scan(address, [EICAR.encode()[:30], EICAR.encode()[30:]]) == "Portal.Eicar.UNOFFICIAL"
            with pytest.raises(FileTooLarge):
                scan(address, [b"a" * 300_000] * 12)
