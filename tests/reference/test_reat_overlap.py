"""One minus half of Krugman's index of REAT 3.0.3, for the vectors of its manual, is our overlap."""

from pathlib import Path

import pandas as pd
import pytest

from sandan.observe.bridges.complementarity import mix_similarity


def test_textbook_vectors(shared: Path) -> None:
    folder = shared / "reference" / "agglomeration"
    value = pd.read_csv(folder / "textbook_values.csv", index_col="id").loc[6]
    vectors = pd.read_csv(folder / "inputs" / "textbook_inputs.csv", index_col="id").loc[6, "inputs"]
    mixes = [[float(n) for n in part.split("=")[1].split()] for part in vectors.split(";")]
    overlap = mix_similarity(pd.DataFrame(mixes))["overlap"][0]
    assert 1 - float(value["computed"]) / 2 == pytest.approx(overlap, abs=1e-12)
