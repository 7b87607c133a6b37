"""How the pages of reports are laid out, as tools other than the one that made them see it."""

import re
from io import BytesIO
from xml.etree.ElementTree import fromstring

import pikepdf
import pytest

from assessments.reports import pdf
from tests.assessments.reports import snapshots
from tests.assessments.reports.printed import SNAPSHOTS, pages, poppler, rendered, report, structure

pytestmark = [pytest.mark.slow]

MM = 72 / 25.4
LEFT, RIGHT, FOOT = 30 * MM, (210 - 15) * MM, (297 - 20) * MM
WORD = "{http://www.w3.org/1999/xhtml}word"


def words(name: str, template: str = pdf.REPORT):
    """(page, left, right, bottom, text) of every word, in points."""
    pages_ = fromstring(poppler("pdftotext", rendered(name, template), "-bbox")).iter(
        "{http://www.w3.org/1999/xhtml}page"
    )
    for number, page in enumerate(pages_, start=1):
        for word in page.iter(WORD):
            yield number, float(word.get("xMin")), float(word.get("xMax")), float(word.get("yMax")), word.text or ""


@pytest.mark.parametrize("name", SNAPSHOTS)
def test_nothing_is_printed_beyond_the_margins(name):
    beyond = [word for word in words(name) if word[1] < LEFT - 1 or word[2] > RIGHT + 1 or word[3] > FOOT + 1]
    assert beyond == []


def test_nothing_of_a_brief_is_printed_beyond_the_margins():
    assert [word for word in words("compared", pdf.BRIEF) if word[2] > RIGHT + 1 or word[3] > FOOT + 1] == []


def headings(name: str) -> list[str]:
    found = report(name)
    titles = [title.full for title in vars(found.titles).values() if title]
    titles += [f"{part.head.code}. {part.head.title}" for theme in found.themes for part in theme.recommendations]
    titles += [f"{number}. {theme.head.title}" for number, theme in enumerate(found.themes, start=1)]
    titles += [f"{group.head.code}. {group.head.title}" for group in found.groups]
    titles += [f"Giai đoạn {phase.title}" for phase in found.phases]
    return titles


@pytest.mark.parametrize("name", ["whole", "compared", "odd"])
def test_no_heading_stands_alone_at_the_foot_of_a_page(name):
    known = {_plain(title) for title in headings(name)}
    lasts = []
    for page in poppler("pdftotext", rendered(name), "-layout").split("\f"):
        lines = [_plain(line) for line in page.splitlines() if line.strip()]
        lasts += lines[-1:]
    assert len(lasts) == len(pages(name))
    assert known & set(lasts) == set()


def _plain(line: str) -> str:
    return re.sub(r"\s+", " ", line).strip().casefold()


@pytest.mark.parametrize("name", ["whole", "compared"])
def test_tables_repeat_their_heads_and_split_no_row(name):
    rows = [row for group in report(name).groups for row in group.rows]
    head = "Chỉ số (bộ làm việc), chất lượng và nguồn số liệu"
    starts = [f"{row.code} {row.title}" for row in rows]
    for row, start, following in zip(rows, starts, [*starts[1:], "\0"], strict=True):
        found = [page for page in pages(name) if start in page.partition(head)[2]]
        assert len(found) == 1, start
        told = found[0].partition(start)[2].partition(following)[0]
        assert row.value.split()[0] in told
        assert row.score in told, "the whole row is on one page"


def test_every_stored_score_is_printed_beside_its_name():
    snapshot, text = snapshots.whole(), " ".join(pages("whole"))
    nodes = snapshot.scorecard["readings"]["claimed"]["nodes"]
    found = report("whole")
    for theme in found.themes:
        for part in theme.recommendations:
            score = next(
                node["score"] for node in nodes if (node["kind"], node["code"]) == ("recommendation", part.head.code)
            )
            assert re.search(
                rf"{re.escape(part.head.code)}\. {re.escape(part.head.title)} Điểm {score.replace('.', ',')},", text
            )
    for group in found.groups:
        score = next(node["score"] for node in nodes if (node["kind"], node["code"]) == ("group", group.head.code))
        assert f"{group.head.code}. {group.head.title} Điểm {score.replace('.', ',')}/100" in text
    leaves = {node["code"]: node["score"] for node in nodes if node["kind"] == "indicator"}
    assert {row.code: row.score for group in found.groups for row in group.rows} == {
        code: "–" if score is None else score.replace(".", ",") for code, score in leaves.items()
    }


def headings_alone(content: bytes) -> bytes:
    """With no other tags: poppler goes through a whole page for the text of each, and there are thousands."""
    with pikepdf.open(BytesIO(content)) as document:
        found = [element for element in structure(document) if re.fullmatch(r"/H\d", str(element.S))]
        document.Root.StructTreeRoot.K = pikepdf.Array(found)
        document.save(saved := BytesIO())
    return saved.getvalue()


def test_the_tags_are_read_in_the_order_of_the_pages():
    """By poppler: the headings of the structure tree have the chapters in their order, and every heading there is."""
    read = _plain(poppler("pdfinfo", headings_alone(rendered("compared")), "-struct-text"))
    order = [read.index(f'"{_plain(title.full)}"') for title in vars(report("compared").titles).values() if title]
    assert order == sorted(order)
    assert [title for title in headings("compared") if _plain(title) not in read] == []


def test_the_structure_says_what_everything_is():
    kinds = set(re.findall(r"^\s*(\w+)", poppler("pdfinfo", rendered("compared"), "-struct"), re.MULTILINE))
    assert {"Document", "Table", "TR", "TH", "TD", "Figure", "H1", "H2", "H3", "H4", "L", "LI", "P"} <= kinds


def test_an_archive_copy_says_that_it_is_one_and_holds_what_it_was_made_from():
    files = [pdf.Attached("ban-cham-diem.json", "Bản chấm điểm", b'{"a": 1}')]
    made = pdf.print_out(report("empty"), pdf.BRIEF, pdf.Variant.ARCHIVE, files).content
    with pikepdf.open(BytesIO(made)) as document:
        with document.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert "/OutputIntents" in document.Root
        assert bool(document.Root.MarkInfo.Marked)
        found = document.attachments["ban-cham-diem.json"]
        assert found.description == "Bản chấm điểm"
        assert found.get_file().read_bytes() == files[0].content
        assert str(document.Root.AF[0].AFRelationship) == "/Data"
    assert pdf.print_out(report("empty"), pdf.BRIEF, pdf.Variant.ARCHIVE, files).content == made


def test_an_attachment_leaves_the_report_accessible():
    files = [pdf.Attached("a.xlsx", "Bảng kết quả", b"PK")]
    made = pdf.print_out(report("empty"), pdf.BRIEF, attached=files).content
    with pikepdf.open(BytesIO(made)) as document, document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert list(document.attachments) == ["a.xlsx"]
