"""The language of templates, cut down to printing: names, loops over the report's own lists, conditions, a few filters.

What `expressions` lets through cannot compute, call or reach anything, so a budget for loops and for the length of
what is written is all that is left to limit.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from jinja2 import StrictUndefined, Template, nodes, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from assessments.errors import Refusal

MOST_STEPS = 200_000
MOST_WRITTEN = 30_000_000
FILTERS = ("upper", "lower", "capitalize", "trim", "length", "count", "join")
TESTS = ("none", "odd", "even")
BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
ILLEGAL = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold."""

BUDGET, COUNTED = "budget of this rendering", "counted"


class TooMuch(Refusal):
    """A template that would go on for too long or write too much."""


class Budget:
    def __init__(self) -> None:
        self.steps = self.written = 0

    def counted(self, items: Iterable[Any]) -> Iterator[Any]:
        for item in items:
            self.steps += 1
            if self.steps > MOST_STEPS:
                raise TooMuch(_("Các vòng lặp của mẫu chạy quá %d bước nên bị dừng.") % MOST_STEPS)
            yield item

    def write(self, chunks: Iterable[str]) -> str:
        found = []
        for chunk in chunks:
            self.written += len(chunk)
            if self.written > MOST_WRITTEN:
                names = {"limit": MOST_WRITTEN // 1_000_000}
                raise TooMuch(_("Văn bản lập theo mẫu dài quá %(limit)d triệu ký tự nên bị dừng.") % names)
            found.append(chunk)
        return "".join(found)


def as_text(value: Any) -> SafeString:
    """A value as the text of a run: markup in it is literal, its line breaks are Word's."""
    return mark_safe(escape(ILLEGAL.sub("", str(value))).replace("\n", BREAK))  # noqa: S308 – escaped just here


def _environment() -> ImmutableSandboxedEnvironment:
    found = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, finalize=as_text, keep_trailing_newline=True
    )
    found.globals.clear()
    for table, names in ((found.filters, FILTERS), (found.tests, TESTS)):
        for name in set(table).difference(names):
            del table[name]
    found.filters[COUNTED] = pass_context(_counted)
    return found


def _counted(context: Context, items: Iterable[Any]) -> Iterator[Any]:
    budget: Budget = context[BUDGET]
    return budget.counted(items)


ENVIRONMENT = _environment()


def parse(source: str) -> nodes.Template:
    """Raises TemplateSyntaxError."""
    return ENVIRONMENT.parse(source)


@lru_cache(maxsize=24)
def compiled(source: str) -> Template:
    """Kept: a report is made from the same template again and again."""
    tree = parse(source)
    for loop in list(tree.find_all(nodes.For)):
        loop.iter = nodes.Filter(loop.iter, COUNTED, [], [], None, None, lineno=loop.lineno)
    tree.set_environment(ENVIRONMENT)
    code = ENVIRONMENT.compile(tree)
    return Template.from_code(ENVIRONMENT, code, ENVIRONMENT.make_globals(None))


def written(source: str, context: dict[str, Any], budget: Budget) -> str:
    """The source with its fields filled in. Raises TooMuch, and UndefinedError for what is not there."""
    return budget.write(compiled(source).generate(context | {BUDGET: budget}))
