"""Fails if coverage is below the gates: 95 % overall, every branch of scoring, actions and permissions."""

import json
import subprocess
import sys
from pathlib import Path

OVERALL = 95.0
APPS = (
    "assessments",
    "audit_desk",
    "catalogue_desk",
    "comparison",
    "personal_data",
    "planning",
    "workbooks",
    "sign_in",
)
WHOLE = (
    *("audit/hashing.py", "audit/recording.py", "audit/verifying.py", "personal_data/actions.py"),
    *("indicators/scoring/", "assessments/transitions.py"),
    *(f"assessments/{owner}_permissions.py" for owner in ("campaign", "province")),
    *(f"{app}/{part}" for app in APPS for part in ("actions", "permissions.py")),
)


def main() -> int:
    report = Path("var/coverage.json")
    report.parent.mkdir(exist_ok=True)
    subprocess.run([sys.executable, "-m", "coverage", "json", "-q", "-o", str(report)], check=True)
    found = json.loads(report.read_text())
    faults = [
        f"{name}: {entry['summary']['percent_covered']:.2f} % of lines and branches, 100 % wanted"
        for name, entry in sorted(found["files"].items())
        if name.startswith(WHOLE) and entry["summary"]["percent_covered"] < 100
    ]
    overall = found["totals"]["percent_covered"]
    if overall < OVERALL:
        faults.append(f"overall: {overall:.2f} %, at least {OVERALL} % wanted")
    sys.stdout.write("\n".join(faults or [f"coverage gates hold: {overall:.2f} % overall"]) + "\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
