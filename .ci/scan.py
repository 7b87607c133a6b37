"""Scans the running portal with wapiti: as a province's official, as a reviewer and as a stranger.

usage: .venv/bin/python .ci/scan.py [--port 8150] [--seconds 225] [--to var/scan.json]

Serves a demonstration of its own in a temporary folder, signs in over HTTP, hands each session's cookies to the
scanner, counts what the web server answered and ends within the given seconds. Exits 1 where a category that is not
explained in docs/asvs.md has a finding, the server failed (5xx), or the scanner lost its session.
"""

# ruff: noqa: S310  the addresses are its own server's
import argparse
import collections
import http.cookiejar
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
OWN = ROOT / "var" / "wapiti" / "bin" / "wapiti"
HELP = "missing: the scanner. Run `.ci/venv scan var/wapiti`, as `make proof` does, or set WAPITI to its path\n"
PEOPLE = {"province official": "can-bo@tinh.example", "reviewer": "tham-dinh@bo.example", "stranger": ""}
SHARES = {"province official": 0.38, "reviewer": 0.38, "stranger": 0.24}
"""Of the time that is left when the demonstration is up."""

MODULES = (
    *("cookieflags", "csp", "http_headers", "csrf", "methods", "htaccess"),
    *("sql", "xss", "permanentxss", "exec", "file", "crlf", "redirect", "upload"),
)
"""All that attack from here; left out are those that need a server of wapiti's on the internet (ssrf, xxe, log4shell),
guess names or passwords (buster, nikto, brute_login_form), download a list (wapp, cms), wait (timesql) or look for a
directory, which the portal asks none (ldap: it takes a refusal for too many tries as a find)."""

DESIGN = ("/static/*",)
LEFT_OUT = (*DESIGN, "/accounts/*", "/language/*")
"""Left out for people who are signed in: what ends the session or changes the password, and the files of the design."""

FORGERY, REFUSED = "Cross Site Request Forgery", 403
EXPLAINED = {"Secure Flag cookie": "Secure flag is not set in the cookie", FORGERY: "Lack of anti CSRF token"}
"""What docs/asvs.md explains, by category and beginning: the demonstration speaks HTTP, so that no cookie is Secure;
forms that the scanner thinks unprotected are tried without a token, and must then be refused."""

FOR_ANYBODY = {"/verify/"}
"""But this: it compares a printed report with what is known, changes nothing and looks at no session."""

FEWEST = 100
"""Pages that a pass must have seen, or it has proved nothing."""

START_SECONDS = 400
STOP_SECONDS = 20
SHARE_OF_CRAWLING, SHARE_OF_ATTACKS = 0.25, 0.55
STATUS = re.compile(r'"status": (?P<status>\d{3})')
ERROR = re.compile(r'"status": 5\d\d|"level": "(error|critical)"')


@dataclass
class Scan:
    """What one pass found. `answers`: how many of each status; `errors`: what failed; both by the server's own log."""

    who: str
    version: str = ""
    answers: collections.Counter[str] = field(default_factory=collections.Counter)
    findings: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    unprotected: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    is_still_in: bool = True
    is_complete: bool = True


def main() -> int:
    options = read_options()
    if shutil.which(scanner()) is None:
        sys.stderr.write(HELP)
        return 2
    ends = time.monotonic() + options.seconds
    with tempfile.TemporaryDirectory(prefix="scan-") as name:
        folder = Path(name)
        password = secrets.token_urlsafe(16)
        server = serve(folder, options.port, password)
        try:
            scans = scan_all(f"http://127.0.0.1:{options.port}", folder, password, ends)
        finally:
            stop(server)
    write(scans, options.to)
    return report(scans)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8150)
    parser.add_argument("--seconds", type=int, default=225)
    parser.add_argument("--to", type=Path, default=ROOT / "var" / "scan.json")
    return parser.parse_args()


def scanner() -> str:
    """Never in the portal's own .venv; Debian 12's wapiti 3.0.4 fails on every address that is to be left out."""
    return os.environ.get("WAPITI") or str(OWN)


def serve(folder: Path, port: int, password: str) -> "subprocess.Popen[bytes]":
    """The demonstration, with a line in its log for each request to count by."""
    logged = {"LOG_EACH": "true", "LOG_FORMAT": "json", "GUNICORN_CMD_ARGS": "--workers 2 --threads 4"}
    environment = {**os.environ, **logged, "VAR_DIR": str(folder / "var")}
    command = [sys.executable, "manage.py", "demo", "--port", str(port), "--password", password]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)
    deadline = time.monotonic() + START_SECONDS
    while not answers(f"http://127.0.0.1:{port}/accounts/login/"):
        if server.poll() is not None or time.monotonic() > deadline:
            stop(server)
            raise SystemExit((folder / "server.log").read_text())
        time.sleep(0.5)
    return server


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def stop(process: "subprocess.Popen[bytes]") -> None:
    """It ends its own children; what is left of its session after that is ended, too."""
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def scan_all(base: str, folder: Path, password: str, ends: float) -> list[Scan]:
    left = ends - time.monotonic() - STOP_SECONDS
    done = []
    for who, email in PEOPLE.items():
        cookies = sign_in(base, email, password) if email else {}
        done.append(scan(base, folder, who, cookies, left * SHARES[who]))
    return done


