import pytest

from accounts.roles import Role
from assessments.errors import NotAllowed, Refusal, RefusedFile
from catalogue_desk.actions import uploads
from catalogue_desk.models import CatalogueUpload, DeskEvent
from catalogue_desk.workbook.writing import template
from catalogues.versions import checksum, dump, publish, store
from guidance.models import GuidanceVersion
from guidance.schema import Catalogue as Guidance
from indicators.models import IndicatorSetVersion
from tests.assessments.actions.together import one_after_the_other
from tests.assessments.small import GUIDANCE
from tests.catalogue_desk.actions.test_versions import used
from tests.catalogue_desk.sets import indicator_set, workbook
from tests.factories import user_as
from tests.scanners import EICAR, closed_port, fake_clamd

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_shelves")]

OTHER = indicator_set(groups=indicator_set().model_dump(mode="json", by_alias=True)["groups"][:1])


@pytest.fixture
def manager():
    return user_as(Role.CAMPAIGN_MANAGER)


def check(by, raw=None, code="thu/v1", **fields):
    files = {"a.xlsx": template(indicator_set()) if raw is None else raw}
    return uploads.check(by=by, **{"kind": "indicators", "code": code, "files": files, **fields})


def messages(upload):
    return [fault["message"] for fault in upload.faults]


def test_sound_upload_waits_and_stores_no_version(manager):
    upload = CatalogueUpload.objects.get(pk=check(manager).pk)
    assert (upload.status, upload.faults, upload.base, upload.file_names) == ("ready", [], "", ["a.xlsx"])
    assert upload.definition == dump(indicator_set())
    assert upload.checksum == checksum(upload.definition)
    assert not IndicatorSetVersion.objects.exists()
    assert [(e.verb, e.by) for e in DeskEvent.objects.all()] == [("upload", manager)]


def test_upload_with_a_fault_keeps_the_faults_only(manager):
    upload = CatalogueUpload.objects.get(
        pk=check(manager, workbook({("Chỉ số", "C3"): None, ("Chỉ số", "D3"): None})).pk
    )
    assert (upload.status, upload.definition, upload.checksum) == ("refused", None, "")
    assert upload.faults == [
        {"file": "Chỉ số", "line": 3, "field": "C: Tên chỉ số", "message": "thiếu trường bắt buộc này"}
    ]


@pytest.mark.slow
def test_files_are_read_by_what_they_are(manager):
    book = template(indicator_set())
    both = check(manager, files={"a.xlsx": book, "set.yaml": b""})
    assert messages(both) == ["gửi một tệp Excel hoặc các tệp YAML, không gửi lẫn"]
    guidance = check(manager, files={"a.xlsx": book}, kind="guidance")
    assert messages(guidance) == ["mẫu Excel chỉ dành cho bộ chỉ số; danh mục khuyến nghị gửi YAML"]
    yaml = check(manager, files={"a.yaml": b"x"}, kind="guidance")
    assert [fault["file"] for fault in yaml.faults] == ["a.yaml", "document.yaml"]


@pytest.mark.slow
def test_upload_is_compared_with_what_was_chosen_or_the_newest_of_its_document(manager):
    publish(store(IndicatorSetVersion, "thu/v1", indicator_set())[0])
    store(IndicatorSetVersion, "thu/v2", indicator_set(code="thu/v2"))
    store(IndicatorSetVersion, "khac/v1", indicator_set(code="khac/v1"))
    assert check(manager, code="thu/v3").base == "thu/v1"
    assert check(manager, code="thu/v3", base="khac/v1").base == "khac/v1"
    assert check(manager, code="khac/v1").base == ""


def test_confirmed_upload_is_a_draft(manager):
    upload = check(manager)
    assert uploads.store(by=manager, upload=upload) is True
    version = IndicatorSetVersion.objects.get()
    assert (version.code, version.status, version.checksum) == ("thu/v1", "draft", upload.checksum)
    upload.refresh_from_db()
    assert upload.status == "stored"
    assert [event.verb for event in DeskEvent.objects.all()] == ["upload", "store"]


