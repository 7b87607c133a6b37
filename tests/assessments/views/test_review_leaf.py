from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from assessments.actions import clarifications, evidence, finalising
from assessments.actions.reviews import decide, withdraw
from assessments.enums import AssessmentState, Seat, Verdict
from assessments.models import Answer, Decision, Evidence
from tests.assessments.review_world import NOTE, earlier, hand_in, submitted_on_small
from tests.assessments.small import open_assessment_on_small
from tests.factories import (
    ACCEPTED,
    REJECTED,
    asked,
    assessment_in,
    decide_all,
    files,
    pdf_upload,
    reviewer_of,
    user_as,
)

from .returned import QUESTION, returned

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment():
    return submitted_on_small()


@pytest.fixture
def reviewer(assessment, client):
    """Signed in."""
    user = reviewer_of(assessment)
    client.force_login(user)
    return user


def url(assessment, code="A-1.1", name="review_leaf", query=""):
    return reverse(name, args=[assessment.pk, code]) + query


def sent(**fields):
    return {"seen": "0", "version": "1", "verdict": "accepted", **fields}


def test_page_shows_what_one_needs_to_decide(client, assessment, reviewer):
    before = earlier(assessment, A_1_1="1")
    decide_all(before, reviewer_of(before), other={"A-1.1": REJECTED})
    finalising.finalise(by=user_as(Role.CAMPAIGN_MANAGER), assessment=before)
    text = client.get(url(assessment)).content.decode()
    for shown in ("Kiến trúc ở mức nào?", "Mức 2", NOTE, "A-1.1: lựa chọn “Mức 2”. Điểm: 50,00.", "50,00 điểm"):
        assert shown in text, shown
    for shown in ("Mức 1", "không chấp nhận", "Mới có kế hoạch.", "thiếu minh chứng", "phần ICT"):
        assert shown in text, shown


def test_ratio_is_shown_with_the_national_share(client, assessment, reviewer):
    response = client.get(url(assessment, "A-1.6"))
    assert response.context["national"] == (1, Decimal(25), Decimal(25))
    assert "25,00 điểm, 25%" in " ".join(response.content.decode().split())


@pytest.mark.parametrize("code", ["A-1.5", "A-1.8", "B-1", "Z-9", "differences2"])
def test_what_is_not_to_be_reviewed_is_not_found(client, assessment, reviewer, code):
    for name in ("review_leaf", "review_withdraw"):
        assert client.post(url(assessment, code, name)).status_code == 404
    assert client.get(url(assessment, code)).status_code == 404


def test_leaf_of_a_draft_is_not_found(client):
    assessment = open_assessment_on_small()
    client.force_login(reviewer_of(assessment))
    assert client.get(url(assessment)).status_code == 404


# -- deciding ----------------------------------------------------------------------------------------------------------


def test_decision_is_saved_and_the_next_leaf_of_the_filter_follows(client, assessment, reviewer):
    response = client.post(url(assessment, query="?filter=undecided"), sent())
    assert response.url == url(assessment, "A-1.2", query="?filter=undecided")
    decision = Decision.objects.get()
    assert (decision.code, decision.verdict, decision.by, decision.answer_version) == ("A-1.1", "accepted", reviewer, 1)
    assert "Đã lưu kết luận câu A-1.1." in client.get(response.url).content.decode()


def test_last_leaf_of_the_filter_leads_back_to_the_list(client, assessment, reviewer):
    response = client.post(url(assessment, "A-1.2", query="?filter=large"), sent())
    assert response.url == reverse("review", args=[assessment.pk]) + "?filter=large"


def test_one_can_stay_after_saving(client, assessment, reviewer):
    assert client.post(url(assessment), sent(stay="1")).url == url(assessment, query="?filter=all")


def test_adjusted_value_is_stored_and_shown(client, assessment, reviewer):
    fields = sent(verdict="adjusted", reason="wrong_figure", numerator="1", denominator="5", text="Theo niên giám.")
    client.post(url(assessment, "A-1.6"), fields)
    assert Decision.objects.get().value == {"numerator": "1", "denominator": "5"}
    form = client.get(url(assessment, "A-1.6")).context["form"]
    assert [form[name].value() for name in ("verdict", "numerator", "denominator")] == ["adjusted", "1", "5"]
    client.force_login(user_as(Role.AUDITOR))
    shown = " ".join(client.get(url(assessment, "A-1.6")).content.decode().split())
    assert "20% (1/5)" in shown
    assert "Lý do: số liệu không khớp nguồn" in shown


