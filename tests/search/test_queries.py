import unicodedata
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from accounts.roles import Role
from assessments.actions import answers, evidence
from assessments.actions.answers import Content
from assessments.enums import AssessmentState
from assessments.models import Answer
from guidance.models import GuidanceVersion
from indicators.models import IndicatorSetVersion
from search.entries import Group
from search.matching import Query
from search.queries import Scope, searched
from tests.factories import (
    ProvinceFactory,
    UserFactory,
    complete_assessment,
    evidence_document,
    guidance_version,
    indicator_version,
    open_assessment,
    pdf_upload,
    user_as,
)

pytestmark = pytest.mark.django_db


def groups(user, text: str) -> dict[str, Group]:
    return {found.key: found for found in searched(Scope(user), Query(text))}


def titles(found: Group) -> list[str]:
    return ["".join(piece.text for piece in hit.title) for hit in found.hits]


def urls(found: Group) -> list[str]:
    return [hit.url for hit in found.hits]


def question(assessment, code: str = "IOC-6.1") -> str:
    section = code.rsplit(".", 1)[0]
    return reverse("section", args=[assessment.pk, section]) + "#q_" + code.replace("-", "_").replace(".", "_")


@pytest.fixture
def draft():
    return open_assessment()


@pytest.fixture
def contributor(draft):
    return user_as(Role.CONTRIBUTOR, draft.province)


def note(assessment, by, text: str, code: str = "IOC-6.1") -> Answer:
    return answers.save(by=by, assessment=assessment, code=code, content=Content(note=text), expected_version=0)


def test_catalogue_leads_to_the_questions_of_the_newest_round(draft, contributor):
    found = groups(contributor, "ioc-6.1")
    hit = found["questions"].hits[0]
    assert hit.url == question(draft)
    assert hit.where.startswith(f"{draft.campaign} · IOC-6 ")
    named = groups(contributor, "kien truc")
    assert urls(named["recommendations"]) == [reverse("section", args=[draft.pk, "ICT-4"])]
    assert {url.split("#")[0] for url in urls(named["indicators"])} <= {
        reverse("section", args=[draft.pk, group]) for group in ("HT", "DL", "CQ", "DV", "AT", "CD", "DM")
    }


def test_catalogue_leads_whoever_has_no_round_to_its_own_pages():
    guidance_version(), indicator_version()  # a test before this one may have emptied the database
    found = groups(user_as(Role.AUDITOR), "kien truc")
    assert urls(found["recommendations"]) == [reverse("guidance:recommendation", args=["ICT-4"])]
    assert reverse("guidance:recommendation", args=["ICT-4"]) + "#q_ICT_4_1" in urls(found["questions"])
    assert all(url.startswith("/indicators/") for url in urls(found["indicators"]))
    assert found["questions"].hits[0].where.startswith("ICT-4 ")


def test_portal_without_catalogues_finds_none(empty_shelves):
    assert (GuidanceVersion.objects.count(), IndicatorSetVersion.objects.count()) == (0, 0)
    assert groups(user_as(Role.AUDITOR), "kien truc") == {}


def test_newest_of_several_rounds_is_led_to(draft, contributor):
    opens_on = draft.campaign.opens_on - timedelta(days=365)
    older = open_assessment(draft.province, opens_on=opens_on)
    assert Scope(contributor).latest == draft
    assert list(Scope(contributor).own) == [draft.pk, older.pk]


@pytest.mark.parametrize("typed", ["dia gioi", "ĐỊA GIỚI", unicodedata.normalize("NFD", "địa giới"), "gioi dia"])
def test_note_is_found_however_it_is_typed(draft, contributor, typed):
    note(draft, contributor, "Chờ sắp xếp địa giới.")
    (hit,) = groups(contributor, typed)["answers"].hits
    assert (hit.url, hit.label) == (question(draft), "ghi chú")
    assert {piece.text for piece in hit.snippet if piece.is_found} == {"địa", "giới"}


def test_every_text_of_an_answer_is_searched(draft, contributor):
    row = {"assessment": draft, "section": "ICT-4", "version": 1}
    Answer.objects.create(**row, code="ICT-4.9", kind="text", text="một nội dung", note="hai ghi chú")
    Answer.objects.create(**row, code="x", kind="level", not_applicable=True, is_given=True, reason="ba lý do")
    document = {"document_number": "4/QĐ-X", "document_title": "năm trích yếu", "document_issuer": "sáu cơ quan"}
    Answer.objects.create(**row, code="y", kind="document", **document)
    Answer.objects.create(**row, code="z", kind="level", choice="2")
    words = ("noi dung", "hai ghi", "ba ly do", "4/qd-x", "trich yeu", "sau co quan")
    assert [groups(contributor, each)["answers"].count for each in words] == [1] * 6


def test_answer_to_what_the_catalogue_does_not_know_leads_to_the_assessment(draft, contributor):
    Answer.objects.create(assessment=draft, section="ICT-4", code="x", kind="text", text="mồ côi")
    (hit,) = groups(contributor, "mo coi")["answers"].hits
    assert (hit.url, hit.where, hit.title) == (reverse("overview", args=[draft.pk]), str(draft.campaign), [])


