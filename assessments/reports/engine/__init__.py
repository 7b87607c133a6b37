"""What WeasyPrint 70 and its writer pydyf do slowly or twice, done at once (docs/adr/0022, docs/performance.md)."""

from . import boxes, styles, texts
from .old import OurHTML

__all__ = ["OurHTML"]
