"""Synthetic control with all placebos beside pysyncon, and synthetic DiD with all placebos on 500 x 40.

    python benchmarks/synthetic_control.py [--placebos 3]

On Proposition 99 (39 states, 1970-2000): outcomes alone, then with the seven predictors of Abadie, Diamond
and Hainmueller (2010). The peer is timed on California and a few placebos, and its time for all 39 is that
of the mean fit; ours is timed on all. "Error" is California's mean squared gap before 1989.
"""

import argparse
import time
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from sandan.evaluate.designs.comparison import Comparison
from sandan.evaluate.designs.covariates import control_by_predictors
from sandan.evaluate.designs.panel import TreatedPanel, treated_panel
from sandan.evaluate.designs.weighted import weighted_comparison
from sandan.evaluate.placebos.in_space import Fit, placebos_in_space

FILE = Path("../shared/reference/evaluation/smoking_adh2010.csv")
YEARS = range(1970, 1989)


def of_table(table: pd.DataFrame) -> tuple[TreatedPanel, pd.DataFrame]:
    """Give California's panel and the seven predictors."""
    packs = table.pivot_table(index="state", columns="year", values="cigsale")

    def mean(column: str, first: int, last: int) -> pd.Series:
        return table.loc[table["year"].between(first, last)].groupby("state")[column].mean()

    known = {name: mean(name, 1980, 1988) for name in ("lnincome", "retprice", "age15to24")}
    known |= {"beer": mean("beer", 1984, 1988)} | {f"packs{year}": packs[year] for year in (1975, 1980, 1988)}
    return treated_panel(packs, treated="California", start=1989), pd.DataFrame(known)


def by_predictors(predictors: pd.DataFrame, panel: TreatedPanel) -> Comparison:
    """Fit with two searches."""
    known = predictors.loc[panel.outcome.index]
    return control_by_predictors(panel, known, rng=np.random.default_rng(1), starts=2).comparison


def pysyncon_fit(table: pd.DataFrame, treated: str, donors: list[str], *, outcomes_only: bool) -> float:
    """Fit one state with the peer; return the mean squared gap before."""
    from pysyncon import Dataprep, Synth  # noqa: PLC0415 - only where it is timed

    special = [("cigsale", [year], "mean") for year in (YEARS if outcomes_only else (1975, 1980, 1988))]
    special += [] if outcomes_only else [("beer", range(1984, 1989), "mean")]
    prepared = Dataprep(
        foo=table,
        predictors=[] if outcomes_only else ["lnincome", "retprice", "age15to24"],
        predictors_op="mean",
        time_predictors_prior=range(1980, 1989),
        special_predictors=special,
        dependent="cigsale",
        unit_variable="state",
        time_variable="year",
        treatment_identifier=treated,
        controls_identifier=donors,
        time_optimize_ssr=YEARS,
    )
    found = Synth()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found.fit(dataprep=prepared)
    return float(found.mspe())


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """Run once and give the seconds."""
    begun = time.perf_counter()
    found = work()
    return time.perf_counter() - begun, found


def beside_pysyncon(placebos: int) -> None:
    """Print seconds, errors and the ratio for both ways to choose weights."""
    table = pd.read_csv(FILE)
    panel, predictors = of_table(table)
    fits: dict[bool, Fit] = {
        True: partial(weighted_comparison, design="synthetic_control"),
        False: partial(by_predictors, predictors),
    }
    states = ["California", *panel.donors[:placebos]]
    for outcomes_only, fit in fits.items():
        ours, test = timed(partial(placebos_in_space, panel, fit, statistic="ratio"))
        errors, seconds = [], 0.0
        for state in states:
            donors = [one for one in panel.donors if one != state]
            took, error = timed(partial(pysyncon_fit, table, state, donors, outcomes_only=outcomes_only))
            seconds += took
            errors.append(error)
        theirs = seconds / len(states) * (len(panel.donors) + 1)
        print("outcomes alone" if outcomes_only else "seven predictors", flush=True)
        print(
            f"  sandan    all 39 in {ours:7.1f} s   error {test.comparison.error_before**2:.4f}",
            f"rank {test.rank}",
        )
        print(f"  pysyncon  all 39 in {theirs:7.1f} s (from {len(states)})   error {errors[0]:.4f}")
        print(f"  ratio {theirs / ours:.0f}", flush=True)


def did_of_500() -> None:
    """Print the seconds of synthetic DiD with all 499 placebos."""
    rng = np.random.default_rng(1)
    steps = rng.normal(size=(500, 40)).cumsum(axis=1) + rng.normal(size=40).cumsum()
    panel = treated_panel(
        pd.DataFrame(steps, [f"u{number:03}" for number in range(500)], range(1980, 2020)),
        treated="u000",
        start=2010,
    )
    fit = partial(weighted_comparison, design="synthetic_did")
    seconds, test = timed(partial(placebos_in_space, panel, fit))
    print(f"synthetic DiD, 500 x 40, {len(test.placebos)} placebos: {seconds:.1f} s in one process")


def main() -> None:
    """Print both comparisons."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--placebos", type=int, default=3)
    beside_pysyncon(parser.parse_args().placebos)
    did_of_500()


if __name__ == "__main__":
    main()
