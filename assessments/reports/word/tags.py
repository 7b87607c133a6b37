"""Whether the tags of a template open and close, before anything slower looks at them.

docxtpl's patterns search on from every opening mark to its closing one, so a file of nothing but opening marks would
keep them busy for hours.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from django.utils.translation import gettext as _

MOST_TAGS = 5_000
CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
MARK = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
MARKUP = re.compile(r"<[^<>]*>")
RAW_VALUE = re.compile(r"\{\{(?:p|r|tr|tc)\s")
AROUND = 40


def faults(xml: str) -> Iterator[str]:
    """Sentences; none if every tag that opens, be it in an attribute, closes before the next one opens."""
    text = MARKUP.sub(lambda found: found[0] if MARK.search(found[0]) else "", xml)
    marks = list(MARK.finditer(text))
    if len(marks) > 2 * MOST_TAGS:
        yield _("có hơn %d thẻ") % MOST_TAGS
        return
    if marks and (marks[0][0] not in CLOSING or marks[-1][0] in CLOSING):
        stray = marks[0] if marks[0][0] not in CLOSING else marks[-1]
        yield _stray(text, stray)
        return
    for one, other in pairwise(marks):
        if CLOSING.get(one[0], other[0]) != other[0] or (one[0] not in CLOSING and other[0] not in CLOSING):
            yield _stray(text, one)
            return
    for found in RAW_VALUE.finditer(text):
        yield _("%s … }} không dùng được; hãy viết {{ … }}") % found[0].strip()


def _stray(text: str, mark: re.Match[str]) -> str:
    near = " ".join(text[max(mark.start() - AROUND, 0) : mark.end() + AROUND].split())
    return _("dấu %(mark)s không có dấu đi cùng, gần chỗ “…%(near)s…”") % {"mark": mark[0], "near": near}
