"""`manage.py score` against a table somebody else published (tests/data/egdi/README.md)."""

import csv
import io
import json
import sys
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from django.core.management import call_command

EGDI = Path(__file__).resolve().parents[2] / "data" / "egdi"
COMPONENTS = ("OSI", "HCI", "TII")


def published() -> list[dict[str, str]]:
    with (EGDI / "published.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def score(document: dict, monkeypatch) -> dict:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(document).encode())))
    printed = io.StringIO()
    call_command("score", "-", "--indicators-dir", str(EGDI / "v1"), stdout=printed)
    return json.loads(printed.getvalue())


def four_digits(text: str) -> Decimal:
    return Decimal(text).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def test_published_table_holds_viet_nam_and_nearly_every_member_state():
    table = {row["country"]: row for row in published()}
    assert len(table) == 183
    assert table["Viet Nam"] == {
        "country": "Viet Nam",
        "OSI": "0.57246",
        "HCI": "0.59888",
        "TII": "0.37145",
        "EGDI": "0.51426",
    }


@pytest.mark.parametrize("row", published(), ids=lambda row: row["country"])
def test_score_gives_the_published_index(row, monkeypatch):
    document = {
        "schema": "smartcity-answers/1",
        "indicators": "egdi/v1",
        "answers": [{"code": code, "value": row[code]} for code in COMPONENTS],
    }
    readings = score(document, monkeypatch)["readings"]
    headlines = {name: Decimal(reading["headline"]) / 100 for name, reading in readings.items()}
    assert headlines == dict.fromkeys(("claimed", "evidenced", "verified"), four_digits(row["EGDI"]))
