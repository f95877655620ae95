import re

import numpy as np
import pandas as pd
import pytest

from sandan.report.charts import (
    change_waterfall,
    cluster_intervals,
    growth_parts,
    indicator_series,
    peer_ranges,
)
from sandan.report.document import Chart, TableBlock
from sandan.report.formats import pictures

LONG = "Manufacture of electronic components, computer, visual, sounding and communication equipment"

CLUSTERS = pd.DataFrame(
    {
        "label": ["C26", LONG, "J58", "L68"],
        "location_quotient": [5.94, 1.4, 1.1, 0.0],
        "lower": [5.1, 0.0, np.nan, 0.0],
        "upper": [6.8, np.inf, np.nan, 0.2],
        "is_cluster": [True, False, None, False],
    }
)
ACCOUNT = pd.DataFrame(
    {
        "label": ["2010", "births", "deaths", "moves in", "2013", "definition in", "new"],
        "role": ["start", "flow", "flow", "flow", "subtotal", "flow", "end"],
        "sign": [1, 1, -1, 1, 1, 1, 1],
        "firms": [100, 30, 12, 0, 118, 7, 125],
    }
)
PARTS = pd.DataFrame(
    [
        ("dunn", "national", 5.82),
        ("dunn", "mix", 0.11),
        ("dunn", "rest", 8.57),
        ("dunn", "change", 14.5),
        ("other", "national", 5.82),
        ("other", "mix", -1.32),
        ("other", "rest", 10.0),
        ("other", "change", 14.5),
    ],
    columns=["variant", "part", "value"],
)
LABELS = {
    "variant_labels": {"dunn": "Dunn", "other": "the other one"},
    "part_labels": {"national": "전국 성장 몫", "mix": "mix", "rest": "not explained by mix"},
}
SERIES = pd.DataFrame(
    {
        "period": [2010, 2011, 2012, 2013, 2013, 2014, 2015],
        "value": [31.0, 33.0, np.nan, 36.0, 37.0, np.nan, 45.0],
        "status": ["reported", "reported", "not_surveyed", "reported", "reported", "suppressed", "reported"],
        "stage": ["final", "final", "final", "provisional", "final", "final", "target"],
        "lower": [np.nan] * 5 + [30.0, np.nan],
        "upper": [np.nan] * 5 + [39.0, np.nan],
    }
)
PEERS = pd.DataFrame(
    {
        "label": ["성남시", "Suwon", "Yongin"],
        "value": [39.2, 36.1, np.nan],
        "lower": [37.0, 34.5, np.nan],
        "upper": [41.0, 38.0, np.nan],
        "best": [1.0, 1.0, np.nan],
        "worst": [1.0, 2.0, np.nan],
        "is_focal": [True, False, False],
    }
)


def _make(name, table, lang="en", **more):
    if name == "clusters":
        return cluster_intervals(table, lang=lang, **more)
    if name == "account":
        return change_waterfall(table, unit="firms", lang=lang, **more)
    if name == "parts":
        return growth_parts(table, unit="trillion KRW", lang=lang, decimals=2, **LABELS, **more)
    if name == "series":
        return indicator_series(table, unit="share (%)", lang=lang, **{"breaks": {2013: "new list"}, **more})
    return peer_ranges(table, unit="share (%)", lang=lang, **more)


@pytest.fixture
def make():
    return _make


@pytest.fixture
def tables():
    return {
        "clusters": CLUSTERS,
        "account": ACCOUNT,
        "parts": PARTS,
        "series": SERIES,
        "peers": PEERS,
    }


@pytest.fixture
def draw():
    def drawn(specification):
        return pictures.svg(Chart("", "", "", specification, TableBlock("", (), (), ())))

    return drawn


@pytest.fixture
def width_of():
    def width(svg):
        return float(re.search(r'<svg[^>]* width="([\d.]+)', svg).group(1))

    return width
