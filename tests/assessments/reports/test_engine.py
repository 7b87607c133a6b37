from io import BytesIO
from xml.etree.ElementTree import ParseError

import pydyf
import pytest
import weasyprint
from pypdf import PdfReader
from weasyprint import svg

from assessments.charts.bars import bars
from assessments.reports import engine, pdf

PAGE = '<!doctype html>\n<html lang="vi"><head><title>A</title></head><body><p>{}</p></body></html>'


def printed(body: str) -> bytes:
    return pdf.print_html(PAGE.format(body), "0" * 64).content


def text_of(content: bytes) -> str:
    return PdfReader(BytesIO(content)).pages[0].extract_text()


def test_it_is_the_release_that_it_was_written_for():
    assert weasyprint.__version__.partition(".")[0] == "70"


@pytest.mark.slow
def test_what_xml_cannot_hold_is_left_out():
    assert text_of(printed("a\x07\x1b\ufffe\uffff\ud800b")).startswith("ab")


@pytest.mark.slow
def test_the_text_of_a_chart_is_read_back_with_its_blanks():
    chart = bars([("Kiến trúc đô thị thông minh", None)], "Điểm")
    assert "Kiến trúc đô thị thông minh" in text_of(printed(str(chart)))


@pytest.mark.slow
def test_the_text_of_a_chart_is_one_run():
    """Letter by letter the same words take as many runs as letters."""
    chart = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="20"><text x="0" y="10">{}</text></svg>'
    short, long = (len(printed(chart.format("chữ " * times))) for times in (1, 20))
    assert long - short < 400


def test_both_ways_to_draw_text_are_ours():
    assert svg.text is svg.TAGS["text"] is svg.TAGS["tspan"]
    assert list(engine.OneRun("ba chữ")) == ["ba chữ"]
    assert engine.OneRun("ba chữ").encode() == "ba chữ".encode()


@pytest.mark.slow
def test_blanks_that_do_not_break_are_kept():
    assert "a\u00a0b" in text_of(printed("a&nbsp;b")).replace(" ", "\u00a0")


def test_a_template_that_is_not_well_formed_is_an_error():
    with pytest.raises(ParseError):
        printed("<br>")


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
    (plain, twice), (ours, once) = a_file(engine.OneWriting.__base__), a_file(engine.OneWriting)
    assert (twice, once) == (2, 1)
    assert ours == plain
    assert engine.OneWriting.made is None


def test_nothing_is_kept_of_a_file_that_could_not_be_written():
    with pytest.raises(AttributeError):
        engine.OneWriting().write(None)
    assert engine.OneWriting.made is None


def test_references_of_pages_follow_a_new_page():
    file = pydyf.PDF()
    assert isinstance(file, engine.OneWriting)
    file.add_page(pydyf.Dictionary())
    assert file.page_references is file.page_references
    before = file.page_references
    file.add_page(pydyf.Dictionary())
    assert file.page_references == (*before, f"{file.pages['Kids'][3]} 0 R".encode())


@pytest.mark.parametrize("item", [b"q", "chu", 1, 1.0, 1.25, pydyf.String("a")])
def test_bytes_of_a_thing_are_those_that_the_writer_makes(item):
    assert engine.to_bytes(item) == engine._any_to_bytes(item)
