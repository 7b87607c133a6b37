from search.entries import MOST, Entry, Passage, group
from search.matching import Query


def link(entry: Entry) -> tuple[str, str]:
    return "ở đây", f"/{entry.code}/"


def found(query: str, *entries: Entry):
    return group("questions", "Câu hỏi", entries, Query(query), link)


def test_words_may_stand_in_different_passages():
    entry = Entry("A-1", "Kiến trúc", (Passage("số liệu mở"),))
    assert [found(query, entry).count for query in ("kien lieu", "a-1 mo", "kien dong")] == [1, 1, 0]


def test_name_that_only_says_where_is_neither_searched_nor_marked():
    entry = Entry("A-1", "Kiến trúc", (Passage("kiến nghị", "ghi chú"),), is_named=False)
    assert found("truc", entry).count == 0
    (hit,) = found("kien", entry).hits
    assert ([piece.is_found for piece in hit.title], hit.snippet[0]) == ([False], ("kiến", True))
    assert (hit.label, hit.where, hit.url) == ("ghi chú", "ở đây", "/A-1/")


def test_passage_with_most_of_the_words_is_shown():
    entry = Entry("A-1", "", (Passage("mở"), Passage("dữ liệu mở", language="vi")))
    (hit,) = found("lieu mo", entry).hits
    assert ("".join(piece.text for piece in hit.snippet), hit.language) == ("dữ liệu mở", "vi")


def test_entry_without_passages_shows_its_title_alone():
    (hit,) = found("kien", Entry("", "Kiến trúc")).hits
    assert (hit.code, hit.snippet, hit.label, hit.language) == ([], [], "", "")


def test_names_come_first_then_tones_as_typed():
    entries = (
        Entry("far", "", (Passage("sự kiện trực tiếp"),)),
        Entry("tones", "", (Passage("kiến trúc số"),)),
        Entry("name", "Kiến trúc"),
    )
    assert ["".join(p.text for p in hit.code) for hit in found("kiến trúc", *entries).hits] == ["name", "tones", "far"]


def test_group_shows_so_many_and_counts_the_rest():
    result = found("kien", *(Entry(f"A-{number}", "Kiến") for number in range(MOST + 3)))
    assert (result.count, len(result.hits), result.left) == (MOST + 3, MOST, 3)
