"""The file: each object is made once, though it is written and hashed."""

from typing import Any, ClassVar

import pydyf


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


def once_a_file(kind: type[Any]) -> property:
    make = kind.data.fget

    def data(self: Any) -> bytes:
        if (made := OneWriting.made) is None:
            return make(self)  # type: ignore[no-any-return]
        if id(self) not in made:
            made[id(self)] = self, make(self)
        return made[id(self)][1]

    return property(data)


_any_to_bytes = pydyf._to_bytes


def to_bytes(item: Any) -> bytes:
    """The two commonest kinds without four questions first."""
    if type(item) is bytes:
        return item
    return item.encode("ascii") if type(item) is str else _any_to_bytes(item)  # type: ignore[no-any-return]


pydyf._to_bytes = to_bytes
pydyf.PDF = OneWriting
for kind in (pydyf.Stream, pydyf.Dictionary):
    kind.data = once_a_file(kind)
