"""The list of provinces and communes: complete, as the official one has it, and found as people type names."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import groupby

import pytest

from papi_cli.plan.files.schema import COMMUNE_CODE_PATTERN
from papi_cli.plan.founding.places import Place, Province, find_places
from papi_cli.store.provinces import provinces
from papi_cli.text import match_key
from tests.sample import shipped_plan

PROVINCES = {province.place.name: province for province in provinces()}
# How many communes each has: 3,321 in all.
COUNTS = {
    "Hà Nội": 126, "Cao Bằng": 56, "Tuyên Quang": 124, "Điện Biên": 45, "Lai Châu": 38, "Sơn La": 75, "Lào Cai": 99,
    "Thái Nguyên": 92, "Lạng Sơn": 65, "Quảng Ninh": 54, "Bắc Ninh": 99, "Phú Thọ": 148, "Hải Phòng": 114, "Hưng Yên": 104,
    "Ninh Bình": 129, "Thanh Hóa": 166, "Nghệ An": 130, "Hà Tĩnh": 69, "Quảng Trị": 78, "Huế": 40, "Đà Nẵng": 94,
    "Quảng Ngãi": 96, "Gia Lai": 135, "Khánh Hòa": 65, "Đắk Lắk": 102, "Lâm Đồng": 124, "Đồng Nai": 95, "Hồ Chí Minh": 168,
    "Tây Ninh": 96, "Đồng Tháp": 102, "Vĩnh Long": 124, "An Giang": 102, "Cần Thơ": 103, "Cà Mau": 64,
}  # fmt: skip
CITIES = {"Hà Nội", "Hải Phòng", "Huế", "Đà Nẵng", "Hồ Chí Minh", "Cần Thơ", "Đồng Nai", "Quảng Ninh", "Bắc Ninh"}
MARKS_ONLY = {
    "Thái Nguyên": [("Văn Lang", "Văn Lăng")],
    "Hải Phòng": [("Cẩm Giang", "Cẩm Giàng")],
    "Quảng Ngãi": [("Ba Tô", "Ba Tơ"), ("Sơn Hà", "Sơn Hạ")],
    "Đồng Nai": [("Lộc Thành", "Lộc Thạnh")],
    "Hồ Chí Minh": [("Thanh An", "Thạnh An")],
    "Tây Ninh": [("Tân Thành", "Tân Thạnh")],
    "Đồng Tháp": [("Tân Thành", "Tân Thạnh")],
}


def _named(province: Province, words: str) -> list[str]:
    return [place.full_name for place in find_places(words, province.communes)]


def test_every_province_has_its_communes() -> None:
    assert {name: len(province.communes) for name, province in PROVINCES.items()} == COUNTS
    communes = [place for province in PROVINCES.values() for place in province.communes]
    assert Counter(place.kind for place in communes) == {"xã": 2599, "phường": 709, "đặc khu": 13}
    assert {province.place.name for province in PROVINCES.values() if province.place.kind == "thành phố"} == CITIES
    # As Quyết định 19/2025/QĐ-TTg had them: 2,621 communes and 687 wards.
    assert Counter(place.former_kind or place.kind for place in communes)["xã"] == 2621
    assert len({place.code for place in communes}) == len(communes)
    assert all(re.fullmatch(COMMUNE_CODE_PATTERN, place.code) for place in communes)
    for province in PROVINCES.values():
        assert list(province.communes) == sorted(province.communes)


def test_every_name_is_composed_and_clean() -> None:
    for province in PROVINCES.values():
        for place in (province.place, *province.communes):
            assert unicodedata.is_normalized("NFC", place.name)
            assert re.fullmatch(r"[^\W_]+(?:(?: - |[ ’-])[^\W_]+)*", place.name), place


def test_the_communes_of_the_shipped_plan_are_those_of_the_list() -> None:
    listed = {
        agency.code: agency.name.removeprefix("UBND ") for agency in shipped_plan().agencies.values() if agency.code
    }
    assert {place.code: place.full_name for place in PROVINCES["Sơn La"].communes} == listed


def test_names_that_differ_in_marks_only_are_found() -> None:
    found: dict[str, list[tuple[str, ...]]] = {}
    for name, province in PROVINCES.items():
        ordered = sorted(province.communes, key=lambda place: (match_key(place.full_name), place.name))
        groups = [tuple(place.name for place in same) for _, same in groupby(ordered, lambda p: match_key(p.full_name))]
        if pairs := [group for group in groups if len(group) > 1]:
            found[name] = pairs
    assert found == MARKS_ONLY


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Đồng Tháp", "Đồng Tháp"),
        ("dong  thap", "Đồng Tháp"),
        ("tỉnh Đồng Tháp", "Đồng Tháp"),
        ("TỈNH ĐỒNG THÁP", "Đồng Tháp"),
        ("82", "Đồng Tháp"),
        ("Thành phố Hồ Chí Minh", "Hồ Chí Minh"),
        ("TP. Hồ Chí Minh", "Hồ Chí Minh"),
        ("thanh pho ha noi", "Hà Nội"),
        ("tỉnh Đồng Nai", "Đồng Nai"),  # a city since 30/4/2026
        ("Khánh Hoà", "Khánh Hòa"),
        ("TP. HCM", "Hồ Chí Minh"),
        ("TP.HCM", "Hồ Chí Minh"),
        ("tphcm", "Hồ Chí Minh"),
    ],
)
def test_a_province_is_found_as_it_is_typed(words: str, name: str) -> None:
    places: list[Place] = [province.place for province in PROVINCES.values()]
    assert find_places(words, places) == (PROVINCES[name].place,)


def test_what_is_no_province_is_not_found() -> None:
    places = [province.place for province in PROVINCES.values()]
    assert find_places("Tiền Giang", places) == find_places("tinh", places) == find_places("", places) == ()
    # Initials of two words are those of several provinces, or are typed for something else.
    assert find_places("HN", places) == find_places("TP. HP", places) == ()


def test_a_commune_is_found_by_its_marks_and_without_them_with_all_that_share_them() -> None:
    dong_thap = PROVINCES["Đồng Tháp"]
    assert _named(dong_thap, "Tân Thạnh") == ["xã Tân Thạnh"]
    assert _named(dong_thap, "xã Tân Thành") == ["xã Tân Thành"]
    assert _named(dong_thap, "tan thanh") == ["xã Tân Thành", "xã Tân Thạnh"]
    assert _named(dong_thap, "phuong my tho") == ["phường Mỹ Tho"]
    assert (
        _named(PROVINCES["Đồng Nai"], "xã Long Thành")
        == _named(PROVINCES["Đồng Nai"], "26368")
        == ["phường Long Thành"]
    )
