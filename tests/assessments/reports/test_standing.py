from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from assessments.enums import Reading
from assessments.reports.standing import Beside, standing
from assessments.results import SnapshotResult
from assessments.supplements import NOTHING, Published
from tests.assessments.reports import snapshots


def result() -> SnapshotResult:
    return SnapshotResult(snapshots.whole(), snapshots.catalogue())


def shown(score: Decimal) -> str:
    return f"{score:.2f}".replace(".", ",")


def ranked(published: Published, **fields) -> Published:
    return published.model_copy(update=fields)


def test_without_anything_beside_there_is_nothing_to_compare():
    found = standing(result(), Beside(NOTHING))
    assert (found.is_known, found.intro, found.change, found.place) == (False, (), "", "")
    assert {(row.earlier, row.change, row.national, row.peers) for row in found.rows} == {("–", "–", "–", "–")}


def test_rows_are_the_heads_then_themes_then_groups():
    codes = [row.code for row in standing(result(), Beside(NOTHING)).rows]
    assert codes == ["", "", "", "KT", "IOC", "DL", "CS", "CD", "TC", "HT", "DL", "CQ", "DV", "AT", "CD", "DM"]


def test_each_row_stands_beside_its_own_numbers():
    score = result().themes[1].score
    supplement = snapshots.beside(**{"theme:IOC": score + 1, "group:DL": Decimal("12.34")})
    rows = standing(result(), Beside(supplement)).rows
    assert (rows[4].earlier, rows[4].change, rows[4].national, rows[4].peers) == (
        shown(score + 1),
        "−1,00",
        shown(score + 1),
        shown(score + 1),
    )
    assert (rows[5].national, rows[10].national) == ("–", "12,34"), "a theme and a group may share their code"


def test_the_introduction_names_rounds_reading_and_peers():
    found = standing(result(), Beside(snapshots.beside(headline=Decimal(50))))
    assert found.intro == (
        "Đợt trước là “Đợt 0”, điểm “Đã thẩm định”, tính đến ngày 31 tháng 12 năm 2025.",
        "Trung vị cả nước tính trên 34 địa phương có kết quả công bố của “Đợt 0” (ngày 01 tháng 02 năm 2026). Nhóm so "
        "sánh là “Bắc Trung Bộ”, 5 địa phương.",
        "Điểm của địa phương trong báo cáo này là điểm tự đánh giá, còn trung vị tính trên điểm đã thẩm định.",
    )
    verified = SnapshotResult(snapshots.verified(), snapshots.catalogue(), Reading.VERIFIED)
    assert len(standing(verified, Beside(snapshots.beside(headline=Decimal(50)))).intro) == 2


def test_across_other_catalogues_only_the_headline_is_compared():
    supplement = snapshots.beside(**{"headline": Decimal(50), "readiness": Decimal(40), "theme:KT": Decimal(30)})
    changed = supplement.model_copy(
        update={"earlier": supplement.earlier.model_copy(update={"same_catalogues": False}), "published": None}
    )
    found = standing(result(), Beside(changed))
    assert [row.earlier for row in found.rows[:4]] == ["50,00", "–", "–", "–"]
    assert found.intro[0].endswith("Danh mục đã thay đổi giữa hai đợt nên chỉ so sánh điểm chung.")


@pytest.mark.parametrize(
    ("less", "change", "place"),
    [
        (3, "So với đợt trước: +3,00 điểm chung", "Cao hơn trung vị của 34 địa phương"),
        (-3, "So với đợt trước: −3,00 điểm chung", "Thấp hơn trung vị của 34 địa phương"),
        (0, "Điểm chung không đổi so với đợt trước", "Bằng trung vị của 34 địa phương"),
    ],
)
def test_the_findings_say_whether_it_is_more_or_less(less, change, place):
    found = standing(result(), Beside(snapshots.beside(headline=result().headline - less)))
    assert found.change.startswith(change)
    assert found.place.startswith(place)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, ""),
        ({"rank": 3, "ranked": 34}, "Hạng 3/34."),
        (
            {"rank": 3, "rank_low": 2, "rank_high": 9, "ranked": 34},
            "Hạng 3/34; khi thử các trọng số khác, hạng từ 2 đến 9.",
        ),
    ],
)
def test_a_rank_is_told_where_there_is_one(fields, said):
    supplement = snapshots.beside(headline=Decimal(50))
    beside = Beside(supplement.model_copy(update={"published": ranked(supplement.published, **fields)}))
    assert standing(result(), beside).place.partition("điểm. ")[2] == said


def test_without_a_headline_nothing_is_said():
    nothing = SnapshotResult(snapshots.not_applicable(), snapshots.catalogue())
    found = standing(nothing, Beside(snapshots.beside(headline=Decimal(50))))
    assert (found.change, found.place) == ("", "")
    assert (found.rows[0].score, found.rows[0].earlier, found.rows[0].change) == ("–", "50,00", "–")


def test_a_sentence_leaves_out_what_is_not_known():
    supplement = snapshots.beside(headline=Decimal(50))
    theme = replace(result().themes[0], code="XX")
    assert Beside(supplement).sentence(theme) == ""


def test_a_group_of_peers_may_be_missing():
    supplement = snapshots.beside(**{"headline": Decimal(50), "theme:KT": Decimal(40)})
    alone = ranked(supplement.published, groups=supplement.published.groups[:1], published_on=date(2026, 2, 1))
    beside = Beside(supplement.model_copy(update={"published": alone, "earlier": None}))
    assert standing(result(), beside).peers == ""
    assert beside.sentence(result().themes[0]) == "Trung vị cả nước 40,00."
