"""What refers to itself lives until the collector walks all of it; a document does so by its context, which makes its
images and knows how to write anew what names a page."""

from collections.abc import Iterator
from typing import Any

from weasyprint import document

_any_layout = document.layout_document


def layout_document(html: Any, root_box: Any, context: Any, max_loops: int = 8) -> Iterator[Any]:
    html.context = context
    yield from _any_layout(html, root_box, context, max_loops)


def forget(html: Any) -> None:
    """Once a document is written."""
    context = html.__dict__.pop("context")
    context.target_collector.__dict__.clear()
    context.__dict__.clear()


document.layout_document = layout_document
