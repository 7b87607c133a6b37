"""Everything asked of a template before it is kept: a sound file, tags that close, names that there are, and that it
fills in the fullest and the emptiest report."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from jinja2 import TemplateSyntaxError, UndefinedError
from lxml.etree import XMLSyntaxError

from assessments.errors import Refusal, RefusedFile
from assessments.evidence_files import TYPES, inspect

from . import package, samples, sandbox, saving, structure, syntax, tags
from .document import Document, Source
from .expressions import Reader
from .labels import OBLIGATORY

MOST_BYTES = 5 * 1024 * 1024
MOST_FAULTS = 100
SHOWN = 90


@dataclass(frozen=True)
class Fault:
    """`place`: the part of the document, and the paragraph as far as it is known; `name`: as the template writes it."""

    place: str
    paragraph: str
    name: str
    problem: str

    def __str__(self) -> str:
        return f"{self.name}: {self.problem}" if self.name else self.problem


@dataclass(frozen=True)
class Checked:
    """`missing`: obligatory fields that the template does not print; to be told, not refused."""

    faults: tuple[Fault, ...]
    missing: tuple[str, ...] = ()


class RefusedTemplate(Refusal):
    """A template that cannot be used, with everything that is wrong with it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("; ".join(map(str, faults)))


def received(upload: UploadedFile) -> bytes:
    """The bytes of an upload that is a Word document without macros. Raises RefusedFile."""
    size = upload.size or 0
    if size > MOST_BYTES:
        names = {"name": upload.name, "limit": MOST_BYTES // 1024 // 1024}
        raise RefusedFile(_("Tệp “%(name)s” nặng hơn %(limit)d MB; hãy thu nhỏ hình trong mẫu.") % names)
    found = inspect(upload)
    if found.content_type != TYPES[".docx"]:
        raise RefusedFile(_("Tệp “%s” không phải là tệp Word (.docx).") % found.name)
    upload.seek(0)
    return bytes(upload.read())


def checked(content: bytes) -> Checked:
    """Step by step: what a later step would stumble over is told by an earlier one alone."""
    named: set[str] = set()
    steps: tuple[Callable[[], Iterator[Fault]], ...] = (
        lambda: _package(content),
        lambda: _tags(content),
        lambda: _names(content, named),
        lambda: _filling(content),
    )
    for step in steps:
        if faults := _first(step()):
            return Checked(faults)
    return Checked((), tuple(name for name in OBLIGATORY if name not in named))


def _first(faults: Iterator[Fault]) -> tuple[Fault, ...]:
    """Each once, and no more than anybody would read."""
    found: dict[tuple[str, str], Fault] = {}
    for fault in faults:
        found.setdefault((fault.place, str(fault)), fault)
        if len(found) == MOST_FAULTS:
            break
    return tuple(found.values())


def _package(content: bytes) -> Iterator[Fault]:
    """lxml, zipfile and python-docx raise anything at all on hostile bytes."""
    try:
        found = [Fault(_("Tệp"), "", "", problem) for problem in package.faults(content)]
        if not found:
            Document(content).docx.sections[0]
    except Exception:
        found = [Fault(_("Tệp"), "", "", _("không mở được như một văn bản Word"))]
    yield from found


def _tags(content: bytes) -> Iterator[Fault]:
    for place, xml in Document(content).sources():
        for problem in tags.faults(xml):
            yield Fault(place, "", "", problem)


def _names(content: bytes, named: set[str]) -> Iterator[Fault]:
    for source in Document(content).patched():
        try:
            reader = Reader()
            reader.read(sandbox.parse(source.xml))
        except TemplateSyntaxError as error:
            yield _at(source, error.lineno, "", syntax.said(error.message))
        except RecursionError:
            yield Fault(source.place, "", "", _("biểu thức lồng nhau quá sâu"))
        else:
            named |= reader.named
            for line, name, problem in reader.wrong:
                yield _at(source, line, name, problem)


def _at(source: Source, line: int, name: str, problem: str) -> Fault:
    lines = source.xml.split("\n")
    text = tags.MARKUP.sub("", lines[line - 1]) if 0 < line <= len(lines) else ""
    return Fault(source.place, Truncator(" ".join(text.split())).chars(SHOWN), name, problem)


def _filling(content: bytes) -> Iterator[Fault]:
    reports = (
        (_("Thử với báo cáo đầy đủ"), samples.full()),
        (_("Thử với báo cáo trống"), samples.sparse()),
    )
    for place, context in reports:
        document = Document(content)
        try:
            document.filled(context)
            saving.saved(document.docx)
        except XMLSyntaxError:
            yield Fault(
                place, "", "", _("các thẻ làm hỏng cấu trúc văn bản; thẻ quanh hàng của bảng cần dạng {%tr … %}")
            )
        except UndefinedError as error:
            text = _("gọi đến mục không có trong báo cáo này (%s); hãy dùng vòng lặp hoặc đặt trong điều kiện")
            yield Fault(place, "", "", text % error)
        except Exception as error:  # python-docx and docxtpl have no errors of their own
            yield Fault(place, "", "", str(error) if isinstance(error, Refusal) else _("không điền được (%s)") % error)
        else:
            for problem in structure.faults(document.docx.element.body):
                yield Fault(place, "", "", problem)
