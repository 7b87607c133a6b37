"""What the people of a province say to each other about a question. No workflow events: the ministry reads those. What
takes words away is in the audit log, without the words."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assessments import notifications
from assessments.discussions import answered, people_of, thread
from assessments.errors import InvalidAnswer, NotAllowed, Refusal
from assessments.models import Assessment, Comment, CommentMention, DiscussionSettled
from assessments.province_permissions import why_not_amend_comment, why_not_discuss, why_not_withdraw_comment
from audit import recording as audit
from indicators.scoring.measures import composed

from .answers import item_of

LONGEST = Comment._meta.get_field("text").max_length


@transaction.atomic
def say(*, by: User, assessment: Assessment, code: str, text: str, mentions: Collection[int] = ()) -> Comment:
    """Add to the discussion of a leaf, which is open again by that, and tell those mentioned and those who took part.
    The same once more right after it (a second click, a lost reply) adds nothing.

    Raises NotAllowed, or InvalidAnswer with messages for `text` and `mentions`.
    """
    locked = _for(by, assessment)
    item_of(locked, code)
    text, mentioned = _sound(code, text), _known(locked, mentions)
    last = locked.comments.filter(code=code).order_by("at", "pk").last()
    if last is not None and (last.by_id, last.text) == (by.pk, text):
        return last
    comment = Comment.objects.create(assessment=locked, code=code, text=text, by=by)
    others = [user for user in mentioned if user.pk != by.pk]
    CommentMention.objects.bulk_create(CommentMention(comment=comment, user=user) for user in others)
    locked.settled_discussions.filter(code=code).delete()
    notifications.said(comment, others)
    return comment


@transaction.atomic
def amend(*, by: User, assessment: Assessment, pk: int, text: str) -> Comment:
    """Say one's own words otherwise, until somebody has answered them; inboxes quote the new ones. Raises NotAllowed,
    Refusal, or InvalidAnswer with a message for `text`."""
    locked = _for(by, assessment)
    comment = _comment(locked, pk)
    is_answered = pk in answered(list(thread(locked, comment.code)))
    if reason := why_not_amend_comment(by, locked, comment, is_answered=is_answered):
        raise NotAllowed(reason)
    text = _sound(comment.code, text)
    if text != comment.text:
        comment.text, comment.amended_at = text, timezone.now()
        comment.save(update_fields=["text", "amended_at"])
        _record("amend_comment", by, comment)
        notifications.amended(comment)
    return comment


@transaction.atomic
def withdraw(*, by: User, assessment: Assessment, pk: int) -> Comment:
    """Take one's own words back: out of the discussion, and out of the inboxes. Raises NotAllowed or Refusal."""
    locked = _for(by, assessment)
    comment = _comment(locked, pk)
    if reason := why_not_withdraw_comment(by, locked, comment):
        raise NotAllowed(reason)
    comment.text, comment.withdrawn_at = "", timezone.now()
    comment.save(update_fields=["text", "withdrawn_at"])
    comment.mentions.all().delete()
    comment.notices.all().delete()
    _record("withdraw_comment", by, comment)
    return comment


@transaction.atomic
def settle(*, by: User, assessment: Assessment, code: str) -> None:
    """Mark a discussion as settled, until it is reopened or somebody says more. Raises NotAllowed or Refusal."""
    locked = _for(by, assessment)
    if not locked.comments.filter(code=code).exists():
        raise Refusal(_("Câu %s chưa có trao đổi nào.") % code)
    DiscussionSettled.objects.get_or_create(assessment=locked, code=code, defaults={"by": by})


@transaction.atomic
def reopen(*, by: User, assessment: Assessment, code: str) -> None:
    """Raises NotAllowed."""
    _for(by, assessment).settled_discussions.filter(code=code).delete()


def _for(by: User, assessment: Assessment) -> Assessment:
    """The assessment, locked, for somebody who may take part. Raises NotAllowed."""
    locked = Assessment.objects.locked(assessment.pk)
    if reason := why_not_discuss(by, locked):
        raise NotAllowed(reason)
    return locked


def _comment(locked: Assessment, pk: int) -> Comment:
    """Raises Refusal."""
    comment = locked.comments.filter(pk=pk).first()
    if comment is None:
        raise Refusal(_("Không tìm thấy ý kiến này."))
    return comment


def _record(what: str, by: User, comment: Comment) -> None:
    place = audit.chain_of("assessment", comment.assessment_id)
    audit.record(audit.Verb.DISCUSSION, place, by=by, what=what, code=comment.code, comment=comment.pk)


def _sound(code: str, given: str) -> str:
    """In composed letters, lines kept, without control and direction marks. Raises InvalidAnswer."""
    lines = given[: 4 * LONGEST + 1].replace("\r\n", "\n").replace("\t", " ")
    text = composed("".join(char for char in lines if char == "\n" or char.isprintable()).strip(), LONGEST)
    if not text:
        raise InvalidAnswer({"text": _("Câu %s: hãy viết nội dung trao đổi.") % code})
    if len(text) > LONGEST:
        raise InvalidAnswer({"text": _("Câu %s: nội dung trao đổi dài không quá 2.000 ký tự.") % code})
    return text


def _known(assessment: Assessment, mentions: Collection[int]) -> list[User]:
    """Raises InvalidAnswer if one of them does not take part in this province's discussions."""
    people = people_of(assessment) if mentions else {}
    if not people.keys() >= set(mentions):
        raise InvalidAnswer({"mentions": _("Có người được nhắc tới không thuộc tỉnh này; hãy chọn lại.")})
    return [people[pk] for pk in dict.fromkeys(mentions)]
