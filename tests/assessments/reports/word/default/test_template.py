import ast
import hashlib
import os
import re
import subprocess
import sys

import pytest
from django.utils import translation

from assessments.reports.word.default.template import made
from smartcity_portal.settings.env import BASE_DIR
from tests.assessments.reports.word.reading import text

MAKE = (
    "import django, hashlib; django.setup(); from assessments.reports.word.default.template import made; "
    "print(hashlib.sha256(made('vi')).hexdigest())"
)


@pytest.mark.slow
def test_labels_are_in_the_language_of_the_template_whatever_the_page_has():
    with translation.override("en"):
        made.cache_clear()
        assert "Tóm tắt cho lãnh đạo" in text(made("vi"))
    assert "Tóm tắt cho lãnh đạo" not in text(made("en"))


def test_template_begins_with_the_letterhead_and_ends_with_the_evidence():
    lines = text(made("vi")).strip().split("\n")
    assert (lines[0], lines[-1]) == ("ỦY BAN NHÂN DÂN", "{%p endif %}")
    assert "{%p for item in evidence %}" in lines[-4:]


@pytest.mark.slow
def test_template_is_the_same_in_every_process():
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "smartcity_portal.settings.test"}
    command = [sys.executable, "-c", MAKE]
    printed = subprocess.run(command, cwd=BASE_DIR, env=environment, check=True, capture_output=True, text=True).stdout
    assert printed.strip() == hashlib.sha256(made("vi")).hexdigest()


OURS = {"Bản Word này để sửa và hoàn thiện;"}
"""How the sentences begin that the PDF does not have."""


def test_sentences_are_those_of_the_pdf():
    """So that the two editions do not come to say different things, and share their translations."""
    printed = "\n".join(path.read_text() for path in (BASE_DIR / "templates/reports").glob("*.html"))
    printed = re.sub(r"{{ (\w+) }}", r"%(\1)s", printed)
    folder = BASE_DIR / "assessments/reports/word"
    sentences = [
        call.args[0].value
        for path in (*(folder / "default").glob("*.py"), folder / "labels.py")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in {"_", "ngettext"}
        if len(call.args[0].value) > 60
    ]
    assert len(sentences) > 15
    assert [text for text in sentences if text not in printed and not text.startswith(tuple(OURS))] == []
