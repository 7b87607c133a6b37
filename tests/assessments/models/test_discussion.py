import pytest
from django.utils import timezone

from assessments.models import Comment, CommentMention, DiscussionSettled
from tests.factories import open_assessment, user_as

from .refusals import assert_refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment():
    assessment = open_assessment()
    by = user_as("contributor", assessment.province)
    return Comment.objects.create(assessment=assessment, code="IOC-6.1", text="Số này lấy ở đâu?", by=by)


def test_comment_says_where_and_by_whom(comment):
    assert str(comment) == f"{comment.assessment}: IOC-6.1, {comment.by}"


def test_comment_has_its_text_until_it_is_withdrawn(comment):
    sentence = "Ý kiến cần nội dung; ý kiến đã rút thì không còn nội dung."
    comment.withdrawn_at = timezone.now()
    assert_refused(comment, "comment_has_text_until_withdrawn", sentence)
    comment.text, comment.withdrawn_at = "", None
    assert_refused(comment, "comment_has_text_until_withdrawn", sentence)
    comment.withdrawn_at = timezone.now()
    comment.save()
    assert list(Comment.objects.standing()) == []


def test_standing_comments_are_those_not_withdrawn(comment):
    assert list(Comment.objects.standing()) == [comment]


def test_person_is_mentioned_once_a_comment(comment):
    found = CommentMention.objects.create(comment=comment, user=comment.by)
    assert str(found) == str(comment.by)
    again = CommentMention(comment=comment, user=comment.by)
    assert_refused(again, "mention_once_a_comment", "Ý kiến này đã nhắc tới người đó.")


def test_discussion_is_settled_once(comment):
    about = {"assessment": comment.assessment, "code": "IOC-6.1", "by": comment.by}
    found = DiscussionSettled.objects.create(**about)
    assert str(found) == f"{comment.assessment}: IOC-6.1"
    assert_refused(DiscussionSettled(**about), "discussion_settled_once", "Trao đổi của câu này đã xong rồi.")
