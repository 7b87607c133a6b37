import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogues.folding import fold, fold_with_places


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Kiến trúc", "kien truc"),
        ("ĐÔ THỊ đường", "do thi duong"),
        ("Ưu tiên, số 12/QĐ-UBND", "uu tien, so 12/qd-ubnd"),
        ("dòng\nmột\tcột\xa0x\x00y", "dong mot cot x y"),
        ("ＡＢＣ", "abc"),
        ("gạch\u00adnối\u200b", "gachnoi"),
        ("Straße", "strasse"),
        ("", ""),
    ],
)
def test_text_loses_case_and_marks(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_composed_and_decomposed_fold_alike(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text(st.characters(exclude_categories=())))
def test_places_point_to_where_each_letter_came_from(text):
    folded, places = fold_with_places(text)
    assert folded == fold(text)
    assert len(places) == len(folded)
    assert all(letter in fold(text[place]) for letter, place in zip(folded, places, strict=True))
