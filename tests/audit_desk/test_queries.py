from datetime import date

import pytest
from django.urls import reverse

from accounts.roles import Role
from assessments.models import Assessment
from audit import sealing
from audit.enums import Verb
from audit.models import Event
from audit.recording import record
from audit_desk.queries import events, last_verification, lines
from tests.factories import CampaignFactory, ProvinceFactory, user_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(time_machine):
    """An auditor and a coordinator; two provinces in a campaign, one in another."""
    time_machine.move_to("2026-05-06 17:30Z", tick=False)  # half past midnight of the 7th in Hà Nội
    campaign, other = CampaignFactory(name="Đợt 1"), CampaignFactory(name="Đợt 2")
    hue, lao_cai = ProvinceFactory(name="Huế"), ProvinceFactory(name="Lào Cai")
    papers = [Assessment.objects.create(campaign=of, province=at) for of, at in ((campaign, hue), (campaign, lao_cai))]
    papers.append(Assessment.objects.create(campaign=other, province=hue))
    auditor, coordinator = user_as(Role.AUDITOR), user_as(Role.COORDINATOR, hue)
    for number, paper in enumerate(papers):
        record(Verb.READ, f"assessment:{paper.pk}", by=auditor, what="section", code=f"IOC-{number}")
    time_machine.move_to("2026-05-08 01:00Z", tick=False)
    record(Verb.CAMPAIGN, f"campaign:{campaign.pk}", by=auditor, what="open")
    record(Verb.ANSWER, f"assessment:{papers[0].pk}", by=coordinator, versions={"IOC-6.1": 2, "IOC-6.2": 1})
    return {"campaign": campaign, "other": other, "hue": hue, "auditor": auditor, "coordinator": coordinator}


def found(**asked):
    return sorted((event.verb, str(event.detail.get("code", ""))) for event in events(asked))


R0, R1, R2 = ("read", "IOC-0"), ("read", "IOC-1"), ("read", "IOC-2")
OPENED, SAVED = ("campaign", ""), ("answer", "")


def test_events_are_found_by_person_verb_place_and_time(world):
    assert found() == [SAVED, OPENED, R0, R1, R2]
    assert found(person=world["coordinator"].email.upper()) == [SAVED]
    assert found(person=world["auditor"].full_name) == [OPENED, R0, R1, R2]
    assert found(person="khong-co-ai") == []
    assert found(verb=Verb.READ) == [R0, R1, R2]
    assert found(province=world["hue"]) == [SAVED, R0, R2]
    assert found(campaign=world["campaign"]) == [SAVED, OPENED, R0, R1]
    assert found(province=world["hue"], campaign=world["other"]) == [R2]
    assert found(since=date(2026, 5, 8)) == [SAVED, OPENED]
    assert found(until=date(2026, 5, 7)) == [R0, R1, R2]
    assert found(since=date(2026, 5, 7), until=date(2026, 5, 7)) == [R0, R1, R2], "by the days of Vietnam"
    assert found(until=date(2026, 5, 6)) == []
    assert found(since=date.min, until=date.max) == [SAVED, OPENED, R0, R1, R2]


def test_newest_stands_first(world):
    assert [event.verb for event in events({})] == ["answer", "campaign", "read", "read", "read"]


def test_lines_say_in_words_who_did_what_where(world):
    saved, opened, *_reads, first = lines(events({}))
    assert (saved.who, saved.roles) == (world["coordinator"].full_name, "Đầu mối của tỉnh")
    assert (saved.place, saved.detail) == ("Phiếu Huế, Đợt 1", "bản lưu của câu trả lời: IOC-6.1 2, IOC-6.2 1")
    assert (opened.what, opened.place) == ("mở đợt", "Đợt 1")
    assert opened.url == reverse("campaign", args=[world["campaign"].pk])
    assert (first.what, first.detail, first.roles) == ("Câu trả lời của một phần", "mã: IOC-0", "Kiểm toán")


def test_lines_of_the_system_and_of_what_is_gone_say_so():
    record(Verb.SIGN_IN_FAILED, "user:999999")
    sealing.seal()
    record(Verb.READ, "assessment:00000000-0000-0000-0000-000000000001", what="mot-trang-cu")
    gone, sealed, refused = lines(events({}))
    assert (gone.who, gone.place, gone.url) == ("", "Phiếu 00000000-0000-0000-0000-000000000001", "")
    assert gone.what == "mot-trang-cu"
    assert (sealed.place, sealed.detail) == ("Niêm phong nhật ký", "đầu chuỗi: 1")
    assert refused.place == "Người dùng 999999"


@pytest.mark.slow
def test_lines_are_made_in_three_queries_however_many_there_are(world, django_assert_num_queries):
    for few in (True, False):
        rows = list(events({}))[: 2 if few else None]
        with django_assert_num_queries(3):
            lines(rows)
        for _number in range(30):
            user = user_as(Role.REVIEWER)
            record(Verb.SIGN_IN, f"user:{user.pk}", by=user)


def test_last_verification_is_the_newest(time_machine):
    assert last_verification() is None
    for day, faults in ((6, 1), (7, 0)):
        time_machine.move_to(f"2026-05-0{day} 00:00Z")
        record(Verb.VERIFY, "verifications", faults=faults)
    assert last_verification().detail == {"faults": 0}
    assert Event.objects.count() == 2
