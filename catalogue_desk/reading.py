"""Reads a catalogue from uploaded YAML files, whole or not at all."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

import guidance.loading
import indicators.loading
from catalogues.decoding import Opener, given_files
from catalogues.faults import CatalogueError, Fault
from catalogues.yaml_file import MAX_BYTES, YamlFile
from guidance.schema import Catalogue as Guidance
from indicators.schema import Catalogue as IndicatorSet

from .enums import CatalogueKind

MAX_FILES = 50
MAX_TOTAL = MAX_BYTES
MAX_LEAVES = 5_000
LEAVES = frozenset({"questions", "indicators"})

HEADS = {CatalogueKind.GUIDANCE: guidance.loading.DOCUMENT_FILE, CatalogueKind.INDICATORS: indicators.loading.SET_FILE}
LOADERS: dict[str, Callable[[str, Mapping[str, Opener]], Guidance | IndicatorSet]] = {
    CatalogueKind.GUIDANCE: guidance.loading.read_files,
    CatalogueKind.INDICATORS: indicators.loading.read_files,
}


def read_yaml_files(kind: str, code: str, given: Mapping[str, bytes]) -> Guidance | IndicatorSet:
    """The catalogue `code` from files by name. Raises CatalogueError with all faults found."""
    head = HEADS[CatalogueKind(kind)]
    if len(given) > MAX_FILES:
        raise CatalogueError([Fault("", 0, "", _("có %(count)d tệp, giới hạn là %(limit)d tệp") % _of(given))])
    if sum(len(raw) for raw in given.values()) > MAX_TOTAL:
        raise CatalogueError([Fault("", 0, "", _("các tệp cộng lại lớn hơn giới hạn %d byte") % MAX_TOTAL)])
    files = {name: _Once(open_file) for name, open_file in given_files(given).items()}
    if sum(file.leaves() for file in files.values()) > MAX_LEAVES:
        raise CatalogueError([Fault("", 0, "", _("có hơn %d câu hỏi hoặc chỉ số") % MAX_LEAVES)])
    missing = [Fault(head, 0, "", _("thiếu tệp %s về cả danh mục: tên, số hiệu, lưu ý về nguồn gốc") % head)]
    try:
        found = LOADERS[kind](code, files)
    except CatalogueError as error:
        raise CatalogueError([*error.faults, *(missing if head not in given else ())]) from error
    if head not in given:
        raise CatalogueError(missing)
    return found


def _of(given: Mapping[str, bytes]) -> dict[str, int]:
    return {"count": len(given), "limit": MAX_FILES}


class _Once:
    """Opens a file at most once: counting comes before decoding."""

    def __init__(self, open_file: Opener) -> None:
        self.open_file = open_file
        self.opened: YamlFile | CatalogueError | None = None

    def __call__(self) -> YamlFile:
        if self.opened is None:
            try:
                self.opened = self.open_file()
            except CatalogueError as error:
                self.opened = error
        if isinstance(self.opened, CatalogueError):
            raise self.opened
        return self.opened

    def leaves(self) -> int:
        """0 for a file that cannot be opened, which is said when it is decoded."""
        try:
            lines = self().lines
        except CatalogueError:
            return 0
        return sum(len(place) > 1 and place[-2] in LEAVES and isinstance(place[-1], int) for place in lines)
