import csv
from datetime import date

import pytest

from accounts import provinces
from accounts.models import Province, ProvinceType, Region
from accounts.provinces import PEER_GROUPS, Entry, load_provinces, read_register, vietnamese_order

FIRST_DAY = date(2025, 7, 1)
CITY, PROVINCE = ProvinceType.Type.CITY, ProvinceType.Type.PROVINCE
HEAD = "code,name,type,n_commune_units,predecessors_old_code_and_name,code_was_previously\n"


@pytest.fixture
def register(db) -> None:
    load_provinces()


# -- the register ----------------------------------------------------------------------------------------------------


def test_register_has_34_provinces_with_3321_communes():
    entries = list(read_register())
    assert len({entry.code for entry in entries}) == len({entry.name for entry in entries}) == 34
    assert sum(entry.commune_units for entry in entries) == 3321


def test_seven_cities_stand_now():
    cities = {entry.name for entry in read_register() if entry.types[-1][0] == CITY}
    assert cities == {"Hà Nội", "Hải Phòng", "Huế", "Đà Nẵng", "Đồng Nai", "Hồ Chí Minh", "Cần Thơ"}
    assert {entry.types[0][1] for entry in read_register()} == {FIRST_DAY}


def test_line_of_the_register_is_read_with_its_dated_type(tmp_path):
    path = tmp_path / "register.csv"
    line = "75,Đồng Nai,thành phố trực thuộc trung ương (từ 30/4/2026; tỉnh 01/7/2025-29/4/2026),95"
    path.write_text(f"{HEAD}{line},75 Đồng Nai; 46 Huế (Thừa Thiên Huế đến 31/12/2024),\n")
    types = ((PROVINCE, FIRST_DAY), (CITY, date(2026, 4, 30)))
    assert list(read_register(path)) == [Entry("75", "Đồng Nai", 95, types, (("75", "Đồng Nai"), ("46", "Huế")))]


# -- the database ----------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.usefixtures("register")
def test_34_stand_and_63_stood_before():
    standing = Province.objects.valid_on(FIRST_DAY)
    former = Province.objects.valid_on(date(2025, 6, 30))
    assert (standing.count(), former.count(), Province.objects.count()) == (34, 63, 97)
    assert set(standing.values_list("valid_from", "valid_to", "merged_into")) == {(FIRST_DAY, None, None)}
    assert sum(standing.values_list("commune_units", flat=True)) == 3321


@pytest.mark.slow
@pytest.mark.usefixtures("register")
def test_each_of_the_63_was_merged_into_exactly_one_that_stands():
    former = Province.objects.filter(valid_to=date(2025, 6, 30))
    assert former.count() == len(set(former.values_list("code", flat=True))) == 63
    assert set(former.values_list("merged_into__valid_from", flat=True)) == {FIRST_DAY}
    assert set(former.values_list("merged_into", flat=True)) == set(
        Province.objects.valid_on(FIRST_DAY).values_list("pk", flat=True)
    )
    assert former.filter(merged_into__name="Lâm Đồng").count() == 3


@pytest.mark.slow
@pytest.mark.usefixtures("register")
def test_eleven_provinces_were_not_merged_with_another():
    counts = [province.predecessors.count() for province in Province.objects.valid_on(FIRST_DAY)]
    assert (counts.count(1), counts.count(2), counts.count(3)) == (11, 17, 6)


@pytest.mark.slow
@pytest.mark.usefixtures("register")
def test_seven_codes_belonged_to_another_province_before():
    reused = {}
    for province in Province.objects.valid_on(FIRST_DAY):
        before = Province.objects.get(code=province.code, valid_to__isnull=False)
        if before.name.removeprefix("TP. ") != province.name:
            reused[province.code] = (before.name, province.name, before.merged_into.name)
    assert reused == {
        "15": ("Yên Bái", "Lào Cai", "Lào Cai"),
        "24": ("Bắc Giang", "Bắc Ninh", "Bắc Ninh"),
        "44": ("Quảng Bình", "Quảng Trị", "Quảng Trị"),
        "52": ("Bình Định", "Gia Lai", "Gia Lai"),
        "80": ("Long An", "Tây Ninh", "Tây Ninh"),
        "82": ("Tiền Giang", "Đồng Tháp", "Đồng Tháp"),
        "91": ("Kiên Giang", "An Giang", "An Giang"),
    }


@pytest.mark.slow
@pytest.mark.usefixtures("register")
def test_type_of_dong_nai_is_dated():
    types = ProvinceType.objects.filter(province__code="75", province__valid_to=None).values_list("type", "valid_from")
    assert list(types) == [(PROVINCE, FIRST_DAY), (CITY, date(2026, 4, 30))]
    assert ProvinceType.objects.count() == 35


