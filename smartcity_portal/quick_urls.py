"""{% url %} as Django has it, put together once for each route and arguments: a page writes up to a hundred addresses,
most of them on every page, and finding a route's pattern costs more than rendering a paragraph."""

from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.base import Node, Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as djangos
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.html import conditional_escape

register = template.Library()


class QuickURLNode(URLNode):
    def render(self, context: Context) -> str:
        values = [each.resolve(context) for each in (*self.args, *self.kwargs.values())]
        names = tuple(self.kwargs)
        try:
            url = address(self.view_name.resolve(context), _current_app(context), names, *values)
        except NoReverseMatch:
            if self.asvar is None:
                raise
            url = ""
        if self.asvar:
            context[self.asvar] = url
            return ""
        return conditional_escape(url) if context.autoescape else url


def _current_app(context: Context) -> str | None:
    request = getattr(context, "request", None)
    match = getattr(request, "resolver_match", None)
    return getattr(request, "current_app", match.namespace if match else None)


def address(view_name: str, current_app: str | None, names: tuple[str, ...], *values: Any) -> str:
    """`reverse` with the last values under these names. Raises NoReverseMatch."""
    around = (get_urlconf(), get_script_prefix(), settings.SECRET_KEY)  # keys in addresses are encrypted
    try:
        return _address(around, view_name, current_app, names, *values)
    except TypeError:  # a value that cannot be remembered
        return _address.__wrapped__(around, view_name, current_app, names, *values)


@lru_cache(maxsize=8192, typed=True)
def _address(_around: object, view_name: str, current_app: str | None, names: tuple[str, ...], *values: Any) -> str:
    place = len(values) - len(names)
    args, kwargs = values[:place], dict(zip(names, values[place:], strict=True))
    return reverse(view_name, args=args, kwargs=kwargs, current_app=current_app)


@register.tag
def url(parser: Parser, token: Token) -> Node:
    found = djangos(parser, token)
    return QuickURLNode(found.view_name, found.args, found.kwargs, found.asvar)
