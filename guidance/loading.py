"""Reads a guidance catalogue folder, whole or not at all."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from django.utils.translation import gettext as _

from catalogues.decoding import Opener, decode, folder_files
from catalogues.faults import CatalogueError, Fault
from catalogues.schema import SINGLE_CHOICE
from catalogues.yaml_file import Place, YamlFile, field_name

from .schema import Catalogue, DocumentFile, Question, Theme, ThemeFile

DOCUMENT_FILE = "document.yaml"


def read_folder(folder: Path) -> Catalogue:
    """Read every file of `folder` (guidance/data/<document>/v<N>). Raises CatalogueError with all faults found."""
    return read_files(f"{folder.parent.name}/{folder.name}", folder_files(folder), str(folder))


def read_files(code: str, files: Mapping[str, Opener], whole: str = "") -> Catalogue:
    """The same for files from anywhere; `whole` is what a fault of none of them in particular is said about."""
    faults: list[Fault] = []
    themes: list[tuple[YamlFile, ThemeFile]] = []
    document: DocumentFile | None = None
    for name, open_file in files.items():
        try:
            file = open_file()
            if name == DOCUMENT_FILE:
                document = decode(file, DocumentFile)
            else:
                themes.append((file, decode(file, ThemeFile)))
        except CatalogueError as error:
            faults.extend(error.faults)
    faults.extend(_faults_between(themes, document))
    if faults or not themes:
        raise CatalogueError(faults or [Fault(whole, 0, "", _("không có tệp nào mô tả một nhóm nội dung (theme)"))])
    found = tuple(Theme(**dict(file.theme), recommendations=file.recommendations) for _yaml, file in themes)
    return Catalogue(code=code, document=document, themes=found)


class _Places:
    """Where each question stands, to name it in a fault."""

    def __init__(self, files: list[tuple[YamlFile, ThemeFile]]) -> None:
        self.questions: list[tuple[YamlFile, Place, Question]] = [
            (yaml_file, ("recommendations", r, "questions", q), question)
            for yaml_file, theme_file in files
            for r, recommendation in enumerate(theme_file.recommendations)
            for q, question in enumerate(recommendation.questions)
        ]
        self.order = {
            question.code: index for index, (_file, _place, question) in reversed(list(enumerate(self.questions)))
        }

    def fault(self, index: int, where: str | Place, message: str) -> Fault:
        """`where` is a field of the question, or the place of one inside it."""
        yaml_file, place, question = self.questions[index]
        inside: Place = (where,) if isinstance(where, str) else where
        line = yaml_file.line_of((*place, *inside))
        return Fault(yaml_file.name, line, f"{question.code}.{field_name(inside)}", message)


def _faults_between(files: list[tuple[YamlFile, ThemeFile]], document: DocumentFile | None) -> Iterator[Fault]:
    """What no single field shows: repeated codes, conditions and feeds that point nowhere."""
    places = _Places(files)
    yield from _repeated_heads(files)
    heads = {code for _file, _place, code in _heads(files)}
    fed: dict[str, str] = {}
    for index, (_file, _place, question) in enumerate(places.questions):
        if places.order[question.code] != index or question.code in heads:
            yield places.fault(index, "code", _("mã câu hỏi bị lặp"))
        yield from _condition_faults(places, index, question)
        for code in question.feeds:
            if code in fed:
                yield places.fault(
                    index,
                    "feeds",
                    _("chỉ số %(code)s đã lấy giá trị từ câu %(other)s") % {"code": code, "other": fed[code]},
                )
            fed.setdefault(code, question.code)
        if document:
            yield from _lead_faults(places, index, question, {lead.code for lead in document.leads})


def _heads(files: list[tuple[YamlFile, ThemeFile]]) -> Iterator[tuple[YamlFile, Place, str]]:
    """Themes and recommendations: file, place of the code, code."""
    for yaml_file, theme_file in files:
        yield yaml_file, ("theme", "code"), theme_file.theme.code
        for r, item in enumerate(theme_file.recommendations):
            yield yaml_file, ("recommendations", r, "code"), item.code


def _repeated_heads(files: list[tuple[YamlFile, ThemeFile]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for yaml_file, place, code in _heads(files):
        if code in seen:
            yield yaml_file.fault(place, _("mã %s bị lặp") % code)
        seen.add(code)


def _condition_faults(places: _Places, index: int, question: Question) -> Iterator[Fault]:
    if question.shown_if is None:
        return
    asked = places.order.get(question.shown_if.question)
    if asked is None or asked >= index:
        yield places.fault(index, "shown_if", _("câu %s phải có và đứng trước câu này") % question.shown_if.question)
        return
    condition = places.questions[asked][2]
    unknown = sorted(set(question.shown_if.among) - {option.code for option in condition.options})
    if condition.kind not in SINGLE_CHOICE or unknown:
        yield places.fault(
            index,
            "shown_if",
            _("câu %(code)s không có lựa chọn %(options)s")
            % {"code": condition.code, "options": ", ".join(unknown or question.shown_if.among)},
        )


def _lead_faults(places: _Places, index: int, question: Question, known: set[str]) -> Iterator[Fault]:
    leads: list[tuple[Place, str]] = [(("lead",), question.lead)]
    leads += [(("options", o, "lead"), option.lead) for o, option in enumerate(question.options)]
    for where, lead in leads:
        if lead and lead not in known:
            yield places.fault(index, where, _("document.yaml không có cơ quan %s") % lead)
