"""One question of every kind, made of nothing but its schema; no catalogue, no database."""

from typing import Any

from catalogues.schema import Kind
from guidance.schema import Question

OPTIONS = {
    Kind.LEVEL: [{"code": str(level), "label": f"Mức {level}"} for level in range(5)],
    Kind.CHECKLIST: [{"code": code, "label": f"Mục {code}"} for code in ("a", "b", "c")],
}
RULE = {"kind": "linear", "floor": 0, "target": 100}


def question(kind: Kind, **fields: Any) -> Question:
    """A question "Q.1" of this kind that any plain value fits."""
    known: dict[str, Any] = {"code": "Q.1", "kind": kind, "prompt": "Câu hỏi?"}
    if kind in OPTIONS:
        known["options"] = OPTIONS[kind]
    if kind in {Kind.NUMBER, Kind.RATIO}:
        known["rule"] = RULE
    return Question.model_validate({**known, **fields})
