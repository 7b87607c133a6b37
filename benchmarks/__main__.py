"""`make bench`: every figure in one table, in benchmarks/results.json and in the documents that show it.

Runs on demonstration data in a throw-away folder, in this process, on SQLite. Ratios are measured in one run; absolute
times say something only beside the machine's description.
"""

import json
import os
import platform
import secrets
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import django
from django.core.management import call_command

from .measuring import Figure

MODULES = ("scoring", "pages", "documents", "growth", "served", "loaded")
"""Imported once Django has its settings."""

RESULTS = Path(__file__).with_name("results.json")
ROOT = Path(__file__).resolve().parents[1]
SHOWN_IN = (ROOT / "README.md", ROOT / "docs/performance.md")
BEGIN, END = "<!-- written by make bench -->", "<!-- end of what make bench writes -->"


def main() -> int:
    with TemporaryDirectory(prefix="smartcity-bench-") as folder:
        os.environ |= {"VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "smartcity_portal.settings.dev"}
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("load_demo", password=secrets.token_urlsafe(), stdout=sys.stderr)
        call_command("collectstatic", verbosity=0, interactive=False)
        figures = [figure for name in MODULES for figure in measured(name)]
    RESULTS.write_text(json.dumps([figure.as_json() for figure in figures], ensure_ascii=False, indent=1) + "\n")
    shown = f"{machine()}\n\n{table(figures)}\n"
    sys.stdout.write(shown)
    for path in SHOWN_IN:
        path.write_text(with_table(path.read_text(), shown))
    return 0 if all(figure.holds is not False for figure in figures) else 1


def measured(name: str) -> list[Figure]:
    begun = time.monotonic()
    found = list(import_module(f"benchmarks.{name}").figures())
    sys.stderr.write(f"{name}: {time.monotonic() - begun:.0f} s\n")
    return found


def with_table(document: str, shown: str) -> str:
    """The document with what was measured between its two marks. Raises ValueError if it has not both, once."""
    before, begin, rest = document.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not begin or not end or BEGIN in after or END in before:
        raise ValueError(f"needs {BEGIN} and {END}, once each and in this order")
    return f"{before}{BEGIN}\n{shown}{END}{after}"


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    python = f"Python {platform.python_version()}"
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.machine()}, {platform.system()}, {python}"


def table(figures: Sequence[Figure]) -> str:
    lines = ["| what | measured | reach | |", "|---|---:|---:|---|"]
    for figure in figures:
        sign = "≤" if figure.better == "lower" else "≥"
        reach = "" if figure.limit is None else f"{sign} {figure.limit:g} {figure.unit}"
        mark = {True: "reached", False: "missed", None: ""}[figure.holds]
        aside = f" ({figure.aside})" if figure.aside else ""
        lines.append(f"| {figure.name}{aside} | {figure.value:g} {figure.unit} | {reach} | {mark} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
