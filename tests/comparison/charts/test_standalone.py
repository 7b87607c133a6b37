from xml.etree import ElementTree

import pytest

from comparison.charts.standalone import standalone
from tests.assessments.charts.markup import HOSTILE, SVG

from .samples import CHARTS, Sample

NOTE = "Bậc do nhóm xây dựng cổng đặt ra."
DEMONSTRATION = "Dữ liệu minh họa, không phải số liệu thật."


def opened(content: bytes) -> ElementTree.Element:
    assert content.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg"')
    return ElementTree.fromstring(content)


def texts(root: ElementTree.Element) -> list[str]:
    return [text.text for text in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("draw", CHARTS.values(), ids=CHARTS.keys())
def test_a_file_has_ground_ink_heading_and_notes(draw):
    before = ElementTree.fromstring(draw(Sample(4, link="/x/")))
    root = opened(standalone(draw(Sample(4, link="/x/")), heading="Điểm chung", notes=[NOTE], is_demonstration=True))
    assert [child.tag for child in root][:3] == [f"{SVG}title", f"{SVG}desc", f"{SVG}rect"]
    ground = root[2]
    assert (root.get("color"), ground.get("fill"), ground.get("width")) == ("#1b2631", "#ffffff", root.get("width"))
    assert root.get("viewBox") == " ".join(ground.get(name) for name in ("x", "y", "width", "height"))
    assert texts(root)[-3:] == ["Điểm chung", DEMONSTRATION, NOTE]
    assert float(root.get("height")) == float(before.get("height")) + 40 + 3 * 18


@pytest.mark.parametrize("draw", CHARTS.values(), ids=CHARTS.keys())
def test_a_file_is_an_image_without_links(draw):
    root = opened(standalone(draw(Sample(4, link="/x/"))))
    assert (root.get("role"), root.get("aria-label"), list(root.iter(f"{SVG}a"))) == ("img", None, [])
    assert b"href" not in standalone(draw(Sample(4, link="/x/")))


def test_real_data_are_not_said_to_be_demonstration():
    assert DEMONSTRATION not in texts(opened(standalone(CHARTS["trends"](Sample(2)), notes=[NOTE])))


def test_long_notes_are_broken_and_too_long_ones_end():
    found = texts(opened(standalone(CHARTS["trends"](Sample(0)), notes=["từ " * 1000])))
    assert found[-1].endswith("…")
    assert len([line for line in found if line.startswith("từ")]) == 4


def test_hostile_words_are_only_words():
    content = standalone(CHARTS["map"](Sample(4, HOSTILE)), heading=HOSTILE, notes=[HOSTILE])
    assert b"<script" not in content
    assert texts(opened(content)).count(HOSTILE) == 2


def test_letters_that_xml_forbids_are_left_out():
    content = standalone(CHARTS["trends"](Sample(1, "Xã\x00\x0b\ufffe")), heading="A\x01B", notes=["C\x1fD"])
    assert texts(opened(content))[-2:] == ["AB", "CD"]
