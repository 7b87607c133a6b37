"""A pytest plugin that starts a throw-away PostgreSQL and Redis for the tests, and stops them.

Loaded with `-p tests.services` so that it runs before Django reads its settings. With pytest-xdist the controller
starts them once and the workers inherit DATABASE_URL and REDIS_URL. A missing program is an error that names the
package; nothing is skipped.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

STARTED: list[subprocess.Popen[bytes]] = []
FOLDERS: list[Path] = []
POSTGRES_OPTIONS = (
    *("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"),
    *("-c", "max_connections=200", "-c", "listen_addresses=127.0.0.1", "-c", "log_min_messages=fatal"),
)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Iterator[None]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker:
        os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rsplit('/', 1)[0]}/{worker.removeprefix('gw')}"
    else:
        folder = Path(tempfile.mkdtemp(prefix="smartcity-test-"))
        folder.chmod(0o755)
        FOLDERS.append(folder)
        os.environ["VAR_DIR"] = str(folder / "var")
        os.environ["DATABASE_URL"] = start_postgres(folder)
        os.environ["REDIS_URL"] = start_redis(folder)
    yield


def pytest_unconfigure() -> None:
    stop()


def stop() -> None:
    """Everything that was started here, and its folders."""
    for process in STARTED:
        process.terminate()
    for process in STARTED:
        process.wait(20)
    for folder in FOLDERS:
        shutil.rmtree(folder, ignore_errors=True)
    STARTED.clear()
    FOLDERS.clear()


def start_postgres(folder: Path, options: Sequence[str] = POSTGRES_OPTIONS) -> str:
    """Returns the URL of a fresh server."""
    binaries = postgres_binaries()
    data, port = folder / "postgres", free_port()
    data.mkdir()
    as_user = unprivileged(data)
    subprocess.run(
        [
            *as_user,
            binaries / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-N",
        ],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    command = [*as_user, binaries / "postgres", "-D", data, "-p", str(port), "-k", str(data), *options]
    launch(command, folder / "postgres.log")
    wait_until(lambda: answers(port) and ready(binaries, port), "PostgreSQL", folder / "postgres.log")
    return f"postgres://postgres@127.0.0.1:{port}/postgres"


def start_redis(folder: Path) -> str:
    program = shutil.which("redis-server") or missing("redis-server")
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)]
    launch([program, *options], folder / "redis.log")
    wait_until(lambda: answers(port), "Redis", folder / "redis.log")
    return f"redis://127.0.0.1:{port}/0"


def postgres_binaries() -> Path:
    found = [Path(path).parent for path in [shutil.which("initdb")] if path]
    found += [path.parent for path in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))]
    return found[-1] if found else Path(missing("postgresql"))


def unprivileged(data: Path) -> list[str]:
    """PostgreSQL refuses to run as root: then it runs as the package's own user, or as nobody."""
    if os.getuid():
        return []
    users = subprocess.run(["getent", "passwd", "postgres"], check=False, capture_output=True, text=True).stdout
    name = "postgres" if users else "nobody"
    shutil.chown(data, name)
    return ["setpriv", f"--reuid={name}", "--clear-groups", "--"]


def launch(command: list[str | Path], log: Path) -> None:
    with log.open("wb") as output:
        STARTED.append(subprocess.Popen(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, cwd="/"))


def wait_until(condition: Callable[[], bool], name: str, log: Path) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        if time.monotonic() > deadline or STARTED[-1].poll() is not None:
            pytest.exit(f"{name} did not start:\n{log.read_text(errors='replace')}", returncode=3)
        time.sleep(0.02)


def ready(binaries: Path, port: int) -> bool:
    command = [binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
    return subprocess.run(command, check=False).returncode == 0


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def missing(package: str) -> str:
    pytest.exit(f"Thiếu gói hệ thống {package}: chạy apt-get install -y {package}", returncode=3)
