"""One part of a stored document, without parsing the rest: a snapshot's trace has 270 kB, of which a page needs 90."""

import json
from typing import Any

DECODER = json.JSONDecoder()
OPENING = ("{", "[")


def part(text: str, *keys: str) -> Any:
    """What stands under these keys, one within the other, in the text of a JSON object; each holds an object or a list.

    Strings escape their quotation marks, so that `"key":` can only be a key. It has to be the only one of its name that
    holds an object or a list: so it is in a trace, not where codes of a catalogue are keys. Raises KeyError where there
    is none.
    """
    place = 0
    for key in keys:
        place = _after(text, key, place)
    return DECODER.raw_decode(text, place)[0]


def _after(text: str, key: str, start: int) -> int:
    sign = f'"{key}":'
    while (found := text.find(sign, start)) >= 0:
        start = found + len(sign)
        start += text.startswith(" ", start)  # as PostgreSQL and Python write it
        if text.startswith(OPENING, start):
            return start
    raise KeyError(key)
