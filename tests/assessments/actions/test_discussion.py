import pytest

from accounts.roles import Role
from assessments.actions.discussion import amend, reopen, say, settle, withdraw
from assessments.discussions import is_settled
from assessments.enums import AssessmentState
from assessments.errors import InvalidAnswer, NotAllowed, Refusal
from assessments.models import Assessment, Comment, CommentMention, Notice
from audit.models import Event
from audit.recording import Verb, chain_of
from tests.assessments.actions.together import at_once
from tests.assessments.talking import CODE, talking
from tests.factories import user_as

pytestmark = pytest.mark.django_db

NOT_THEIRS = "Chỉ người của tỉnh trao đổi về phiếu của tỉnh."


@pytest.fixture
def found():
    return talking()


def refused(error, act, *given, **named):
    with pytest.raises(error) as caught:
        act(*given, **named)
    return getattr(caught.value, "messages", str(caught.value))


def test_comment_keeps_who_said_what_where_and_whom_it_mentions(found):
    comment = found.say(found.an, " Dòng một\r\nDòng hai \n", mentions=(found.binh, found.chi))
    comment.refresh_from_db()
    assert (comment.code, comment.text, comment.by) == (CODE, "Dòng một\nDòng hai", found.an)
    assert [mention.user for mention in comment.mentions.all()] == [found.binh, found.chi]


def test_discussion_leaves_no_event_for_the_ministry_to_read(found):
    before = found.assessment.events.count()
    comment = found.say(found.an)
    settle(by=found.an, assessment=found.assessment, code=CODE)
    withdraw(by=found.an, assessment=found.assessment, pk=comment.pk)
    assert found.assessment.events.count() == before


def test_text_is_composed_and_without_control_and_direction_marks(found):
    assert (
        found.say(found.an, "Tie\u0302\u0301ng\x00 Vi\x07ệt\u202e <b>đậm</b>\tnhé").text == "Tiếng Việt <b>đậm</b> nhé"
    )


@pytest.mark.parametrize("text", ["", " \n\t ", "\x00\x07", "\u202e\u200b"])
def test_comment_without_text_is_refused(found, text):
    assert refused(InvalidAnswer, found.say, found.an, text) == {"text": "Câu A-1.1: hãy viết nội dung trao đổi."}


@pytest.mark.parametrize("text", ["a" * 2_001, "a" * 10_000, "a\u0301" * 2_001, "e\u0302\u0301" * 100_000])
def test_long_comment_is_refused(found, text):
    expected = {"text": "Câu A-1.1: nội dung trao đổi dài không quá 2.000 ký tự."}
    assert refused(InvalidAnswer, found.say, found.an, text) == expected
    assert found.assessment.comments.count() == 0


@pytest.mark.slow
def test_longest_comment_counts_composed_letters(found):
    assert found.say(found.an, "e\u0302\u0301" * 2_000).text == "ế" * 2_000


def test_unknown_question_is_refused(found):
    expected = {"": "Danh mục của đợt đánh giá không có mã “X”."}
    assert refused(InvalidAnswer, found.say, found.an, code="X") == expected


def test_only_people_of_the_province_can_be_mentioned(found):
    expected = {"mentions": "Có người được nhắc tới không thuộc tỉnh này; hãy chọn lại."}
    for outsider in (found.stranger, user_as(Role.REVIEWER)):
        assert refused(InvalidAnswer, found.say, found.an, mentions=(found.binh, outsider)) == expected
    about = {"by": found.an, "assessment": found.assessment, "code": CODE, "text": "x"}
    assert refused(InvalidAnswer, say, **about, mentions=[0, -1, 10**30]) == expected
    assert (Comment.objects.count(), Notice.objects.count()) == (0, 0)


def test_mentioning_oneself_or_somebody_twice_is_one_mention_of_the_other(found):
    comment = found.say(found.an, mentions=(found.an, found.binh, found.binh))
    assert [mention.user for mention in comment.mentions.all()] == [found.binh]


def test_same_words_right_after_each_other_are_one_comment(found):
    first = found.say(found.an, mentions=(found.binh,))
    assert found.say(found.an, mentions=(found.binh,)) == first
    found.say(found.binh)
    assert found.say(found.an) != first
    assert found.assessment.comments.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_comment(found):
    first, second = at_once(lambda: found.say(found.an), lambda: found.say(found.an))
    assert first == second


@pytest.mark.parametrize("state", [AssessmentState.SUBMITTED, AssessmentState.FINAL])
def test_nothing_changes_once_the_assessment_is_handed_in(found, state):
    comment = found.say(found.an)
    at = {"submitted_at": comment.at, "submitted_by": found.binh}
    if state == AssessmentState.FINAL:
        at |= {"finalised_at": comment.at, "finalised_by": found.binh}
    Assessment.objects.filter(pk=found.assessment.pk).update(state=state, **at)
    about = {"by": found.an, "assessment": found.assessment}
    expected = "Phiếu đã nộp nên trao đổi chỉ còn để đọc."
    assert refused(NotAllowed, found.say, found.an, "Nữa") == expected
    assert refused(NotAllowed, withdraw, **about, pk=comment.pk) == expected
    assert refused(NotAllowed, settle, **about, code=CODE) == expected
    assert refused(NotAllowed, reopen, **about, code=CODE) == expected


