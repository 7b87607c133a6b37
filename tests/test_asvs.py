"""docs/asvs.md leaves no requirement of ASVS 5.0 level 2 out, names what exists, and counts rightly. What is met names
a test, or what stands in a file, or says that it is so by reading."""

import ast
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


def named(text: str) -> set[tuple[str, str]]:
    """Files in backquotes, each with what is said to stand in it ("" for the whole); names of settings are none."""
    pairs = [tuple(name.partition("::")[::2]) for name in QUOTED.findall(text)]
    return {(path, name) for path, name in pairs if FILE.fullmatch(path) and path != ".env"}


def collected_in(path: str) -> set[str]:
    """What pytest finds there and does not skip."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    return {node.name for node in functions if not any("skip" in ast.unparse(mark) for mark in node.decorator_list)}


def is_test(path: str) -> bool:
    return path.startswith("tests/") and Path(path).name.startswith("test_")


def is_there(path: str, name: str) -> bool:
    if not (ROOT / path).is_file():
        return False
    if name and is_test(path):
        return name in collected_in(path)
    return name in (ROOT / path).read_text(encoding="utf-8")


def test_what_is_named_exists():
    found = named("".join(row["where"] for row in ROWS))
    assert len(found) > 100
    assert sorted(pair for pair in found if not is_there(*pair)) == []


def test_what_is_not_there_is_seen():
    assert is_there("tests/test_asvs.py", "test_what_is_named_exists")
    assert not is_there("tests/test_asvs.py", "test_that_nobody_wrote")
    assert not is_there("tests/test_asvs.py", "is_test"), "it is no test"
    assert not is_there("docs/asvs.md", "words that do not stand there, " + "in two parts")
    assert not is_there("tests/nowhere.py", "")


def test_what_is_met_names_its_proof_or_says_that_it_was_read():
    """A file alone proves nothing, nor does a file of tests."""
    met = [row for row in ROWS if row["state"] == "met"]
    read = {row["id"] for row in met if "by reading" in row["where"]}
    proved = {row["id"] for row in met if any(name for _path, name in named(row["where"]))}
    assert (read & proved, read | proved) == (set(), {row["id"] for row in met})
    assert [(row["id"], path) for row in met for path, name in named(row["where"]) if is_test(path) and not name] == []
    stated = re.search(r"^\*\*(\d+)\*\* of those met are so by reading", TEXT, re.MULTILINE)
    assert int(stated[1]) == len(read)


@pytest.mark.parametrize("state", STATES)
def test_counts_agree(state):
    stated = re.search(r"^\| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", TEXT, re.MULTILINE)
    total, *parts = map(int, stated.groups())
    found = Counter(row["state"] for row in ROWS)
    assert (parts[STATES.index(state)], total) == (found[state], len(ROWS))


def test_what_is_not_met_is_told_at_the_top():
    summary = TEXT[TEXT.index("What is **not** met") : TEXT.index("## Requirements")]
    assert {row["id"] for row in ROWS if row["state"] == "not"} == set(re.findall(r"\d+\.\d+\.\d+(?=[,)])", summary))
