"""What every sentence of a shipped catalogue must keep to, whichever file it stands in."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from catalogues.yaml_file import Place, YamlFile, read_yaml

RULES = {
    "not in NFC": lambda text: unicodedata.normalize("NFC", text) != text,
    "“Uỷ” instead of “Ủy”": lambda text: "uỷ" in text.lower(),
    "the abolished district level": lambda text: re.search(r"\b(quận|huyện|thị xã|districts?)\b", text.lower()),
    "a character the report's font lacks": lambda text: re.search("[→≤≥✓⚠]", text),
    "a straight quotation mark": lambda text: '"' in text,
    "a mark left from writing": lambda text: re.search(r"TODO|FIXME|XXX|\?\?|lorem|\.\.\.|…|\[|\]|^[-*#>]", text, re.I),
    "two blanks or a blank at an end": lambda text: "  " in text or text != text.strip() or "\n" in text,
    "a blank before a mark": lambda text: re.search(r" [,.;:?!)]", text),
}


def yaml_files(folder: Path) -> list[YamlFile]:
    return [read_yaml(path, path.name) for path in sorted(folder.glob("*.yaml"))]


def texts(file: YamlFile, language: str) -> Iterator[tuple[Place, str]]:
    """Every sentence in one language, with its place; one that stands for both languages counts in each."""
    for place in file.lines:
        value = file.at(place)
        if isinstance(value, str) and place and place[-1] in {language, "title", "unit"}:
            yield place, value


def broken_rules(folder: Path, language: str) -> list[str]:
    return [
        f"{file.name}:{file.line_of(place)}: {name}: {text}"
        for file in yaml_files(folder)
        for place, text in texts(file, language)
        for name, breaks in RULES.items()
        if breaks(text)
    ]


def untranslated(folder: Path) -> list[str]:
    """Places with one language and not the other."""
    return [
        f"{file.name}:{file.line_of(place)}"
        for file in yaml_files(folder)
        for place in file.lines
        if isinstance(value := file.at(place), dict)
        and {"vi", "en"} & set(value)
        and not (value.get("vi") and value.get("en"))
    ]
