"""Against the official tables of KSIC 9 and 10 and their concordance (KSIC authors, 2022)."""

import re
from pathlib import Path

import pandas as pd
import pytest

from sandan.data.codes.concordance import Concordance, concordance_from_pairs, counts, reverse
from sandan.data.codes.conversion import convert, separate, straddling, target_of
from sandan.data.codes.ksic import ksic10
from sandan.errors import InseparableError


@pytest.fixture(scope="module")
def nine_to_ten(shared: Path) -> Concordance:
    table = pd.read_csv(shared / "data/kr-ksic/ksic_9_to_10.csv", dtype=str)
    pairs = table.rename(columns={"ksic9_cd": "source", "ksic10_cd": "target"})
    return concordance_from_pairs(pairs[["source", "target"]], source="KSIC9", target="KSIC10")


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
        assert classification.label(code, "ko") == re.sub(r"\(.*\)$", "", ten.at[code, "nm"]).strip()
