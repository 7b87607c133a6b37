"""The arithmetic of a score in words, from the stored trace ("vì sao điểm này?")."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.formats import get_format, number_format
from django.utils.translation import gettext as _

from indicators.scoring.frame import Leaf, NodeKind
from indicators.scoring.numbers import reported
from indicators.scoring.readings import LeafResult, Status
from indicators.scoring.trace import how as what_entered

from .catalogue import Item, option_labels

BELOW = {
    NodeKind.THEME: NodeKind.RECOMMENDATION,
    NodeKind.RECOMMENDATION: NodeKind.QUESTION,
    NodeKind.GROUP: NodeKind.INDICATOR,
}
TraceNode = Mapping[str, Any]
LEAST_GROUPED = 1000


def explain(
    trace: Mapping[str, Any], reading: str, code: str, kind: str | None = None, items: Mapping[str, Item] | None = None
) -> list[str]:
    """Sentences for every node of this code (a theme and a group may share one) in a "smartcity-trace/1" document;
    empty if there is none. With the catalogue's `items` options are called by their labels."""
    nodes = trace["readings"][reading]
    wanted = [node for node in nodes if node["code"] == code and kind in {None, node["kind"]}]
    return [line for node in wanted for line in _node(_labelled(node, items or {}), nodes)]


def explain_now(leaf: Leaf, result: LeafResult, item: Item, as_of: date) -> str:
    """How a leaf comes to its score in a reading that is not stored."""
    measured = what_entered(leaf.measure, result.value, as_of)
    node = {**result._asdict(), "code": leaf.code, "how": {"kind": leaf.measure.kind, **measured}}
    return _leaf(_labelled(node, {item.code: item}))


def _labelled(node: TraceNode, items: Mapping[str, Item]) -> TraceNode:
    how = node.get("how") or {}
    if "option" not in how or node["code"] not in items:
        return node
    [label] = option_labels(items[node["code"]], [how["option"]])
    return {**node, "how": {**how, "option": label}}


def number(given: Decimal | str | None, places: int = 2) -> str:
    """A number as people read it: at most `places` decimals, no trailing noughts."""
    if given is None:
        return "–"
    value = Decimal(given).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return _written(value.normalize() if value else Decimal(0))


def points(score: Decimal | str | None) -> str:
    """A score with its two decimals, rounded as the scorecard rounds it (`number_format` would cut it off)."""
    return "–" if score is None else _written(reported(Decimal(score)))


def _written(value: Decimal) -> str:
    """As `number_format` writes it, with all its decimals. Tables hold a thousand numbers without anything to group."""
    if abs(value) < LEAST_GROUPED:
        return f"{value:f}".replace(".", get_format("DECIMAL_SEPARATOR"))
    return number_format(value, decimal_pos=max(-int(value.as_tuple().exponent), 0))


def _node(node: TraceNode, nodes: list[TraceNode]) -> list[str]:
    below = BELOW.get(NodeKind(node["kind"]))
    lines = [_leaf(node)] if below is None else _branch(node, [n for n in nodes if _is_child(n, node, below)])
    if node["score"] is None:
        return lines
    return [*lines, _weight(node)]


def _is_child(node: TraceNode, parent: TraceNode, kind: NodeKind) -> bool:
    return node["parent"] == parent["code"] and node["kind"] == kind


def _weight(node: TraceNode) -> str:
    names = {
        "code": node["code"],
        "weight": number(node["weight"], 4),
        "share": number(str(Decimal(node["effective"]) * 100), 2),
        "contribution": points(node["contribution"]),
    }
    return _("%(code)s có trọng số %(weight)s, chiếm %(share)s%% điểm chung và góp %(contribution)s điểm.") % names


def _branch(node: TraceNode, children: list[TraceNode]) -> list[str]:
    counted = [child for child in children if child["score"] is not None]
    left_out = [child["code"] for child in children if child["score"] is None]
    lines = []
    if counted:
        terms = " + ".join(f"{number(child['weight'], 4)} × {points(child['score'])}" for child in counted)
        total = number(str(sum(Decimal(child["weight"]) for child in counted)), 4)
        names = {"code": node["code"], "terms": terms, "total": total, "score": points(node["score"])}
        lines.append(_("%(code)s là trung bình có trọng số: (%(terms)s) / %(total)s = %(score)s.") % names)
    else:
        lines.append(_("%s không áp dụng vì không mục nào bên dưới áp dụng.") % node["code"])
    if left_out:
        lines.append(_("Không tính vì không áp dụng: %s.") % ", ".join(left_out))
    return lines


