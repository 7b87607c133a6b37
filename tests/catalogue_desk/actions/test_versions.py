import pytest

from accounts.roles import Role
from assessments.errors import NotAllowed, Refusal
from catalogue_desk.actions import versions
from catalogue_desk.models import DeskEvent
from catalogues.versions import VersionStatus, store
from guidance.models import GuidanceVersion
from indicators.models import IndicatorSetVersion
from tests.assessments.small import campaign as small_campaign
from tests.catalogue_desk.sets import indicator_set
from tests.factories import CampaignFactory, user_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_shelves")]


@pytest.fixture
def manager():
    return user_as(Role.CAMPAIGN_MANAGER)


@pytest.fixture
def draft():
    return store(IndicatorSetVersion, "thu/v1", indicator_set())[0]


def used(draft):
    """By a campaign, as nothing but the database could bring about."""
    guidance = GuidanceVersion.objects.filter(code="nho/v1").first() or small_campaign().guidance
    guidance.save()
    return CampaignFactory(indicators=draft, guidance=guidance)


def events():
    return [(event.verb, event.version_code, event.checksum) for event in DeskEvent.objects.all()]


def refusal(action, *, by, code="thu/v1"):
    with pytest.raises(Refusal) as caught:
        action(by=by, kind="indicators", code=code)
    return str(caught.value)


def test_published_draft_is_frozen_and_recorded(manager, draft):
    versions.publish(by=manager, kind="indicators", code="thu/v1")
    draft.refresh_from_db()
    assert draft.status == VersionStatus.PUBLISHED
    assert events() == [("publish", "thu/v1", draft.checksum)]
    assert refusal(versions.publish, by=manager) == "Phiên bản thu/v1 đã công bố rồi."
    assert refusal(versions.discard, by=manager) == "Phiên bản thu/v1 đã công bố nên không xóa được."
    assert len(events()) == 1


def test_discarded_draft_is_gone_and_recorded(manager, draft):
    versions.discard(by=manager, kind="indicators", code="thu/v1")
    assert not IndicatorSetVersion.objects.exists()
    assert events() == [("discard", "thu/v1", draft.checksum)]
    assert refusal(versions.discard, by=manager) == "Không còn phiên bản thu/v1."


def test_draft_that_a_campaign_uses_is_not_discarded(manager, draft):
    used(draft)
    said = "Phiên bản thu/v1 đang được một đợt đánh giá dùng nên không xóa được."
    assert refusal(versions.discard, by=manager) == said
    assert IndicatorSetVersion.objects.filter(code="thu/v1").exists()
    assert events() == []


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.AUDITOR, Role.COORDINATOR])
@pytest.mark.parametrize("action", [versions.publish, versions.discard])
def test_others_may_not(draft, role, action):
    with pytest.raises(NotAllowed) as caught:
        action(by=user_as(role), kind="indicators", code="thu/v1")
    assert str(caught.value) == "Chỉ quản trị đợt đánh giá được thay đổi danh mục."
    draft.refresh_from_db()
    assert (draft.status, events()) == (VersionStatus.DRAFT, [])