def test_question_to_the_province_is_kept_in_the_thread(client, assessment, reviewer):
    client.post(url(assessment), sent(verdict="asked", reason="unclear", text="Số nào đúng?"))
    response = client.get(url(assessment))
    assert [thread.question for thread in response.context["threads"]] == ["Số nào đúng?"]
    assert "chưa gửi" in response.content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"verdict": ""},
        {"verdict": "tuyệt vời"},
        {"verdict": "rejected"},
        {"verdict": "rejected", "reason": "vì thích"},
        {"verdict": "rejected", "reason": "other"},
        {"verdict": "asked", "reason": "unclear"},
        {"verdict": "accepted", "text": "x" * 100_000},
        {"verdict": "accepted", "text": "\x00"},
        {"verdict": "adjusted", "reason": "other", "text": "x", "value": "99"},
        {"verdict": "adjusted", "reason": "other", "text": "x"},
        {"verdict": "adjusted", "reason": "other", "text": "x", "value": "2"},
        {"seen": "abc"},
        {"seen": "9" * 50},
        {"version": "-1"},
    ],
)
def test_rubbish_is_refused_with_a_sentence_and_nothing_is_stored(client, assessment, reviewer, fields):
    response = client.post(url(assessment), sent(**fields))
    assert response.status_code == 422
    assert "Cần sửa trước khi tiếp tục" in response.content.decode()
    assert Decision.objects.count() == 0


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("A-1.6", {"numerator": "1e400", "denominator": "NaN"}),
        ("A-1.6", {"numerator": "5", "denominator": "2"}),
        ("A-1.3", {"value": ["a", "-"]}),
        ("A-1.7", {"document_date": "30/02/2026"}),
        ("A-1.7", {"document_date": "01/01/2999", "document_number": "1", "document_issuer": "Sở"}),
        ("B-2", {"value": "nhiều"}),
    ],
)
def test_value_of_a_wrong_kind_is_refused(client, assessment, reviewer, code, fields):
    response = client.post(url(assessment, code), sent(verdict="adjusted", reason="wrong_figure", **fields))
    assert (response.status_code, Decision.objects.count()) == (422, 0)
    assert response.context["form"].errors


def test_decision_from_another_window_is_shown_beside_ones_own(client, assessment, reviewer):
    decide(by=reviewer, assessment=assessment, code="A-1.1", judgement=REJECTED, seen=0)
    response = client.post(url(assessment), sent(text="Bản của tôi."))
    text = response.content.decode()
    assert response.status_code == 422
    message = "Kết luận của câu A-1.1 vừa thay đổi ở cửa sổ khác; hãy xem lại rồi quyết định."
    for shown in (message, "Kết luận đang có", "Mới có kế hoạch.", "Bản của tôi."):
        assert shown in text, shown
    assert Decision.objects.get().verdict == Verdict.REJECTED
    shown = response.context["form"]
    again = {name: shown[name].value() for name in ("seen", "version", "verdict", "text")}
    assert client.post(url(assessment), again).status_code == 302
    assert Decision.objects.standing().get().text == "Bản của tôi."


def test_answer_that_changed_meanwhile_is_shown_before_one_decides(client, assessment, reviewer):
    Answer.objects.filter(code="A-1.1").update(version=2, choice="3")
    response = client.post(url(assessment), sent())
    text = response.content.decode()
    assert response.status_code == 422
    assert "Câu trả lời A-1.1 vừa được sửa; hãy xem lại rồi quyết định." in text
    assert "lựa chọn “Mức 3”" in text
    assert response.context["form"]["version"].value() == 2
    assert Decision.objects.count() == 0


def test_decision_is_taken_back(client, assessment, reviewer):
    decision = decide(by=reviewer, assessment=assessment, code="A-1.1", judgement=REJECTED, seen=0)
    assert "Rút kết luận" in client.get(url(assessment)).content.decode()
    response = client.post(url(assessment, name="review_withdraw", query="?filter=asked"), {"seen": str(decision.pk)})
    assert response.url == url(assessment, query="?filter=asked")
    assert Decision.objects.standing().count() == 0
    text = client.get(response.url).content.decode()
    assert "Đã rút kết luận của câu A-1.1." in text
    assert "Các kết luận trước đây" in text


@pytest.mark.parametrize("seen", ["", "abc", "-1", "٣", "9" * 30, "1.5"])
def test_rubbish_takes_nothing_back(client, assessment, reviewer, seen):
    decide(by=reviewer, assessment=assessment, code="A-1.1", judgement=REJECTED, seen=0)
    response = client.post(url(assessment, name="review_withdraw"), {"seen": seen})
    assert Decision.objects.standing().count() == 1
    assert "vừa thay đổi ở cửa sổ khác" in client.get(response.url).content.decode()


