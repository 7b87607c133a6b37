"""{% once name=value … %} … {% endonce %}: a part of a page that says the same to everybody. What stands inside sees
the named values and nothing else of the page, so that it cannot say one person's words to another; it is written once
in a process for each language and those values."""

from typing import Any

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.template.exceptions import TemplateSyntaxError
from django.urls import get_script_prefix, get_urlconf
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

MOST = 64
"""So many are kept of one place; more, and the values are not what a handful of pages have in common."""


class OnceNode(Node):
    def __init__(self, nodelist: NodeList, named: dict[str, FilterExpression]) -> None:
        self.nodelist, self.named = nodelist, named
        self.written: dict[object, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        values = {name: expression.resolve(context) for name, expression in self.named.items()}
        around = (get_language(), context.autoescape, get_urlconf(), get_script_prefix())
        key = (around, *((type(value), value) for value in values.values()))  # 1 is no True, and safe text not any text
        if key not in self.written:
            if len(self.written) >= MOST:
                self.written.clear()
            self.written[key] = self._write(context, values)
        return self.written[key]

    def _write(self, context: Context, values: dict[str, Any]) -> SafeString:
        alone = Context(values, autoescape=context.autoescape)
        with alone.bind_template(context.template):
            return self.nodelist.render(alone)


@register.tag
def once(parser: Parser, token: Token) -> Node:
    name, *bits = token.split_contents()
    named = token_kwargs(bits, parser)
    if bits:
        raise TemplateSyntaxError(f"{name} takes name=value only, not {' '.join(bits)}")
    nodelist = parser.parse((f"end{name}",))
    parser.delete_first_token()
    return OnceNode(nodelist, named)
