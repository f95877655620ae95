"""The teaching table of G. Krumme (University of Washington): four industries of one region."""

import json
from pathlib import Path

import pandas as pd
import pytest

from sandan.observe.change.shift_share import region_totals, shift_share


def test_holukuluku_as_printed(shared: Path) -> None:
    folder = shared / "reference" / "evaluation"
    rows = pd.read_csv(folder / "holukuluku.csv", index_col="industry")
    printed = json.loads((folder / "expected_other.json").read_text())["holukuluku_shift_share"]
    start, end = (rows[[f"region_{t}"]].T.set_axis(["Holukuluku"]) for t in ("t0", "t1"))
    nation = rows["nation_share_t0_pct"]
    parts = shift_share(
        start, end, nation_start=nation, nation_end=nation * (1 + rows["nation_growth_pct"] / 100)
    )

    totals = region_totals(parts).loc["Holukuluku"]

    assert totals["change"] == printed["growth"]
    assert totals["national"] == pytest.approx(printed["national"], abs=1e-9)
    assert totals["industry_mix"] == pytest.approx(printed["composition"], abs=1e-9)
    assert totals["not_explained_by_mix"] == pytest.approx(printed["differential"], abs=1e-9)
    split = printed["esteban_marquillas_own"]
    assert totals["not_explained_by_mix_homothetic"] == pytest.approx(
        split["homothetic_competitive"], abs=1e-9
    )
    assert totals["not_explained_by_mix_allocation"] == pytest.approx(split["allocation"], abs=1e-9)
    by_industry = parts.set_index("industry")["not_explained_by_mix"]
    assert by_industry.to_numpy() == pytest.approx(rows["differential"].to_numpy(), abs=1e-9)
