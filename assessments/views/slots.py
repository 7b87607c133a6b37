"""HTML written once with slots in it, for what differs between readers. Markers of slots stand in what a template is
given; where they come out is where words are put later."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

OPEN, CLOSE = "\ue000", "\ue001"
"""Stand around the name of a slot: of Unicode's private use, no text of a catalogue has them."""

SLOT = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")


def slot(name: str) -> str:
    return f"{OPEN}{name}{CLOSE}"


@dataclass(frozen=True)
class Stencil:
    """`pieces`: HTML and names of slots in turn."""

    pieces: tuple[str, ...]

    def filled(self, words: Mapping[str, str]) -> SafeString:
        """`words`: escaped, by slot; a slot without any is empty."""
        found = list(self.pieces)
        found[1::2] = [words.get(name, "") for name in self.pieces[1::2]]
        return mark_safe("".join(found))  # noqa: S308 what stands in the slots was escaped


def cut(html: str, markers: Mapping[str, str] | None = None) -> Stencil:
    """`markers`: what else stands for a slot, where its name could not be printed."""
    for marker, name in (markers or {}).items():
        html = html.replace(marker, slot(name))
    return Stencil(tuple(SLOT.split(html)))
