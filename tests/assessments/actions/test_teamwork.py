import pytest
from django.utils.formats import date_format

from accounts.roles import Role
from assessments.actions.teamwork import assign_parts
from assessments.enums import Verb
from assessments.errors import NotAllowed, Refusal
from assessments.models import Notice
from assessments.teamwork import Share
from tests.assessments.shares import body_of, in_days, share
from tests.assessments.small import open_assessment_on_small
from tests.factories import BodyFactory, MembershipFactory, user_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment():
    return open_assessment_on_small()


@pytest.fixture
def coordinator(assessment):
    return user_as(Role.COORDINATOR, assessment.province)


@pytest.fixture
def contributor(assessment):
    return user_as(Role.CONTRIBUTOR, assessment.province)


def stored(assessment) -> dict[str, Share]:
    return {row.part: Share(row.body, row.person, row.due_on) for row in assessment.shares.all()}


def test_parts_are_given_recorded_and_told(assessment, coordinator, contributor):
    colleague = MembershipFactory(body=body_of(contributor)).user
    wanted = {"A": share(contributor), "K.B": share(contributor, 9, whole_body=True)}
    assert assign_parts(by=coordinator, assessment=assessment, wanted=wanted) == 2
    assert stored(assessment) == wanted
    event = assessment.events.get()
    assert (event.verb, event.by) == (Verb.SHARE_OUT, coordinator)
    assert event.detail == f"nhóm nội dung A: {contributor}; nhóm chỉ số B: {body_of(contributor).name}"
    assert dict(Notice.objects.values_list("user", "subject")) == {
        contributor.pk: "Bạn được phân công 2 phần của phiếu",
        colleague.pk: "Bạn được phân công 1 phần của phiếu",
    }


def test_what_stays_is_neither_recorded_nor_told_again(assessment, coordinator, contributor):
    wanted = {"A": share(contributor)}
    assign_parts(by=coordinator, assessment=assessment, wanted=wanted)
    assert assign_parts(by=coordinator, assessment=assessment, wanted={**wanted, "K.B": None}) == 0
    assert (assessment.events.count(), Notice.objects.count()) == (1, 1)


@pytest.mark.slow
def test_part_is_given_to_another_or_taken_back(assessment, coordinator, contributor):
    other = user_as(Role.CONTRIBUTOR, assessment.province)
    assign_parts(by=coordinator, assessment=assessment, wanted={"A": share(contributor), "K.B": share(contributor)})
    assert assign_parts(by=coordinator, assessment=assessment, wanted={"A": share(other)}) == 1
    assert stored(assessment) == {"A": share(other), "K.B": share(contributor)}
    assert assign_parts(by=coordinator, assessment=assessment, wanted={"A": None}) == 1
    assert stored(assessment) == {"K.B": share(contributor)}
    assert [event.detail for event in assessment.events.all()][1:] == [f"nhóm nội dung A: {other}", "A"]
    assert Notice.objects.filter(user=other).count() == 1


def test_who_gives_a_part_to_themselves_is_not_told(assessment, coordinator):
    assign_parts(by=coordinator, assessment=assessment, wanted={"A": share(coordinator)})
    assert Notice.objects.count() == 0


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.LEADER, Role.REVIEWER, Role.CAMPAIGN_MANAGER])
def test_others_may_not(assessment, contributor, role):
    with pytest.raises(NotAllowed, match=r"^Chỉ đầu mối của tỉnh được phân công các phần của phiếu\.$"):
        assign_parts(by=user_as(role, assessment.province), assessment=assessment, wanted={"A": share(contributor)})


def test_nothing_is_stored_if_one_part_is_refused(assessment, coordinator, contributor):
    wanted = {"A": share(contributor), "X": share(contributor)}
    with pytest.raises(Refusal, match="không có phần “X”"):
        assign_parts(by=coordinator, assessment=assessment, wanted=wanted)
    assert (stored(assessment), assessment.events.count()) == ({}, 0)


def test_body_of_elsewhere_is_refused(assessment, coordinator):
    wanted = {"A": Share(BodyFactory(), None, in_days(1))}
    with pytest.raises(Refusal, match=r"^Phần A: hãy chọn một cơ quan của tỉnh\.$"):
        assign_parts(by=coordinator, assessment=assessment, wanted=wanted)


@pytest.mark.parametrize("case", ["other body", "leader", "left"])
def test_person_who_does_not_write_there_is_refused(assessment, coordinator, contributor, case):
    person, body = contributor, body_of(contributor)
    if case == "other body":
        body = BodyFactory(province=assessment.province)
    elif case == "leader":
        person = MembershipFactory(body=body, role=Role.LEADER).user
    else:
        person.is_active = False
        person.save()
    with pytest.raises(Refusal, match=r"^Phần A: người được chọn không nhập liệu tại cơ quan này\.$"):
        assign_parts(by=coordinator, assessment=assessment, wanted={"A": Share(body, person, in_days(1))})


@pytest.mark.parametrize("days", [-1, 31])
def test_day_past_or_after_the_last_day_is_refused(assessment, coordinator, contributor, days):
    with pytest.raises(Refusal) as refused:
        assign_parts(by=coordinator, assessment=assessment, wanted={"A": share(contributor, days)})
    first, last, day = (date_format(in_days(number)) for number in (0, 30, days))
    assert str(refused.value) == f"Hạn cần từ hôm nay ({first}) đến hạn nộp phiếu ({last}); bạn nhập {day}."


def test_day_that_has_passed_may_stay_when_the_person_changes(assessment, coordinator, contributor):
    assign_parts(by=coordinator, assessment=assessment, wanted={"A": share(contributor)})
    assessment.shares.update(due_on=in_days(-2))
    wanted = {"A": share(contributor, -2, whole_body=True)}
    assert assign_parts(by=coordinator, assessment=assessment, wanted=wanted) == 1
    assert stored(assessment) == wanted
