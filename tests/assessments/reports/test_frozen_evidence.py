from typing import Any

import pytest

from assessments.reports import frozen_evidence
from assessments.reports.frozen_evidence import Item
from tests.assessments.reports.snapshots import document


def context(**answers: list[dict[str, Any]]) -> dict[str, Any]:
    return {"state": "draft", "answers": {code: {"note": "n", "evidence": found} for code, found in answers.items()}}


def file(sha256: str, **fields: Any) -> dict[str, Any]:
    return document("", kind="file", title="a.pdf", date="", issuer="", sha256=sha256, size=9, **fields)


def test_item_of_several_leaves_comes_once_in_the_order_of_the_catalogue():
    first, second = document("1"), document("2")
    found = context(b=[first, second], a=[first, first], x=[document("3")])
    assert frozen_evidence.items(found, ["a", "b", "c"]) == [Item(first, ("a", "b")), Item(second, ("b",))]


def test_file_is_held_back_wherever_its_bytes_are_marked():
    open_, marked = file("1" * 64), file("1" * 64, is_confidential=True)
    contents = frozen_evidence.marked(context(a=[open_], b=[marked, document(is_confidential=True)]))
    assert contents == {"1" * 64}
    found = [open_, marked, file("2" * 64), document(), document(is_confidential=True)]
    assert [frozen_evidence.is_held_back(one, contents) for one in found] == [True, True, False, False, True]


def test_what_is_told_of_marked_evidence_is_its_kind_and_content():
    marked = document(is_confidential=True)
    told, is_redacted = frozen_evidence.told(context(a=[document("1"), marked], b=[file("1" * 64)]))
    assert is_redacted
    assert told == context(
        a=[document("1"), {"kind": "document", "sha256": "", "is_confidential": True}], b=[file("1" * 64)]
    )


@pytest.mark.parametrize("evidence", [[], [document()]])
def test_nothing_is_taken_out_where_nothing_is_marked(evidence):
    found = context(a=evidence)
    assert frozen_evidence.told(found) == (found, False)


def test_answer_frozen_without_evidence_is_told_with_none():
    told, is_redacted = frozen_evidence.told({"answers": {"a": {"note": "n"}}})
    assert (told, is_redacted) == ({"answers": {"a": {"note": "n", "evidence": []}}}, False)