def test_leaf_that_is_with_the_province_is_shown_without_a_form(client, assessment, reviewer):
    decide(by=reviewer, assessment=assessment, code="A-1.1", judgement=asked(), seen=0)
    clarifications.send_back(by=reviewer, assessment=assessment, until=timezone.localdate() + timedelta(days=3))
    message = "Câu A-1.1 đang được tỉnh giải trình; hãy đợi tỉnh nộp giải trình."
    text = client.get(url(assessment)).content.decode()
    assert message in text
    assert "data-judgement" not in text
    response = client.post(url(assessment), sent(seen=str(Decision.objects.get().pk)))
    assert (response.status_code, message in response.content.decode()) == (422, True)


def test_reply_of_the_province_stands_in_the_thread(client, assessment, reviewer):
    decide(by=reviewer, assessment=assessment, code="A-1.1", judgement=asked("Bao giờ?"), seen=0)
    clarifications.send_back(by=reviewer, assessment=assessment, until=timezone.localdate() + timedelta(days=3))
    coordinator = assessment.submitted_by
    replied = {"reply": "Tháng trước.", "replied_by": coordinator, "replied_at": timezone.now()}
    assessment.clarifications.update(**replied)
    clarifications.clarify(by=coordinator, assessment=assessment)
    text = client.get(url(assessment)).content.decode()
    assert "Tháng trước." in text
    assert "đã giải trình" in text


# -- evidence in view --------------------------------------------------------------------------------------------------


@pytest.fixture
def with_files(client):
    """A-1.1 has a PDF, an image marked confidential, a DOCX and a link. The reviewer is signed in."""
    assessment = open_assessment_on_small()
    by = user_as(Role.COORDINATOR, assessment.province)
    for name, content in (("a.pdf", None), ("b.png", files.image("PNG")), ("c.docx", files.docx())):
        upload = pdf_upload(name) if content is None else files.upload(name, content)
        is_confidential = name == "b.png"
        evidence.add_file(by=by, assessment=assessment, code="A-1.2", upload=upload, is_confidential=is_confidential)
    evidence.add_link(by=by, assessment=assessment, code="A-1.2", url="https://tinh.example/x", title="Trang")
    row = assessment.answers.get()
    return assessment, row


def submitted_with_files(with_files):
    assessment, row = with_files
    links = list(row.answer_evidence.values_list("evidence", flat=True))
    row.answer_evidence.all().delete()
    row.delete()
    found = hand_in(assessment)
    answer = found.answers.get(code="A-1.2")
    for key in links:
        answer.answer_evidence.create(evidence_id=key)
    return found


@pytest.mark.slow
def test_first_file_that_can_be_shown_is_in_view_and_others_are_chosen(client, with_files):
    assessment = submitted_with_files(with_files)
    client.force_login(reviewer_of(assessment))
    page = url(assessment, "A-1.2")
    response = client.get(page)
    assert [item.title for item in response.context["evidence"]] == ["a.pdf", "b.png", "c.docx", "Trang"]
    assert [item.title for item in response.context["viewable"]] == ["a.pdf", "b.png"]
    assert response.context["shown"].title == "a.pdf"
    assert "<iframe" in response.content.decode()
    image = response.context["viewable"][1]
    response = client.get(page, {"evidence": str(image.pk)})
    text = response.content.decode()
    assert f'<img src="{reverse("evidence_view", args=[assessment.pk, image.pk])}"' in text
    assert "Hạn chế phổ biến" in text
    for rubbish in ("x", "\x00", str(response.context["evidence"][2].pk)):
        assert client.get(page, {"evidence": rubbish}).context["shown"].title == "a.pdf"


@pytest.mark.slow
def test_reviewer_sees_kind_and_until_when_evidence_held_at_submission(client, with_files):
    assessment = submitted_with_files(with_files)
    client.force_login(reviewer_of(assessment))
    today = timezone.localdate(assessment.submitted_at)
    for title, day in (("a.pdf", today - timedelta(days=1)), ("b.png", today)):
        Evidence.objects.filter(title=title).update(valid_until=day)
    text = client.get(url(assessment, "A-1.2")).content.decode()
    assert f"Đã hết hiệu lực ngày {today - timedelta(days=1):%d/%m/%Y}" in text
    assert f"Có hiệu lực đến {today:%d/%m/%Y}" in text
    assert ("PDF, " in text, "PNG, " in text, "DOCX, " in text) == (True, True, True)


