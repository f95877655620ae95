import numpy as np
import pandas as pd
import pytest


@pytest.fixture
def country(tmp_path):
    """Files of a country in which the industry C26 has half of its plants in one town."""
    rng = np.random.default_rng(1)
    centers = rng.uniform(0, 2e5, (12, 2))
    town = rng.integers(0, 12, 900)
    sites = pd.DataFrame(centers[town] + rng.normal(0, 5_000, (900, 2)), columns=["x", "y"])
    sites["industry"] = rng.choice([f"C{code}" for code in range(20, 32)], 900)
    packed = np.flatnonzero(sites["industry"] == "C26")[::2]
    sites.loc[packed, ["x", "y"]] = centers[0] + rng.normal(0, 3_000, (len(packed), 2))
    sites["workers"] = rng.integers(1, 80, 900)
    sites["region"] = [f"r{number:02}" for number in town]
    sites["longitude"], sites["latitude"] = 127 + sites["x"] / 9e4, 36 + sites["y"] / 1.1e5
    sites.to_csv(tmp_path / "points.csv", index=False)
    sites.to_parquet(tmp_path / "points.parquet")
    cells = sites.groupby(["region", "industry"])["workers"].sum().rename("value").reset_index()
    cells.to_csv(tmp_path / "cells.csv", index=False)
    areas = sites.groupby("region").agg(
        x=("x", "mean"),
        y=("y", "mean"),
        at_risk=("workers", "size"),
        cases=("industry", lambda codes: int((codes == "C26").sum())),
    )
    areas.rename_axis("place").reset_index().to_csv(tmp_path / "areas.csv", index=False)
    return sites
