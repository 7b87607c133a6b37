import pytest
from django.urls import reverse

from accounts.models import Membership
from assessments.models import Notice
from tests.assessments.talking import CODE, talking

pytestmark = pytest.mark.django_db


@pytest.fixture
def found():
    return talking()


def told():
    return {(notice.user, notice.subject) for notice in Notice.objects.all()}


def test_person_mentioned_is_told_with_a_link_to_the_question(found):
    comment = found.say(found.an, "Anh xem giúp\nsố này.", mentions=(found.binh,))
    [notice] = Notice.objects.all()
    assert (notice.user, notice.comment, notice.campaign) == (found.binh, comment, found.assessment.campaign)
    assert notice.subject == "Trần Thị An nhắc tới bạn ở câu A-1.1"
    assert notice.body == "“Anh xem giúp số này.”"
    assert notice.path == reverse("discussion_thread", args=[found.assessment.pk, CODE])


def test_those_who_took_part_are_told_each_once_and_the_author_never(found):
    found.say(found.an)
    found.say(found.binh, "Từ Cục Thống kê.")
    Notice.objects.all().delete()
    found.say(found.an, "Năm nào?", mentions=(found.chi, found.binh))
    assert told() == {
        (found.chi, "Trần Thị An nhắc tới bạn ở câu A-1.1"),
        (found.binh, "Trần Thị An nhắc tới bạn ở câu A-1.1"),
    }
    Notice.objects.all().delete()
    found.say(found.chi, "Năm 2025.")
    assert told() == {
        (found.an, "Đỗ Chi trao đổi thêm ở câu A-1.1"),
        (found.binh, "Đỗ Chi trao đổi thêm ở câu A-1.1"),
    }


def test_who_only_talks_elsewhere_or_has_left_the_province_is_not_told(found):
    found.say(found.binh, code="A-1.2")
    found.say(found.chi)
    Membership.objects.filter(user=found.chi).delete()
    found.say(found.an, "Còn ai?")
    assert told() == set()


def test_notice_quotes_no_more_than_the_first_200_characters(found):
    found.say(found.an, "a" * 199 + "MẬT" * 100, mentions=(found.binh,))
    assert Notice.objects.get().body == "“" + "a" * 199 + "…”"


def test_notice_is_written_in_the_language_of_its_reader(found):
    found.binh.language = "en"
    found.binh.save()
    found.say(found.an, mentions=(found.binh, found.chi))
    english, vietnamese = (Notice.objects.get(user=user).subject for user in (found.binh, found.chi))
    assert vietnamese == "Trần Thị An nhắc tới bạn ở câu A-1.1"
    assert "Trần Thị An" in english
