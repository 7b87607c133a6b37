"""Who may see the queues and send again, and what."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from accounts.roles import Role
from assessments.enums import WorkStatus
from assessments.models import Comment
from assessments.notifications.mailing import STALE_AFTER
from operations.permissions import why_not_look_after, why_not_mail_again, why_not_see_queues, why_not_send_again
from operations.work import next_look
from tests.assessments.small import open_assessment_on_small
from tests.factories import UserFactory, user_as
from tests.operations.rows import LONG_AGO, document_row, manager, notice_row, ready_document

pytestmark = pytest.mark.django_db

NOT_YOURS = "Chỉ quản trị đợt đánh giá hoặc quản trị hệ thống được gửi lại việc."
NOT_TO_SEE = "Chỉ quản trị đợt đánh giá, kiểm toán hoặc quản trị hệ thống được xem hàng đợi."


@pytest.mark.parametrize("role", list(Role))
def test_roles_that_look_after_the_portal(role):
    user = user_as(role)
    assert why_not_look_after(user) == ("" if role == Role.CAMPAIGN_MANAGER else NOT_YOURS)
    sees = role in {Role.CAMPAIGN_MANAGER, Role.AUDITOR}
    assert why_not_see_queues(user) == ("" if sees else NOT_TO_SEE)


def test_system_administrators_look_after_it_without_a_role():
    user = UserFactory(is_staff=True)
    assert (why_not_look_after(user), why_not_see_queues(user)) == ("", "")


def test_what_failed_and_what_was_left_behind_may_be_sent_again():
    failed = document_row(WorkStatus.FAILED)
    left = document_row(WorkStatus.RUNNING, touched_at=timezone.now() - LONG_AGO)
    assert [why_not_send_again(manager(), row) for row in (failed, left)] == ["", ""]
    assert why_not_send_again(user_as(Role.AUDITOR), failed) == NOT_YOURS


def test_what_is_done_or_at_work_is_not_sent_again():
    user, running = manager(), document_row(WorkStatus.RUNNING)
    at = date_format(timezone.localtime(next_look(running)), "H:i d/m/Y")
    assert why_not_send_again(user, ready_document()) == "Việc này đã xong."
    assert why_not_send_again(user, running) == (
        f"Việc này đang chờ hoặc đang làm; nếu không có tiến triển, hệ thống tự gửi lại từ {at}."
    )


def test_mail_that_may_go_out_again():
    user = manager()
    assert why_not_mail_again(user, notice_row(attempts=5)) == ""
    assert why_not_mail_again(user_as(Role.AUDITOR), notice_row(attempts=5)) == NOT_YOURS


@pytest.mark.parametrize("fields", [{"by_mail": False}, {"mailed_at": timezone.now()}])
def test_mail_that_went_out_or_need_not(fields):
    assert why_not_mail_again(manager(), notice_row(**fields)) == "Thư này đã gửi hoặc không cần gửi."


def test_mail_that_is_too_old():
    old = notice_row(created_at=timezone.now() - STALE_AFTER - timedelta(minutes=1))
    assert why_not_mail_again(manager(), old) == (
        "Thông báo đã quá cũ nên không gửi thư nữa; người nhận vẫn thấy trong hộp thông báo."
    )


def test_comments_go_out_in_their_digest():
    user = manager()
    comment = Comment.objects.create(assessment=open_assessment_on_small(), code="A.1", text="?", by=user)
    assert why_not_mail_again(user, notice_row(comment=comment)) == (
        "Ý kiến trao đổi được gửi trong thư gộp hằng ngày, không gửi riêng."
    )
