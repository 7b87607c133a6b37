import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogues.folding import fold
from search.matching import AROUND, BEFORE, LONGEST, Query, pieces, read_query, snippet


def found_in(text: str, query: str) -> list[str]:
    return [piece.text for piece in pieces(text, Query(query)) if piece.is_found]


@pytest.mark.parametrize(
    ("text", "query", "is_there"),
    [
        ("Kiến trúc ICT", "kien truc", True),
        ("Kiến trúc ICT", "KIẾN TRÚC", True),
        (unicodedata.normalize("NFD", "Kiến trúc ICT"), "kiến", True),
        ("Kiến trúc ICT", unicodedata.normalize("NFD", "kiến"), True),
        ("Kiến trúc ICT", "truc kien", True),
        ("Kiến trúc ICT", "kien thuc", False),
        ("Đường", "duong", True),
        ("toàn tỉnh", "an", False),
        ("an toàn", "an", True),
        ("biến đổi", "bi", False),
        ("thông tin", "thon", False),
        ("Architecture", "architect", True),
        ("12/QĐ-UBND", "12/qd", True),
        ("12/QĐ-UBND", "ubnd", True),
        ("Câu IOC-6.1", "ioc-6.1", True),
        ("Câu IOC-6x1", "ioc-6.1", False),
        ("đạt 100% kế hoạch", "100%", True),
        ("đạt 100 kế hoạch", "%", False),
    ],
)
def test_all_words_must_begin_somewhere(text, query, is_there):
    assert Query(query).is_in(fold(text)) is is_there


def test_words_are_counted_once():
    query = Query("Đô do THỊ")
    assert (query.words, query.phrase, query.found(fold("đô thị"))) == (("do", "thi"), "do do thi", 2)


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("Nền tảng kiến trúc", "kien truc", ["kiến", "trúc"]),
        (
            unicodedata.normalize("NFD", "Nền kiến trúc"),
            "kien",
            [unicodedata.normalize("NFD", "kiến")],
        ),
        ("nghiên nghiêng", "nghie", ["nghiê", "nghiê"]),
        ("nghiên", "nghien nghie", ["nghiên"]),
        ("Straße", "strasse", ["Straße"]),
        ("không có", "kien", []),
    ],
)
def test_found_words_are_marked_with_their_tones(text, query, marked):
    assert found_in(text, query) == marked


@given(st.text(), st.text())
def test_pieces_are_the_text(text, query):
    assert "".join(piece.text for piece in pieces(text, read_query(query))) == text


def test_snippet_shows_the_place_that_was_found():
    text = "mở đầu " * 40 + "có kiến trúc số ở đây" + " kết thúc" * 40
    shown = snippet(text, Query("kien truc"))
    whole = "".join(piece.text for piece in shown)
    assert [piece.text for piece in shown if piece.is_found] == ["kiến", "trúc"]
    assert (whole.startswith("… "), whole.endswith(" …")) == (True, True)
    assert BEFORE < len(whole) <= AROUND + 4


def test_snippet_begins_with_the_phrase_rather_than_a_single_word():
    text = "kiến nghị " + "lời nói " * 60 + "kiến trúc"
    assert [p.text for p in snippet(text, Query("kien truc")) if p.is_found] == ["kiến", "trúc"]


def test_snippet_of_a_short_text_is_all_of_it_in_one_line():
    assert "".join(piece.text for piece in snippet("một\n hai", Query("ba"))) == "một hai"


@given(st.text(), st.text())
def test_snippet_takes_anything(text, query):
    assert sum(len(piece.text) for piece in snippet(text, read_query(query))) <= max(AROUND, BEFORE) + 4


@pytest.mark.parametrize(
    ("given_text", "text", "is_enough", "is_cut"),
    [
        ("  kiến \x00 trúc\n", "kiến trúc", True, False),
        ("", "", False, False),
        ("   ", "", False, False),
        ("a", "a", False, False),
        ("\ud800\udfff", "", False, False),
        ("\u0301", "\u0301", False, False),
        (".*[", ".*[", True, False),
        ("x" * 10_000, "x" * LONGEST, True, True),
        (" " * 10_000 + "x", "", False, True),
    ],
)
def test_query_is_what_can_be_looked_for(given_text, text, is_enough, is_cut):
    query = read_query(given_text)
    assert (query.text, query.is_enough, query.is_cut) == (text, is_enough, is_cut)
