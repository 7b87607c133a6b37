from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogues.versions import PublishedVersionError, Shelf, VersionStatus, checksum, dump, publish, store
from guidance.models import GuidanceVersion
from guidance.schema import Catalogue
from indicators.models import IndicatorSetVersion
from tests.factories.catalogues import real_guidance, real_indicators


def catalogue(title: str = "Chủ đề", code: str = "thu/v1") -> Catalogue:
    """A small guidance catalogue."""
    question = {"code": "A-1.1", "kind": "yes_no", "prompt": "Có không?"}
    source = {"document": "cv2333", "part": "ICT", "bullet": 1}
    recommendation = {"code": "A-1", "title": "Khuyến nghị", "source": source, "questions": [question]}
    theme = {"code": "A", "title": title, "recommendations": [recommendation]}
    return Catalogue.model_validate({"code": code, "document": None, "themes": [theme]})


# -- the document that is stored -------------------------------------------------------------------------------------


def test_dump_leaves_out_what_is_a_default():
    assert dump(catalogue())["themes"] == [
        {
            "code": "A",
            "title": {"vi": "Chủ đề", "en": "Chủ đề"},
            "recommendations": [
                {
                    "code": "A-1",
                    "title": {"vi": "Khuyến nghị", "en": "Khuyến nghị"},
                    "source": {"document": "cv2333", "part": "ICT", "bullet": 1},
                    "questions": [
                        {
                            "code": "A-1.1",
                            "kind": "yes_no",
                            "prompt": {"vi": "Có không?", "en": "Có không?"},
                            "options": [
                                {"code": "no", "label": {"vi": "Không", "en": "No"}},
                                {"code": "yes", "label": {"vi": "Có", "en": "Yes"}},
                            ],
                        }
                    ],
                }
            ],
        }
    ]


@pytest.mark.parametrize("real", [real_guidance, real_indicators])
def test_dumped_catalogue_is_read_back_equal(real):
    found = real()
    assert type(found).model_validate(dump(found)) == found


def test_checksum_is_of_the_content_and_not_of_its_order():
    assert checksum({"a": 1, "b": "ă"}) == checksum({"b": "ă", "a": 1})
    assert checksum({"a": 1}) != checksum({"a": 2})
    assert checksum({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


# -- storing and publishing ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("empty_shelves")
def test_first_load_makes_a_draft():
    version, changed = store(GuidanceVersion, "thu/v1", catalogue())
    version.refresh_from_db()
    assert (changed, version.status, version.published_at) == (True, VersionStatus.DRAFT, None)
    assert (version.definition, version.checksum) == (dump(catalogue()), checksum(dump(catalogue())))
    assert str(version) == "thu/v1"


@pytest.mark.usefixtures("empty_shelves")
def test_same_content_changes_nothing(time_machine):
    time_machine.move_to(datetime(2026, 11, 1, 8, tzinfo=UTC), tick=False)
    first, _changed = store(GuidanceVersion, "thu/v1", catalogue())
    time_machine.move_to(datetime(2026, 11, 2, 8, tzinfo=UTC), tick=False)
    again, changed = store(GuidanceVersion, "thu/v1", catalogue())
    assert (again.pk, changed, again.loaded_at) == (first.pk, False, datetime(2026, 11, 1, 8, tzinfo=UTC))


@pytest.mark.usefixtures("empty_shelves")
def test_draft_is_replaced():
    first, _changed = store(GuidanceVersion, "thu/v1", catalogue())
    again, changed = store(GuidanceVersion, "thu/v1", catalogue("Tên khác"))
    assert (again.pk, changed) == (first.pk, True)
    stored = GuidanceVersion.objects.get()
    assert stored.definition["themes"][0]["title"]["vi"] == "Tên khác"
    assert stored.checksum == checksum(stored.definition)


@pytest.mark.usefixtures("empty_shelves")
def test_published_version_is_never_changed():
    version, _changed = store(GuidanceVersion, "thu/v1", catalogue())
    publish(version)
    with pytest.raises(PublishedVersionError) as caught:
        store(GuidanceVersion, "thu/v1", catalogue("Tên khác"))
    assert str(caught.value) == (
        "Phiên bản thu/v1 đã công bố nên không thể thay đổi; hãy nạp nội dung mới thành phiên bản mới."
    )
    assert GuidanceVersion.objects.get().definition == dump(catalogue())
    assert store(GuidanceVersion, "thu/v1", catalogue())[1] is False


@pytest.mark.usefixtures("empty_shelves")
def test_new_content_goes_beside_a_published_version():
    version, _changed = store(GuidanceVersion, "thu/v1", catalogue())
    publish(version)
    assert store(GuidanceVersion, "thu/v2", catalogue("Tên khác", "thu/v2"))[1] is True
    assert list(GuidanceVersion.objects.values_list("code", "status")) == [
        ("thu/v1", "published"),
        ("thu/v2", "draft"),
    ]


@pytest.mark.usefixtures("empty_shelves")
def test_publishing_twice_keeps_the_first_time(time_machine):
    version, _changed = store(GuidanceVersion, "thu/v1", catalogue())
    other, _changed = store(GuidanceVersion, "thu/v2", catalogue(code="thu/v2"))
    for day in (1, 2):
        time_machine.move_to(datetime(2026, 11, day, 8, tzinfo=UTC), tick=False)
        publish(version)
    version.refresh_from_db()
    other.refresh_from_db()
    assert (version.status, version.published_at) == (VersionStatus.PUBLISHED, datetime(2026, 11, 1, 8, tzinfo=UTC))
    assert (other.status, other.published_at) == (VersionStatus.DRAFT, None)


# -- the shelf -------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("empty_shelves")
def test_shelf_reads_a_definition_once():
    _version, _changed = store(GuidanceVersion, "thu/v1", catalogue())
    shelf = Shelf(GuidanceVersion, Catalogue)
    light = GuidanceVersion.objects.defer("definition")
    with CaptureQueriesContext(connection) as first:
        found = shelf.take(light.get())
    with CaptureQueriesContext(connection) as second:
        assert shelf.take(light.get()) is found
    assert (found, len(first), len(second)) == (catalogue(), 2, 1)


@pytest.mark.usefixtures("empty_shelves")
def test_shelf_follows_the_content_of_a_draft():
    version, _changed = store(GuidanceVersion, "thu/v1", catalogue())
    shelf = Shelf(GuidanceVersion, Catalogue)
    shelf.take(version)
    version, _changed = store(GuidanceVersion, "thu/v1", catalogue("Tên khác"))
    assert str(shelf.take(version).themes[0].title) == "Tên khác"


def test_shelf_keeps_the_last_few_used():
    shelf = Shelf(GuidanceVersion, Catalogue, room=2)
    versions = [GuidanceVersion(code=name, definition=dump(catalogue(name)), checksum=name) for name in ("a", "b", "c")]
    for version in (versions[0], versions[1], versions[0], versions[2]):
        shelf.take(version)
    assert list(shelf.parsed) == ["a", "c"]


def test_both_catalogues_have_the_same_columns():
    names = [[field.name for field in model._meta.fields] for model in (GuidanceVersion, IndicatorSetVersion)]
    assert names[0] == names[1]