def test_evidence_is_found_by_title_name_number_and_address(draft, contributor):
    by = {"by": contributor, "assessment": draft, "code": "IOC-6.1"}
    evidence_document(draft, contributor, "IOC-6.1", "77/QĐ-UBND")
    evidence.add_link(**by, url="https://tinh.example/van-ban/chien-luoc", title="Trang công bố")
    evidence.add_file(**by, upload=pdf_upload("Báo cáo tổng kết.pdf"))
    found = {each: groups(contributor, each)["evidence"] for each in ("77/qd", "chien-luoc", "cong bo", "tong ket")}
    assert {each: result.count for each, result in found.items()} == dict.fromkeys(found, 1)
    assert urls(found["77/qd"]) == [question(draft)]
    assert titles(found["tong ket"]) == ["Báo cáo tổng kết.pdf"]


def test_evidence_of_several_rounds_is_shown_once_where_it_was_last_used(draft, contributor):
    item = evidence_document(draft, contributor, "IOC-6.1", "77/QĐ-UBND")
    older = open_assessment(draft.province, opens_on=draft.campaign.opens_on - timedelta(days=365))
    item.answers.add(Answer.objects.create(assessment=older, section="IOC-6", code="IOC-6.1", kind="level"))
    assert urls(groups(contributor, "77/QĐ")["evidence"]) == [question(draft)]


def test_evidence_that_supports_nothing_any_more_is_not_found(draft, contributor):
    item = evidence_document(draft, contributor, "IOC-6.1", "77/QĐ-UBND")
    evidence.remove(by=contributor, assessment=draft, code="IOC-6.1", evidence=item)
    assert groups(contributor, "77/QĐ") == {}


def test_nothing_of_another_province_is_found(draft, contributor):
    """Everything that could leak is there first, and its own people find it."""
    other = open_assessment(ProvinceFactory(name="Tỉnh Sen Tím"), name="Đợt riêng sen tím")
    theirs = user_as(Role.CONTRIBUTOR, other.province)
    note(other, theirs, "ghi chú sen tím")
    evidence_document(other, theirs, "IOC-6.1", "99/SEN-TÍM")
    handed_in, coordinator = complete_assessment(ProvinceFactory(name="Huyện Sen Tím"))
    note_of = handed_in.answers.first()
    note_of.note = "sen tím đã nộp"
    note_of.save()
    assert groups(theirs, "sen tim").keys() == {"answers", "evidence", "assessments"}
    assert groups(theirs, "99/sen").keys() == {"evidence"}
    assert groups(coordinator, "sen tim").keys() == {"answers", "assessments"}
    for query in ("sen tim", "99/sen", "tinh sen", "sen tim da nop"):
        assert groups(contributor, query) == {}


def test_item_shared_by_mistake_is_found_by_its_own_province_only(draft, contributor):
    other = open_assessment()
    theirs = user_as(Role.CONTRIBUTOR, other.province)
    item = evidence_document(other, theirs, "IOC-6.1", "99/SEN-TÍM")
    item.answers.add(note(draft, contributor, "ghi chú"))
    assert groups(contributor, "99/sen") == {}
    assert groups(theirs, "99/sen").keys() == {"evidence"}


def test_ministry_finds_assessments_that_were_handed_in_and_no_answers(draft, contributor):
    note(draft, contributor, "ghi chú sen tím")
    evidence_document(draft, contributor, "IOC-6.1", "99/SEN-TÍM")
    handed_in = open_assessment(ProvinceFactory(name="Thành phố Sen"))
    handed_in.state, handed_in.submitted_at = AssessmentState.SUBMITTED, timezone.now()
    handed_in.submitted_by = user_as(Role.COORDINATOR, handed_in.province)
    handed_in.save()
    reviewer = user_as(Role.REVIEWER)
    assert (groups(reviewer, "sen tim"), groups(reviewer, "99/sen")) == ({}, {})
    assert groups(reviewer, str(draft.province)).keys() & {"assessments"} == set()
    found = groups(reviewer, "thanh pho sen")["assessments"]
    assert urls(found) == [reverse("overview", args=[handed_in.pk])]
    assert found.hits[0].where == "Đã nộp"


def test_somebody_without_a_seat_searches_the_catalogues_only(draft):
    nobody = UserFactory()
    assert groups(nobody, "kien truc").keys() == {"questions", "recommendations", "indicators"}


def test_english_page_finds_english_texts(contributor):
    with translation.override("en"):
        found = groups(contributor, "architecture")
        assert "architecture" in titles(found["recommendations"])[0]
        assert "vi" in {hit.language for hit in groups(contributor, "kien truc")["questions"].hits}
    assert "recommendations" not in groups(contributor, "architecture")


def test_made_up_rounds_are_said_to_be(draft, contributor):
    assert not Scope(contributor).is_demonstration
    open_assessment(draft.province, is_demonstration=True)
    assert Scope(contributor).is_demonstration
