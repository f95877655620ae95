"""The lists that come with Sandan, the contract of others, and on which side a code is."""

import pandas as pd
import pytest

from sandan.errors import DefinitionError
from sandan.observe.occupations.lists import lists_from, occupation_list, occupation_lists, sides

ENTRY = {
    "code": "15",
    "effect": "include",
    "group": "core",
    "name": "Computing",
    "verified": True,
    "note": "p. 74",
}
OWN = {
    "key": "own",
    "title": "Own",
    "source": "Council decision 12",
    "year": 2024,
    "classification": "SOC2000",
    "note": "",
    "entry": [ENTRY],
}


def side_of(key: str, *codes: str) -> list[str]:
    return sides(occupation_list(key), pd.Series(codes))["side"].tolist()


def test_every_list_says_where_it_is_from_and_what_is_not_verified() -> None:
    table = occupation_lists()
    assert table["key"].tolist() == ["florida_2002", "mcgranahan_wojan_2007", "kiet_ksco6", "kiet_ksco7"]
    for key in table["key"]:
        entries = occupation_list(key).entries
        assert entries["note"].str.len().min() > 0
        assert len(occupation_list(key).source) > 20
        assert entries.loc[entries["effect"] == "undecided", "verified"].sum() == 0


def test_florida_by_major_groups() -> None:
    assert side_of("florida_2002", "11", "13", "15", "17", "19", "23", "25", "27", "29") == ["include"] * 9
    assert side_of("florida_2002", "21", "31", "35", "43", "51") == ["exclude"] * 5
    assert side_of("florida_2002", "41-0000", "41-3031") == ["undecided"] * 2


def test_recast_leaves_out_who_serves_residents() -> None:
    left_out = side_of("mcgranahan_wojan_2007", "25-2021", "29-1111", "23-1023", "11-9011")
    assert left_out == ["exclude"] * 4
    assert side_of("mcgranahan_wojan_2007", "25-1011", "15-1031", "23-1011") == ["include"] * 3
    assert side_of("florida_2002", "25-2021", "29-1111", "23-1023", "11-9011") == ["include"] * 4


def test_group_above_entries_of_another_side_is_undecided() -> None:
    assert side_of("mcgranahan_wojan_2007", "25-0000", "23", "15") == ["undecided", "undecided", "include"]
    assert side_of("kiet_ksco6", "2", "1", "3") == ["undecided", "undecided", "exclude"]


def test_group_of_entries_of_one_side_is_on_that_side() -> None:
    own = {**OWN, "entry": [ENTRY, {**ENTRY, "code": "15-1", "group": "core"}]}
    assert sides(lists_from({"list": [own]})["own"], pd.Series(["15-0000"]))["side"].tolist() == ["include"]


def test_korean_lists_differ_by_revision_only() -> None:
    six, seven = (occupation_list(key).entries for key in ("kiet_ksco6", "kiet_ksco7"))
    assert six[["code", "effect", "group"]].equals(seven[["code", "effect", "group"]])
    assert occupation_list("kiet_ksco7").classification == "KSCO7"


def test_groups_are_named() -> None:
    found = sides(occupation_list("kiet_ksco6"), pd.Series(["2811", "311"]))
    assert found["group"].fillna("").tolist() == ["문화예술인력", ""]


@pytest.mark.parametrize("code", ["", None, 15])
def test_code_that_is_no_text_is_refused(code: object) -> None:
    with pytest.raises(DefinitionError, match="codes are text"):
        sides(occupation_list("kiet_ksco6"), pd.Series([code], dtype=object))


def test_unknown_list_is_refused() -> None:
    with pytest.raises(DefinitionError, match="florida_2002"):
        occupation_list("florida_2012")


@pytest.mark.parametrize(
    ("lists", "match"),
    [
        ([], "no `list`"),
        ([OWN, OWN], "twice"),
        ([{**OWN, "entry": [ENTRY, {**ENTRY, "code": "15-0000"}]}], "'15-0000' stands twice"),
        ([{**OWN, "entry": [{**ENTRY, "effect": "maybe"}]}], "'maybe'"),
        ([{**OWN, "entry": [{**ENTRY, "effect": "exclude"}]}], "No entry"),
        ([{**OWN, "year": "2024"}], "type int"),
        ([{**OWN, "entry": [{k: v for k, v in ENTRY.items() if k != "note"}]}], "'note'"),
        ([{**OWN, "colour": "red"}], "'colour'"),
    ],
)
def test_lists_that_break_the_contract_are_refused(lists: list, match: str) -> None:
    with pytest.raises(DefinitionError, match=match):
        lists_from({"list": lists})
