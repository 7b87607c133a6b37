from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from factory.django import DjangoModelFactory
from pypdf import PdfWriter

from accounts.models import Province, User
from accounts.roles import Role
from assessments.actions import answers, evidence, workflow
from assessments.catalogue import campaign_catalogue
from assessments.demonstration.answers import Made, Maker
from assessments.demonstration.rounds import store_answers
from assessments.enums import AssessmentState, CampaignState
from assessments.models import Assessment, Campaign, Evidence

from .accounts import ProvinceFactory, user_as
from .catalogues import guidance_version, indicator_version


class CampaignFactory(DjangoModelFactory):
    """An open campaign, 30 days before its deadline, on the real catalogues."""

    class Meta:
        model = Campaign

    code = factory.Sequence(lambda number: f"dot-{number}")
    name = factory.Sequence(lambda number: f"Đợt đánh giá {number}")
    guidance = factory.LazyFunction(guidance_version)
    indicators = factory.LazyFunction(indicator_version)
    opens_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=10))
    submit_by = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))
    review_by = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=60))
    clarify_by = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=70))
    publish_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=90))
    state = CampaignState.OPEN


def open_assessment(province: Province | None = None, **campaign: object) -> Assessment:
    """An assessment nobody has touched."""
    made = Assessment.objects.create(campaign=CampaignFactory(**campaign), province=province or ProvinceFactory())
    return Assessment.objects.with_campaign().get(pk=made.pk)


def made_answers(assessment: Assessment) -> dict[str, Made]:
    """A whole set of plausible answers, the same every time for one province code."""
    maker = Maker(campaign_catalogue(assessment.campaign), assessment.province, 1, timezone.localdate())
    return maker.answers()


def answer_all(assessment: Assessment, by: User) -> dict[str, Made]:
    """Answer every question through the action; what lacks evidence is explained in its note."""
    made = made_answers(assessment)
    contents = {
        code: answers.Content(
            found.value,
            "",
            found.not_applicable,
            found.reason,
            found.note or "Giải thích thay minh chứng.",
            found.quality,
        )
        for code, found in made.items()
    }
    answers.load(by=by, assessment=assessment, contents=contents)
    return made


def complete_assessment(province: Province | None = None) -> tuple[Assessment, User]:
    """An assessment that lacks nothing but its submission, and its coordinator. No evidence; every answer has a note.
    Stored in bulk: five times as fast as `answer_all`."""
    assessment = open_assessment(province)
    coordinator = user_as(Role.COORDINATOR, assessment.province)
    made = {
        code: replace(found, note=found.note or "Giải thích thay minh chứng.", documents=())
        for code, found in made_answers(assessment).items()
    }
    store_answers(assessment, campaign_catalogue(assessment.campaign), made, coordinator)
    return assessment, coordinator


def assessment_in(state: AssessmentState, by: User | None = None, province: Province | None = None) -> Assessment:
    """An assessment that walked to a state through the real actions; `by` is its coordinator."""
    assessment = open_assessment(province)
    if state == AssessmentState.DRAFT:
        return assessment
    coordinator = by or user_as(Role.COORDINATOR, assessment.province)
    answer_all(assessment, coordinator)
    workflow.submit(by=coordinator, assessment=assessment, declared=True)
    return Assessment.objects.with_campaign().get(pk=assessment.pk)


def evidence_document(assessment: Assessment, by: User, code: str, number: str = "12/QĐ-UBND") -> Evidence:
    day = timezone.localdate() - timedelta(days=40)
    return evidence.add_document(
        by=by,
        assessment=assessment,
        code=code,
        number=number,
        day=day,
        issuer="Ủy ban nhân dân tỉnh",
        title="Quyết định",
    )


def pdf_upload(name: str = "quyet-dinh.pdf", pages: int = 1) -> SimpleUploadedFile:
    """A real PDF file with blank pages."""
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(595, 842)
    stream = BytesIO()
    writer.write(stream)
    return SimpleUploadedFile(name, stream.getvalue(), "application/pdf")