def test_leaf_without_a_file_shows_no_viewer(client, assessment, reviewer):
    text = client.get(url(assessment)).content.decode()
    assert "<iframe" not in text
    assert "Tỉnh không gửi minh chứng cho câu này." in text


# -- history and queries -----------------------------------------------------------------------------------------------


def test_versions_of_the_answer_are_said_in_words(client, assessment, reviewer):
    for code, expected in (("A-1.1", "Mức 2"), ("A-1.4", "Không áp dụng: Không có biển.")):
        assert [said for _row, said in client.get(url(assessment, code)).context["revisions"]] == [expected]
    answer = assessment.answers.get(code="A-1.1")
    answer.revisions.update(content={"value": None})
    assert client.get(url(assessment)).context["revisions"][0][1] == "Chưa trả lời"


def test_leaf_without_an_answer_has_no_versions(client, assessment, reviewer):
    row = assessment.answers.get(code="B-2")
    row.revisions.all().delete()
    row.delete()
    response = client.get(url(assessment, "B-2"))
    assert list(response.context["revisions"]) == []
    assert (
        client.post(url(assessment, "B-2"), sent(version="0", verdict="rejected", reason="plan_only")).status_code
        == 302
    )


def test_newest_reply_stands_beside_the_answer_and_all_questions_in_the_history(client):
    assessment, reviewer = returned()
    client.force_login(reviewer)
    question = assessment.clarifications.get()
    assert client.get(url(assessment)).context["latest"] == question, "not replied to yet"
    writer = user_as(Role.COORDINATOR, assessment.province)
    clarifications.reply(by=writer, assessment=assessment, pk=question.pk, text="Theo Kế hoạch 125.")
    older = {"question": "Lần đầu?", "reply": "Đã có.", "replied_by": writer}
    moments = dict.fromkeys(("asked_at", "sent_at", "replied_at", "closed_at"), question.asked_at - timedelta(days=9))
    assessment.clarifications.create(code="A-1.1", seat=Seat.FIRST, asked_by=reviewer, **older, **moments)
    response = client.get(url(assessment))
    assert response.context["latest"] == question
    assert [thread.question for thread in response.context["threads"]] == ["Lần đầu?", QUESTION]
    text = response.content.decode()
    assert text.index("Theo Kế hoạch 125.") < text.index("Tỉnh tự đánh giá") < text.index("Đã có.")


def test_earlier_decisions_stay_readable(client, assessment, reviewer):
    first = decide(by=reviewer, assessment=assessment, code="A-1.1", judgement=REJECTED, seen=0)
    second = decide(by=reviewer, assessment=assessment, code="A-1.1", judgement=ACCEPTED, seen=first.pk)
    withdraw(by=reviewer, assessment=assessment, code="A-1.1", seen=second.pk)
    fallen = client.get(url(assessment)).context["fallen"]
    assert [(seat, decision.pk) for seat, decision in fallen] == [
        ("người thẩm định thứ nhất", second.pk),
        ("người thẩm định thứ nhất", first.pk),
    ]


def test_both_decisions_are_shown_to_readers(client, assessment):
    first, second = reviewer_of(assessment, second=True)
    decide_all(assessment, first, finished=False)
    decide_all(assessment, second, Seat.SECOND, {"A-1.1": REJECTED}, finished=False)
    client.force_login(user_as(Role.AUDITOR))
    text = client.get(url(assessment)).content.decode()
    for shown in ("Người thẩm định thứ nhất", "Người thẩm định thứ hai", "Mới có kế hoạch."):
        assert shown in text


@pytest.mark.slow
def test_leaf_page_asks_as_many_queries_for_7_leaves_as_for_164(client, assessment, django_assert_max_num_queries):
    large = assessment_in(AssessmentState.SUBMITTED)
    counts = []
    for found, code in ((assessment, "A-1.1"), (large, "IOC-6.1")):
        client.force_login(reviewer_of(found))
        client.get(url(found, code))
        with django_assert_max_num_queries(30) as captured:
            client.get(url(found, code))
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.slow
def test_every_kind_of_leaf_can_be_looked_at(client):
    """Each leaf of the real catalogues, with its form."""
    assessment = assessment_in(AssessmentState.SUBMITTED)
    client.force_login(reviewer_of(assessment))
    kinds = {}
    for answer in assessment.answers.all():
        kinds.setdefault(answer.kind, answer.code)
    reviewed = client.get(reverse("review", args=[assessment.pk])).context["desk"].codes
    for code in kinds.values():
        assert client.get(url(assessment, code)).status_code == (200 if code in reviewed else 404)
    assert len(kinds) >= 7
