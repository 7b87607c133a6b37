"""Reads one YAML file into plain values and remembers the line of every key and item.

Scalars stay text (only empty, `null` and `~` become None): the schema turns them into numbers, so that
`weight: 0.1` is exactly 0.1, `code: 01` keeps its nought and `code: no` is not a boolean.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import yaml
from django.utils.translation import gettext as _

from .faults import CatalogueError, Fault

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
UNPRINTABLE = yaml.reader.Reader.NON_PRINTABLE
Place: TypeAlias = tuple[str | int, ...]

MAX_BYTES = 2_000_000
MAX_DEPTH = 20


@dataclass(frozen=True)
class YamlFile:
    """`content` is made of dict, list, str and None; `lines` maps a path of keys and positions to its line."""

    name: str
    content: Any
    lines: dict[Place, int]

    def at(self, place: Place) -> Any:
        """The value at a place the file has."""
        found = self.content
        for part in place:
            found = found[part]
        return found

    def line_of(self, place: Place) -> int:
        """The line of the deepest part of `place` that the file has; parts it does not know are passed over."""
        found: Place = ()
        for part in place:
            if (*found, part) in self.lines:
                found = (*found, part)
        return self.lines.get(found, 1)

    def fault(self, place: Place, message: str) -> Fault:
        """Something wrong at `place`, said where a person finds it."""
        return Fault(self.name, self.line_of(place), field_name(place), message)


def field_name(place: Place) -> str:
    """("questions", 0, "rule") as people write it: questions[0].rule."""
    name = ""
    for part in place:
        name += f"[{part}]" if isinstance(part, int) else f".{part}" if name else part
    return name


def read_yaml(path: Path, name: str) -> YamlFile:
    """Read `path`; `name` is what faults call it. Raises CatalogueError with exactly one fault."""
    return parse_yaml(_bytes(path, name), name)


def parse_yaml(raw: bytes, name: str) -> YamlFile:
    """The same for bytes already read (an upload)."""
    if len(raw) > MAX_BYTES:
        raise _refusal(name, 0, _("tệp lớn hơn giới hạn %d byte") % MAX_BYTES)
    text = _text(raw, name)
    try:
        _refuse_depth(text, name)
        node = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _refusal(name, line, _("YAML sai cú pháp: %s") % error.problem) from error
    walk = _Walk(name)
    return YamlFile(name, walk.value(node, ()), walk.lines)


def _refusal(name: str, line: int, message: str, field: str = "") -> CatalogueError:
    return CatalogueError([Fault(name, line, field, message)])


def _bytes(path: Path, name: str) -> bytes:
    try:
        if not path.is_file():  # a folder, a device, a link that leads nowhere
            raise _refusal(name, 0, _("cần là một tệp thường hoặc liên kết đến một tệp thường"))
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _refusal(name, 0, _("không đọc được tệp: %s") % error.strerror) from error


def _text(raw: bytes, name: str) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise _refusal(name, line, _("tệp không phải UTF-8 (byte thứ %d)") % (error.start + 1)) from error
    found = UNPRINTABLE.search(text)
    if found:
        raise _unprintable(name, text.count("\n", 0, found.start()) + 1, found[0])
    return text


def _unprintable(name: str, line: int, character: str) -> CatalogueError:
    return _refusal(name, line, _("có ký tự điều khiển U+%04X không dùng được") % ord(character))


def _refuse_depth(text: str, name: str) -> None:
    """Count nesting on the event stream, before the composer recurses into it; refuse aliases on the way."""
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, yaml.AliasEvent):
            raise _refusal(name, _line(event), _("không dùng bí danh (*tên) trong tệp danh mục"))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise _refusal(name, _line(event), _("lồng quá %d cấp") % MAX_DEPTH)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


@dataclass
class _Walk:
    """Turns nodes into values, noting lines as it goes."""

    name: str
    lines: dict[Place, int] = field(default_factory=dict)

    def value(self, node: Any, place: Place) -> Any:
        if node is None:
            return None
        self.lines.setdefault(place, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*place, index)) for index, child in enumerate(node.value)]
        return None if node.tag.endswith(":null") else self.text(node)

    def text(self, node: Any) -> str:
        """A scalar's text: an escape ("\\0") can write what the file itself may not hold."""
        found = UNPRINTABLE.search(node.value)
        if found:
            raise _unprintable(self.name, node.start_mark.line + 1, found[0])
        return str(node.value)

    def mapping(self, node: Any, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise _refusal(self.name, line, _("tên trường phải là chữ"))
            key = self.text(key_node)
            if key in found:
                raise _refusal(self.name, line, _("trường này đã có ở trên trong cùng một mục"), key)
            self.lines[(*place, key)] = line
            found[key] = self.value(value_node, (*place, key))
        return found