def sign_in(base: str, email: str, password: str) -> dict[str, str]:
    """As the page asks for it: the form's token, then the two fields."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = f"{base}/accounts/login/"
    with opener.open(page, timeout=20) as shown:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown.read().decode())
    given = {"login": email, "password": password, "csrfmiddlewaretoken": token[1] if token else ""}
    request = urllib.request.Request(page, urllib.parse.urlencode(given).encode(), {"Referer": page})
    with opener.open(request, timeout=20) as shown:
        if "/accounts/" in shown.url:
            raise SystemExit(f"{email} could not sign in")
    return {cookie.name: cookie.value or "" for cookie in jar}


def scan(base: str, folder: Path, who: str, cookies: dict[str, str], seconds: float) -> Scan:
    begun, found = len(logged(folder)), Scan(who)
    place = folder / who.replace(" ", "-")
    written = Path(f"{place}.json")
    is_in = bool(cookies)
    command: list[str | Path] = [
        scanner(),
        *arguments(base, cookies, is_in),
        "--max-scan-time",
        str(int(seconds * SHARE_OF_CRAWLING)),
    ]
    command += ["--max-attack-time", str(max(3, int(seconds * SHARE_OF_ATTACKS / len(MODULES))))]
    command += ["--store-session", f"{place}-session", "--store-config", f"{place}-config", "-f", "json", "-o", written]
    with Path(f"{place}.log").open("wb") as log:
        running = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, start_new_session=True)
    try:
        running.wait(seconds + 10)
    except subprocess.TimeoutExpired:
        found.is_complete = False
        stop(running)
    if not written.exists():
        sys.stderr.write(Path(f"{place}.log").read_text(errors="replace")[-2000:])
    lines = logged(folder)[begun:]
    found.answers, found.errors = count(lines), [line for line in lines if ERROR.search(line)]
    if written.exists():
        told = json.loads(written.read_text())
        found.version = told["infos"]["version"]
        found.findings = {name: some for part in KINDS for name, some in told.get(part, {}).items() if some}
        found.unprotected = without_token(base, cookies, found.findings.get(FORGERY, []))
    found.is_complete = found.is_complete and written.exists()
    found.is_still_in = not is_in or is_signed_in(base, cookies)
    return found


KINDS = ("vulnerabilities", "anomalies")


def arguments(base: str, cookies: dict[str, str], is_in: bool) -> list[str]:
    start = f"{base}/" if is_in else f"{base}/accounts/login/"
    given = ["-u", start, "--scope", "domain", "-m", ",".join(MODULES), "--no-bugreport", "-v", "1", "-t", "10"]
    given += ["--max-links-per-page", "40", "--max-files-per-dir", "12", "-S", "polite", "-d", "6"]
    if is_in:
        given += ["-C", ";".join(f"{name}={value}" for name, value in cookies.items())]
    for pattern in LEFT_OUT if is_in else DESIGN:
        given += ["-x", base + pattern]
    return given


def without_token(base: str, cookies: dict[str, str], findings: list[dict[str, Any]]) -> list[str]:
    """Forms in which wapiti missed a token, by its name, and that the portal really takes without one."""
    header = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    taken = []
    for path in sorted({one["path"] for one in findings} - FOR_ANYBODY):
        request = urllib.request.Request(base + path, b"", header)
        try:
            urllib.request.urlopen(request, timeout=20).close()
        except urllib.error.HTTPError as refused:
            if refused.code == REFUSED:
                continue
        taken.append(path)
    return taken


def is_signed_in(base: str, cookies: dict[str, str]) -> bool:
    header = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    with urllib.request.urlopen(urllib.request.Request(f"{base}/", headers=header), timeout=20) as shown:
        return "/accounts/" not in shown.url


def count(lines: list[str]) -> collections.Counter[str]:
    """Requests that the web server answered, by status."""
    return collections.Counter(match["status"] for match in map(STATUS.search, lines) if match)


def logged(folder: Path) -> list[str]:
    log = folder / "server.log"
    return log.read_text(errors="replace").splitlines() if log.exists() else []


def write(scans: list[Scan], to: Path) -> None:
    shown = [
        {
            "who": one.who,
            "version": one.version,
            "requests": one.answers.total(),
            "statuses": dict(sorted(one.answers.items())),
            "findings": one.findings,
            "unprotected": one.unprotected,
            "errors": one.errors,
            "is_still_in": one.is_still_in,
            "is_complete": one.is_complete,
        }
        for one in scans
    ]
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(json.dumps({"day": time.strftime("%Y-%m-%d"), "scans": shown}, indent=2, ensure_ascii=False))


def say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def is_explained(name: str, findings: list[dict[str, Any]]) -> bool:
    return name in EXPLAINED and all(one["info"].startswith(EXPLAINED[name]) for one in findings)


def report(scans: list[Scan]) -> int:
    faults = []
    for one in scans:
        statuses = ", ".join(f"{number} × {status}" for status, number in sorted(one.answers.items()))
        say(f"{one.who}: {one.answers.total()} requests ({statuses})")
        for name, some in sorted(one.findings.items()):
            mark = "explained" if is_explained(name, some) else "OPEN"
            say(f"  {mark:9}  {len(some):3}  {name}")
        open_ones = [name for name, some in one.findings.items() if not is_explained(name, some)]
        open_ones += [f"{path} is taken without a token" for path in one.unprotected]
        failed = sum(number for status, number in one.answers.items() if status.startswith("5"))
        faults += [f"{one.who}: {name}" for name in open_ones]
        faults += (
            [f"{one.who}: {failed} answers of the kind 5xx; what the server said is in the file"] if failed else []
        )
        faults += [] if one.is_still_in else [f"{one.who}: the session was lost"]
        faults += [] if one.answers["200"] >= FEWEST else [f"{one.who}: hardly a page was reached"]
        faults += [] if one.is_complete else [f"{one.who}: the scanner did not end"]
    total = sum(one.answers.total() for one in scans)
    findings = sum(len(some) for one in scans for some in one.findings.values())
    say(f"scanner: {total} requests, {findings} findings, {len(faults)} open", *faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
