"""Reads an indicator set folder, whole or not at all."""

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from catalogues.decoding import field_name, read_model, yaml_names
from catalogues.faults import CatalogueError, Fault
from catalogues.yaml_file import YamlFile

from .schema import Catalogue, Group, GroupFile, SetFile

SET_FILE = "set.yaml"


def read_folder(folder: Path) -> Catalogue:
    """Read every file of `folder` (indicators/data/<set>/v<N>). Raises CatalogueError with all faults found."""
    faults: list[Fault] = []
    files: list[tuple[YamlFile, GroupFile]] = []
    about: SetFile | None = None
    for name in yaml_names(folder):
        try:
            if name == SET_FILE:
                about = read_model(folder, name, SetFile)[1]
            else:
                files.append(read_model(folder, name, GroupFile))
        except CatalogueError as error:
            faults.extend(error.faults)
    faults.extend(_repeated_codes(files))
    if faults or not files:
        raise CatalogueError(faults or [Fault(str(folder), 0, "", _("không có tệp nào mô tả một nhóm chỉ số (group)"))])
    groups = tuple(Group(**dict(file.group), indicators=file.indicators) for _yaml, file in files)
    return Catalogue(code=f"{folder.parent.name}/{folder.name}", set=about, groups=groups)


def _repeated_codes(files: list[tuple[YamlFile, GroupFile]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for yaml_file, group_file in files:
        codes = [(("group", "code"), group_file.group.code)]
        codes += [(("indicators", n, "code"), indicator.code) for n, indicator in enumerate(group_file.indicators)]
        for place, code in codes:
            if code in seen:
                yield Fault(yaml_file.name, yaml_file.line_of(place), field_name(place), _("mã %s bị lặp") % code)
            seen.add(code)
