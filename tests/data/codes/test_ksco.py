"""Occupations of two revisions, down to groups of two digits."""

import pytest

from sandan.data.codes.ksco import ksco
from sandan.errors import CodeError


@pytest.mark.parametrize("revision", ["6", "7"])
def test_every_group_has_a_major_group_and_two_names(revision):
    classification = ksco(revision)
    assert classification.key == f"KSCO{revision}"
    assert [len(classification.at_level(level)) for level in (1, 2, 3)] == [9, 51, 0]
    assert all(classification.parent(code) == code[0] for code in classification.at_level(2))
    assert classification.codes[["name_ko", "name_en"]].notna().all(axis=None)


def test_two_codes_changed_places():
    old, new = ksco("6"), ksco("7")
    assert set(old.at_level(2)) == set(new.at_level(2))
    assert old.label("77", "ko") == new.label("78", "ko") == "건설 및 채굴 관련 기능직"
    assert old.label("22") == new.label("22")


def test_other_revision_is_refused():
    with pytest.raises(CodeError, match="'8', but KSCO is known in the revisions 6, 7"):
        ksco("8")
