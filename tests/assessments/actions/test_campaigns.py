from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.models import Province
from accounts.provinces import load_provinces
from accounts.roles import Role
from assessments.actions import campaigns
from assessments.enums import AssessmentState, CampaignState, CampaignVerb, Verb
from assessments.errors import NotAllowed, Refusal
from assessments.models import Assessment, Campaign, PartProgress, WorkflowEvent
from catalogues.versions import publish, store
from guidance.models import GuidanceVersion
from guidance.schema import Catalogue as Guidance
from indicators.models import IndicatorSetVersion
from indicators.schema import Catalogue as IndicatorSet
from tests.factories import CampaignFactory, ProvinceFactory, UserFactory, user_as

from .together import at_once

pytestmark = pytest.mark.django_db

MANAGERS_ONLY = "Chỉ quản trị đợt đánh giá được làm việc này."
NOBODY = [*(role for role in Role if role != Role.CAMPAIGN_MANAGER), None]


def draft(**fields) -> Campaign:
    """Not yet stored."""
    return CampaignFactory.build(**{"state": CampaignState.DRAFT, **fields})


def refusal(act, error: type[Refusal] = Refusal) -> str:
    with pytest.raises(error) as refused:
        act()
    assert type(refused.value) is error
    return str(refused.value)


def create(campaign: Campaign, by=None) -> Campaign:
    return campaigns.create(by=by, campaign=campaign)


def small_guidance(code: str, **question) -> GuidanceVersion:
    asked = {"code": "A-1.1", "kind": "yes_no", "prompt": "Có chưa?", **question}
    item = {"code": "A-1", "title": "A1", "source": {"document": "cv2333", "part": "ICT", "bullet": 1}}
    theme = {"code": "A", "title": "A", "recommendations": [{**item, "questions": [asked]}]}
    catalogue = Guidance.model_validate({"code": code, "document": None, "themes": [theme]})
    return published(GuidanceVersion, catalogue)


def small_indicators(code: str, indicator: str = "B-1") -> IndicatorSetVersion:
    item = {"code": indicator, "title": "B1", "input": "level", "options": [{"code": c, "label": c} for c in "01"]}
    group = {"code": "B", "title": "B", "indicators": [item]}
    return published(IndicatorSetVersion, IndicatorSet.model_validate({"code": code, "set": None, "groups": [group]}))


def published(model, catalogue):
    version, _changed = store(model, catalogue.code, catalogue)
    publish(version)
    version.refresh_from_db()
    return version


# -- making ----------------------------------------------------------------------------------------------------------


def test_create_stores_a_campaign_in_preparation():
    manager = user_as(Role.CAMPAIGN_MANAGER)
    create(draft(code="dot-2026", alpha=Decimal("0.6")), manager)
    found = Campaign.objects.get()
    assert (found.code, found.alpha, found.state, found.created_by) == (
        "dot-2026",
        Decimal("0.6"),
        CampaignState.DRAFT,
        manager,
    )
    assert Assessment.objects.count() == 0


def test_create_from_the_command_line_needs_no_person():
    assert create(draft()).created_by is None


@pytest.mark.parametrize("role", NOBODY)
def test_create_is_for_campaign_managers(role):
    by = user_as(role) if role else UserFactory(is_superuser=True)
    assert refusal(lambda: create(draft(), by), NotAllowed) == MANAGERS_ONLY
    assert Campaign.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"submit_by": date(2020, 1, 1)},
            "Các mốc phải theo thứ tự thời gian: mở, tự đánh giá, thẩm định, giải trình, công bố.",
        ),
        ({"name": ""}, "Trường này không được để trắng."),
        ({"alpha": Decimal("-0.1")}, "Tỷ trọng α cần giá trị từ 0 đến 1."),
        ({"alpha": Decimal("1.1")}, "Tỷ trọng α cần giá trị từ 0 đến 1."),
    ],
)
def test_create_refuses_a_campaign_that_is_not_whole(fields, sentence):
    assert refusal(lambda: create(draft(**fields))) == sentence
    assert Campaign.objects.count() == 0


def test_create_refuses_a_code_twice():
    create(draft(code="dot-2026"))
    expected = "Đợt đánh giá có Mã đợt đã tồn tại."
    assert refusal(lambda: create(draft(code="dot-2026"))) == expected
    assert Campaign.objects.count() == 1


@pytest.mark.parametrize(("field", "model"), [("guidance", GuidanceVersion), ("indicators", IndicatorSetVersion)])
def test_create_refuses_a_version_that_is_not_published(field, model):
    version = model.objects.create(code="moi/v9", definition={}, checksum="0" * 64)
    expected = "Phiên bản moi/v9 chưa công bố nên chưa dùng được cho đợt đánh giá."
    assert refusal(lambda: create(draft(**{field: version}))) == expected
    assert Campaign.objects.count() == 0


