import pandas as pd
import pytest

from sandan.data.codes.classification import (
    Classification,
    ancestors_at,
    check_codes,
    classification_from_listing,
    with_names,
)
from sandan.errors import CodeError, TableError


@pytest.fixture
def demo() -> Classification:
    listing = pd.DataFrame(
        {
            "code": ["C", "26", "261", "26111", "26112", "J", "58", "01"],
            "name_en": ["Making", "Parts", "Chips", "Memory", "Other chips", "Media", "Publishing", None],
        }
    )
    return classification_from_listing("Demo", "1", listing)


def test_parents_and_levels_follow_from_prefixes_and_letters(demo: Classification) -> None:
    assert demo.parents == {"26": "C", "261": "26", "26111": "261", "26112": "261", "58": "J", "01": "J"}
    assert demo.levels == {"C": 1, "26": 2, "261": 3, "26111": 4, "26112": 4, "J": 1, "58": 2, "01": 2}


def test_given_parents_and_order_are_kept() -> None:
    listing = pd.DataFrame({"code": ["X", "Y9", "Y91"], "parent": [None, "X", "X"]})
    demo = classification_from_listing("Demo", "1", listing)
    assert demo.children("X") == ["Y9", "Y91"]


def test_key_joins_name_and_revision(demo: Classification) -> None:
    assert demo.key == "Demo1"


def test_unknown_code_names_itself_and_the_nearest(demo: Classification) -> None:
    with pytest.raises(CodeError) as caught:
        demo.require("26113")
    assert str(caught.value) == (
        "'26113' is not a code of Demo1; the nearest are 261 (Chips), 26 (Parts), 26112 (Other chips). "
        "Use one of them or another revision."
    )


@pytest.mark.parametrize(("written", "meant"), [("26111.0", "26111"), ("1", "01"), (" 58", "58"), ("c", "C")])
def test_nearest_repairs_what_a_spreadsheet_did(demo: Classification, written: str, meant: str) -> None:
    assert demo.nearest(written)[0] == meant


def test_label_falls_back_to_the_other_language_and_the_code(demo: Classification) -> None:
    assert [demo.label("26"), demo.label("26", "ko"), demo.label("01")] == ["Parts", "Parts", "01"]


def test_below_holds_the_code_and_all_under_it(demo: Classification) -> None:
    assert demo.below("26") == ["26", "261", "26111", "26112"]
    assert demo.at_level(1) == ["C", "J"]


def test_ancestors_keep_empty_cells_and_the_index(demo: Classification) -> None:
    codes = pd.Series(["26111", None, "58"], index=[5, 6, 7])
    assert ancestors_at(demo, codes, 1).fillna("-").to_dict() == {5: "C", 6: "-", 7: "J"}


def test_ancestor_above_the_code_is_refused(demo: Classification) -> None:
    with pytest.raises(CodeError, match="'26' of Demo1 stands at level 2 and has no ancestor at level 3"):
        demo.ancestor("26", 3)


def test_check_reports_each_kind_of_problem_once(demo: Classification) -> None:
    found = check_codes(demo, pd.Series(["26111", "999", "999", None, "", "26"]), level=4)
    assert found.set_index("problem")["rows"].groupby(level=0).sum().to_dict() == {
        "unknown": 2,
        "empty": 2,
        "wrong-level": 1,
    }
    assert found.loc[found["problem"] == "wrong-level", "suggestion"].tolist() == ["26111 26112"]


def test_check_of_good_codes_is_empty_and_has_its_columns(demo: Classification) -> None:
    found = check_codes(demo, pd.Series(["26111", "26"]))
    assert list(found.columns) == ["code", "problem", "rows", "suggestion"]
    assert len(found) == 0


@pytest.mark.parametrize(
    "listing",
    [pd.DataFrame({"name_en": ["a"]}), pd.DataFrame({"code": []}), pd.DataFrame({"code": ["A", None]})],
)
def test_listing_without_codes_is_refused(listing: pd.DataFrame) -> None:
    with pytest.raises(TableError, match="needs a column `code`"):
        classification_from_listing("Demo", "1", listing)


def test_code_that_stands_twice_is_refused() -> None:
    with pytest.raises(CodeError, match="'A' stands twice"):
        classification_from_listing("Demo", "1", pd.DataFrame({"code": ["A", "A"]}))


def test_parent_that_is_missing_or_below_is_refused() -> None:
    listing = pd.DataFrame({"code": ["A", "B"], "parent": ["B", None]})
    with pytest.raises(CodeError, match="list parents first"):
        classification_from_listing("Demo", "1", listing)
    with pytest.raises(CodeError, match="has the parent 'Z'"):
        classification_from_listing("Demo", "1", listing.assign(parent=["Z", None]))


def test_names_are_added_without_losing_others(demo: Classification) -> None:
    named = with_names(demo, pd.DataFrame({"code": ["26", "C"], "name_ko": ["전자", None]}))
    assert [named.label("26", "ko"), named.label("C", "ko"), named.label("26")] == ["전자", "Making", "Parts"]
    assert demo.label("26", "ko") == "Parts"


def test_names_for_strangers_are_refused(demo: Classification) -> None:
    with pytest.raises(CodeError, match="'99' is not a code"):
        with_names(demo, pd.DataFrame({"code": ["99"], "name_ko": ["가"]}))


def test_letters_without_codes_below_them_say_nothing_by_their_order() -> None:
    listing = pd.DataFrame({"code": ["A", "B", "01", "05"]})
    with pytest.raises(CodeError, match="Nothing stands below 'A' in the list of Demo1"):
        classification_from_listing("Demo", "1", listing)
    given = listing.assign(parent=[None, None, "A", "B"])
    assert classification_from_listing("Demo", "1", given).parents == {"01": "A", "05": "B"}
