from planning.enums import UNFINISHED, ActionStatus


def test_what_is_to_do_and_under_way_is_unfinished():
    assert {status for status in ActionStatus if status in UNFINISHED} == {ActionStatus.TO_DO, ActionStatus.UNDER_WAY}
    assert [status.label for status in ActionStatus] == ["chưa làm", "đang làm", "hoàn thành", "dừng"]
