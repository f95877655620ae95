from sandan.data.codes.ksic_korean import KOREAN_NAMES


def test_names_are_those_of_21_sections_and_77_divisions() -> None:
    assert [len([code for code in KOREAN_NAMES if len(code) == length]) for length in (1, 2)] == [21, 77]


def test_names_are_plain_text_without_ranges() -> None:
    assert all(name == name.strip() and "(" not in name for name in KOREAN_NAMES.values())
