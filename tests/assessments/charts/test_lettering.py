import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.charts.lettering import fitted, width_of

from .measuring import advances, measured

LETTERS = (
    "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
    "ĂÂĐÊÔƠƯÀẢÃÁẠẰẲẴẮẶẦẨẪẤẬÈẺẼÉẸỀỂỄẾỆÌỈĨÍỊÒỎÕÓỌỒỔỖỐỘỜỞỠỚỢÙỦŨÚỤỪỬỮỨỰỲỶỸÝỴ" + string.printable[:95] + "–—…“”×−•·"
)
sentences = st.text(st.sampled_from(LETTERS), max_size=120)


@pytest.mark.parametrize("weight", [400, 600])
def test_no_letter_is_wider_than_its_width_nor_much_narrower(weight):
    known = advances(weight)
    rooms = {letter: width_of(letter, 1) - known[letter] for letter in LETTERS if letter not in "\t\n\r\x0b\x0c"}
    assert {letter: room for letter, room in rooms.items() if not -0.0001 <= room <= 0.15} == {}


def test_letters_that_the_font_does_not_have_are_as_wide_as_the_widest():
    assert width_of("語", 10) == width_of("W", 10) == 10.5


@pytest.mark.parametrize(
    ("words", "room", "lines", "expected"),
    [
        ("Tầm nhìn, tổ chức", 100, 3, ["Tầm nhìn,", "tổ chức"]),
        ("Bộ chỉ số", 100, 3, ["Bộ chỉ số"]),
        ("một hai ba bốn năm sáu bảy", 60, 2, ["một hai", "ba bốn…"]),
        ("một, hai, ba", 40, 1, ["một…"]),
        ("mmmmmmmmmm", 50, 3, ["mmmm", "mmmm", "mm"]),
        ("a mmmmmmmmmm", 50, 2, ["a", "mmm…"]),
        ("", 10, 2, [""]),
        ("   ", 10, 2, [""]),
    ],
)
def test_words_are_broken_evenly_and_end_where_the_lines_do(words, room, lines, expected):
    assert fitted(words, room, lines) == expected


@pytest.mark.slow
@given(sentences, st.integers(30, 300), st.integers(1, 4))
def test_no_line_leaves_its_room_and_nothing_is_lost_before_the_rest(words, room, lines):
    found = fitted(words, room, lines)
    assert len(found) <= lines
    assert max(max(measured(line, 12.5), measured(line, 12.5, bold=True)) for line in found) <= room
    kept = "".join(found).replace(" ", "")
    assert "".join(words.split()).startswith(kept.removesuffix("…").rstrip(" ,;:"))
