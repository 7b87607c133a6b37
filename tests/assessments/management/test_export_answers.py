import io
import json

import pytest
from django.core.management import CommandError, call_command

from accounts.roles import Role
from assessments.actions import answers
from assessments.actions.answers import Content
from assessments.enums import AssessmentState
from indicators.scoring import exchange
from tests.assessments import small
from tests.factories import assessment_in, evidence_document, open_assessment, user_as

pytestmark = pytest.mark.django_db


def exported(name: object) -> str:
    printed = io.StringIO()
    call_command("export_answers", str(name), stdout=printed)
    return printed.getvalue()


def test_export_prints_the_answers_in_the_exchange_format():
    assessment = small.open_assessment_on_small()
    by = user_as(Role.COORDINATOR, assessment.province)
    contents = {
        "B-2": Content(note="Chưa có số liệu"),
        "A-1.4": Content(not_applicable=True, reason="Không có biển."),
        "A-1.1": Content("2", note="Ghi chú"),
    }
    answers.load(by=by, assessment=assessment, contents=contents)
    evidence_document(assessment, by, "A-1.1")
    nothing = {"value": None, "not_applicable": False, "reason": "", "evidence": 0}
    expected = [
        {**nothing, "code": "A-1.1", "value": "2", "evidence": 1},
        {**nothing, "code": "A-1.4", "not_applicable": True, "reason": "Không có biển."},
        {**nothing, "code": "B-2"},
    ]
    assert json.loads(exported(assessment.pk)) == small.inputs(expected)
    assert "Không có biển." in exported(assessment.pk)


def test_export_names_an_assessment_by_campaign_and_province():
    assessment = small.open_assessment_on_small()
    assert exported(f"{assessment.campaign.code}/{assessment.province.code}") == exported(assessment.pk)


@pytest.mark.slow
def test_export_of_a_submission_is_what_was_frozen():
    assessment = assessment_in(AssessmentState.SUBMITTED)
    assert json.loads(exported(assessment.pk)) == assessment.snapshots.get().inputs


def test_export_of_demonstration_data_says_so_and_can_be_read_back():
    assessment = open_assessment(is_demonstration=True)
    document = json.loads(exported(assessment.pk))
    assert document["notice"] == "dữ liệu minh họa"
    assert exchange.read_header(document) == exchange.Header("cv2333/v1", "cv3098/v1", assessment.campaign.alpha)


def test_export_of_what_is_not_there_is_refused():
    with pytest.raises(CommandError) as refused:
        exported("2026/48")
    assert (str(refused.value), refused.value.returncode) == ("Không có phiếu đánh giá “2026/48”.", 2)