@pytest.mark.slow
def test_confirmed_upload_replaces_a_draft(manager):
    store(IndicatorSetVersion, "thu/v1", OTHER)
    uploads.store(by=manager, upload=check(manager))
    assert IndicatorSetVersion.objects.get().definition == dump(indicator_set())
    assert uploads.store(by=manager, upload=check(manager)) is False


def refusal(by, upload):
    with pytest.raises(Refusal) as caught:
        uploads.store(by=by, upload=upload)
    return str(caught.value)


def test_upload_is_confirmed_once(manager):
    upload = check(manager)
    uploads.store(by=manager, upload=upload)
    refused = check(manager, b"x")
    assert {refusal(manager, found) for found in (upload, refused)} == {"Lần gửi này không còn chờ xác nhận."}


def test_published_version_is_never_replaced(manager):
    upload = check(manager)
    publish(store(IndicatorSetVersion, "thu/v1", OTHER)[0])
    assert refusal(manager, upload) == (
        "Phiên bản thu/v1 đã công bố nên không thể thay đổi; hãy nạp nội dung mới thành phiên bản mới."
    )
    upload.refresh_from_db()
    assert upload.status == "ready"
    assert IndicatorSetVersion.objects.get().definition == dump(OTHER)


def test_draft_that_a_campaign_uses_is_not_replaced(manager):
    upload = check(manager)
    draft = store(IndicatorSetVersion, "thu/v1", OTHER)[0]
    used(draft)
    assert refusal(manager, upload) == "Phiên bản thu/v1 đang được một đợt đánh giá dùng nên không thay được."
    assert IndicatorSetVersion.objects.get(code="thu/v1").definition == dump(OTHER)


def test_guidance_is_stored_too(manager):
    small = Guidance.model_validate(GUIDANCE)
    upload = CatalogueUpload.objects.create(
        kind="guidance", version_code="nho/v1", status="ready", definition=dump(small), checksum="0", by=manager
    )
    uploads.store(by=manager, upload=upload)
    assert GuidanceVersion.objects.get().definition == dump(small)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.AUDITOR, Role.COORDINATOR])
def test_others_may_neither_send_nor_store(manager, role):
    upload, other = check(manager), user_as(role)
    for action in (lambda: check(other), lambda: uploads.store(by=other, upload=upload)):
        with pytest.raises(NotAllowed) as caught:
            action()
        assert str(caught.value) == "Chỉ quản trị đợt đánh giá được thay đổi danh mục."
    assert CatalogueUpload.objects.count() == 1
    assert not IndicatorSetVersion.objects.exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_uploads_of_a_new_version_at_once_keep_one(manager):
    first, second = check(manager), check(manager, template(OTHER))
    is_changed, refused = one_after_the_other(
        lambda: uploads.store(by=manager, upload=first), lambda: uploads.store(by=manager, upload=second)
    )
    assert (is_changed, type(refused)) == (True, Refusal)
    assert str(refused) == "Phiên bản thu/v1 vừa được người khác lưu; hãy xem lại rồi quyết định."
    assert IndicatorSetVersion.objects.get().checksum == first.checksum
    second.refresh_from_db()
    assert second.status == "ready"


def test_every_file_is_scanned_before_any_is_read(manager, settings):
    with fake_clamd() as (settings.CLAMD_ADDRESS, _process):
        assert check(manager).status == "ready"
        with pytest.raises(RefusedFile) as infected:
            check(manager, files={"set.yaml": b"x", "a.yaml": EICAR.encode()})
    settings.CLAMD_ADDRESS = closed_port()
    with pytest.raises(RefusedFile) as away:
        check(manager)
    assert [str(infected.value), str(away.value)] == [
        "Tệp “a.yaml” có mã độc (Eicar-Signature) nên không được nhận.",
        "Bộ quét mã độc đang không hoạt động nên chưa nhận được tệp “a.xlsx”; hãy gửi lại sau ít phút.",
    ]
    assert (CatalogueUpload.objects.count(), DeskEvent.objects.count()) == (1, 1)
