"""What a template names, judged without running it: every name in every branch, taken or not, against the fields there
are, and nothing but what the sandbox's language has."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from jinja2 import nodes

from . import sandbox
from .fields import Kind, Root, Shape, members
from .naming import SAID, absent, written

TEXT, NUMBER, FLAG = Shape(Kind.TEXT), Shape(Kind.NUMBER), Shape(Kind.FLAG)
UNKNOWN = Shape(Kind.GROUP)
"""Of what has been complained of already, and of what may be anything."""

LOOP = {
    **dict.fromkeys(("index", "index0", "revindex", "length"), NUMBER),
    **dict.fromkeys(("first", "last"), FLAG),
}
DEEPEST = 6
"""So many loops inside one another."""

Scope = dict[str, Shape]


class Wrong(NamedTuple):
    """`line` of the source, `name` as the template writes it, and what is wrong with it."""

    line: int
    name: str
    problem: str


class Loop:
    """Stands in for the dataclass of `loop`."""


class Reader:
    """Goes over one source. `wrong`: what was found; `named`: the fields that are printed or asked about."""

    def __init__(self) -> None:
        self.wrong: list[Wrong] = []
        self.named: set[str] = set()
        self._present: set[str] = set()
        self._depth = 0

    def read(self, tree: nodes.Template) -> None:
        self._body(tree.body, dict(members(Root)))

    # -- statements --------------------------------------------------------------------------------------------------

    def _body(self, body: list[nodes.Node], scope: Scope) -> None:
        for node in body:
            found = STATEMENTS.get(type(node))
            if found:
                found(self, node, scope)
            else:
                self._refuse(node)

    def output(self, node: nodes.Output, scope: Scope) -> None:
        for part in node.nodes:
            if not isinstance(part, nodes.TemplateData):
                self._check_printed(part, self.shape(part, scope))

    def _check_printed(self, node: nodes.Node, found: Shape) -> None:
        if found is UNKNOWN or found.kind in {Kind.TEXT, Kind.NUMBER}:
            return
        problems = {
            Kind.FLAG: _("chỉ có hay không, không in ra được; dùng trong {% if … %}"),
            Kind.LIST: _("là một danh sách; dùng {% for … in … %} để in từng mục"),
            Kind.GROUP: _("là một nhóm trường; hãy chọn một trường trong nhóm"),
        }
        self._complain(node, problems[found.kind])

    def loop(self, node: nodes.For, scope: Scope) -> None:
        found = self.shape(node.iter, scope)
        if found is not UNKNOWN and found.kind is not Kind.LIST:
            self._complain(node.iter, _("không phải là danh sách nên không lặp qua được"))
        inner = {**scope, "loop": Shape(Kind.GROUP, group=Loop)}
        if isinstance(node.target, nodes.Name):
            inner[node.target.name] = found.item or UNKNOWN
        else:
            self._complain(node.target, _("mỗi vòng lặp chỉ đặt được một tên"))
        self._depth += 1
        if self._depth > DEEPEST or node.recursive:
            self._complain(node.iter, _("vòng lặp lồng quá %d lớp") % DEEPEST)
        else:
            self._ask(node.test, inner)
            self._body(node.body, inner)
        self._depth -= 1
        self._body(node.else_, scope)

    def condition(self, node: nodes.If, scope: Scope) -> None:
        self._ask(node.test, scope)
        with self._sure_of(node.test):
            self._body(node.body, scope)
        for branch in (node.elif_, node.else_):
            self._body(branch, scope)

    def assignment(self, node: nodes.Assign, scope: Scope) -> None:
        found = self.shape(node.node, scope)
        if isinstance(node.target, nodes.Name):
            scope[node.target.name] = found
        else:
            self._complain(node.target, _("mỗi {% set %} chỉ đặt được một tên"))

    def _ask(self, node: nodes.Node | None, scope: Scope) -> None:
        if node is not None:
            self.shape(node, scope)

    @contextmanager
    def _sure_of(self, condition: nodes.Node) -> Iterator[None]:
        """Where a condition holds, what it asks for is there."""
        before = self._present
        self._present = before | set(_asked_for(condition))
        yield
        self._present = before

    # -- expressions -------------------------------------------------------------------------------------------------

    def shape(self, node: nodes.Node, scope: Scope) -> Shape:
        """What an expression comes to; complains of what is wrong inside it."""
        found = EXPRESSIONS.get(type(node))
        if found:
            return found(self, node, scope)
        self._refuse(node)
        return UNKNOWN

    def name(self, node: nodes.Name, scope: Scope) -> Shape:
        if node.name in scope:
            self.named.add(node.name)
            return scope[node.name]
        self._complain(node, absent(node.name, scope, ""))
        return UNKNOWN

    def member(self, node: nodes.Getattr, scope: Scope) -> Shape:
        return self._member(node, self.shape(node.node, scope), node.attr)

    def item(self, node: nodes.Getitem, scope: Scope) -> Shape:
        found = self.shape(node.node, scope)
        key = node.arg.value if isinstance(node.arg, nodes.Const) else None
        if isinstance(key, str):
            return self._member(node, found, key)
        if isinstance(key, int) and found.kind is Kind.LIST:
            return found.item or UNKNOWN
        if found is not UNKNOWN:
            self._complain(node, _("không lấy được mục này; dùng [0], [1] … với danh sách"))
        return UNKNOWN

    def _member(self, node: Any, found: Shape, name: str) -> Shape:
        if found is UNKNOWN:
            return UNKNOWN
        if found.group is None:
            is_list = found.kind is Kind.LIST
            self._complain(node, _("là trường của từng mục; dùng {% for %}") if is_list else _("không có trường con"))
            return UNKNOWN
        if found.is_optional and written(node.node) not in self._present:
            names = {"name": written(node.node)}
            self._complain(node, _("có thể không có; hãy đặt trong {%% if %(name)s %%} … {%% endif %%}") % names)
        known = LOOP if found.group is Loop else members(found.group)
        if name in known:
            self.named.add(written(node))
            return known[name]
        self._complain(node, absent(name, known, f"{written(node.node)}."))
        return UNKNOWN

    def constant(self, node: nodes.Const, scope: Scope) -> Shape:
        return TEXT if isinstance(node.value, str) else FLAG if isinstance(node.value, bool | None) else NUMBER

    def several(self, node: nodes.List | nodes.Tuple, scope: Scope) -> Shape:
        """A list written out, as in `x in ["a", "b"]`."""
        for inner in node.items:
            self.shape(inner, scope)
        return FLAG

    def comparison(self, node: nodes.Node, scope: Scope) -> Shape:
        for inner in node.iter_child_nodes():
            self.shape(inner.expr if isinstance(inner, nodes.Operand) else inner, scope)
        return FLAG

    def both(self, node: nodes.And, scope: Scope) -> Shape:
        self.shape(node.left, scope)
        with self._sure_of(node.left):
            self.shape(node.right, scope)
        return FLAG

    def choice(self, node: nodes.CondExpr, scope: Scope) -> Shape:
        self.shape(node.test, scope)
        with self._sure_of(node.test):
            found = self.shape(node.expr1, scope)
        if node.expr2 is None:
            self._complain(node, _("“… if …” cần có “else”"))
        else:
            self.shape(node.expr2, scope)
        return found

    def filter(self, node: nodes.Filter, scope: Scope) -> Shape:
        found = self.shape(node.node, scope) if node.node else UNKNOWN
        if node.name not in sandbox.FILTERS:
            self._complain(node, _("không có bộ lọc này; có: %s") % ", ".join(sandbox.FILTERS))
            return UNKNOWN
        if any(not isinstance(argument, nodes.Const) for argument in node.args) or node.kwargs:
            self._complain(node, _("bộ lọc chỉ nhận chữ viết sẵn"))
        wants = {"join": Kind.LIST, "length": Kind.LIST, "count": Kind.LIST}.get(node.name, Kind.TEXT)
        is_joined = node.name == "join" and found.item and found.item.kind is not Kind.TEXT
        if found is not UNKNOWN and (found.kind is not wants or is_joined):
            self._complain(node, _("bộ lọc này không dùng được với trường ấy"))
        return NUMBER if node.name in {"length", "count"} else TEXT

    def test(self, node: nodes.Test, scope: Scope) -> Shape:
        self.shape(node.node, scope)
        if node.name not in sandbox.TESTS:
            self._complain(node.node, _("không có phép thử “is %s”") % node.name)
        return FLAG

    # -- complaints --------------------------------------------------------------------------------------------------

    def _complain(self, node: nodes.Node, problem: str) -> None:
        self.wrong.append(Wrong(node.lineno, written(node), problem))

    def _refuse(self, node: nodes.Node) -> None:
        said = SAID.get(type(node).__name__) or written(node)
        self.wrong.append(Wrong(node.lineno, said, _("không dùng được trong mẫu")))


def _asked_for(condition: nodes.Node) -> Iterator[str]:
    if isinstance(condition, nodes.And):
        yield from (*_asked_for(condition.left), *_asked_for(condition.right))
    elif isinstance(condition, nodes.Name | nodes.Getattr):
        yield written(condition)


STATEMENTS: dict[type[nodes.Node], Callable[[Reader, Any, Scope], None]] = {
    nodes.Output: Reader.output,
    nodes.For: Reader.loop,
    nodes.If: Reader.condition,
    nodes.Assign: Reader.assignment,
}
EXPRESSIONS: dict[type[nodes.Node], Callable[[Reader, Any, Scope], Shape]] = {
    nodes.Name: Reader.name,
    nodes.Getattr: Reader.member,
    nodes.Getitem: Reader.item,
    nodes.Const: Reader.constant,
    nodes.List: Reader.several,
    nodes.Tuple: Reader.several,
    nodes.CondExpr: Reader.choice,
    nodes.Filter: Reader.filter,
    nodes.Test: Reader.test,
    nodes.And: Reader.both,
    **dict.fromkeys((nodes.Compare, nodes.Or, nodes.Not), Reader.comparison),
}
