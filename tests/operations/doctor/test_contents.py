"""What is not loaded, who is not there, what does not run."""

import pytest

from accounts.roles import Role
from operations.doctor import contents
from operations.doctor.findings import Level
from operations.models import Heartbeat, ProcessKind
from tests.factories import ProvinceFactory, user_as

pytestmark = pytest.mark.django_db


def test_provinces_must_be_all_there():
    assert (contents.provinces().level, contents.provinces().advice) == (Level.ERROR, "Chạy manage.py load_provinces.")
    ProvinceFactory.create_batch(34)
    assert contents.provinces().level == Level.FINE


def test_catalogues_must_be_published():
    assert contents.catalogues().level == Level.FINE


def test_catalogues_that_are_missing(empty_shelves):
    assert contents.catalogues().found == "chưa có bản công bố của danh mục: khuyến nghị, bộ chỉ số"


def test_somebody_must_run_the_campaigns():
    user = user_as(Role.CAMPAIGN_MANAGER)
    assert contents.administrator().level == Level.FINE
    user.is_active = False
    user.save()
    assert contents.administrator().level == Level.ERROR


def test_workers_and_one_beat_must_live():
    assert (contents.workers().level, contents.beat().level) == (Level.ERROR, Level.ERROR)
    for kind in ProcessKind:
        Heartbeat.objects.create(kind=kind, name="a")
    assert (contents.workers().level, contents.beat().level) == (Level.FINE, Level.FINE)
    Heartbeat.objects.create(kind=ProcessKind.BEAT, name="b")
    assert (contents.beat().level, contents.beat().found) == (Level.WARNING, "2 tiến trình định giờ")
