from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from accounts.models import User
from assessments.models import Assessment
from assessments.presence import beat

NOW = datetime(2026, 5, 6, 8, tzinfo=UTC)
ASSESSMENT = Assessment()


@pytest.fixture
def an():
    return User(pk=1, full_name="Nguyễn An")


@pytest.fixture
def binh():
    return User(pk=2, full_name="Lê Bình")


def test_others_are_seen_at_their_question_but_not_oneself(an, binh):
    assert beat(an, ASSESSMENT, "A-1", "A-1.1") == {}
    assert beat(binh, ASSESSMENT, "A-1", "A-1.2") == {"A-1.1": ["Nguyễn An"]}
    assert beat(User(pk=3), ASSESSMENT, "A-1", "") == {"A-1.1": ["Nguyễn An"], "A-1.2": ["Lê Bình"]}
    assert beat(an, ASSESSMENT, "A-1", "A-1.2") == {"A-1.2": ["Lê Bình"]}
    assert beat(User(pk=3), ASSESSMENT, "A-1", "") == {"A-1.2": ["Lê Bình", "Nguyễn An"]}


def test_who_leaves_a_question_is_gone_at_once(an, binh):
    beat(an, ASSESSMENT, "A-1", "A-1.1")
    beat(an, ASSESSMENT, "A-1", "")
    assert beat(binh, ASSESSMENT, "A-1", "") == {}


def test_other_sections_and_assessments_are_apart(an, binh):
    beat(an, ASSESSMENT, "A-1", "A-1.1")
    assert beat(binh, ASSESSMENT, "B", "") == {}
    assert beat(binh, Assessment(), "A-1", "") == {}


def test_who_is_silent_for_45_seconds_is_gone(an, binh):
    with time_machine.travel(NOW, tick=False) as clock:
        beat(an, ASSESSMENT, "A-1", "A-1.1")
        clock.shift(timedelta(seconds=30))
        assert beat(binh, ASSESSMENT, "A-1", "A-1.2") == {"A-1.1": ["Nguyễn An"]}
        clock.shift(timedelta(seconds=15))
        assert beat(binh, ASSESSMENT, "A-1", "A-1.2") == {}
