from decimal import Decimal

from comparison.charts.scatter import Dot, scatter
from tests.assessments.charts.markup import SVG, classes, description, parsed, texts, title

LABELS = ("R", "K")
MEDIANS = (Decimal(50), Decimal(40))
DOTS = [
    Dot("01", "Hà Nội", Decimal(70), Decimal(60)),
    Dot("48", "Đà Nẵng", Decimal(80), Decimal(30)),
    Dot("79", "Hồ Chí Minh", Decimal(20), Decimal(55)),
    Dot("96", "Cà Mau", Decimal(25), Decimal(20)),
    Dot("11", "Điện Biên", Decimal(25), None),
]


def test_quadrants_are_counted_in_the_title_and_every_value_said():
    svg = scatter(DOTS, "Sẵn sàng và kết quả", labels=LABELS, medians=MEDIANS)
    assert title(svg) == (
        "Sẵn sàng và kết quả. Từ trung vị trở lên: cả hai điểm 1 đơn vị, chỉ R 1 đơn vị, chỉ K 1 đơn vị; "
        "dưới trung vị cả hai: 1 đơn vị."
    )
    assert description(svg) == (
        "Hà Nội: R 70,00, K 60,00; Đà Nẵng: R 80,00, K 30,00; Hồ Chí Minh: R 20,00, K 55,00; "
        "Cà Mau: R 25,00, K 20,00; Điện Biên: R 25,00, K chưa có kết quả."
    )


def test_dots_with_both_scores_are_drawn_named_and_have_their_words():
    svg = scatter(DOTS, "Điểm", labels=LABELS, medians=MEDIANS)
    assert len(list(parsed(svg).iter(f"{SVG}circle"))) == 4
    assert {dot.name for dot in DOTS} & set(texts(svg)) == {"Hà Nội", "Đà Nẵng", "Hồ Chí Minh", "Cà Mau"}
    said = {found.findtext(f"{SVG}title") for found in classes(svg, "chart-unit")}
    assert said == {dot.words(LABELS) for dot in DOTS[:4]}


def test_a_higher_score_is_further_right_and_further_up():
    svg = scatter([DOTS[0], DOTS[3]], "Điểm", labels=LABELS)
    places = {
        unit.findtext(f"{SVG}title").split(":")[0]: [
            float(unit.find(f"{SVG}circle").get(name)) for name in ("cx", "cy")
        ]
        for unit in classes(svg, "chart-unit")
    }
    assert places["Hà Nội"][0] > places["Cà Mau"][0]
    assert places["Hà Nội"][1] < places["Cà Mau"][1]


def test_median_lines_have_their_numbers():
    svg = scatter(DOTS, "Điểm", labels=LABELS, medians=MEDIANS)
    assert [found for found in texts(svg) if "trung vị" in found] == ["trung vị 50,00", "trung vị 40,00"]
    assert len([line for line in parsed(svg).iter(f"{SVG}line") if line.get("stroke-dasharray")]) == 2


def test_without_medians_there_are_no_quadrants():
    svg = scatter(DOTS, "Điểm", labels=LABELS)
    assert title(svg) == "Điểm. 4 đơn vị có cả hai điểm."
    assert [found for found in texts(svg) if "trung vị" in found] == []


def test_one_median_is_drawn_alone():
    svg = scatter(DOTS, "Điểm", labels=LABELS, medians=(None, Decimal(40)))
    assert [found for found in texts(svg) if "trung vị" in found] == ["trung vị 40,00"]


def test_ones_own_is_a_diamond_with_its_name_whatever_the_crowd():
    crowd = [Dot(str(place), f"Tỉnh {place}", Decimal(50), Decimal(50)) for place in range(40)]
    svg = scatter([*crowd, Dot("48", "Đà Nẵng", Decimal(50), Decimal(50))], "Điểm", labels=LABELS, marked="48")
    assert len(classes(svg, "chart-own")) == 1
    assert "Đà Nẵng" in texts(svg)
    assert len([found for found in texts(svg) if found.startswith("Tỉnh")]) < 40
    assert classes(svg, "chart-unit")[-1].findtext(f"{SVG}title") == "Đà Nẵng: R 50,00, K 50,00"


def test_noughts_are_scores():
    svg = scatter([Dot("01", "Hà Nội", Decimal(0), Decimal(0))], "Điểm", labels=LABELS)
    assert len(list(parsed(svg).iter(f"{SVG}circle"))) == 1
    assert scatter(DOTS, "Điểm", labels=LABELS, finding="Đều tăng.").count("Đều tăng.") == 1


def test_of_too_many_dots_only_the_marked_one_is_named():
    dots = [Dot(f"x{place}", f"Xã {place}", Decimal(place % 100), Decimal(place // 2)) for place in range(151)]
    named = [
        {found for found in texts(scatter(dots, "Điểm", labels=LABELS, marked=marked)) if found.startswith("Xã")}
        for marked in ("", "x70")
    ]
    assert named == [set(), {"Xã 70"}]
    assert len({found for found in texts(scatter(dots[:150], "Điểm", labels=LABELS)) if found.startswith("Xã")}) > 10
