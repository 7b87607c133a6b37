"""The workbook of an assessment as a file."""

from .book import workbook

__all__ = ("workbook",)
