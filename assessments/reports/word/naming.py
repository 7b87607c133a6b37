"""What is said of the names in a template: how it writes them, what is not there, what may have been meant."""

import difflib
from collections.abc import Iterator

from django.utils.translation import gettext as _
from jinja2 import nodes

from .fields import PICTURES, Shape, paths_by_end

SAID = {
    "Macro": "{% macro %}",
    "CallBlock": "{% call %}",
    "FilterBlock": "{% filter %}",
    "AssignBlock": "{% set %} … {% endset %}",
    "Include": "{% include %}",
    "Import": "{% import %}",
    "FromImport": "{% from %}",
    "Extends": "{% extends %}",
    "Block": "{% block %}",
    "With": "{% with %}",
    "Scope": "{% autoescape %}",
    "Concat": "~",
    "Add": "+",
    "Sub": "-",
    "Mul": "*",
    "Div": "/",
    "FloorDiv": "//",
    "Mod": "%",
    "Pow": "**",
    "Neg": "-",
    "Pos": "+",
    "Dict": "{…}",
}
"""What Jinja has and templates of ours have not, as it is written."""


def absent(name: str, known: dict[str, Shape], before: str) -> str:
    """That there is no such field, and which one may have been meant."""
    if name in PICTURES:
        return _("là hình vẽ, bản Word không có")
    near = difflib.get_close_matches(name, known, n=1)
    meant = [f"{before}{found}" for found in near] or paths_by_end().get(name, [])[:1] or _near_end(name)
    return _("không có; có phải %s?") % meant[0] if meant else _("không có")


def _near_end(name: str) -> list[str]:
    ends = paths_by_end()
    return [path for end in difflib.get_close_matches(name, ends, n=1, cutoff=0.8) for path in ends[end][:1]]


def written(node: nodes.Node) -> str:
    """An expression as its template has it, as far as that can be told."""
    return "".join(_written(node))


def _written(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Name):
        yield node.name
    elif isinstance(node, nodes.Getattr):
        yield from (*_written(node.node), f".{node.attr}")
    elif isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        yield from (
            *_written(node.node),
            f".{node.arg.value}" if isinstance(node.arg.value, str) else f"[{node.arg.value}]",
        )
    elif isinstance(node, nodes.Call):
        yield from (*_written(node.node), "(…)")
    elif isinstance(node, nodes.Filter) and node.node:
        yield from (*_written(node.node), f"|{node.name}")
    elif isinstance(node, nodes.Const):
        yield repr(node.value)
    else:
        yield "…"