@pytest.mark.slow
@pytest.mark.usefixtures("register")
def test_loading_again_changes_nothing_and_mends_what_was_altered():
    before = list(Province.objects.values()), list(ProvinceType.objects.values())
    Province.objects.filter(code="01", valid_to=None).update(name="Sai", commune_units=1)
    assert load_provinces() == 34
    assert (list(Province.objects.values()), list(ProvinceType.objects.values())) == before


# -- what peers are grouped by ---------------------------------------------------------------------------------------

REGIONS = {
    Region.NORTHERN_MIDLANDS: (
        "Cao Bằng, Điện Biên, Lai Châu, Lạng Sơn, Lào Cai, Phú Thọ, Sơn La, Thái Nguyên, Tuyên Quang"
    ),
    Region.RED_RIVER_DELTA: "Bắc Ninh, Hà Nội, Hải Phòng, Hưng Yên, Ninh Bình, Quảng Ninh",
    Region.NORTH_CENTRAL: "Hà Tĩnh, Huế, Nghệ An, Quảng Trị, Thanh Hóa",
    Region.SOUTH_CENTRAL: "Đà Nẵng, Đắk Lắk, Gia Lai, Khánh Hòa, Lâm Đồng, Quảng Ngãi",
    Region.SOUTHEAST: "Đồng Nai, Hồ Chí Minh, Tây Ninh",
    Region.MEKONG_DELTA: "An Giang, Cà Mau, Cần Thơ, Đồng Tháp, Vĩnh Long",
}


@pytest.mark.slow
@pytest.mark.usefixtures("register")
def test_every_province_that_stands_is_in_one_of_six_regions():
    standing = Province.objects.valid_on(FIRST_DAY)
    found = {
        region: ", ".join(sorted(standing.filter(region=region).values_list("name", flat=True), key=vietnamese_order))
        for region in Region
    }
    assert found == REGIONS


@pytest.mark.slow
@pytest.mark.usefixtures("register")
def test_every_province_that_stands_has_a_population():
    standing = Province.objects.valid_on(FIRST_DAY)
    people = dict(standing.values_list("name", "population"))
    assert sorted(people, key=people.get)[:3] == ["Lai Châu", "Cao Bằng", "Điện Biên"]
    assert sorted(people, key=people.get)[-3:] == ["An Giang", "Hà Nội", "Hồ Chí Minh"]
    assert 105_000 < sum(people.values()) < 120_000  # thousands


@pytest.mark.slow
@pytest.mark.usefixtures("register")
def test_provinces_of_before_have_no_peers():
    former = Province.objects.filter(valid_to__isnull=False)
    assert set(former.values_list("region", "population")) == {("", None)}


def test_peer_groups_name_each_province_of_the_register_once_and_regions_that_there_are():
    with PEER_GROUPS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert sorted(row["code"] for row in rows) == sorted(entry.code for entry in read_register())
    assert {row["region"] for row in rows} == set(Region.values)


@pytest.mark.slow
@pytest.mark.django_db
def test_province_that_no_peer_group_names_is_loaded_without_one(tmp_path, monkeypatch):
    path = tmp_path / "peers.csv"
    path.write_text("code,region,population_thousands\n01,red_river_delta,8808\n")
    monkeypatch.setattr(provinces, "PEER_GROUPS", path)
    load_provinces()
    grouped = Province.objects.exclude(region="").values_list("code", "region", "population")
    assert list(grouped) == [("01", "red_river_delta", 8808)]
    assert Province.objects.valid_on(FIRST_DAY).count() == 34


@pytest.mark.parametrize("population", ["", "tám triệu", "8.808"])
@pytest.mark.django_db
def test_faulty_population_loads_nothing(population, tmp_path, monkeypatch):
    path = tmp_path / "peers.csv"
    path.write_text(f"code,region,population_thousands\n01,red_river_delta,{population}\n")
    monkeypatch.setattr(provinces, "PEER_GROUPS", path)
    with pytest.raises(ValueError, match="invalid literal"):
        load_provinces()
    assert not Province.objects.exists()


@pytest.mark.django_db
def test_faulty_register_loads_nothing(tmp_path):
    path = tmp_path / "register.csv"
    path.write_text(f"{HEAD}01,Hà Nội,tỉnh,126,01 Hà Nội,\n02,Sai,tỉnh,nhiều,02 Sai,\n")
    with pytest.raises(ValueError, match="nhiều"):
        load_provinces(path)
    assert not Province.objects.exists()


def test_names_stand_in_the_order_of_a_vietnamese_dictionary():
    names = ["Huế", "Đắk Lắk", "Hà Nội", "Cà Mau", "Cao Bằng", "Đà Nẵng", "Cần Thơ", "An Giang", "Điện Biên", "Hà Tĩnh"]
    expected = [
        "An Giang",
        "Cà Mau",
        "Cao Bằng",
        "Cần Thơ",
        "Đà Nẵng",
        "Đắk Lắk",
        "Điện Biên",
        "Hà Nội",
        "Hà Tĩnh",
        "Huế",
    ]
    assert sorted(names, key=vietnamese_order) == expected
