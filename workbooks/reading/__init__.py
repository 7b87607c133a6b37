"""What somebody filled in, from a file that may be anything at all."""

from .book import Found, read

__all__ = ("Found", "read")
