"""Reads an indicator set folder, whole or not at all."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from django.utils.translation import gettext as _

from catalogues.decoding import Opener, decode, folder_files
from catalogues.faults import CatalogueError, Fault
from catalogues.yaml_file import Place, YamlFile

from .schema import Catalogue, Group, GroupFile, Scoring, SetFile, criterion_faults

SET_FILE = "set.yaml"


def read_folder(folder: Path) -> Catalogue:
    """Read every file of `folder` (indicators/data/<set>/v<N>). Raises CatalogueError with all faults found."""
    return read_files(f"{folder.parent.name}/{folder.name}", folder_files(folder), str(folder))


def read_files(code: str, files: Mapping[str, Opener], whole: str = "") -> Catalogue:
    """The same for files from anywhere; `whole` is what a fault of none of them in particular is said about."""
    faults: list[Fault] = []
    groups: list[tuple[YamlFile, GroupFile]] = []
    about: SetFile | None = None
    for name, open_file in files.items():
        try:
            file = open_file()
            if name == SET_FILE:
                about = decode(file, SetFile)
            else:
                groups.append((file, decode(file, GroupFile)))
        except CatalogueError as error:
            faults.extend(error.faults)
    faults.extend(_repeated_codes(groups))
    faults.extend(_unknown_bodies(groups, about))
    faults.extend(_no_criteria(groups, about))
    if faults or not groups:
        raise CatalogueError(faults or [Fault(whole, 0, "", _("không có tệp nào mô tả một nhóm chỉ số (group)"))])
    found = tuple(Group(**dict(file.group), indicators=file.indicators) for _yaml, file in groups)
    return Catalogue(code=code, set=about, groups=found)


def _repeated_codes(files: list[tuple[YamlFile, GroupFile]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for yaml_file, group_file in files:
        codes = [(("group", "code"), group_file.group.code)]
        codes += [(("indicators", n, "code"), indicator.code) for n, indicator in enumerate(group_file.indicators)]
        for place, code in codes:
            if code in seen:
                yield yaml_file.fault(place, _("mã %s bị lặp") % code)
            seen.add(code)


def _unknown_bodies(files: list[tuple[YamlFile, GroupFile]], about: SetFile | None) -> Iterator[Fault]:
    """A set that lists its bodies lists all; one that lists none names them freely."""
    known = {body.code for body in about.bodies} if about else set()
    for yaml_file, group_file in files if known else ():
        for n, indicator in enumerate(group_file.indicators):
            named: list[tuple[Place, str]] = [(("body",), indicator.body), (("lead",), indicator.lead)]
            named += [(("options", o, "lead"), option.lead) for o, option in enumerate(indicator.options)]
            for place, body in named:
                if body and body not in known:
                    yield yaml_file.fault(
                        ("indicators", n, *place), _("danh sách cơ quan của bộ chỉ số không có mã %s") % body
                    )


def _no_criteria(files: list[tuple[YamlFile, GroupFile]], about: SetFile | None) -> Iterator[Fault]:
    """What a ladder cannot decide by đạt or không đạt."""
    if about is None or about.scoring is not Scoring.LADDER:
        return
    for yaml_file, group_file in files:
        for n, indicator in enumerate(group_file.indicators):
            for field, message in criterion_faults(indicator):
                yield yaml_file.fault(("indicators", n, field), message)
