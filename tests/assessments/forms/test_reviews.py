from datetime import date, timedelta
from decimal import Decimal

import pytest

from assessments.enums import ReasonCode, Verdict
from assessments.forms.reviews import JudgementForm, SendBackForm
from assessments.models import Campaign, Decision
from catalogues.schema import Kind
from indicators.scoring.measures import RatioValue
from tests.factories.items import question

TODAY = date(2026, 5, 6)


def form(kind=Kind.LEVEL, standing=None, options=None, **sent):
    data = {"seen": "0", "version": "1", **sent}
    return JudgementForm(question(kind), standing, data, **(options or {}))


def errors(found):
    assert not found.is_valid()
    return {name: list(messages) for name, messages in found.errors.items()}


def test_verdict_alone_is_enough_to_accept():
    found = form(verdict="accepted", reason="other", value="không có")
    assert found.is_valid()
    assert found.said() == {"verdict": Verdict.ACCEPTED, "reason": "", "text": "", "value": None}


def test_rejection_has_its_reason_and_text():
    found = form(verdict="rejected", reason="plan_only", text=" Mới có kế hoạch. ")
    assert found.is_valid()
    expected = {"verdict": Verdict.REJECTED, "reason": "plan_only", "text": "Mới có kế hoạch.", "value": None}
    assert found.said() == expected


@pytest.mark.parametrize(
    ("kind", "sent", "raw"),
    [
        (Kind.LEVEL, {"value": "3"}, "3"),
        (Kind.YES_NO, {"value": "no"}, "no"),
        (Kind.YES_PARTIAL_NO, {"value": "partial"}, "partial"),
        (Kind.CHECKLIST, {"value": ["a", "c"]}, ["a", "c"]),
        (Kind.CHECKLIST, {"value": ["-"]}, []),
        (Kind.NUMBER, {"value": "1.234,5"}, "1234.5"),
        (Kind.RATIO, {"numerator": "1", "denominator": "1.000"}, {"numerator": "1", "denominator": "1000"}),
        (
            Kind.DOCUMENT,
            {"document_number": "1/QĐ", "document_date": "05/01/2026", "document_issuer": "UBND"},
            {"number": "1/QĐ", "date": "2026-01-05", "issuer": "UBND"},
        ),
        (Kind.DOCUMENT, {"document_none": "on"}, {"number": "", "date": "", "issuer": ""}),
        (Kind.TEXT, {"value": "Lời"}, "Lời"),
        (Kind.NUMBER, {}, None),
    ],
)
def test_adjusted_value_is_built_as_the_provinces_own(kind, sent, raw):
    found = form(kind, verdict="adjusted", reason="wrong_figure", **sent)
    assert found.is_valid(), found.errors
    assert found.said()["value"] == raw


@pytest.mark.parametrize(
    ("kind", "sent", "expected"),
    [
        (Kind.LEVEL, {}, {"verdict": ["Hãy chọn một kết luận."]}),
        (Kind.LEVEL, {"verdict": "tuyệt vời"}, {"verdict": ["Lựa chọn này không có trong danh sách; hãy chọn lại."]}),
        (
            Kind.LEVEL,
            {"verdict": "rejected", "reason": "vì thích"},
            {"reason": ["Lựa chọn này không có trong danh sách; hãy chọn lại."]},
        ),
        (
            Kind.LEVEL,
            {"verdict": "accepted", "text": "x" * 100_000},
            {"text": ["Cần không quá 2000 ký tự; bạn nhập 100000 ký tự."]},
        ),
        (
            Kind.LEVEL,
            {"verdict": "accepted", "text": "\x00"},
            {"text": ["Có ký tự không đọc được; hãy nhập lại."]},
        ),
        (
            Kind.LEVEL,
            {"verdict": "adjusted", "value": "không có mức này"},
            {"value": ["Lựa chọn này không có trong danh sách; hãy chọn lại."]},
        ),
        (Kind.RATIO, {"verdict": "adjusted", "numerator": "1"}, {"denominator": ["Cần nhập cả hai số."]}),
        (
            Kind.CHECKLIST,
            {"verdict": "adjusted", "value": ["a", "-"]},
            {"value": ["Hãy chọn các mục đã có, hoặc chỉ chọn “Chưa có mục nào”, không chọn cả hai."]},
        ),
        (
            Kind.DOCUMENT,
            {"verdict": "adjusted", "document_date": "30/2/2026"},
            {"document_date": ["Ngày cần có dạng ngày/tháng/năm, ví dụ 20/06/2023."]},
        ),
    ],
)
def test_rubbish_is_refused_at_its_field(kind, sent, expected):
    assert errors(form(kind, **sent)) == expected


