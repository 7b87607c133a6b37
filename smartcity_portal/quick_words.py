"""{% translate %} as Django has it, looked up once for each language: a page says a hundred fixed words, and those of
the source language, which has no catalogue, are looked for in vain in two places."""

from django import template
from django.template.base import FilterExpression, Node, Parser, Token
from django.template.context import Context
from django.templatetags.i18n import TranslateNode, do_translate
from django.utils.translation import get_language

register = template.Library()


class QuickTranslateNode(TranslateNode):
    """Of words that stand in the template."""

    def __init__(self, found: TranslateNode) -> None:
        super().__init__(found.filter_expression, found.noop, None, found.message_context)
        self.name = found.asvar
        self.said: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        if language not in self.said:
            self.said[language] = super().render(context)
        if self.name is None:
            return self.said[language]
        context[self.name] = self.said[language]
        return ""


@register.tag
def translate(parser: Parser, token: Token) -> Node:
    found = do_translate(parser, token)
    is_fixed = found.filter_expression.var.literal is not None and not found.filter_expression.filters
    return QuickTranslateNode(found) if is_fixed and _is_fixed(found.message_context) else found


def _is_fixed(message_context: FilterExpression | None) -> bool:
    return message_context is None or not (message_context.is_var or message_context.filters)
