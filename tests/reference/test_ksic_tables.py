"""Against the official tables of KSIC 9 and 10 and their concordance (KSIC authors, 2022)."""

import re
from pathlib import Path

import pandas as pd
import pytest

from sandan.data.codes.classification import classification_from_listing
from sandan.data.codes.concordance import Concordance, concordance_from_pairs, counts, reverse
from sandan.data.codes.conversion import convert, separate, straddling, target_of
from sandan.data.codes.ksic import ksic10
from sandan.data.profiles.classifications import CLASSIFICATION, CONCORDANCE
from sandan.errors import InseparableError


@pytest.fixture(scope="module")
def nine_to_ten(shared: Path) -> Concordance:
    (chunk,) = CONCORDANCE.read(shared / "data/kr-ksic/ksic_9_to_10.csv", {})
    assert (chunk.rows_read, chunk.rows_used, len(chunk.table)) == (1377, 1377, 1377)
    return concordance_from_pairs(chunk.table, source="KSIC9", target="KSIC10")


def test_counts_of_the_revision_of_2017(nine_to_ten: Concordance) -> None:
    assert counts(nine_to_ten).to_dict() == {
        "pairs": 1377,
        "sources": 1145,
        "targets": 1196,
        "split": 186,
        "merged": 129,
        "one_to_one": 841,
        "unchanged": 756,
        "most_targets": 5,
        "most_sources": 28,
    }


def test_the_printed_reverse_has_the_same_pairs(nine_to_ten: Concordance, shared: Path) -> None:
    table = pd.read_csv(shared / "data/kr-ksic/ksic_10_to_9.csv", dtype=str)
    printed = set(zip(table["ksic10_cd"], table["ksic9_cd"], strict=True))
    turned = reverse(nine_to_ten).links
    assert set(zip(turned["source"], turned["target"], strict=True)) == printed


def test_integrated_circuits_cannot_be_separated(nine_to_ten: Concordance) -> None:
    assert separate(nine_to_ten, "26110") == ("26111", "26112")
    with pytest.raises(InseparableError, match="26111, 26112"):
        target_of(nine_to_ten, "26110")
    assert straddling(nine_to_ten, ["26112"])["source"].tolist() == ["26110"]
    assert len(straddling(nine_to_ten, ["26111", "26112"])) == 0


def test_converting_one_firm_per_code_keeps_the_total(nine_to_ten: Concordance) -> None:
    table = pd.DataFrame({"industry": list(nine_to_ten.targets), "firms": 1})
    found = convert(table, nine_to_ten, column="industry", value="firms")
    assert len(found) == 1196
    assert found["firms"].sum() == pytest.approx(1145)
    assert found["firms_exact"].sum() == 1145 - 186
    assert found["firms_estimated"].sum() == pytest.approx(186)


def test_codes_and_korean_names_agree_with_the_dependency(shared: Path) -> None:
    table = pd.read_csv(shared / "data/kr-ksic/ksicDB.csv.gz", dtype=str)
    ten = table[table["ksic_C"] == "C10"].set_index("cd")
    classification = ksic10()
    assert set(ten.index) == set(classification.codes.index)
    assert ten["digit"].astype(int).to_dict() == classification.levels
    for code in [*classification.at_level(1), *classification.at_level(2)]:
        assert classification.label(code, "ko") == re.sub(r"\(.*\)$", "", str(ten.at[code, "nm"])).strip()


def _words(name: str) -> str:
    """Leave letters and digits only; the Korean middle dot counts as a letter in Unicode."""
    return re.sub(r"[\W_ㆍ]", "", re.sub(r"\(.*\)$", "", name))


def test_korean_names_down_to_groups_have_the_words_of_the_official_tree(shared: Path) -> None:
    table = pd.read_csv(shared / "data/kr-ksic/ksicTreeDB.csv", dtype=str)
    ten = table[table["ksic_C"] == "C10"]
    official = {
        code: _words(name)
        for level in (1, 2, 3)
        for code, name in zip(ten[f"ksic{level}_cd"], ten[f"ksic{level}_nm"], strict=True)
    }
    assert len(official) == 21 + 77 + 232
    assert {code: _words(ksic10().label(code, "ko")) for code in official} == official


@pytest.mark.parametrize("name", ["ksicDB.csv.gz", "ksicTreeDB.csv"])
def test_list_and_tree_give_the_same_two_revisions(shared: Path, name: str) -> None:
    (chunk,) = CLASSIFICATION.read(shared / "data/kr-ksic" / name, {})
    sizes = {}
    for key, own in chunk.table.groupby("classification"):
        codes = classification_from_listing("KSIC", str(key).removeprefix("KSIC"), own)
        sizes[codes.key] = [len(codes.at_level(level)) for level in range(1, 6)]
        assert codes.ancestor("26110" if key == "KSIC9" else "26112", 1) == "C"
    assert sizes == {"KSIC9": [21, 76, 228, 487, 1145], "KSIC10": [21, 77, 232, 495, 1196]}
