import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandan.errors import TableError
from sandan.operate.company_names import CompanyName, name_keys, parse_company_name

CORP, LIMITED = "주식회사", "유한회사"


@pytest.mark.parametrize(
    "name",
    [
        "㈜한빛전자",
        "(주)한빛전자",
        "( 주 ) 한빛전자",
        "한빛전자(주)",
        "한빛전자㈜",
        "주식회사 한빛전자",
        "한빛전자 주식회사",
        "주)한빛전자",
        "한빛전자(주",
        "(株)한빛전자",
        "한빛 전자 Co., Ltd.",
        "한빛전자 CO.,LTD",
        "한빛전자 Inc.",
        "한빛전자, Corp.",
        "한빛·전자 Corporation",
        "（주）한빛전자",
        "한빛전자(Hanbit Electronics) 주식회사",
        "㈜한빛전자(구.새빛전자)",
        "㈜한빛전자 외 3개사",
    ],
)
def test_ways_of_writing_one_corporation_have_one_key(name):
    assert parse_company_name(name) == CompanyName("한빛전자", CORP, "")


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("한빛전자", ""),
        ("(유)한빛전자", LIMITED),
        ("한빛전자 유한회사", LIMITED),
        ("한빛전자 LLC", LIMITED),
        ("(사)한빛전자", "사단법인"),
        ("재단법인 한빛전자", "재단법인"),
        ("농업회사법인 주식회사 한빛전자", "농업회사법인 주식회사"),
        ("농업회사법인(주)한빛전자", "농업회사법인 주식회사"),
        ("유한책임회사 한빛전자", "유한책임회사"),
        ("한빛전자 영농조합법인", "영농조합법인"),
    ],
)
def test_legal_form_is_set_apart(name, form):
    assert parse_company_name(name) == CompanyName("한빛전자", form, "")


@pytest.mark.parametrize(
    ("name", "key", "branch"),
    [
        ("한빛전자 제2공장", "한빛전자", "제2공장"),
        ("한빛전자2공장", "한빛전자", "2공장"),
        ("한빛전자(주)수원공장", "한빛전자", "수원공장"),
        ("한빛전자 주식회사 성남지점", "한빛전자", "성남지점"),
        ("한빛전자 (본사)", "한빛전자", "본사"),
        ("한빛전자본사", "한빛전자", "본사"),
        ("한빛성남공장", "한빛성남", "공장"),
        ("제2공장", "제2공장", ""),
        ("한국화학연구소", "한국화학연구소", ""),
    ],
)
def test_branch_is_set_apart_from_the_name(name, key, branch):
    found = parse_company_name(name)
    assert (found.key, found.branch) == (key, branch)


@pytest.mark.parametrize(
    ("letters", "aloud"),
    [
        ("SK하이닉스", "에스케이하이닉스"),
        ("LG화학", "엘지화학"),
        ("CJ", "씨제이"),
        ("KT&G", "케이티앤지"),
        ("EO테크닉스", "이오테크닉스"),
        ("한빛TECH", "한빛테크"),
        ("Bio한빛", "바이오한빛"),
        ("HWX", "에이취더블류엑스"),
        ("ＧＳ칼텍스", "지에스칼텍스"),
        ("S-OIL", "에쓰오일"),
        ("R&D코리아", "알앤디 KOREA"),
    ],
)
def test_letters_and_their_readings_have_one_key(letters, aloud):
    assert parse_company_name(letters).key == parse_company_name(aloud).key


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=3))
def test_every_reading_of_letters_meets_the_letters(letters):
    aloud = "".join(parse_company_name(f"{letter}1").key[:-1] for letter in letters)
    assert parse_company_name(f"{letters}한빛").key == parse_company_name(f"{aloud}한빛").key


@pytest.mark.parametrize("name", ["주식회사", "(주)", "Inc.", "공장", "㈜ 주식회사"])
def test_a_name_of_nothing_but_a_form_is_its_own_key(name):
    found = parse_company_name(name)
    assert found.key != ""
    assert (found.legal_form, found.branch) == ("", "")


@pytest.mark.parametrize("name", ["", "  ", None, float("nan"), "()", "---"])
def test_what_is_no_name_has_no_key(name):
    assert parse_company_name(name).key == ""


@given(st.text("한빛전자SK&제2공장지점 ()주유㈜.", max_size=12))
def test_keys_hold_no_blanks_no_punctuation_and_no_latin(name):
    key = parse_company_name(name).key
    assert key == "".join(c for c in key if c.isalnum() and not c.isascii()) or any(c.isdigit() for c in key)
    assert parse_company_name(f" {name} ") == parse_company_name(name)


def test_name_keys_take_a_column_apart_and_keep_its_index():
    names = pd.Series(["㈜한빛", None, "새봄 본사"], index=["b", "a", "c"])
    assert name_keys(names).to_dict("index") == {
        "b": {"key": "한빛", "legal_form": CORP, "branch": ""},
        "a": {"key": "", "legal_form": "", "branch": ""},
        "c": {"key": "새봄", "legal_form": "", "branch": "본사"},
    }


def test_name_keys_refuse_numbers():
    with pytest.raises(TableError, match="of type int64; choose another column"):
        name_keys(pd.Series([1, 2]))
