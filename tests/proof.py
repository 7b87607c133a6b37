"""`make proof`: counts what the portal was put through, prints it as a table and keeps it in var/proof.json. A plugin
of pytest (-p tests.proof). What no test can count by being one is told line by line in the file that PROOF_COUNTS
names (tests/hostile/counting.py)."""

import json
import os
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

VAR = Path(__file__).resolve().parents[1] / "var"
TOLD, KEPT, SCAN = VAR / "proof-counts.jsonl", VAR / "proof.json", VAR / "scan.json"

BY_PLACE = {
    "tests/audit/test_verifying.py": "audit tamperings found",
    "tests/assessments/file_checks/": "uploads refused or let through as they must be",
    "tests/assessments/forms/test_evidence.py": "uploads refused or let through as they must be",
    "tests/backups/": "backups and restores tried",
}
"""Where each passed test counts as one."""

FAULTS, INPUTS, CELLS = "faults survived", "inputs tried", "routes × roles × states checked"
TOLD_AS = {"routes × roles × states": CELLS, "routes × roles": CELLS, "admin pages × roles": CELLS}
"""Whatever else is told is an input."""


class Proof:
    """Sums up reports: those of the processes of pytest-xdist come with what `pytest_runtest_setup` wrote on them."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.faults: set[str] = set()
        self.failed: set[str] = set()
        self.passed = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.add(report.nodeid)
        if report.when != "call" or not report.passed:
            return
        self.passed += 1
        self.faults |= {str(value) for name, value in report.user_properties if name == "fault"}
        for place, what in BY_PLACE.items():
            self.counts[what] += report.nodeid.startswith(place)

    def found(self) -> dict[str, Any]:
        told: Counter[str] = Counter()
        for line in TOLD.read_text().splitlines() if TOLD.exists() else ():
            entry = json.loads(line)
            told[entry["what"]] += entry["count"]
        inputs = {what: count for what, count in told.items() if what not in TOLD_AS}
        totals = {
            FAULTS: len(self.faults),
            INPUTS: sum(inputs.values()),
            CELLS: sum(count for what, count in told.items() if what in TOLD_AS),
            **{what: self.counts[what] for what in BY_PLACE.values()},
            "scanner findings": scanner_findings(),
        }
        details = {"faults": sorted(self.faults), "inputs": inputs, "failed": sorted(self.failed)}
        return {"day": time.strftime("%Y-%m-%d"), "totals": totals, "tests passed": self.passed, **details}

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        found = self.found()
        KEPT.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
        terminalreporter.section("proof")
        for what, count in found["totals"].items():
            terminalreporter.write_line(f"{'not scanned' if count is None else count:>12}  {what}")
        for what, count in sorted(found["inputs"].items()):
            terminalreporter.write_line(f"{count:>12}    of these inputs: {what}")
        terminalreporter.write_line(f"{self.passed:>12}  tests passed, {len(self.failed)} failed; kept in {KEPT}")


def scanner_findings() -> int | None:
    """Of the last scan (.ci/scan.py, which fails where one is not explained); None if there was none."""
    if not SCAN.exists():
        return None
    found = [count for scan in json.loads(SCAN.read_text())["scans"] for count in scan["findings"].values()]
    return sum(count if isinstance(count, int) else len(count) for count in found)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    item.user_properties += [("fault", str(mark.args[0])) for mark in item.iter_markers("fault")]


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        return
    VAR.mkdir(exist_ok=True)
    TOLD.unlink(missing_ok=True)
    os.environ["PROOF_COUNTS"] = str(TOLD)
    config.pluginmanager.register(Proof(), "proof-counts")
