from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.charts.placement import Box, Spot, apart, around, beside, box_of, in_a_row

PAPER = Box(0, 0, 400, 300)
places = st.tuples(st.floats(0, 400), st.floats(0, 300))


def test_boxes_meet_when_they_share_room():
    assert Box(0, 0, 10, 10).meets(Box(9, 9, 20, 20))
    assert not Box(0, 0, 10, 10).meets(Box(10, 0, 20, 10))


def test_a_box_is_where_its_words_are():
    boxes = [box_of(Spot((100, 50), anchor), "abcde", 10) for anchor in ("start", "middle", "end")]
    assert [(box.left, box.right) for box in boxes] == [(100, 130), (85, 115), (70, 100)]
    assert {(box.top, box.bottom) for box in boxes} == {(42, 52.5)}


def test_the_first_asked_gets_the_best_place_and_who_has_no_room_gets_none():
    spots = beside([((200, 150), "Đà Nẵng")] * 12, PAPER, 11)
    assert spots[0] == Spot((208, 153.85), "start")
    assert spots[-1] is None


def test_nothing_taken_is_covered():
    assert beside([((200, 150), "Đà Nẵng")], PAPER, 11, taken=[PAPER]) == [None]


def test_lines_are_crossed_only_when_nothing_else_is_left():
    right, everything = Box(215, 0, 217, 300), PAPER
    (spot,) = beside([((200, 150), "Đà Nẵng")], PAPER, 11, lines=[right])
    (anyway,) = beside([((200, 150), "Đà Nẵng")], PAPER, 11, lines=[everything])
    assert (spot.anchor, anyway.anchor) == ("end", "start")


@settings(max_examples=30, deadline=None)
@given(st.lists(places, max_size=25))
def test_labels_never_cover_each_other_nor_a_point(points):
    spots = beside([(place, "Quảng Ninh") for place in points], PAPER, 11)
    boxes = [box_of(spot, "Quảng Ninh", 11) for spot in spots if spot]
    assert all(box.is_within(PAPER) for box in boxes)
    assert not any(box.meets(other) for at, box in enumerate(boxes) for other in boxes[:at])
    assert not any(box.meets(around(place, 6)) for box in boxes for place in points)


def test_heights_are_moved_apart_in_their_order():
    assert apart([50, 10, 52, 51], 10, 0, 100) == [50, 10, 70, 60]
    assert apart([99, 98], 10, 0, 100) == [100, 90]
    assert apart([], 10, 0, 100) == []


def test_words_in_a_row_are_moved_apart_and_stay_between_the_ends():
    assert in_a_row([50, 100, 150], [20, 20, 20], 5, 0, 200) == [50, 100, 150]
    assert in_a_row([100, 100, 100], [20, 40, 20], 5, 0, 200) == [100, 135, 170]
    assert in_a_row([0, 199, 200], [20, 40, 20], 5, 0, 200) == [10, 155, 190]
