"""Location quotients of EconGeo 2.1 on 16 German states, and the printed one of REAT's manual."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sandan.observe.specialization.location_quotient import location_quotient


def test_german_states_2015(shared: Path) -> None:
    folder = shared / "reference" / "agglomeration"
    rows = pd.read_csv(folder / "inputs" / "de_laender_2015_input.csv")
    jobs = rows.pivot_table(index="region", columns="industry", values="emp")
    theirs = pd.read_csv(folder / "de_laender_2015_lq_density.csv").pivot_table(
        index="region", columns="industry", values="lq"
    )
    ours = location_quotient(jobs)
    np.testing.assert_allclose(ours, theirs.loc[ours.index, ours.columns], rtol=1e-11)


def test_textbook_value(shared: Path) -> None:
    # REAT's manual: 1,714 of 79,006 in the region, 879,213 of 15,593,224 in the nation.
    table = pd.read_csv(shared / "reference" / "agglomeration" / "textbook_values.csv", index_col="fn")
    jobs = pd.DataFrame(
        {"it": [1714, 879213 - 1714], "else": [79006 - 1714, 15593224 - 879213 - (79006 - 1714)]},
        index=["here", "rest"],
    )
    quotient = location_quotient(jobs).at["here", "it"]
    assert quotient == pytest.approx(float(table.loc["REAT::locq", "computed"]), rel=1e-11)
    assert f"{quotient:.7f}" == table.loc["REAT::locq", "documented"]