def _leaf(node: TraceNode) -> str:
    status = Status(node["status"])
    prefix = ""
    if node["source"] != node["code"]:
        prefix = _("%(code)s lấy giá trị từ câu %(source)s. ") % {"code": node["code"], "source": node["source"]}
    if status is not Status.ANSWERED:
        return prefix + WITHOUT_SCORE[status](node["code"])
    how = node["how"]
    sentence = HOW[how["kind"]](node["code"], how)
    return prefix + _("%(how)s Điểm: %(score)s.") % {"how": sentence, "score": points(node["score"])}


WITHOUT_SCORE: dict[Status, Callable[[str], str]] = {
    Status.MISSING: lambda code: _("%s chưa có câu trả lời nên tính 0 điểm.") % code,
    Status.UNEVIDENCED: lambda code: _("%s cần minh chứng nhưng chưa có nên tính 0 điểm.") % code,
    Status.REJECTED: lambda code: _("%s không được chấp nhận khi thẩm định nên tính 0 điểm.") % code,
    Status.NOT_APPLICABLE: lambda code: _("%s không áp dụng nên không tính vào tử số và mẫu số.") % code,
    Status.HIDDEN: lambda code: _("%s không được hỏi tới theo câu trả lời trước đó nên không tính.") % code,
}


def _choice(code: str, how: Mapping[str, Any]) -> str:
    return _("%(code)s: lựa chọn “%(option)s”.") % {"code": code, "option": how["option"]}


def _checklist(code: str, how: Mapping[str, Any]) -> str:
    names = {"code": code, "have": number(how["have"], 4), "all": number(how["all"], 4)}
    return _("%(code)s: tổng trọng số các mục đã có là %(have)s trên %(all)s.") % names


def _document(code: str, how: Mapping[str, Any]) -> str:
    if how["number"] and how["issuer"] and how["date"] and how["date"] <= how["as_of"]:
        return _("%s: văn bản đủ số, ngày và cơ quan ban hành.") % code
    if not (how["number"] or how["issuer"] or how["date"]):
        return _("%s: chưa ban hành văn bản.") % code
    return _("%s: văn bản chưa đủ số, ngày và cơ quan ban hành.") % code


def _number(code: str, how: Mapping[str, Any]) -> str:
    value = _("%(code)s: giá trị %(x)s.") % {"code": code, "x": number(how["x"], 4)}
    return f"{value} {_rule(how)}".strip()


def _ratio(code: str, how: Mapping[str, Any]) -> str:
    names = {
        "code": code,
        "numerator": number(how["numerator"], 4),
        "denominator": number(how["denominator"], 4),
        "x": number(how["x"], 4),
    }
    value = _("%(code)s: %(numerator)s / %(denominator)s = %(x)s%%.") % names
    return f"{value} {_rule(how)}".strip()


def _rule(how: Mapping[str, Any]) -> str:
    rule = how.get("rule")
    return RULES[rule](how) if rule else ""


def _linear(how: Mapping[str, Any]) -> str:
    names = {name: number(how[name], 4) for name in ("x", "floor", "target")}
    return _("Công thức 100 × (%(x)s − %(floor)s) / (%(target)s − %(floor)s), giới hạn trong 0–100.") % names


def _steps(how: Mapping[str, Any]) -> str:
    steps = "; ".join(f"{number(at, 4)}: {number(score)}" for at, score in how["steps"])
    if how["lower_is_better"]:
        return _("Thang điểm theo mốc, càng thấp càng tốt (mốc: điểm): %s.") % steps
    return _("Thang điểm theo mốc (mốc: điểm): %s.") % steps


def _optimum(how: Mapping[str, Any]) -> str:
    names = {name: number(how[name], 4) for name in ("floor", "low", "high", "ceiling")}
    return _("Đạt 100 điểm trong khoảng %(low)s–%(high)s, giảm dần về 0 tại %(floor)s và %(ceiling)s.") % names


RULES: dict[str, Callable[[Mapping[str, Any]], str]] = {"linear": _linear, "steps": _steps, "optimum": _optimum}
HOW: dict[str, Callable[[str, Mapping[str, Any]], str]] = {
    "level": _choice,
    "yes_no": _choice,
    "yes_partial_no": _choice,
    "checklist": _checklist,
    "number": _number,
    "ratio": _ratio,
    "document": _document,
}
