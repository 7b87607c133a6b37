"""From a YAML file to a schema object, with every fault in Vietnamese and at its line."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from .faults import CatalogueError, Fault
from .yaml_file import Place, YamlFile, parse_yaml, read_yaml

Model = TypeVar("Model", bound=BaseModel)
Opener: TypeAlias = Callable[[], YamlFile]
"""Reads one file of a catalogue when it is called; raises CatalogueError where it cannot be read."""

TAGS = frozenset({"linear", "steps", "optimum"})

MESSAGES = {
    "missing": gettext_lazy("thiếu trường bắt buộc này"),
    "extra_forbidden": gettext_lazy("định dạng không có trường này"),
    "string_type": gettext_lazy("cần một chuỗi chữ, nhận được %(came)s"),
    "string_pattern_mismatch": gettext_lazy("mã “%(came)s” có ký tự không dùng được hoặc quá dài"),
    "decimal_type": gettext_lazy("cần một số, nhận được %(came)s"),
    "decimal_parsing": gettext_lazy("cần một số, nhận được “%(came)s”"),
    "finite_number": gettext_lazy("cần một số hữu hạn, nhận được “%(came)s”"),
    "decimal_max_digits": gettext_lazy("số “%(came)s” có quá nhiều chữ số"),
    "decimal_max_places": gettext_lazy("số “%(came)s” có quá nhiều chữ số thập phân"),
    "decimal_whole_digits": gettext_lazy("số “%(came)s” có quá nhiều chữ số"),
    "int_parsing": gettext_lazy("cần một số nguyên, nhận được “%(came)s”"),
    "int_parsing_size": gettext_lazy("số “%(came)s” có quá nhiều chữ số"),
    "int_type": gettext_lazy("cần một số nguyên, nhận được %(came)s"),
    "bool_parsing": gettext_lazy("cần true hoặc false, nhận được “%(came)s”"),
    "bool_type": gettext_lazy("cần true hoặc false, nhận được %(came)s"),
    "greater_than": gettext_lazy("cần lớn hơn %(gt)s, nhận được %(came)s"),
    "greater_than_equal": gettext_lazy("cần từ %(ge)s trở lên, nhận được %(came)s"),
    "less_than_equal": gettext_lazy("cần từ %(le)s trở xuống, nhận được %(came)s"),
    "enum": gettext_lazy("cần một trong %(expected)s, nhận được “%(came)s”"),
    "literal_error": gettext_lazy("cần %(expected)s, nhận được “%(came)s”"),
    "union_tag_not_found": gettext_lazy("thiếu trường kind"),
    "union_tag_invalid": gettext_lazy("kind cần một trong %(expected_tags)s, nhận được “%(tag)s”"),
    "tuple_type": gettext_lazy("cần một danh sách, nhận được %(came)s"),
    "dict_type": gettext_lazy("cần một nhóm trường, nhận được %(came)s"),
    "model_type": gettext_lazy("cần một nhóm trường, nhận được %(came)s"),
    "model_attributes_type": gettext_lazy("cần một nhóm trường, nhận được %(came)s"),
    "too_short": gettext_lazy("danh sách cần ít nhất %(min_length)s mục"),
    "date_from_datetime_parsing": gettext_lazy("cần ngày dạng YYYY-MM-DD, nhận được “%(came)s”"),
    "date_from_datetime_inexact": gettext_lazy("cần ngày dạng YYYY-MM-DD, nhận được “%(came)s”"),
    "date_type": gettext_lazy("cần ngày dạng YYYY-MM-DD, nhận được %(came)s"),
}


def decode(file: YamlFile, model: type[Model]) -> Model:
    """Check content already read. Raises CatalogueError with everything wrong in it."""
    try:
        return model.model_validate(file.content)
    except ValidationError as error:
        raise CatalogueError(_faults(file, error)) from error


def yaml_names(folder: Path) -> list[str]:
    """What a catalogue folder has under the name of a YAML file, in order; whether it is one is seen when it is read.
    Raises CatalogueError when there is no folder or no such name."""
    try:
        names = sorted(path.name for path in folder.iterdir() if path.suffix in {".yaml", ".yml"})
    except OSError as error:
        raise CatalogueError([Fault(str(folder), 0, "", _("không đọc được thư mục: %s") % error.strerror)]) from error
    if not names:
        raise CatalogueError([Fault(str(folder), 0, "", _("thư mục không có tệp .yaml nào"))])
    return names


def folder_files(folder: Path) -> dict[str, Opener]:
    """The files of a catalogue folder by name. Raises CatalogueError when there is no folder or no file."""
    return {name: partial(read_yaml, folder / name, name) for name in yaml_names(folder)}


def given_files(given: Mapping[str, bytes]) -> dict[str, Opener]:
    """The same for files that stand in no folder (an upload), in the order of their names."""
    return {name: partial(parse_yaml, raw, name) for name, raw in sorted(given.items())}


def find_leaf(folder: Path, code: str) -> tuple[YamlFile, Place]:
    """Where the question or indicator with this code stands in a catalogue folder read without faults."""
    for name in yaml_names(folder):
        file = read_yaml(folder / name, name)
        for place in file.lines:
            if place[-1:] == ("code",) and place[-3:-2] in {("questions",), ("indicators",)} and file.at(place) == code:
                return file, place[:-1]
    raise LookupError(code)


def _faults(file: YamlFile, error: ValidationError) -> Iterator[Fault]:
    for detail in error.errors(include_url=False):
        if detail["type"] == "too_short" and len(detail["input"] or ()) >= detail["ctx"]["min_length"]:
            continue  # pydantic drops the faulty items first; their own faults say what is wrong
        place = _written(file, detail["loc"], is_missing=detail["type"] == "missing")
        yield file.fault(place, _message(detail))


def _written(file: YamlFile, place: Place, is_missing: bool) -> Place:
    """The place as the file has it: pydantic adds the tag of a union ("linear"), which is no key. What is missing is
    named although the file does not have it."""
    found: Place = ()
    for part in place[:-1]:
        if (*found, part) in file.lines:
            found = (*found, part)
    last = (*found, *place[-1:])
    named = last != found and isinstance(last[-1], str) and last[-1] not in TAGS
    return last if is_missing or named or last in file.lines else found


def _message(detail: ErrorDetails) -> str:
    if detail["type"] == "value_error":
        return str(detail["ctx"]["error"])
    template = MESSAGES.get(detail["type"])
    if template is None:
        return detail["msg"]
    context = detail.get("ctx", {})
    if "expected" in context:
        either = _("hoặc")
        context["expected"] = context["expected"].replace(" or ", f" {either} ")
    return template % {"came": _shown(detail["input"]), **context}


def _shown(came: Any) -> str:
    if came is None:
        return _("ô trống")
    if isinstance(came, dict):
        return _("một nhóm trường")
    if isinstance(came, list):
        return _("một danh sách")
    return str(came)[:80]