@pytest.mark.parametrize("name", ["seen", "version"])
@pytest.mark.parametrize("sent", ["abc", "", "-1", "9" * 40, "1.5"])
def test_page_that_does_not_know_what_it_shows_is_too_old(name, sent):
    message = "Trang đang mở đã cũ so với phiếu; hãy tải lại trang rồi quyết định."
    assert errors(form(verdict="accepted", **{name: sent})) == {"__all__": [message]}


def test_wrong_value_beside_another_verdict_does_not_matter():
    assert form(Kind.LEVEL, verdict="accepted", value="không có mức này").is_valid()


def test_only_offered_verdicts_are_taken():
    settling = (Verdict.ACCEPTED, Verdict.REJECTED)
    found = form(verdict="asked", options={"verdicts": settling})
    assert errors(found) == {"verdict": ["Lựa chọn này không có trong danh sách; hãy chọn lại."]}
    shown = JudgementForm(question(Kind.LEVEL), None, verdicts=settling)
    assert [value for value, _label in shown.fields["verdict"].choices] == ["accepted", "rejected"]


@pytest.mark.parametrize(
    ("kind", "value", "initial"),
    [
        (Kind.LEVEL, "3", {"value": "3"}),
        (Kind.RATIO, RatioValue(Decimal(1), Decimal(4)), {"numerator": Decimal(1), "denominator": Decimal(4)}),
        (Kind.NUMBER, None, {}),
    ],
)
def test_form_begins_with_the_value_that_stands(kind, value, initial):
    found = JudgementForm(question(kind), None, value=value, version=3)
    assert found.initial == {"seen": 0, "version": 3, **initial}


def test_form_begins_with_ones_own_decision():
    mine = Decision(pk=7, verdict=Verdict.REJECTED, reason=ReasonCode.OTHER, text="Vì vậy.")
    found = JudgementForm(question(Kind.LEVEL), mine)
    assert found.initial == {"seen": 7, "version": 0, "verdict": "rejected", "reason": "other", "text": "Vì vậy."}


@pytest.mark.parametrize(
    ("kind", "refused", "place"),
    [
        (Kind.LEVEL, "", "value"),
        (Kind.RATIO, "", "numerator"),
        (Kind.RATIO, "denominator", "denominator"),
        (Kind.DOCUMENT, "date", "document_date"),
        (Kind.DOCUMENT, "issuer", "document_issuer"),
        (Kind.LEVEL, "reason", "reason"),
        (Kind.LEVEL, "khác", "__all__"),
    ],
)
def test_refusals_of_the_action_stand_at_their_fields(kind, refused, place):
    found = form(kind, verdict="accepted")
    assert found.is_valid()
    found.add_refusals({refused: "Không được."})
    assert dict(found.errors) == {place: ["Không được."]}


@pytest.mark.parametrize(("clarify_by", "offered"), [(30, 30), (1, 1), (0, 7), (-5, 7)])
def test_clarification_lasts_to_the_campaigns_day_or_for_a_week(clarify_by, offered):
    campaign = Campaign(clarify_by=TODAY + timedelta(days=clarify_by))
    assert SendBackForm(campaign, TODAY).initial == {"until": TODAY + timedelta(days=offered)}


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ("", "Hãy điền mục này."),
        ("mai", "Ngày cần có dạng ngày/tháng/năm, ví dụ 20/06/2023."),
        ("31/02/2026", "Ngày cần có dạng ngày/tháng/năm, ví dụ 20/06/2023."),
    ],
)
def test_rubbish_is_no_day(sent, message):
    found = SendBackForm(Campaign(clarify_by=TODAY), TODAY, {"until": sent})
    assert errors(found) == {"until": [message]}


def test_day_is_read_day_first():
    found = SendBackForm(Campaign(clarify_by=TODAY), TODAY, {"until": "05/06/2026"})
    assert found.is_valid()
    assert found.cleaned_data == {"until": date(2026, 6, 5)}
