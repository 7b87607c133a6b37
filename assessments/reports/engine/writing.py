"""The file: each object is made once, though it is written and hashed."""

import zlib
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, ClassVar

import pydyf
from weasyprint.pdf.stream import Stream as PageStream


class OneWriting(pydyf.PDF):  # type: ignore[misc]
    """A file with an identifier has every object made twice, compressed too: to be written, and to be hashed. Nothing
    changes in between, so each is made once. Pages are counted anew for every tag: their references are kept too."""

    made: ClassVar[dict[int, tuple[Any, bytes]] | None] = None
    """While a file is written: its objects by identity, each with its bytes; the object itself, so that it lives on."""

    def write(self, *args: Any, **options: Any) -> None:
        OneWriting.made = {}
        try:
            super().write(*args, **options)
        finally:
            OneWriting.made = None

    @property
    def page_references(self) -> tuple[bytes, ...]:
        count = len(self.pages["Kids"])
        if self.__dict__.get("counted") != count:
            self.counted, self.references = count, super().page_references
        return self.references


def once_a_file(make: Callable[[Any], bytes]) -> property:
    def data(self: Any) -> bytes:
        if (made := OneWriting.made) is None or self.number is None:
            return make(self)
        if id(self) not in made:
            made[id(self)] = self, make(self)
        return made[id(self)][1]

    return property(data)


class Keys(dict[str, bytes]):
    """Keys of dictionaries as they are written; there are few."""

    def __missing__(self, key: str) -> bytes:
        self[key] = b"/" + _any_to_bytes(key) + b" "
        return self[key]


KEYS = Keys()
_any_to_bytes = pydyf._to_bytes
_any_array, _any_dictionary, _any_stream = (kind.data.fget for kind in (pydyf.Array, pydyf.Dictionary, pydyf.Stream))


def to_bytes(item: Any) -> bytes:
    """The commonest kinds without four questions first."""
    kind = type(item)
    if kind is bytes:
        return item  # type: ignore[no-any-return]
    if kind is str:
        return item.encode("ascii")  # type: ignore[no-any-return]
    return b"%d" % item if kind is int else _any_to_bytes(item)  # type: ignore[no-any-return]


def dictionary(self: Any) -> bytes:
    return b"<<%b>>" % b"".join([KEYS[key] + to_bytes(value) for key, value in self.items()])


def array(self: Any) -> bytes:
    return b"[%b]" % b" ".join([to_bytes(item) for item in self])


def stream(self: Any) -> bytes:
    """At zlib's own level; the writer's, the highest, takes four times as long for 3 % less."""
    content = self.stream
    try:
        content = b"\n".join(content)
    except TypeError:  # few streams have anything but bytes
        content = b"\n".join(map(to_bytes, content))
    extra = dict(self.extra)
    if self.compress:
        extra["Filter"], content = "/FlateDecode", zlib.compress(content)
    extra["Length"] = len(content)
    return b"%b\nstream\n%b\nendstream" % (dictionary(extra), content)


class Ending:
    """Ends what was begun in a stream."""

    __slots__ = ("stream",)

    def __init__(self, stream: list[Any]) -> None:
        self.stream = stream

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_error: object) -> None:
        self.stream.append(b"EMC")


def marked(self: Any, box: Any, tag: str) -> AbstractContextManager[None]:
    tags = self._tags
    if tags is None or box in tags:
        return _any_marked(self, box, tag)  # type: ignore[no-any-return]
    tags[box] = {"tag": tag, "mcid": len(tags)}
    self.stream += (b"/" + tag.encode(), b"<</MCID %d>>" % tags[box]["mcid"], b"BDC")
    return Ending(self.stream)


def artifact(self: Any) -> AbstractContextManager[None]:
    if self._tags is None:
        return nullcontext()
    self.stream += (b"/Artifact", b"BMC")
    return Ending(self.stream)


_any_marked, _any_artifact = PageStream.marked, PageStream.artifact
PageStream.marked, PageStream.artifact = marked, artifact
pydyf._to_bytes = to_bytes
pydyf.PDF = OneWriting
pydyf.Array.data = property(array)
pydyf.Dictionary.data = once_a_file(dictionary)
pydyf.Stream.data = once_a_file(stream)
