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


@pytest.mark.parametrize("item", [b"q", "chu", 1, 1.0, 1.25, pydyf.String("a")])
def test_bytes_of_a_thing_are_those_that_the_writer_makes(item):
    assert writing.to_bytes(item) == writing._any_to_bytes(item)
