from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from personal_data.tasks import retention


@pytest.mark.django_db
def test_task_returns_how_many_rows_went():
    for key in "ab":
        Session.objects.create(session_key=key, session_data="x", expire_date=timezone.now() - timedelta(days=1))
    assert retention() == 2
