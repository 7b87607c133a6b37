"""The part of clamd's protocol that is needed: PING and INSTREAM, one connection a command.

`address`: "host:port", "[IPv6]:port" or the path of a Unix socket. Null-terminated ("z") commands, as clamd(8) advises.
"""

import socket
import time
from collections.abc import Iterable

from assessments.errors import Refusal

CHUNK = 64 * 1024
LONGEST_REPLY = 4096
CONNECT_SECONDS = 5
MOST_SECONDS = 120
"""For all of one file: what scans longer counts as not scanned."""


class ScannerAway(ConnectionError):
    """No answer, or none that means anything: nothing is known of the file."""


class FileTooLarge(Refusal):
    """The scanner takes no file of this size: its StreamMaxLength is below EVIDENCE_MAX_BYTES."""


PONG = "PONG"
"""The right answer to PING."""


def greeting(address: str) -> str:
    """What is answered to PING. Raises ScannerAway."""
    return _asked(address, b"PING", (), CONNECT_SECONDS)


def ping(address: str) -> bool:
    try:
        return greeting(address) == PONG
    except ScannerAway:
        return False


def scan(address: str, chunks: Iterable[bytes]) -> str:
    """The name of what was found, "" if nothing. Raises ScannerAway or FileTooLarge."""
    reply = _asked(address, b"INSTREAM", chunks, MOST_SECONDS)
    if reply == "stream: OK":
        return ""
    if reply.startswith("stream: ") and reply.endswith(" FOUND"):
        return reply.removeprefix("stream: ").removesuffix(" FOUND")[:200]
    if reply.startswith("INSTREAM size limit exceeded"):
        raise FileTooLarge(reply)
    raise ScannerAway(f"clamd said: {reply[:200]!r}")


def _asked(address: str, command: bytes, chunks: Iterable[bytes], seconds: float) -> str:
    until = time.monotonic() + seconds
    try:
        with _connected(address) as line:
            line.sendall(b"z" + command + b"\0")
            try:
                _send(line, command, chunks, until)
            except (BrokenPipeError, ConnectionResetError) as error:
                return _last_words(line, error)  # over the limit, clamd says so and hangs up
            return _reply(line, until)
    except ScannerAway:
        raise
    except (OSError, ValueError) as error:
        raise ScannerAway(str(error) or type(error).__name__) from error


def _connected(address: str) -> socket.socket:
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(CONNECT_SECONDS)
        try:
            line.connect(address)
        except OSError:
            line.close()
            raise
        return line
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), CONNECT_SECONDS)


def _send(line: socket.socket, command: bytes, chunks: Iterable[bytes], until: float) -> None:
    if command != b"INSTREAM":
        return
    for given in chunks:
        for start in range(0, len(given), CHUNK):
            part = given[start : start + CHUNK]
            line.settimeout(_left(until))
            line.sendall(len(part).to_bytes(4, "big") + part)
    line.sendall(bytes(4))


def _reply(line: socket.socket, until: float) -> str:
    received = b""
    while b"\0" not in received and len(received) < LONGEST_REPLY:
        line.settimeout(_left(until))
        if not (part := line.recv(1024)):
            break
        received += part
    if not received:
        raise ScannerAway("clamd hung up without a word")
    return received.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _last_words(line: socket.socket, error: OSError) -> str:
    try:
        return _reply(line, time.monotonic() + CONNECT_SECONDS)
    except OSError:
        raise ScannerAway(str(error)) from error


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise ScannerAway("clamd took too long")
    return left
