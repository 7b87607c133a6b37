import pytest

from audit.enums import Verb
from audit.models import Event
from audit_desk.wording import LONGEST, PAGES, detail_in_words, faults_in_words, place_in_words, what_in_words
from tests.access import ACCESS
from tests.audit.test_middleware import NO_DATA
from tests.test_access import POST


def test_every_page_that_is_recorded_has_its_words():
    """But what only people of the province see, and what shows nothing."""
    shown = {name for name in ACCESS if 200 in (ACCESS[name]["auditor"], ACCESS[name]["campaign_manager"])}
    assert sorted(shown - NO_DATA - set(POST) - set(PAGES)) == []


@pytest.mark.parametrize(
    ("verb", "what", "words"),
    [
        (Verb.WORKFLOW, "submit", "nộp phiếu"),
        (Verb.CAMPAIGN, "publish", "công bố kết quả"),
        (Verb.REVIEW, "adjusted", "điều chỉnh"),
        (Verb.REVIEW, "withdrawn", "đã rút"),
        (Verb.REVIEW, "reply", "trả lời yêu cầu giải trình"),
        (Verb.CATALOGUE, "publish", "công bố phiên bản"),
        (Verb.TEMPLATE, "activate", "đưa vào dùng"),
        (Verb.ACCOUNT, "invite", "mời"),
        (Verb.EXPORT, "report_file", "Tài liệu"),
        (Verb.OPERATION, "send_again", "gửi lại việc trong hàng đợi"),
        (Verb.DISCUSSION, "withdraw_comment", "rút ý kiến trao đổi"),
        (Verb.SECOND_FACTOR, "added webauthn", "thêm khóa đăng nhập"),
        (Verb.SECOND_FACTOR, "taken_away", "quản trị hệ thống gỡ"),
        (Verb.SIGN_IN, "", ""),
        (Verb.WORKFLOW, "<b>", "<b>"),
    ],
)
def test_codes_become_words(verb, what, words):
    assert what_in_words(Event(verb=verb, what=what)) == words


@pytest.mark.parametrize("detail", [[], 5, "x", {"a": [[1, None], "b"]}, {"heads": "x" * 500}])
def test_whatever_stands_in_a_row_can_be_shown(detail):
    for verb in (Verb.READ, Verb.SEAL):
        assert len(detail_in_words(Event(verb=verb, detail=detail))) <= LONGEST


def test_unknown_chain_stays_as_it_is():
    assert place_in_words("x:1", None) == "x 1"


def test_faults_say_where_and_what():
    named = [["altered", "user:5", 1234], ["chain", "campaign:2", 0]]
    assert faults_in_words(Event(detail={"named": named})) == [
        ("user:5 #1234", "dòng đã bị sửa hoặc đổi chỗ"),
        ("campaign:2", "cả chuỗi đã bị xóa"),
    ]
    assert faults_in_words(Event(detail={"faults": 0})) == []
