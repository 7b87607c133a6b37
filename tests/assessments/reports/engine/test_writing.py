import zlib
from io import BytesIO

import pydyf
import pytest

from assessments.reports.engine import writing


def a_file(kind: type[pydyf.PDF]) -> tuple[bytes, int]:
    """A small file with an identifier, and how often its one stream was asked for its bytes."""
    asked = []

    class Counted(pydyf.Stream):
        @property
        def stream(self):
            asked.append(1)
            return [b"q", 1.5, "chu", 2, b"Q"]

        @stream.setter
        def stream(self, value):
            pass

    file, output = kind(), BytesIO()
    file.add_object(Counted(compress=True))
    file.add_page(
        pydyf.Dictionary({"Type": "/Page", "Parent": file.pages.reference, "Inner": pydyf.Dictionary({"A": 1})})
    )
    file.write(output, version=b"1.7", identifier=b"0" * 32)
    return output.getvalue(), len(asked)


def test_a_file_is_the_same_as_the_writer_alone_makes_and_each_object_is_made_once():
    (plain, twice), (ours, once) = a_file(writing.OneWriting.__base__), a_file(writing.OneWriting)
    assert (twice, once) == (2, 1)
    assert ours == plain
    assert writing.OneWriting.made is None


def test_nothing_is_kept_of_a_file_that_could_not_be_written():
    with pytest.raises(AttributeError):
        writing.OneWriting().write(None)
    assert writing.OneWriting.made is None


def test_references_of_pages_follow_a_new_page():
    file = pydyf.PDF()
    assert isinstance(file, writing.OneWriting)
    file.add_page(pydyf.Dictionary())
    assert file.page_references is file.page_references
    before = file.page_references
    file.add_page(pydyf.Dictionary())
    assert file.page_references == (*before, f"{file.pages['Kids'][3]} 0 R".encode())


def test_a_stream_is_packed_at_the_usual_level():
    for items in ([b"q", b"Q"], ["q", 1.5, b"Q", pydyf.Dictionary({"MCID": 2})], []):
        plain, packed = (pydyf.Stream(items, {"A": 1}, compress=kind).data for kind in (False, True))
        assert plain == writing._any_stream(pydyf.Stream(items, {"A": 1}))
        before, _, content = packed.partition(b"stream\n")
        assert b"/A 1/Filter /FlateDecode/Length " in before
        assert zlib.decompress(content.removesuffix(b"\nendstream")) == b"\n".join(map(writing.to_bytes, items))


@pytest.mark.parametrize("tags", [None, {}, {"box": {"tag": "Span", "mcid": 0}}])
def test_what_is_marked_in_a_page_is_what_the_engine_marks(tags):
    ours, alone = (
        writing.PageStream({}, (0, 0, 9, 9), {}, {}, None if tags is None else dict(tags), {}, None) for _time in "ab"
    )
    for page, marked, artifact in (
        (ours, writing.marked, writing.artifact),
        (alone, writing._any_marked, writing._any_artifact),
    ):
        with marked(page, "first", "Span"):
            page.begin_text()
        with artifact(page):
            page.end_text()
        with marked(page, "second", "Figure"):
            pass
    assert ours._tags == alone._tags
    assert ours.data == alone.data


def test_what_is_marked_twice_is_an_error():
    page = writing.PageStream({}, (0, 0, 9, 9), {}, {}, {"box": {}}, {}, None)
    with pytest.raises(AssertionError), page.marked("box", "Span"):
        pass


@pytest.mark.parametrize(
    "item", [pydyf.Dictionary(), pydyf.Dictionary({"A": "/B", "Ab": b"1 0 R", "C": 1.5, "D": pydyf.Array([1, "R"])}),
             pydyf.Array(), pydyf.Array([1, 2.25, "R", b"x", pydyf.String("a"), True])]
)  # fmt: skip
def test_dictionaries_and_arrays_are_written_as_the_writer_writes_them(item):
    alone = writing._any_dictionary if isinstance(item, pydyf.Dictionary) else writing._any_array
    assert item.data == alone(item)


@pytest.mark.parametrize("item", [b"q", "chu", 1, 1.0, 1.25, pydyf.String("a"), True])
def test_bytes_of_a_thing_are_those_that_the_writer_makes(item):
    assert writing.to_bytes(item) == writing._any_to_bytes(item)
