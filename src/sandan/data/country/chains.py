"""Chains: groups of industries that buy from each other and hire the same people."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from sandan.types import BoolArray, IntArray

GENERAL = "general"
"""Kind of the branches that sell to everybody alike and are no chain."""


@dataclass(frozen=True)
class Chains:
    """Branches of the economy; ``of_group`` is the row in ``table`` of every group of industries."""

    table: pd.DataFrame
    of_group: IntArray

    @property
    def general(self) -> BoolArray:
        """Whether a branch is no chain."""
        return np.asarray(self.table["kind"] == GENERAL)

    @property
    def chained(self) -> BoolArray:
        """Whether a group of industries belongs to a chain."""
        return ~self.general[self.of_group]


@cache
def _packaged() -> pd.DataFrame:
    source = files("sandan.data.country").joinpath("tables", "chains.csv")
    with source.open(encoding="utf-8") as handle:
        return pd.read_csv(handle, dtype="str")


def make_chains(groups: tuple[str, ...]) -> Chains:
    """Find the branch of every group: that of the longest beginning of its code."""
    table = _packaged()
    rows = {code: row for row, text in enumerate(table["industries"]) for code in text.split("|")}
    return Chains(table, np.array([rows[max(filter(group.startswith, rows), key=len)] for group in groups]))


def chains_table(groups: tuple[str, ...]) -> pd.DataFrame:
    """List the branch of every group of industries, and whether it is a chain."""
    chains = make_chains(groups)
    found = chains.table.loc[chains.of_group, ["chain", "kind", "name_ko", "name_en"]]
    found.insert(0, "industry", groups)
    return found.reset_index(drop=True)
