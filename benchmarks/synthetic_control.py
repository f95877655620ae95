"""Synthetic control with all placebos beside pysyncon, and synthetic DiD with all placebos on 500 x 40.

    python benchmarks/synthetic_control.py [--placebos 3]

On Proposition 99 (39 states, 1970-2000): outcomes alone, then with the seven predictors of Abadie, Diamond
and Hainmueller (2010). The peer is timed on California and a few placebos, and its time for all 39 is that
of the mean fit; ours is timed on all. "Error" is California's mean squared gap before 1989. Seconds
are of the processor, in one process.
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


def pysyncon_fit(table: pd.DataFrame, treated: str, donors: list[str]) -> float:
    """Fit one state with the peer; return the mean squared gap before."""
    from pysyncon import Dataprep, Synth  # noqa: PLC0415 - only where it is timed

    prepared = Dataprep(
        foo=table,
        predictors=["lnincome", "retprice", "age15to24"],
        predictors_op="mean",
        time_predictors_prior=range(1980, 1989),
        special_predictors=[
            ("beer", range(1984, 1989), "mean"),
            *(("cigsale", [year], "mean") for year in (1975, 1980, 1988)),
        ],
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
    begun = time.process_time()
    found = work()
    return time.process_time() - begun, found


def beside_pysyncon(placebos: int) -> None:
    """Print seconds, errors and the ratio, and our seconds with outcomes alone."""
    table = pd.read_csv(FILE)
    panel, predictors = of_table(table)
    alone: Fit = partial(weighted_comparison, design="synthetic_control")
    seconds, test = timed(partial(placebos_in_space, panel, alone, statistic="ratio"))
    print(f"sandan, outcomes alone, all 39: {seconds:.2f} s, rank {test.rank}", flush=True)
    ours, test = timed(
        partial(placebos_in_space, panel, partial(by_predictors, predictors), statistic="ratio")
    )
    error = test.comparison.error_before**2
    print(f"sandan, seven predictors, all 39: {ours:.1f} s, error {error:.4f}, rank {test.rank}", flush=True)
    errors, theirs = [], 0.0
    states = ["California", *panel.donors[:placebos]]
    for state in states:
        donors = [one for one in panel.donors if one != state]
        took, found = timed(partial(pysyncon_fit, table, state, donors))
        theirs += took
        errors.append(found)
    theirs *= (len(panel.donors) + 1) / len(states)
    print(f"pysyncon, seven predictors, all 39: {theirs:.1f} s (from {len(states)}), error {errors[0]:.4f}")
    print(f"ratio {theirs / ours:.0f}", flush=True)


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
    print(f"synthetic DiD, 500 x 40, {len(test.placebos)} placebos: {seconds:.1f} s")


def main() -> None:
    """Print both comparisons."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--placebos", type=int, default=3)
    beside_pysyncon(parser.parse_args().placebos)
    did_of_500()


if __name__ == "__main__":
    main()
