"""A province that discusses an assessment on the small catalogues."""

from dataclasses import dataclass

from accounts.models import User
from accounts.roles import Role
from assessments.actions import discussion
from assessments.models import Assessment, Comment
from tests.assessments.small import open_assessment_on_small
from tests.factories import user_as

CODE = "A-1.1"


@dataclass
class Talking:
    """`an`, `binh` and `chi` are of its province, `stranger` of another."""

    assessment: Assessment
    an: User
    binh: User
    chi: User
    stranger: User

    def say(
        self, by: User, text: str = "Số này lấy ở đâu?", code: str = CODE, mentions: tuple[User, ...] = ()
    ) -> Comment:
        keys = [user.pk for user in mentions]
        return discussion.say(by=by, assessment=self.assessment, code=code, text=text, mentions=keys)


def talking() -> Talking:
    assessment = open_assessment_on_small()
    names = {"an": "Trần Thị An", "binh": "Lê Văn Bình", "chi": "Đỗ Chi"}
    roles = {"an": Role.CONTRIBUTOR, "binh": Role.COORDINATOR, "chi": Role.LEADER}
    people = {key: user_as(role, assessment.province) for key, role in roles.items()}
    for key, user in people.items():
        user.full_name = names[key]
        user.save()
    return Talking(assessment, **people, stranger=user_as(Role.COORDINATOR))
