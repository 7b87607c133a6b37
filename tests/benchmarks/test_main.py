import pytest

from benchmarks.__main__ import BEGIN, END, SHOWN_IN, table, with_table
from benchmarks.measuring import Figure

FIGURES = [
    Figure("first", 1.5, 2, "lower", "ratio"),
    Figure("second", 90, 100, "higher", "ratio", "34 units"),
    Figure("third", 7, None, "lower", "ms"),
]


def test_table_says_what_is_reached_and_what_is_missed():
    assert table(FIGURES).splitlines() == [
        "| what | measured | reach | |",
        "|---|---:|---:|---|",
        "| first | 1.5 ratio | ≤ 2 ratio | reached |",
        "| second (34 units) | 90 ratio | ≥ 100 ratio | missed |",
        "| third | 7 ms |  |  |",
    ]


def test_table_takes_the_place_of_the_former_one():
    document = f"# Speed\n{BEGIN}\nold\n{END}\nafter\n"
    once = with_table(document, "new\n")
    assert once == f"# Speed\n{BEGIN}\nnew\n{END}\nafter\n"
    assert with_table(once, "new\n") == once


@pytest.mark.parametrize(
    "document", ["", f"{BEGIN} only", f"only {END}", f"{END} {BEGIN}", f"{BEGIN}{END}{BEGIN}{END}"]
)
def test_document_without_its_marks_is_refused(document):
    with pytest.raises(ValueError, match="once each"):
        with_table(document, "new\n")


@pytest.mark.parametrize("path", SHOWN_IN, ids=lambda path: path.name)
def test_documents_that_show_the_table_have_its_marks(path):
    assert "new" in with_table(path.read_text(), "new\n")
