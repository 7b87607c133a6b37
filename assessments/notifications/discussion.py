"""What is said in a province's discussions: in the inbox at once, by mail in a digest (digest.py)."""

from collections.abc import Collection
from functools import partial

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.discussions import people_of
from assessments.models import Comment

from .writing import News, Text, tell

QUOTED = 200
"""So many characters of a comment leave its page."""


def said(comment: Comment, mentioned: Collection[User]) -> int:
    """To those mentioned, and to those who took part in the discussion and still belong to the province; never to the
    author."""
    asked = {user.pk for user in mentioned}
    taken_part = set(
        Comment.objects.filter(assessment=comment.assessment, code=comment.code).values_list("by", flat=True)
    )
    people = [user for pk, user in people_of(comment.assessment).items() if pk in taken_part - asked - {comment.by_id}]
    key, campaign = f"comment:{comment.pk}", comment.assessment.campaign
    path = reverse("discussion_thread", args=[comment.assessment_id, comment.code])
    return tell(
        News(told, key, path, campaign, partial(write, comment), comment)
        for told, write in ((mentioned, _mentioned), (people, _replied))
    )


def amended(comment: Comment) -> int:
    """What inboxes quote, and letters that are still to go out, is what stands now. Returns how many notices."""
    return comment.notices.update(body=_quoted(comment))


def _mentioned(comment: Comment) -> Text:
    return Text(_("%(name)s nhắc tới bạn ở câu %(code)s") % _names(comment), _quoted(comment))


def _replied(comment: Comment) -> Text:
    return Text(_("%(name)s trao đổi thêm ở câu %(code)s") % _names(comment), _quoted(comment))


def _names(comment: Comment) -> dict[str, str]:
    return {"name": str(comment.by), "code": comment.code}


def _quoted(comment: Comment) -> str:
    return f"“{Truncator(' '.join(comment.text.split())).chars(QUOTED)}”"
