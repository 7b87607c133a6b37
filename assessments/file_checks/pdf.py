"""Opens a PDF in a process of its own, within limits of memory and time, and says what is in it.

A PDF of a few kilobytes can unpack to gigabytes of objects, and nothing within a process can stop the reader then. So
this file is also a program: the PDF on its standard input, one line of JSON on its standard output.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from typing import IO, Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

MAX_SECONDS = 20
MAX_MEMORY = 1024 * 1024 * 1024
MAX_OBJECTS = 300_000
MAX_KNOWN = 1000
DEEPEST = 30

ACTIVE = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/RichMedia", "/Movie"})
"""Actions, and kinds of annotation, that run, send or open something."""

TEXT_ENDINGS, WORKBOOK = (".xml", ".csv", ".json", ".txt"), ".xlsx"
"""What may be attached: the data of invoices (PDF/A-3) and of our own reports, which runs nothing when it is opened."""

MAX_PARTS, MAX_UNPACKED = 500, 30_000_000
LIVELY = ("vba", "macro", "activex", "embeddings/", "externallinks/", "connections", "ctrlprops", "querytables")
"""In the names of parts of a workbook, or in its list of contents, something that runs or is fetched."""


class Opened(NamedTuple):
    """`problem`: "" or one of broken, locked, active, attached, heavy."""

    pages: int
    problem: str = ""


_known: dict[bytes, Opened] = {}
"""By the sha256 of what was read, in this process."""


def opened(content: IO[bytes]) -> Opened:
    """What a process of its own finds; "heavy" if it needed more memory or time than it may take. One decision is often
    handed in for many answers: what was found in the same bytes is still known."""
    content.seek(0)
    raw = content.read()
    content.seek(0)
    digest = sha256(raw).digest()
    if known := _known.get(digest):
        return known
    found = _found_outside(raw)
    if found is None:
        return Opened(0, "heavy")
    if len(_known) >= MAX_KNOWN:
        _known.clear()
    _known[digest] = found
    return found


def _found_outside(raw: bytes) -> Opened | None:
    """None where the process did not come to its end; that may have been the machine's fault."""
    command = [sys.executable, "-I", __file__]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=MAX_SECONDS + 5, check=False)
    except subprocess.TimeoutExpired:
        return None
    return Opened(**json.loads(done.stdout)) if done.returncode == 0 else None


def examined(content: IO[bytes]) -> Opened:
    """The same within this process. pypdf raises anything at all on hostile bytes."""
    try:
        reader = PdfReader(content, xref_stream_maximum_entries=MAX_OBJECTS)
        if reader.is_encrypted and not reader.decrypt(""):
            return Opened(0, "locked")
        return Opened(len(reader.pages), _problem(reader))
    except MemoryError:
        return Opened(0, "heavy")
    except Exception:
        return Opened(0, "broken")


def _problem(reader: PdfReader) -> str:
    keys = [(number, generation) for generation, found in reader.xref.items() for number in found]
    keys += [(number, 0) for number in reader.xref_objStm]
    if len(keys) > MAX_OBJECTS:
        return "heavy"
    for number, generation in keys:
        for found in _dictionaries(_object(reader, number, generation), DEEPEST):
            if problem := _problem_of(found):
                return problem
    return ""


def _object(reader: PdfReader, number: int, generation: int) -> Any:
    """None for an entry of the table that leads nowhere: no reader gets there either."""
    try:
        return reader.get_object(IndirectObject(number, generation, reader))
    except MemoryError:
        raise
    except Exception:
        return None


def _dictionaries(found: Any, depth: int) -> Iterator[DictionaryObject]:
    """All that stand within an object, not those it refers to."""
    if depth == 0:
        raise ValueError("nested too deep")
    if isinstance(found, DictionaryObject):
        yield found
    parts = found.values() if isinstance(found, DictionaryObject) else found if isinstance(found, ArrayObject) else ()
    for part in parts:
        if isinstance(part, DictionaryObject | ArrayObject):
            yield from _dictionaries(part, depth - 1)


def _problem_of(found: DictionaryObject) -> str:
    kinds = {str(found.raw_get(key)) for key in ("/S", "/Subtype") if key in found}
    if kinds & ACTIVE or "/JS" in found or "/XFA" in found:
        return "active"
    if "/EF" in found and not _is_data(found):
        return "attached"
    return ""


def _is_data(found: DictionaryObject) -> bool:
    """An attached file that says by every name it has that it is data, and is no program, archive or document."""
    names = [str(found[key]).strip().lower() for key in ("/F", "/UF") if key in found]
    files = found["/EF"]
    streams = [files[key].get_object() for key in files] if isinstance(files, DictionaryObject) else []
    if not names or not all(isinstance(stream, StreamObject) for stream in streams):
        return False
    if all(name.endswith(TEXT_ENDINGS) for name in names):
        return all(b"\x00" not in stream.get_data()[:4096] for stream in streams)
    return all(name.endswith(WORKBOOK) for name in names) and all(_is_still(stream.get_data()) for stream in streams)


def _is_still(raw: bytes) -> bool:
    """A workbook of values. Raises what zipfile raises for what is no archive."""
    with ZipFile(BytesIO(raw)) as archive:
        members = archive.infolist()
        if len(members) > MAX_PARTS or sum(member.file_size for member in members) > MAX_UNPACKED:
            return False
        names = " ".join(member.filename.lower() for member in members)
        if "xl/workbook.xml" not in names or any(part in names for part in LIVELY):
            return False
        listed = archive.getinfo("[Content_Types].xml")
        return listed.compress_type in (ZIP_STORED, ZIP_DEFLATED) and not any(
            part in archive.read(listed).decode("utf-8", "replace").lower() for part in LIVELY
        )


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))


def main() -> None:
    limit()
    sys.stdout.write(json.dumps(examined(BytesIO(sys.stdin.buffer.read()))._asdict()))


if __name__ == "__main__":
    main()
