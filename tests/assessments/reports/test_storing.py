import hashlib
import subprocess
import sys
from io import BytesIO

import pytest
from django.core.files.base import File
from django.core.files.storage import default_storage
from pyhanko.pdf_utils.reader import PdfFileReader

from assessments.reports.storing import Rendered, signed, stored
from tests.assessments.reports import certificates
from tests.factories.files import pdf

CONTENT = b"x" * 200_000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(autouse=True)
def _own_storage(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"


def kept(name: str) -> bytes:
    with default_storage.open(name) as file:
        return file.read()


@pytest.mark.parametrize("is_file", [False, True])
def test_content_is_kept_under_its_sha256(is_file):
    rendered = Rendered(File(BytesIO(CONTENT), "x") if is_file else CONTENT, 3)
    columns = stored(rendered, "pdf")
    assert columns == {"file": f"reports/{SHA256[:2]}/{SHA256}.pdf", "sha256": SHA256, "size": 200_000, "pages": 3}
    assert kept(columns["file"]) == CONTENT


def test_same_content_is_kept_once(tmp_path):
    names = {stored(Rendered(CONTENT), "pdf")["file"] for _time in range(3)}
    assert len(names) == 1
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_file_is_closed_once_it_is_kept():
    file = BytesIO(CONTENT)
    for _time in range(2):
        stored(Rendered(File(file, "x")), "zip")
        assert file.closed
        file = BytesIO(CONTENT)


# -- signing ---------------------------------------------------------------------------------------------------------


def test_without_a_certificate_nothing_is_signed(settings):
    settings.PDF_SIGNING_PKCS12 = ""
    rendered = Rendered(pdf(), 1)
    assert signed(rendered) is rendered


def test_with_a_certificate_a_document_is_signed(settings, tmp_path):
    settings.PDF_SIGNING_PKCS12, settings.PDF_SIGNING_PASSWORD = (
        str(certificates.pkcs12_file(tmp_path)),
        certificates.PASSWORD,
    )
    found = signed(Rendered(pdf(), 1))
    assert found.pages == 1
    assert len(PdfFileReader(BytesIO(found.content)).embedded_signatures) == 1


@pytest.mark.slow
def test_web_process_does_not_load_what_signs():
    code = (
        "import django, sys; django.setup(); import smartcity_portal.urls;"
        "sys.exit(sum(name.split('.')[0] == 'pyhanko' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0
