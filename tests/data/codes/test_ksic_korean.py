from itertools import chain

from sandan.data.codes.ksic_korean import KOREAN_NAMES
from sandan.data.codes.ksic_korean_groups import KOREAN_GROUP_NAMES


def test_names_are_those_of_21_sections_and_77_divisions() -> None:
    assert [len([code for code in KOREAN_NAMES if len(code) == length]) for length in (1, 2)] == [21, 77]


def test_names_of_groups_are_232_and_each_group_lies_in_a_division() -> None:
    assert [len([code for code in KOREAN_GROUP_NAMES if len(code) == 3]), len(KOREAN_GROUP_NAMES)] == [
        232,
        232,
    ]
    divisions = {code for code in KOREAN_NAMES if len(code) == 2}
    assert {code[:2] for code in KOREAN_GROUP_NAMES} == divisions


def test_names_are_plain_text_without_ranges() -> None:
    names = chain(KOREAN_NAMES.values(), KOREAN_GROUP_NAMES.values())
    assert all(name == name.strip() and "(" not in name for name in names)
