"""All evidence of one snapshot as a ZIP: its files by section, a list for people, one for programs, and checksums.

Written to a file on disk in chunks, so that hundreds of files take no more memory than one; the same snapshot gives the
same bytes. What is marked as not for circulation stays out, and the lists say so without telling what it is.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import datetime
from pathlib import PurePath
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.core.files.base import File
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from assessments.catalogue import campaign_catalogue
from assessments.enums import EvidenceKind, ScanState
from assessments.errors import Refusal
from assessments.evidence_files import TYPES
from assessments.models import Evidence, ScoreSnapshot, StoredFile

from . import frozen_evidence, in_words
from .evidence_manifest import LISTED, MANIFEST, READ_ME, SUMS, Entry, listed, manifest, read_me
from .frozen_evidence import Item

LONGEST_FOLDER, LONGEST_STEM = 60, 78
"""With a slash, a number and an ending a path stays within 150 characters."""

ENDINGS = {content_type: ending for ending, content_type in reversed(TYPES.items())}


class PackFailed(Refusal):
    """A file is gone or is not what was frozen: no pack rather than one with a hole in it."""


def pack(snapshot: ScoreSnapshot, language: str) -> File:
    """The pack of a ready snapshot, as an open temporary file. Raises PackFailed with a sentence naming the item."""
    with translation.override(language), ExitStack() as cleaning:
        packing = Packing(snapshot)
        file = cleaning.enter_context(TemporaryFile())
        packing.write(file)
        file.seek(0)
        cleaning.pop_all()
        return File(file, "pack.zip")


class Packing:
    """What of a snapshot's evidence goes where, in the order of the catalogue."""

    def __init__(self, snapshot: ScoreSnapshot) -> None:
        self._snapshot, self._catalogue = snapshot, campaign_catalogue(snapshot.assessment.campaign)
        items = frozen_evidence.items(snapshot.context, self._catalogue.items)
        contents = {item.sha256 for item in items if item.sha256}
        self._stored = {row.sha256: row for row in StoredFile.objects.filter(sha256__in=contents)}
        self._marked = frozen_evidence.marked(snapshot.context) | self._marked_since(contents)
        self._paths: dict[str, str] = {}
        self._taken: set[str] = set()
        self.entries = [self._entry(item) for item in items]

    def _marked_since(self, contents: Iterable[str]) -> set[str]:
        """A mark that a file was given after the snapshot counts as well."""
        own = Evidence.objects.filter(province=self._snapshot.assessment.province_id, is_confidential=True)
        return set(own.filter(stored_file__sha256__in=contents).values_list("stored_file__sha256", flat=True))

    def _entry(self, item: Item) -> Entry:
        if frozen_evidence.is_held_back(item.found, self._marked):
            return Entry(item, is_held_back=True)
        stored = self._stored.get(item.sha256)
        if stored and stored.scan_state == ScanState.WAITING:
            raise _unscanned(item)
        if stored and stored.is_infected:
            return Entry(item, is_held_back=False, remark=_("Tệp có mã độc, đã bị xóa khỏi kho lưu trữ."))
        path = self._path(item) if item.found["kind"] == EvidenceKind.FILE else ""
        return Entry(item, is_held_back=False, path=path)

    def _path(self, item: Item) -> str:
        """The same content has one path, whatever it was called when it was given again."""
        if item.sha256 not in self._stored:
            raise _gone(item)
        if item.sha256 not in self._paths:
            section = self._catalogue.sections[self._catalogue.section_of[item.codes[0]]]
            folder = _named(section.code, str(section.title), LONGEST_FOLDER)
            stem = _named(item.codes[0], _without_ending(str(item.found["title"])), LONGEST_STEM)
            ending = ENDINGS.get(self._stored[item.sha256].content_type, "")
            self._paths[item.sha256] = self._free(f"{folder}/{stem}", ending)
        return self._paths[item.sha256]

    def _free(self, stem: str, ending: str) -> str:
        """A path that no other file has, also where capital letters do not count."""
        number, path = 1, f"{stem}{ending}"
        while path.lower() in self._taken:
            number += 1
            path = f"{stem}-{number}{ending}"
        self._taken.add(path.lower())
        return path

    def write(self, file: IO[bytes]) -> None:
        made = timezone.localtime(datetime.fromisoformat(self._snapshot.context["frozen_at"]))
        texts = {
            READ_ME: read_me(self._snapshot),
            MANIFEST: json.dumps(manifest(self._snapshot, self.entries), ensure_ascii=False, indent=1) + "\n",
            LISTED: listed(self._snapshot, self.entries),
        }
        files = {entry.path: entry.item for entry in reversed(self.entries) if entry.path}
        sums = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in texts.items()}
        sums |= {path: item.sha256 for path, item in sorted(files.items())}
        texts[SUMS] = "".join(f"{digest}  {name}\n" for name, digest in sums.items())
        with ZipFile(file, "w") as archive:
            for name, text in texts.items():
                archive.writestr(_member(name, made, ZIP_DEFLATED), text.encode())
            for path, item in sorted(files.items()):
                _copy(archive, _member(path, made, ZIP_STORED), item, self._stored[item.sha256])


def _named(code: str, title: str, longest: int) -> str:
    """ASCII letters, digits, dots and hyphens only: no unpacking program has trouble with these, and none takes them
    for a path or a device."""
    folded = slugify(title.replace("Đ", "D").replace("đ", "d")).replace("_", "-") or "tep"
    return f"{re.sub(r'[^A-Za-z0-9.]+', '-', code)}-{folded}"[:longest].rstrip("-.")


def _without_ending(title: str) -> str:
    name = PurePath(title)
    return name.stem if name.suffix.lower() in TYPES else title


def _member(path: str, made: datetime, compression: int) -> ZipInfo:
    """Timed like the snapshot, never by the clock."""
    member = ZipInfo(path, made.timetuple()[:6])
    member.compress_type, member.create_system, member.external_attr = compression, 3, 0o644 << 16
    return member


def _copy(archive: ZipFile, member: ZipInfo, item: Item, stored: StoredFile) -> None:
    """Evidence is only of types that are compressed already, so it is stored plainly. Its bytes are judged on their
    way."""
    member.file_size, digest = stored.size, hashlib.sha256()
    try:
        source = stored.file.open("rb")
    except FileNotFoundError as error:
        raise _gone(item) from error
    with source, archive.open(member, "w") as target:
        for chunk in source.chunks():
            digest.update(chunk)
            target.write(chunk)
    if digest.hexdigest() != item.sha256:
        raise _altered(item)


def _gone(item: Item) -> PackFailed:
    text = _("Không lập được gói minh chứng: tệp “%(title)s” của câu %(codes)s không còn trong kho lưu trữ.")
    return PackFailed(text % _names(item))


def _unscanned(item: Item) -> PackFailed:
    text = _("Không lập được gói minh chứng: tệp “%(title)s” của câu %(codes)s đang chờ quét mã độc; hãy lập lại sau.")
    return PackFailed(text % _names(item))


def _altered(item: Item) -> PackFailed:
    text = _("Không lập được gói minh chứng: nội dung tệp “%(title)s” của câu %(codes)s không khớp mã sha256 đã ghi.")
    return PackFailed(text % _names(item))


def _names(item: Item) -> dict[str, str]:
    """Short enough for the row's sentence."""
    return {"title": in_words.plain(item.found["title"])[:100], "codes": ", ".join(item.codes)[:60]}
