"""Names of pages: between any two blocks the engine looks down both of them for where the name changes. Where no rule
names a page, it changes nowhere."""

from collections.abc import Iterator
from typing import Any

from weasyprint import document
from weasyprint.formatting_structure.boxes import Box, ParentBox, TableBox

_any_layout = document.layout_document
_any_values = {kind: kind.page_values for kind in (Box, ParentBox, TableBox)}


def layout_document(html: Any, root_box: Any, context: Any, max_loops: int = 8) -> Iterator[Any]:
    if any("page" in getattr(style, "cascaded", ()) for style in context.style_for._computed_styles.values()):
        return _any_layout(html, root_box, context, max_loops)  # type: ignore[no-any-return]
    return _without_names(root_box, html, root_box, context, max_loops)


def _without_names(root_box: Any, *given: Any) -> Iterator[Any]:
    everywhere = root_box.page_values()
    for kind in _any_values:
        kind.page_values = lambda _box: everywhere
    try:
        yield from _any_layout(*given)
    finally:
        for kind, values in _any_values.items():
            kind.page_values = values


document.layout_document = layout_document
