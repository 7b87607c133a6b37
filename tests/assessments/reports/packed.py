"""A scored snapshot on the small catalogues with evidence of every kind, and packs opened again."""

import json
from datetime import date
from io import BytesIO
from zipfile import ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.roles import Role
from assessments.actions import answers, evidence
from assessments.actions.answers import Content
from assessments.actions.workflow import snapshot_of
from assessments.enums import Purpose
from assessments.models import Assessment, ScoreSnapshot
from assessments.reports.evidence_pack import pack
from assessments.tasks import score_now
from tests.assessments.small import open_assessment_on_small
from tests.factories import pdf_upload, user_as
from tests.factories.files import image, upload

FOLDER = "A-1-khuyen-nghi-a-1"


class Filling:
    """An open assessment and its coordinator, with short ways to add evidence."""

    def __init__(self, assessment: Assessment | None = None) -> None:
        self.assessment = assessment or open_assessment_on_small()
        self.by = user_as(Role.COORDINATOR, self.assessment.province)
        self._pages = 0

    def answer(self, code: str, value) -> None:
        answers.load(by=self.by, assessment=self.assessment, contents={code: Content(value)})

    def file(self, code: str, given: SimpleUploadedFile, **fields):
        return evidence.add_file(by=self.by, assessment=self.assessment, code=code, upload=given, **fields)

    def pdf(self, code: str, name: str, pages: int = 0, **fields):
        """Different bytes each time unless `pages` says how many."""
        self._pages += 1
        return self.file(code, pdf_upload(name, pages or 10 + self._pages), **fields)

    def link(self, code: str, url: str, title: str = ""):
        return evidence.add_link(by=self.by, assessment=self.assessment, code=code, url=url, title=title)

    def document(self, code: str, number: str):
        day, issuer = date(2026, 1, 2), "Ủy ban nhân dân tỉnh"
        return evidence.add_document(
            by=self.by, assessment=self.assessment, code=code, number=number, day=day, issuer=issuer, title="Về đô thị"
        )

    def scored(self) -> ScoreSnapshot:
        snapshot = snapshot_of(self.assessment, Purpose.PREVIEW, self.by)
        score_now(snapshot)
        return ScoreSnapshot.objects.with_campaign().get(pk=snapshot.pk)


def full() -> Filling:
    """One file for two leaves, a picture, a link, a document, and a file that is not for circulation."""
    found = Filling()
    for code in ("A-1.1", "B-2"):
        found.pdf(code, "Quyết định số 12.pdf", pages=1)
    found.file("A-1.1", upload("ảnh.PNG", image("png")))
    found.link("A-1.2", "https://tinh.example/ke-hoach", "Kế hoạch")
    found.document("A-1.3", "12/QĐ-UBND")
    found.pdf("A-1.3", "Phương án bí mật.pdf", is_confidential=True)
    return found


def content(snapshot: ScoreSnapshot, language: str = "vi") -> bytes:
    with pack(snapshot, language) as file:
        return file.read()


def opened(snapshot: ScoreSnapshot, language: str = "vi") -> ZipFile:
    return ZipFile(BytesIO(content(snapshot, language)))


def manifest(archive: ZipFile) -> dict:
    return json.loads(archive.read("manifest.json"))
