"""Panels and an office in which one place has a policy whose effect is known."""

import numpy as np
import pandas as pd
import pytest

YEARS = range(2006, 2016)
SPECIFICATION = """
policy_ko = "연구단지"
policy_en = "research complex"
place = "C00"
site = "C001"
outcome = "jobs"
target = ["26"]
target_from = "list of 2010"
basis = "decided"
first = 2006
start = 2011
last = 2015
"""


@pytest.fixture
def panel(tmp_path):
    """Return a file of 24 units, the first of which gains 30 percent."""
    rng = np.random.default_rng(3)
    logs = 5 + rng.normal(0, 0.02, (24, len(YEARS))).cumsum(axis=1)
    logs[0, 5:] += 0.3
    table = pd.DataFrame(np.exp(logs), [f"{number:02}" for number in range(24)], YEARS)
    long = table.rename_axis("area").melt(var_name="year", value_name="jobs", ignore_index=False)
    long.reset_index().to_csv(tmp_path / "panel.csv", index=False)
    return ["panel.csv", "--unit", "area", "--period", "year", "--outcome", "jobs", "--treated", "00"]


@pytest.fixture
def office_of_policy(workspace_with, tmp_path):
    """Return an office of 24 cities in two provinces, with a specification beside it."""
    rng = np.random.default_rng(4)
    cells = pd.MultiIndex.from_product(
        [[f"C{number:02}" for number in range(24)], ["26112", "10611", "47111"], YEARS],
        names=["city", "industry", "period"],
    )
    logs = 6 + rng.normal(0, 0.02, (24, 3, len(YEARS))).cumsum(axis=2)
    logs[0, 0, 5:] += 0.3
    sites = pd.DataFrame({"workers": np.exp(logs).round().astype(int).ravel()}, index=cells).reset_index()
    key = sites["city"] + sites["industry"]
    constant = {"name": None, "complex": None, "classification": "KSIC10", "product": None}
    sites = sites.assign(
        establishment=key, enterprise=key, region=sites["city"] + "1", status="reported", **constant
    )
    cities = [(f"C{n:02}", "city", "P" if n < 12 else "Q") for n in range(24)]
    levels = [("K", "country", None), ("P", "province", "K"), ("Q", "province", "K"), *cities]
    levels += [(f"C{n:02}1", "district", f"C{n:02}") for n in range(24)]
    places = pd.DataFrame(levels, columns=["code", "level", "parent"])
    places = places.assign(system="generated", name_ko=places["code"], name_en=places["code"])
    workspace = workspace_with("office", establishments=sites, regions=places)
    (workspace.root / "spec.toml").write_text(SPECIFICATION, encoding="utf-8")
    return workspace
