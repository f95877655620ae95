"""Three regions and two industries, worked out apart: no published table could be read."""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from sandan.observe.change.spatial_shift_share import spatial_shift_share


def test_own_example_as_worked_out(shared: Path) -> None:
    expected = json.loads((shared / "reference" / "evaluation" / "expected_other.json").read_text())
    case = expected["spatial_shift_share_own_example"]
    near = pd.DataFrame(case["W"])
    parts = spatial_shift_share(pd.DataFrame(case["E0"]), pd.DataFrame(case["E1"]), near)

    columns = {
        "national": "national",
        "neighbors_industry": "neighbour_minus_nation",
        "rest": "region_minus_neighbour",
    }
    for column, name in columns.items():
        np.testing.assert_allclose(parts[column], np.ravel(case[name]), atol=1e-9)
