import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandan.errors import TableError
from sandan.operate.addresses import AddressMatch, address_keys, compare_addresses, parse_address

SOME = st.sampled_from(
    [
        "경기도 성남시 분당구 판교로 242",
        "성남시 판교로 242",
        "판교로 242",
        "경기 성남시 삼평동 670",
        "경기 수원시 판교로 242",
        "서울 강남구 판교로 242",
        "경기도 성남시",
        "산업단지 3블록",
        "",
        None,
    ]
)


@pytest.mark.parametrize(
    "text",
    [
        "경기도 성남시 분당구 판교로 242",
        "경기 성남시 분당구 판교로 242, A동 501호 (삼평동, 디지털센터)",
        "경기도성남시 분당구 판교로242",
        "(13487) 경기도 성남시 분당구 판교로 242 3층",
        "13487 경기도 성남시 판교로 242 [삼평동]",
        "우)463-400 경기도  성남시 판교로 242",
    ],
)
def test_ways_of_writing_one_road_address_have_one_key(text):
    assert parse_address(text).key == "성남시|road|판교로|242"


@pytest.mark.parametrize(
    "text",
    [
        "경기도 성남시 중원구 상대원동 513-15",
        "경기 성남시 상대원동 513-15번지 (3차단지)",
        "경기도 성남시 중원구 상대원동 513 - 15, 7층",
        "경기도 성남시 중원구 상대원동 513번지-15",
    ],
)
def test_ways_of_writing_one_lot_have_one_key(text):
    assert parse_address(text).key == "성남시|lot|상대원동|513-15"


@pytest.mark.parametrize(
    ("text", "street", "number"),
    [
        ("성남시 갈마치로288번길 14", "갈마치로288번길", "14"),
        ("성남시 갈마치로 288번길 14, 우림밸리", "갈마치로288번길", "14"),
        ("서울시 강남구 테헤란로5길 7-1", "테헤란로5길", "7-1"),
        ("서울 구로구 구로동로 23", "구로동로", "23"),
        ("서울 종로구 종로1가 24", "종로1가", "24"),
        ("서울 종로구 종로 1", "종로", "1"),
        ("성남시 판교역로 지하 160", "판교역로", "지하160"),
        ("대구 북구 3공단로 12", "3공단로", "12"),
        ("화성시 팔탄면 서해로 1155-8", "서해로", "1155-8"),
        ("화성시 팔탄면 구장리 산 12-3", "팔탄면구장리", "산12-3"),
        ("부산 강서구 녹산산단261로 73", "녹산산단261로", "73"),
        ("성남시 산업단지 3블록", "산업단지3블록", ""),
    ],
)
def test_street_and_number_are_read_as_a_person_reads_them(text, street, number):
    found = parse_address(text)
    assert (found.street, found.number) == (street, number)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("서울특별시", "서울"),
        ("부산광역시", "부산시"),
        ("경기도", "경기"),
        ("강원도", "강원특별자치도"),
        ("전라북도", "전북특별자치도"),
        ("전북", "전라북도"),
        ("충청남도", "충남"),
        ("제주특별자치도", "제주"),
    ],
)
def test_names_of_a_province_are_one(one, other):
    a, b = (parse_address(f"{province} 중구 중앙로 1") for province in (one, other))
    assert a == b
    assert a.province != ""


def test_city_of_gwangju_in_gyeonggi_is_not_the_metropolis():
    assert parse_address("경기도 광주시 오포읍 문형리 123").province == "경기"
    assert parse_address("광주광역시 북구 첨단과기로 123").province == "광주"
    assert parse_address("광주시 오포읍 문형리 123").city == "광주시"


def test_sejong_has_no_city_below_it_and_is_one():
    assert parse_address("세종특별자치시 한누리대로 411").key == "세종|road|한누리대로|411"


@pytest.mark.parametrize(
    ("one", "other", "match"),
    [
        ("경기 성남시 판교로 242", "성남시 분당구 판교로 242 3층", AddressMatch.SAME),
        ("성남시 판교로 242", "성남시 판교로 235", AddressMatch.NEAR),
        ("성남시 판교로 242", "성남시 판교로", AddressMatch.PLACE),
        ("성남시 판교로 242", "판교로 242", AddressMatch.NEAR),
        ("성남시 판교로 242", "성남시 삼평동 670", AddressMatch.PLACE),
        ("성남시 판교로 242", "경기도 성남시", AddressMatch.PLACE),
        ("성남시 판교로 242", "성남시 산성대로 242", AddressMatch.DIFFERENT),
        ("성남시 판교로 242", "수원시 판교로 242", AddressMatch.DIFFERENT),
        ("경기도 성남시", "강원 성남시", AddressMatch.DIFFERENT),
        ("성남시 판교로 242", "", AddressMatch.ABSENT),
    ],
)
def test_compare_addresses_as_a_person_would(one, other, match):
    assert compare_addresses(parse_address(one), parse_address(other)) == match


@given(SOME, SOME)
def test_compare_addresses_is_symmetric_and_same_means_one_key(one, other):
    a, b = parse_address(one), parse_address(other)
    assert compare_addresses(a, b) == compare_addresses(b, a)
    if compare_addresses(a, b) == AddressMatch.SAME:
        assert a.key == b.key != ""


@given(st.text("경기도성남시구로길동산번지 0123-(),", max_size=30))
def test_any_text_is_read_as_some_address(text):
    found = parse_address(text)
    assert found.kind in {"road", "lot", "text", ""}
    assert (found.kind == "") == (text.strip() == "")


def test_address_keys_take_a_column_apart_and_keep_its_index():
    found = address_keys(pd.Series(["경기 성남시 판교로 242", None], index=["b", "a"]))
    assert found.loc["b"].tolist() == ["경기", "성남시", "road", "판교로", "242", "성남시|road|판교로|242"]
    assert found.loc["a"].tolist() == [""] * 6


def test_address_keys_refuse_numbers():
    with pytest.raises(TableError, match="of type float64; choose another column"):
        address_keys(pd.Series([1.5]))
