"""What calculations on rings may answer: every finding, no band at all, and all that can be lacking."""

import numpy as np
import pandas as pd

from sandan.report.calculations.base import Result
from sandan.report.figures.record import Calculation

LACKING = (
    "coordinates",
    "periods_before",
    "periods_after",
    "cells_0-10",
    "jobs_10-25",
    "placebo_sites",
)
FINDINGS = {
    "net_gain": ((2, 9), (3, 9), (-4, 3)),
    "net_gain_and_loss": ((2, 9), (3, 9), (-4, -1)),
    "net_loss": ((-9, -2), (-1, 9), (-4, 3)),
    "loss_around": ((-2, 3), (3, 9), (-4, -1)),
    "gain_inside": ((-2, 3), (3, 9), (-4, 1)),
    "chance": ((-2, 3), (-3, 9), (-4, 1)),
    "no_band": ((np.nan, np.nan),) * 3,
}
ALL = ("lacking", "no_rings", "hidden", *FINDINGS)


def result(name, asked):
    """Return the table of a calculation for one of `ALL`."""
    table = _lacks(asked) if name == "policy_ring_lacks" else rings(asked)
    return Result(Calculation(name, {}, (), "", ""), table)


def _lacks(asked):
    rows = [(what, 1, 20) for what in LACKING] if asked == "lacking" else []
    return pd.DataFrame(rows, columns=["what", "there", "needed"])


def rings(asked):
    """Return the net and two rings."""
    bands = FINDINGS.get(asked, FINDINGS["chance"])
    ends = [(0.0, 25.0), (0.0, 10.0), (10.0, 25.0)]
    table = pd.DataFrame(
        {
            "ring": ["net", "0-10", "10-25"],
            "kind": ["net", "inside", "around"],
            "from_km": [near for near, _ in ends],
            "to_km": [far for _, far in ends],
            "cells": [90, 30, 60],
            "jobs_before": [900.0, 300.0, 600.0],
            "jobs_after": [990.0, 390.0, 600.0],
            "jobs": [40.0, 60.0, -20.0],
            "jobs_lower": [low * 9.0 for low, _ in bands],
            "jobs_upper": [high * 9.0 for _, high in bands],
            "estimate": [4.0, 18.0, -3.0],
            "lower": [float(low) for low, _ in bands],
            "upper": [float(high) for _, high in bands],
            "p": 0.2,
            "placebos": 30,
            "status": "suppressed" if asked == "hidden" else "reported",
        }
    )
    return table.iloc[:0] if asked == "no_rings" else table
