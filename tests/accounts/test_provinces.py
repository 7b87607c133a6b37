from datetime import date

import pytest

from accounts.models import Province, ProvinceType
from accounts.provinces import Entry, load_provinces, read_register, vietnamese_order

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


@pytest.mark.usefixtures("register")
def test_34_stand_and_63_stood_before():
    standing = Province.objects.valid_on(FIRST_DAY)
    former = Province.objects.valid_on(date(2025, 6, 30))
    assert (standing.count(), former.count(), Province.objects.count()) == (34, 63, 97)
    assert set(standing.values_list("valid_from", "valid_to", "merged_into")) == {(FIRST_DAY, None, None)}
    assert sum(standing.values_list("commune_units", flat=True)) == 3321


@pytest.mark.usefixtures("register")
def test_each_of_the_63_was_merged_into_exactly_one_that_stands():
    former = Province.objects.filter(valid_to=date(2025, 6, 30))
    assert former.count() == len(set(former.values_list("code", flat=True))) == 63
    assert set(former.values_list("merged_into__valid_from", flat=True)) == {FIRST_DAY}
    assert set(former.values_list("merged_into", flat=True)) == set(
        Province.objects.valid_on(FIRST_DAY).values_list("pk", flat=True)
    )
    assert former.filter(merged_into__name="Lâm Đồng").count() == 3


@pytest.mark.usefixtures("register")
def test_eleven_provinces_were_not_merged_with_another():
    counts = [province.predecessors.count() for province in Province.objects.valid_on(FIRST_DAY)]
    assert (counts.count(1), counts.count(2), counts.count(3)) == (11, 17, 6)


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


@pytest.mark.usefixtures("register")
def test_type_of_dong_nai_is_dated():
    types = ProvinceType.objects.filter(province__code="75", province__valid_to=None).values_list("type", "valid_from")
    assert list(types) == [(PROVINCE, FIRST_DAY), (CITY, date(2026, 4, 30))]
    assert ProvinceType.objects.count() == 35


@pytest.mark.usefixtures("register")
def test_loading_again_changes_nothing_and_mends_what_was_altered():
    before = list(Province.objects.values()), list(ProvinceType.objects.values())
    Province.objects.filter(code="01", valid_to=None).update(name="Sai", commune_units=1)
    assert load_provinces() == 34
    assert (list(Province.objects.values()), list(ProvinceType.objects.values())) == before


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