def test_create_refuses_catalogues_that_do_not_go_together():
    fields = {
        "guidance": small_guidance("thu/v1", feeds=["B-1", "B-9"]),
        "indicators": small_indicators("thu/v1"),
    }
    expected = (
        "Hai danh mục không đi cùng nhau được: câu A-1.1 và chỉ số B-1 khác kiểu; "
        "câu A-1.1 cấp giá trị cho chỉ số B-9 không có."
    )
    assert refusal(lambda: create(draft(**fields))) == expected
    assert Campaign.objects.count() == 0


def test_create_takes_other_catalogues_that_go_together():
    fields = {"guidance": small_guidance("thu/v1"), "indicators": small_indicators("thu/v1")}
    assert create(draft(**fields)).guidance.code == "thu/v1"


# -- opening ---------------------------------------------------------------------------------------------------------


def open_it(campaign: Campaign, by=None) -> int:
    return campaigns.open_campaign(by=by, campaign=campaign)


@pytest.mark.slow
def test_open_gives_every_province_its_assessment():
    load_provinces()
    manager = user_as(Role.CAMPAIGN_MANAGER)
    campaign = create(draft(), manager)
    assert Province.objects.count() == 97
    assert open_it(campaign, manager) == 34
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.OPEN
    assert set(campaign.assessments.values_list("state", flat=True)) == {AssessmentState.DRAFT}
    assert campaign.assessments.filter(province__valid_to__isnull=True).count() == 34
    events = WorkflowEvent.objects.filter(verb=Verb.OPEN, by=manager, to_state=AssessmentState.DRAFT)
    assert events.count() == 34
    assert [(event.verb, event.by, event.detail) for event in campaign.events.all()] == [
        (CampaignVerb.CREATE, manager, ""),
        (CampaignVerb.OPEN, manager, "34 phiếu"),
    ]


def test_open_begins_the_progress_of_every_province():
    ProvinceFactory()
    campaign = create(draft(guidance=small_guidance("thu/v1"), indicators=small_indicators("thu/v1")))
    open_it(campaign)
    parts = PartProgress.objects.values_list("part", "answered", "asked")
    assert sorted(parts) == [("A", 0, 1), ("K.B", 0, 1)]


@pytest.mark.slow
def test_open_counts_the_provinces_that_stand_on_its_first_day():
    load_provinces()
    days = [date(2025, 6, 30) + timedelta(days=number) for number in range(200)]
    dates = dict(zip(("opens_on", "submit_by", "review_by", "clarify_by", "publish_on"), days[::40], strict=True))
    assert open_it(create(draft(**dates))) == 63


def test_open_leaves_other_campaigns_alone():
    ProvinceFactory()
    other = create(draft())
    open_it(create(draft()))
    other.refresh_from_db()
    assert (other.state, other.assessments.count()) == (CampaignState.DRAFT, 0)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (CampaignState.OPEN, "Đợt “Đợt 2026” đang ở trạng thái “Đang mở” nên không thể mở đợt."),
        (CampaignState.CLOSED, "Đợt “Đợt 2026” đang ở trạng thái “Đang thẩm định” nên không thể mở đợt."),
        (CampaignState.FINAL, "Đợt “Đợt 2026” đang ở trạng thái “Đã chốt” nên không thể mở đợt."),
        (CampaignState.PUBLISHED, "Đợt “Đợt 2026” đang ở trạng thái “Đã công bố” nên không thể mở đợt."),
    ],
)
def test_open_happens_once(state, sentence):
    ProvinceFactory()
    campaign = create(draft(name="Đợt 2026"))
    Campaign.objects.update(state=state)
    assert refusal(lambda: open_it(campaign)) == sentence
    assert Assessment.objects.count() == 0


@pytest.mark.parametrize("role", NOBODY)
def test_open_is_for_campaign_managers(role):
    ProvinceFactory()
    campaign = create(draft())
    by = user_as(role) if role else UserFactory(is_superuser=True)
    assert refusal(lambda: open_it(campaign, by), NotAllowed) == MANAGERS_ONLY
    assert (Campaign.objects.get().state, Assessment.objects.count()) == (CampaignState.DRAFT, 0)


def test_open_needs_provinces():
    campaign = create(draft())
    expected = "Chưa có tỉnh, thành phố nào trong hệ thống; hãy nạp danh sách tỉnh trước."
    assert refusal(lambda: open_it(campaign)) == expected
    assert Campaign.objects.get().state == CampaignState.DRAFT


@pytest.mark.django_db(transaction=True)
def test_open_twice_at_once_opens_one_assessment_a_province():
    for _number in range(3):
        ProvinceFactory()
    campaign = create(draft(name="Đợt 2026"))
    found = at_once(lambda: open_it(campaign), lambda: open_it(campaign))
    assert [result for result in found if isinstance(result, int)] == [3]
    refused = [str(result) for result in found if isinstance(result, Refusal)]
    assert refused == ["Đợt “Đợt 2026” đang ở trạng thái “Đang mở” nên không thể mở đợt."]
    assert Assessment.objects.count() == 3
