"""How commands read a file of answers."""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from indicators.scoring.exchange import ExchangeError, Problem
from indicators.scoring.measures import shown

REASONS = {
    FileNotFoundError: "không có tệp này",
    IsADirectoryError: "đây là một thư mục",
    PermissionError: "không có quyền đọc",
}


def read_json(name: str) -> Any:
    """The document in a file ("-": standard input), fractions as they are written. Raises CommandError with one
    sentence, or ExchangeError for fields given twice."""
    twice: list[Problem] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            code = found.get("code")
            fields = Counter(field for field, _value in pairs)
            twice.extend(
                Problem(
                    shown(code) if isinstance(code, str) else "", shown(field), "mỗi trường một lần", "trường bị lặp"
                )
                for field, times in fields.items()
                if times > 1
            )
        return found

    try:
        document = json.loads(_text(name), parse_float=str, parse_constant=str, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        raise _refusal(name, f"không phải JSON: sai ở dòng {error.lineno}, cột {error.colno}") from error
    except RecursionError as error:
        raise _refusal(name, "các nhóm lồng nhau quá nhiều cấp") from error
    except ValueError as error:
        raise _refusal(name, f"có số nguyên dài quá {sys.get_int_max_str_digits()} chữ số") from error
    if twice:
        raise ExchangeError(twice)
    return document


def _text(name: str) -> str:
    try:
        raw = _bytes(name)
        return raw.decode("utf-8").removeprefix("\ufeff")
    except OSError as error:
        reason = REASONS.get(type(error), f"lỗi hệ thống số {error.errno}")
        raise _refusal(name, f"không đọc được tệp: {reason}") from error
    except UnicodeDecodeError as error:
        raise _refusal(name, f"tệp không phải UTF-8 (byte thứ {error.start + 1})") from error


def _bytes(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read() if sys.stdin else b""
    return Path(name).read_bytes()


def _refusal(name: str, sentence: str) -> CommandError:
    return CommandError(f"{name}: {sentence}", returncode=2)
