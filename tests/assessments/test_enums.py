from assessments.enums import Band, Purpose, Reading, WorkStatus
from indicators.scoring import readings, scorecard


def test_readings_are_those_of_the_core():
    assert Reading.values == [str(reading) for reading in readings.Reading]


def test_bands_are_those_of_the_core():
    assert Band.values == [code for code, _low in scorecard.BANDS]


def test_people_read_labels_and_not_stored_values():
    shown = [str(label) for enum in (Reading, WorkStatus, Purpose) for label in enum.labels]
    assert shown == [
        *("Tự đánh giá", "Có minh chứng", "Đã thẩm định"),
        *("đang chờ", "đang xử lý", "đã xong", "không thành công"),
        *("Tính thử", "Bản nộp"),
    ]
