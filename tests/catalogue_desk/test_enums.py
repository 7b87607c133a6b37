from catalogue_desk.enums import CatalogueKind, DeskVerb, Filter, UploadStatus
from catalogues.differences import DifferenceKind


def test_filters_are_the_kinds_of_differences_and_what_was_moved():
    assert set(Filter.values) == {kind.value for kind in DifferenceKind} | {"moved"}


def test_people_read_labels_and_not_stored_values():
    shown = [str(label) for enum in (CatalogueKind, UploadStatus, DeskVerb) for label in enum.labels]
    assert shown == [
        *("Danh mục khuyến nghị", "Bộ chỉ số"),
        *("Có lỗi, không nạp", "Chờ xác nhận", "Đã lưu thành bản nháp"),
        *("gửi tệp danh mục", "lưu bản nháp", "công bố phiên bản", "xóa bản nháp"),
    ]
