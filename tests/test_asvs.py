"""docs/asvs.md leaves no requirement of ASVS 5.0 level 2 out, names what exists, and counts rightly."""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
IDS = (ROOT / "tests" / "data" / "asvs-5.0-l2.txt").read_text().split()
ROW = re.compile(
    r"^\| (?P<id>\d+\.\d+\.\d+) \| (?P<about>[^|]+) \| (?P<state>[^|]+) \| (?P<where>[^|]+) \|$", re.MULTILINE
)
ROWS = [match.groupdict() for match in ROW.finditer(TEXT)]
STATES = ("met", "partly", "not", "n.a.")
QUOTED = re.compile(r"`([^`]+)`")
FILE = re.compile(r"[\w.-]+(/[\w.-]+)*\.[a-z]+|\.dockerignore|Dockerfile")
LEVELS_1_AND_2 = 253
"""70 and 183, as ASVS 5.0.0 says itself."""


def test_every_requirement_is_there_once_and_in_order():
    assert len(set(IDS)) == LEVELS_1_AND_2
    assert [row["id"] for row in ROWS] == IDS


def test_every_requirement_has_a_state_and_a_place_or_a_reason():
    assert {row["state"] for row in ROWS} - set(STATES) == set()
    assert [row["id"] for row in ROWS if not row["where"].strip() or not row["about"].strip()] == []


def named(text: str) -> set[str]:
    """Files and tests in backquotes; names of settings and of routes are none."""
    return {name for name in QUOTED.findall(text) if FILE.fullmatch(name) and name != ".env"}


def test_what_is_named_exists():
    files = named("".join(row["where"] for row in ROWS))
    assert len(files) > 100
    assert sorted(name for name in files if not (ROOT / name).is_file()) == []


@pytest.mark.parametrize("state", STATES)
def test_counts_agree(state):
    stated = re.search(r"^\| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", TEXT, re.MULTILINE)
    total, *parts = map(int, stated.groups())
    found = Counter(row["state"] for row in ROWS)
    assert (parts[STATES.index(state)], total) == (found[state], len(ROWS))


def test_what_is_not_met_is_told_at_the_top():
    summary = TEXT[TEXT.index("What is **not** met") : TEXT.index("## Requirements")]
    assert {row["id"] for row in ROWS if row["state"] == "not"} == set(re.findall(r"\d+\.\d+\.\d+(?=[,)])", summary))