def test_others_take_no_part(found):
    comment = found.say(found.an)
    for outsider in (found.stranger, user_as(Role.REVIEWER), user_as(Role.AUDITOR)):
        about = {"by": outsider, "assessment": found.assessment}
        assert refused(NotAllowed, found.say, outsider) == NOT_THEIRS
        assert refused(NotAllowed, withdraw, **about, pk=comment.pk) == NOT_THEIRS
        assert refused(NotAllowed, settle, **about, code=CODE) == NOT_THEIRS
        assert refused(NotAllowed, reopen, **about, code=CODE) == NOT_THEIRS


def test_withdrawn_words_are_gone_everywhere_and_their_place_stays(found):
    comment = found.say(found.an, "Nói nhầm", mentions=(found.binh,))
    assert Notice.objects.filter(body__contains="Nói nhầm").count() == 1
    withdraw(by=found.an, assessment=found.assessment, pk=comment.pk)
    [left] = found.assessment.comments.all()
    assert (left.text, left.withdrawn_at is not None, left.by) == ("", True, found.an)
    assert (Notice.objects.count(), CommentMention.objects.count()) == (0, 0)


@pytest.mark.slow
def test_words_are_amended_until_somebody_answers(found):
    comment = found.say(found.an, "Lấy từ đâu", mentions=(found.binh,))
    found.say(found.an, "Tôi hỏi thêm")
    about = {"assessment": found.assessment, "pk": comment.pk}
    amend(by=found.an, **about, text=" Lấy\x00 từ đâu? ")
    comment.refresh_from_db()
    assert (comment.text, comment.amended_at is not None, comment.at < comment.amended_at) == (
        "Lấy từ đâu?",
        True,
        True,
    )
    assert comment.notices.get().body == "“Lấy từ đâu?”"
    assert [mention.user for mention in comment.mentions.all()] == [found.binh]
    found.say(found.binh, "Cục Thống kê")
    expected = "Đã có người trả lời nên không sửa được nữa; hãy gửi ý kiến mới."
    assert refused(NotAllowed, amend, by=found.an, **about, text="Khác") == expected


def test_amending_to_the_same_words_leaves_no_mark(found):
    comment = found.say(found.an, "Lấy từ đâu?")
    amend(by=found.an, assessment=found.assessment, pk=comment.pk, text="Lấy từ đâu? ")
    comment.refresh_from_db()
    assert comment.amended_at is None


@pytest.mark.parametrize("text", ["", "\x00\u202e", "a" * 2_001])
def test_words_are_not_amended_to_rubbish(found, text):
    comment = found.say(found.an, "Lấy từ đâu?")
    assert set(refused(InvalidAnswer, amend, by=found.an, assessment=found.assessment, pk=comment.pk, text=text)) == {
        "text"
    }
    comment.refresh_from_db()
    assert (comment.text, comment.amended_at) == ("Lấy từ đâu?", None)


def test_what_is_not_there_is_not_amended(found):
    assert (
        refused(Refusal, amend, by=found.an, assessment=found.assessment, pk=0, text="a")
        == "Không tìm thấy ý kiến này."
    )


def test_only_ones_own_words_are_withdrawn_and_once(found):
    comment = found.say(found.an)
    about = {"assessment": found.assessment, "pk": comment.pk}
    assert refused(NotAllowed, withdraw, by=found.binh, **about) == "Chỉ người viết được rút ý kiến của mình."
    withdraw(by=found.an, **about)
    assert refused(NotAllowed, withdraw, by=found.an, **about) == "Ý kiến này đã được rút."


def test_comment_of_another_assessment_is_not_found(found):
    other = talking()
    comment = other.say(other.an)
    about = {"by": found.an, "assessment": found.assessment, "pk": comment.pk}
    assert refused(Refusal, withdraw, **about) == "Không tìm thấy ý kiến này."


def test_discussion_is_settled_until_it_is_reopened_or_somebody_says_more(found):
    about = {"by": found.an, "assessment": found.assessment, "code": CODE}
    assert refused(Refusal, settle, **about) == "Câu A-1.1 chưa có trao đổi nào."
    found.say(found.an)
    settle(**about)
    settle(**{**about, "by": found.binh})
    assert found.assessment.settled_discussions.get().by == found.an
    reopen(**about)
    assert not is_settled(found.assessment, CODE)
    reopen(**about)
    settle(**about)
    assert is_settled(found.assessment, CODE)
    found.say(found.binh, "Còn một ý.")
    assert not is_settled(found.assessment, CODE)


def test_audit_log_knows_which_words_were_amended_or_withdrawn_and_by_whom_but_not_the_words(found):
    comment = found.say(found.an, "Bí mật của tỉnh.")
    about = {"assessment": found.assessment, "pk": comment.pk, "by": found.an}
    amend(**about, text="Bí mật của tỉnh.")
    amend(**about, text="Nói khác đi.")
    withdraw(**about)
    assert refused(NotAllowed, withdraw, **about) == "Ý kiến này đã được rút."
    events = Event.objects.filter(verb=Verb.DISCUSSION).order_by("seq")
    place, said = chain_of("assessment", found.assessment.pk), {"code": CODE, "comment": comment.pk}
    assert list(events.values_list("what", "actor", "chain", "detail")) == [
        ("amend_comment", found.an.pk, place, said),
        ("withdraw_comment", found.an.pk, place, said),
    ]
