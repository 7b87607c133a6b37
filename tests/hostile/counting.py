"""How many inputs were tried, for `make proof`: a JSON line a test in the file that PROOF_COUNTS names."""

import json
import os
from pathlib import Path


def is_counting() -> bool:
    return bool(os.environ.get("PROOF_COUNTS"))


def tried(what: str, count: int) -> None:
    if path := os.environ.get("PROOF_COUNTS"):
        with Path(path).open("a") as file:
            file.write(json.dumps({"what": what, "count": count}) + "\n")
