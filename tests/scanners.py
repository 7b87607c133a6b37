"""Scanners for tests: a process that speaks clamd's protocol, and clamd itself with a signature of our own."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assessments.scanning import ping
from tests.services import free_port, missing

FAKE = Path(__file__).with_name("fake_clamd.py")
EICAR = r"X5O!P%@AP[4\PZX54(P^)7CC)7}" + "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The harmless string that every scanner calls a virus."""

CONFIG = """
Foreground yes
LogFile {folder}/clamd.log
DatabaseDirectory {folder}/signatures
LocalSocket {folder}/clamd.sock
TCPSocket {port}
TCPAddr 127.0.0.1
StreamMaxLength 1M
"""


@contextmanager
def running(command: list[str | Path]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@contextmanager
def fake_clamd(limit: int = 25 * 1024 * 1024) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Its address, and the process."""
    with running([sys.executable, FAKE, str(limit)]) as process:
        assert process.stdout is not None
        yield f"127.0.0.1:{int(process.stdout.readline())}", process


@contextmanager
def real_clamd(folder: Path) -> Iterator[tuple[str, str]]:
    """Its addresses, of the network and of the socket, with a database that knows EICAR alone."""
    program = Path("/usr/sbin/clamd")
    if not program.exists():
        missing("clamav-daemon")
    port, signatures = free_port(), folder / "signatures"
    signatures.mkdir()
    (signatures / "own.ndb").write_text(f"Portal.Eicar:0:*:{EICAR.encode().hex()}\n")
    config = folder / "clamd.conf"
    config.write_text(CONFIG.format(folder=folder, port=port))
    with running([program, "-c", config]) as process:
        address, deadline = f"127.0.0.1:{port}", time.monotonic() + 30
        while not ping(address):
            assert process.poll() is None, (folder / "clamd.log").read_text()
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield address, f"{folder}/clamd.sock"


def closed_port() -> str:
    return f"127.0.0.1:{free_port()}"
