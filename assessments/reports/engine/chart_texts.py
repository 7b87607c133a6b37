"""Text of charts: written whole, not letter by letter."""

from collections.abc import Iterator
from typing import Any

from weasyprint import svg


class OneRun(str):
    """Text whose only letter is all of it: text in SVG is laid out letter by letter, without kerning, and is read back
    from a PDF without its blanks."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


_letter_by_letter = svg.text


def _at_once(image: Any, node: Any, font_size: float) -> None:
    """Ours has no rotated, stretched or separately placed letters."""
    if node.text:
        node._etree_node.text = OneRun(node.text)
    _letter_by_letter(image, node, font_size)


svg.text = _at_once
svg.TAGS |= {tag: _at_once for tag, draw in svg.TAGS.items() if draw is _letter_by_letter}
