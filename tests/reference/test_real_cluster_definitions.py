"""Cluster definitions on real tables: American zones and counties, and what Korea's industries trade."""

from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sandan.observe.definitions.candidates import Candidate, Recipe
from sandan.observe.definitions.evidence import Evidence, RegionalLinkage
from sandan.observe.definitions.held_out import score_other_regions
from sandan.observe.definitions.similarities import input_output_relatedness, location_correlation

PLAN = Candidate(("LC",), Recipe(30))


def held_out_scores(table: pd.DataFrame, scale: str) -> pd.Series:
    evidence = Evidence({"LC": RegionalLinkage(table, partial(location_correlation, scale=scale))}, {})
    rows = score_other_regions(evidence, [PLAN], splits=1, draws=5, seed=1)
    return rows[["own", "overall", "shuffled_mean"]].mean()


def test_zones_score_less_on_other_zones_than_on_their_own(shared: Path) -> None:
    path = shared / "data" / "us-cz-industry-shares" / "ADH_local.parquet"
    rows = pd.read_parquet(path)
    # The cells are shares already; 722 zones and 390 industries of 1990.
    shares = rows[rows["year"] == 1990].pivot_table(index="czone", columns="ind", values="sh_ind_")
    assert shares.shape == (722, 390)
    found = held_out_scores(shares, "levels")
    assert found["own"] > found["overall"] + 20
    assert found["overall"] > found["shuffled_mean"] + 15


def test_counties_have_groups_that_other_counties_have_too(shared: Path) -> None:
    files = sorted((shared / "data" / "us-county-naics").glob("industries_state*_all.tsv.gz"))
    rows = pd.concat(pd.read_csv(f, sep="\t", usecols=["id", "relevant_naics", "estab"]) for f in files)
    # Establishments are not suppressed, so a county without a row of an industry has none of it.
    plants = rows.pivot_table(index="id", columns="relevant_naics", values="estab", fill_value=0)
    assert plants.shape == (1369, 289)
    found = held_out_scores(plants, "levels")
    assert found["own"] > found["overall"] > found["shuffled_mean"] + 30


def test_trade_of_korean_industries(shared: Path) -> None:
    path = shared / "data" / "world-io-wiod2011" / "KOR_2011_domestic.csv"
    table = pd.read_csv(path, index_col=0)
    flows = table[list(table.index)]
    relatedness = input_output_relatedness(flows)
    # c35 has no output and buys nothing: missing, not unrelated.
    assert relatedness.columns[relatedness.isna().all()].tolist() == ["c35"]
    shares = []
    for seller, buyer in (("c4", "c5"), ("c5", "c4")):
        flow = flows.at[seller, buyer]
        shares += [flow / flows[buyer].sum(), flow / flows.loc[seller].sum()]
    assert relatedness.at["c4", "c5"] == pytest.approx(max(shares))
    of_output = input_output_relatedness(flows, total_outputs=table["total_output"])
    assert (np.nan_to_num(of_output) <= np.nan_to_num(relatedness) + 1e-12).all()
