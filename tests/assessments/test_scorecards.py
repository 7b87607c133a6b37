import hashlib
import json
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from accounts.roles import Role
from assessments.actions import answers, evidence, reviews
from assessments.actions.answers import Content
from assessments.actions.reviews import Judgement
from assessments.enums import AssessmentState, Quality, ReasonCode, Seat, Verdict
from assessments.models import AnswerRevision, Clarification, Decision, ScoreSnapshot
from assessments.scorecards import checksum, compute, freeze, trial
from indicators.scoring import exchange, scorecard
from indicators.scoring.measures import DocumentValue, RatioValue
from tests.factories import (
    ACCEPTED,
    REJECTED,
    ProvinceFactory,
    assessment_in,
    decide_all,
    open_assessment,
    pdf_upload,
    reviewer_of,
    user_as,
)

from . import small
from .review_world import CODES, submitted_on_small

NO_EVIDENCE = {
    **dict.fromkeys(("url", "number", "date", "issuer", "valid_until", "sha256"), ""),
    "size": 0,
    "is_confidential": False,
}


@pytest.fixture
def storage(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


# -- freezing --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_freeze_of_an_untouched_assessment_names_it_and_nothing_else():
    assessment = open_assessment(ProvinceFactory(code="48", name="Đà Nẵng"), code="dot-1", name="Đợt 1")
    moment = timezone.now()
    with time_machine.travel(moment, tick=False):
        inputs, context = freeze(assessment, timezone.localdate())
    assert inputs == {
        "schema": "smartcity-answers/1",
        "guidance": "cv2333/v1",
        "indicators": "cv3098/v1",
        "alpha": "0.5",
        "answers": [],
    }
    assert context == {
        "province": {"code": "48", "name": "Đà Nẵng", "type": ""},
        "campaign": {
            "code": "dot-1",
            "name": "Đợt 1",
            "submit_by": assessment.campaign.submit_by.isoformat(),
            "is_demonstration": False,
        },
        "state": "draft",
        "frozen_at": moment.isoformat(),
        "answers": {},
        "reviews": {},
        "clarifications": {},
    }


@pytest.mark.django_db
def test_freeze_keeps_values_in_the_exchange_format():
    assessment = open_assessment()
    today = timezone.localdate()
    given = {
        "ICT-4.2": Content("3"),
        "ICT-5.6": Content(()),
        "ICT-5.4": Content(Decimal("2.50")),
        "ICT-4.5": Content(RatioValue(Decimal(1), Decimal(3))),
        "ICT-4.1": Content(DocumentValue("12/QĐ", today, "Ủy ban nhân dân tỉnh")),
        "HT-06": Content(not_applicable=True, reason="Không có đô thị."),
        "ICT-4.6": Content(note="Chưa rõ"),
    }
    answers.load(by=user_as(Role.COORDINATOR, assessment.province), assessment=assessment, contents=given)
    inputs, _context = freeze(assessment, today)
    found = {answer["code"]: answer for answer in inputs["answers"]}
    assert {code: answer["value"] for code, answer in found.items()} == {
        "ICT-4.2": "3",
        "ICT-5.6": [],
        "ICT-5.4": "2.5",
        "ICT-4.5": {"numerator": "1", "denominator": "3"},
        "ICT-4.1": {"number": "12/QĐ", "date": today.isoformat(), "issuer": "Ủy ban nhân dân tỉnh"},
        "HT-06": None,
        "ICT-4.6": None,
    }
    assert [code for code, answer in found.items() if answer["not_applicable"]] == ["HT-06"]
    assert found["HT-06"]["reason"] == "Không có đô thị."


@pytest.mark.django_db
def test_freeze_keeps_what_reports_print_beside_a_value(storage):
    assessment = open_assessment()
    by = user_as(Role.COORDINATOR, assessment.province)
    content = Content(Decimal(2), note="Theo báo cáo", quality=Quality.SURVEY)
    row = answers.save(by=by, assessment=assessment, code="ICT-5.4", content=content, expected_version=0)
    day, given = timezone.localdate(), {"by": by, "assessment": assessment, "code": "ICT-5.4"}
    file = evidence.add_file(**given, upload=pdf_upload("bao-cao.pdf"), is_confidential=True, valid_until=day)
    evidence.add_link(**given, url="https://tinh.example/")
    evidence.add_document(**given, number="12/QĐ", day=day, issuer="Ủy ban nhân dân tỉnh", title="Quyết định")
    inputs, context = freeze(assessment, day)
    assert inputs["answers"][0]["evidence"] == 3
    stored = file.stored_file
    assert context["answers"] == {
        "ICT-5.4": {
            "note": "Theo báo cáo",
            "quality": "survey",
            "document_title": "",
            "updated_at": row.updated_at.isoformat(),
            "evidence": [
                {
                    **NO_EVIDENCE,
                    "kind": "file",
                    "title": "bao-cao.pdf",
                    "valid_until": day.isoformat(),
                    "sha256": stored.sha256,
                    "size": stored.size,
                    "is_confidential": True,
                },
                {**NO_EVIDENCE, "kind": "link", "title": "https://tinh.example/", "url": "https://tinh.example/"},
                {
                    **NO_EVIDENCE,
                    "kind": "document",
                    "title": "Quyết định",
                    "number": "12/QĐ",
                    "date": day.isoformat(),
                    "issuer": "Ủy ban nhân dân tỉnh",
                },
            ],
        }
    }


@pytest.mark.django_db
def test_freeze_takes_the_same_queries_for_one_answer_and_for_all(django_assert_num_queries):
    assessment = open_assessment()
    today, by = timezone.localdate(), user_as(Role.CONTRIBUTOR, assessment.province)
    content = answers.Content("2", note="x")
    answers.save(by=by, assessment=assessment, code="IOC-6.1", content=content, expected_version=0)
    with django_assert_num_queries(5):
        freeze(assessment, today)
    submitted = assessment_in(AssessmentState.SUBMITTED)
    with django_assert_num_queries(5):
        freeze(submitted, today)


@pytest.mark.django_db
def test_freeze_takes_one_query_more_for_the_threads_however_much_was_reviewed(django_assert_num_queries):
    assessment = submitted_on_small()
    today, reviewer = timezone.localdate(), reviewer_of(assessment)
    reviews.decide(by=reviewer, assessment=assessment, code="A-1.1", judgement=ACCEPTED, seen=0)
    with django_assert_num_queries(6):
        freeze(assessment, today)
    Decision.objects.all().delete()
    decide_all(assessment, reviewer)
    with django_assert_num_queries(6):
        freeze(assessment, today)


@pytest.mark.django_db
def test_freeze_keeps_what_the_review_came_to_with_its_remarks_and_threads():
    assessment = submitted_on_small()
    reviewer, now = reviewer_of(assessment), timezone.now()
    adjusted = Judgement(Verdict.ADJUSTED, ReasonCode.WRONG_FIGURE, "Theo niên giám.", "9")
    decide_all(assessment, reviewer, other={"A-1.1": REJECTED, "B-2": adjusted})
    asked_of = {"assessment": assessment, "seat": Seat.FIRST, "closed_at": now}
    sent = {"sent_at": now, "reply": "Đã bổ sung.", "replied_at": now, "replied_by": reviewer}
    Clarification.objects.create(**asked_of, code="B-2", question="Số liệu năm nào?", **sent)
    Clarification.objects.create(**asked_of, code="B-2", question="Nguồn nào?", sent_at=now)
    Clarification.objects.create(**asked_of, code="A-1.2", question="Chưa gửi.")
    inputs, context = freeze(assessment, timezone.localdate())
    found = {answer["code"]: answer["review"] for answer in inputs["answers"]}
    assert found == {
        **{key: {"verdict": "accepted"} for key in CODES},
        "A-1.1": {"verdict": "rejected"},
        "B-2": {"verdict": "adjusted", "value": "9"},
    }
    remarks = {code: (remark["reason"], remark["text"]) for code, remark in context["reviews"].items()}
    assert remarks == {
        **dict.fromkeys(CODES, ("", "")),
        "A-1.1": ("plan_only", "Mới có kế hoạch."),
        "B-2": ("wrong_figure", "Theo niên giám."),
    }
    assert context["clarifications"] == {
        "B-2": [
            {"question": "Số liệu năm nào?", "reply": "Đã bổ sung."},
            {"question": "Nguồn nào?", "reply": ""},
        ]
    }


@pytest.mark.django_db
def test_freeze_keeps_the_review_of_what_was_never_answered():
    assessment = submitted_on_small()
    assessment.answers.filter(code="A-1.1").update(is_given=False, choice="")
    AnswerRevision.objects.filter(answer__assessment=assessment, answer__code="B-2").delete()
    assessment.answers.filter(code="B-2").delete()
    decide_all(assessment, reviewer_of(assessment))
    inputs, _context = freeze(assessment, timezone.localdate())
    found = {answer["code"]: (answer["value"], answer["review"]) for answer in inputs["answers"]}
    assert (found["A-1.1"], found["B-2"]) == ((None, {"verdict": "accepted"}),) * 2


@pytest.mark.django_db
def test_freeze_leaves_out_what_two_reviewers_have_not_come_to():
    assessment = submitted_on_small()
    first, second = reviewer_of(assessment, second=True)
    decide_all(assessment, first)
    decide_all(assessment, second, Seat.SECOND, {"A-1.1": REJECTED}, finished=False)
    blind, context = freeze(assessment, timezone.localdate())
    assert ([answer.get("review") for answer in blind["answers"]], context["reviews"]) == ([None] * len(CODES), {})
    assessment.assignments.update(finished_at=timezone.now())
    inputs, _context = freeze(assessment, timezone.localdate())
    agreed = [answer["code"] for answer in inputs["answers"] if answer.get("review")]
    assert agreed == [code for code in CODES if code != "A-1.1"]


# -- computing -------------------------------------------------------------------------------------------------------


def test_compute_scores_all_three_readings():
    found = compute(small.unscored())
    heads = {name: str(found[name]) for name in ("claimed", "evidenced", "verified")}
    assert heads == {"claimed": "42.08", "evidenced": "33.75", "verified": "39.11"}
    card = scorecard.from_json(found["scorecard"])
    halves = [(str(card.readings[name].readiness), str(card.readings[name].results)) for name in card.readings]
    assert halves == [("41.67", "42.50"), ("25.00", "42.50"), ("35.71", "42.50")]


def test_compute_lists_the_gaps_of_every_reading_greatest_gain_first():
    gaps = compute(small.unscored())["trace"]["gaps"]
    assert list(gaps) == ["claimed", "evidenced", "verified"]
    assert [(gap["code"], gap["score"], gap["gain"]) for gap in gaps["claimed"]] == [
        ("B-2", "40", "22.5"),
        ("A-1.1", "50", "8.333333333333"),
        ("A-1.7", "0", "8.333333333333"),
        ("A-1.3", "25", "6.25"),
        ("A-1.6", "25", "6.25"),
        ("B-1", "50", "6.25"),
    ]
    assert gaps["claimed"][1] == {
        "code": "A-1.1",
        "score": "50",
        "target": "100",
        "gain": "8.333333333333",
        "next_option": "3",
        "effort": "S",
        "quick_win": True,
    }


def test_compute_is_json_all_through():
    found = compute(small.unscored())
    for part in ("scorecard", "trace"):
        assert json.loads(json.dumps(found[part])) == found[part]


def test_compute_judges_document_dates_by_the_day_of_the_snapshot():
    paper = {"number": "1", "date": "2026-05-06", "issuer": "Ủy ban nhân dân tỉnh"}
    snapshot = small.unscored(answers=[{"code": "A-1.7", "value": paper}])
    on_the_day = compute(snapshot)["claimed"]
    snapshot.as_of = small.date(2026, 5, 5)
    assert (on_the_day > 0, compute(snapshot)["claimed"]) == (True, 0)


def test_compute_takes_alpha_from_the_frozen_inputs():
    snapshot = small.unscored()
    snapshot.inputs = small.inputs(alpha="1")
    assert str(compute(snapshot)["claimed"]) == "41.67"


@pytest.mark.parametrize(
    ("inputs", "problem"),
    [
        ({"schema": "khác"}, "tệp: schema: cần smartcity-answers/1; nhận được: khác"),
        (
            small.inputs([{"code": "ZZ"}]),
            "tệp: answers[0].code: cần mã câu hỏi hoặc chỉ số có trong danh mục; nhận được: ZZ",
        ),
        (small.inputs([{"code": "A-1.1", "value": "9"}]), "A-1.1: value: cần một trong 0, 1, 2, 3, 4; nhận được: 9"),
    ],
)
def test_compute_refuses_inputs_that_do_not_fit_the_catalogues(inputs, problem):
    snapshot = small.unscored()
    snapshot.inputs = inputs
    with pytest.raises(exchange.ExchangeError) as refused:
        compute(snapshot)
    assert problem in str(refused.value)


# -- checksum --------------------------------------------------------------------------------------------------------


def test_checksum_is_over_canonical_json():
    text = '[{"a":"ế","b":1},[2]]'
    assert checksum({"b": 1, "a": "ế"}, [2]) == hashlib.sha256(text.encode()).hexdigest()
    assert checksum({"a": "ế", "b": 1}, [2]) == checksum({"b": 1, "a": "ế"}, [2])


def test_checksum_covers_inputs_context_scorecard_and_trace():
    snapshot = small.scored()
    parts = [snapshot.inputs, snapshot.context, snapshot.scorecard, snapshot.trace]
    assert checksum(*parts) == snapshot.checksum
    for place in range(4):
        changed = [{**part, "thêm": 1} if number == place else part for number, part in enumerate(parts)]
        assert checksum(*changed) != snapshot.checksum


@pytest.mark.django_db
def test_checksum_can_be_checked_on_what_the_database_keeps():
    assessment = open_assessment()
    inputs, context = freeze(assessment, small.AS_OF)
    kept = ScoreSnapshot.objects.create(
        assessment=assessment, purpose="preview", as_of=small.AS_OF, inputs=inputs, context=context
    )
    ScoreSnapshot.objects.filter(pk=kept.pk).update(status="ready", finished_at=timezone.now(), **compute(kept))
    kept.refresh_from_db()
    assert checksum(kept.inputs, kept.context, kept.scorecard, kept.trace) == kept.checksum


def test_same_answers_make_the_same_checksum():
    assert small.scored().checksum == small.scored().checksum


@pytest.mark.django_db
def test_trial_scores_what_is_there_and_stores_nothing():
    assessment = submitted_on_small()
    today = timezone.localdate()
    found = trial(assessment, today)
    stored = ScoreSnapshot.objects.get()
    assert (found.as_of, found.claimed, len(found.checksum)) == (today, compute(stored)["claimed"], 64)
    assert ScoreSnapshot.objects.count() == 1
