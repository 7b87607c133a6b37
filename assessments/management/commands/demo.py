import os
import shutil
import signal
import subprocess
import sys
import time
from argparse import ArgumentTypeError
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.demonstration.once import run_once
from assessments.demonstration.processes import Processes, is_free
from assessments.errors import Refusal

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Command(BaseCommand):
    help = (
        "Chạy cổng với dữ liệu minh họa trên máy này: cơ sở dữ liệu SQLite, máy chủ web và tiến trình Celery kèm theo."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="làm trọn việc chính một lần từ dòng lệnh rồi thoát")
        parser.add_argument("--port", type=_port, default=8000)
        parser.add_argument("--password", default="", help="mật khẩu cho các tài khoản minh họa (mặc định: tự sinh)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            self.once()
        else:
            self.serve(options["port"], options["password"])

    def once(self) -> None:
        """In a folder of its own, emptied first, so that it can be run again and touches no other data."""
        folder = Path(settings.VAR_DIR)
        if folder.name != "once":
            folder = folder / "once"
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            environment = {**os.environ, "VAR_DIR": str(folder)}
            done = subprocess.run([sys.executable, *sys.argv[:1], "demo", "--once"], env=environment, check=False)
            raise SystemExit(done.returncode)
        call_command("migrate", verbosity=0)
        call_command("load_provinces", stdout=self.stdout)
        call_command("load_catalogues", publish=True, stdout=self.stdout)
        with Processes() as processes:
            processes.start_worker()
            processes.start_beat()
            try:
                run_once(self.stdout.write)
            except Refusal as error:
                raise CommandError(str(error)) from error

    def serve(self, port: int, password: str) -> None:
        if not is_free(port):
            raise CommandError(f"Cổng {port} đang được chương trình khác dùng; hãy chọn cổng khác: ARGS='--port 8080'.")
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        call_command("load_demo", password=password, stdout=self.stdout)
        for number in STOP_SIGNALS:
            signal.signal(number, _stop)
        os.environ.setdefault("PORTAL_URL", f"http://127.0.0.1:{port}")  # where mailed notices lead
        with Processes() as processes:
            processes.start_worker()
            processes.start_beat()
            processes.start_web(port)
            self.stdout.write(f"\nCổng đang chạy tại http://127.0.0.1:{port} (Ctrl+C để dừng)\n")
            try:
                while processes.are_alive():
                    time.sleep(1)
            except KeyboardInterrupt:
                self.stdout.write("Đang dừng…")
                return
        raise CommandError("Một tiến trình đã dừng bất ngờ; xem thông báo phía trên.")


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 5 and 1 <= int(text) <= 65535):
        raise ArgumentTypeError(f"cổng cần là số từ 1 đến 65535, nhận được “{text}”")
    return int(text)
