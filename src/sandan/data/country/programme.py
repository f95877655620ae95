"""The support programme: who asks, how the board scores, who is chosen."""

from datetime import date

import numpy as np
import pandas as pd

from sandan.data.country.chance import stream
from sandan.data.country.places import FOCAL
from sandan.data.country.population import Register, State, World
from sandan.types import BoolArray, FloatArray, IntArray, Rng

PROGRAMME = "GP-growth"
FEWEST_WORKERS = 3
ASKING = -0.7
"""Log odds of applying for a firm of average prospects."""
ASKING_WITH_PROSPECTS = 0.9
SCORE, SCORE_OF_PROSPECTS, SCORE_NOISE = 65.0, 5.0, 7.0
ASKED_MEDIAN, ASKED_SIGMA, GRANTED = 30_000_000, 0.5, (0.5, 1.0)
DECIDED = (3, 15)


def run_round(
    world: World, register: Register, state: State, supported_before: BoolArray, year: int
) -> tuple[pd.DataFrame, BoolArray]:
    """Hold the selection round of one year.

    Firms with better prospects apply more often and score higher, so that those who are supported
    would have grown faster anyway. Returns the applications and, by row of ``state``, who was chosen.
    """
    rng = stream(world.seed, "programme", year)
    chosen_rows = np.zeros(len(state.number), dtype=bool)
    rows = _applicants(world, rng, register, state, supported_before)
    if not len(rows):
        return pd.DataFrame(), chosen_rows
    prospect = register.prospect[state.number[rows]].astype(float)
    score = _scores(rng, prospect)
    places = max(1, round(world.plan.chosen_share * len(rows)))
    cut_off = float(np.sort(score)[-places])
    chosen_rows[rows] = score >= cut_off
    return _table(world, rng, state, rows, score, cut_off, year), chosen_rows


def _applicants(
    world: World, rng: Rng, register: Register, state: State, supported_before: BoolArray
) -> IntArray:
    technology = world.industries.technology[world.industries.group[state.industry]]
    eligible = (
        technology
        & (world.places.district_city[state.district] == FOCAL)
        & (register.enterprise[state.number] == state.number)
        & (state.workers >= FEWEST_WORKERS)
        & ~supported_before[state.number]
    )
    rows: IntArray = np.flatnonzero(eligible)
    odds = ASKING + ASKING_WITH_PROSPECTS * register.prospect[state.number[rows]]
    asks = rng.random(len(rows)) < 1 / (1 + np.exp(-odds))
    return np.asarray(rows[asks])


def _scores(rng: Rng, prospect: FloatArray) -> FloatArray:
    noise = SCORE_NOISE * rng.standard_normal(len(prospect))
    points: FloatArray = np.clip(SCORE + SCORE_OF_PROSPECTS * prospect + noise, 0, 100)
    return np.asarray(points.round(1))


def _table(
    world: World, rng: Rng, state: State, rows: IntArray, score: FloatArray, cut_off: float, year: int
) -> pd.DataFrame:
    asked = np.round(ASKED_MEDIAN * np.exp(ASKED_SIGMA * rng.standard_normal(len(rows))), -5)
    granted = np.round(asked * rng.uniform(*GRANTED, len(rows)), -5)
    districts = np.array(world.places.districts, dtype=object)
    return pd.DataFrame(
        {
            "programme": PROGRAMME,
            "round": f"{year}-1",
            "number": state.number[rows],
            "region": districts[state.district[rows]],
            "decided_on": date(year, *DECIDED),
            "score": score,
            "cut_off": cut_off,
            "selected": score >= cut_off,
            "amount_asked": asked,
            "amount_granted": np.where(score >= cut_off, granted, 0.0),
        }
    )
