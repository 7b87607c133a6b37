"""The command around the demonstration's processes; what it runs is in tests/assessments/demonstration."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.services import free_port

ROOT = Path(__file__).resolve().parents[3]
DEMO = [sys.executable, "manage.py", "demo"]


def environment(folder: Path) -> dict[str, str]:
    """As on a machine with neither PostgreSQL nor Redis."""
    outside = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    return {**outside, "DJANGO_SETTINGS_MODULE": "smartcity_portal.settings.dev", "VAR_DIR": str(folder)}


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=5) as page:
            return page.status == 200
    except OSError:
        return False


def children_of(process: subprocess.Popen) -> list[int]:
    found = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    return [int(pid) for pid in found.split()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Filled by the first start; the next ones find their data there."""
    return tmp_path_factory.mktemp("demo")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_demo_serves_until_it_is_stopped_and_leaves_nothing_behind(folder, name):
    port = free_port()
    command = [*DEMO, "--port", str(port), "--password", "rung-thong-27"]
    with subprocess.Popen(command, cwd=ROOT, env=environment(folder), stdout=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + 120
        while not answers(port):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.2)
        children = children_of(process)
        process.send_signal(getattr(signal, name))
        printed, _errors = process.communicate(timeout=30)
    assert process.returncode == 0
    assert len(children) == 3
    assert not any(Path(f"/proc/{pid}").exists() for pid in children)
    assert f"Cổng đang chạy tại http://127.0.0.1:{port} (Ctrl+C để dừng)" in printed
    assert len(re.findall(r"@(?:tinh|bo)\.example", printed)) == 6
    assert "rung-thong-27" in printed


def test_port_in_use_is_said_before_anything_is_done():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(CommandError, match=f"Cổng {port} đang được chương trình khác dùng"):
            call_command("demo", port=port)


@pytest.mark.parametrize("text", ["0", "65536", "-1", "abc", "", "１", "8000 ", "9" * 5000])
def test_port_that_is_none_is_refused(text):
    with pytest.raises(CommandError, match="cổng cần là số từ 1 đến 65535"):
        call_command("demo", "--port", text)
