"""HTML that a template writes once, with slots for what differs from page to page (ADR 0023)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

OPEN, CLOSE = "\ue000", "\ue001"
"""Stand around the name of a slot: of Unicode's private use, no text of a catalogue has them."""

ANY_KEY = UUID(int=0)
"""Stands in the addresses of a stencil for the key of what a page is about: the slot "pk"."""

SLOT = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")
IN_ADDRESS = re.compile(f"{quote(OPEN)}([a-z]*){quote(CLOSE)}")
"""As {% url %} writes a slot: the slot "… in address"."""


def slot(name: str) -> SafeString:
    """What a template prints where a slot is to be."""
    return mark_safe(f"{OPEN}{name}{CLOSE}")  # noqa: S308 names are ours or the catalogue's codes


@dataclass(frozen=True)
class Stencil:
    """`pieces`: HTML and names of slots in turn."""

    pieces: tuple[str, ...]

    @classmethod
    def of(cls, html: str, markers: Mapping[str, str] | None = None) -> "Stencil":
        """`markers`: what else stands for a slot, where its name could not be printed."""
        for marker, name in (markers or {}).items():
            html = html.replace(marker, slot(name))
        html = IN_ADDRESS.sub(lambda found: slot(f"{found[1]} in address"), html)
        return cls(tuple(SLOT.split(html.replace(str(ANY_KEY), slot("pk")))))

    @classmethod
    def drawn(cls, template: str, **context: Any) -> "Stencil":
        return cls.of(render_to_string(template, context))

    def filled(self, words: Mapping[str, str]) -> SafeString:
        """`words` by slot, escaped; a slot without any stays empty."""
        found = list(self.pieces)
        found[1::2] = [words.get(name, "") for name in self.pieces[1::2]]
        return mark_safe("".join(found))  # noqa: S308 what stands in the slots was escaped
