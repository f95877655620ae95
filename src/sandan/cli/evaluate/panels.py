"""One design on anybody's table: ``compare`` and ``detect``."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, cast, get_args

import numpy as np
import pandas as pd
import typer

from sandan.cli.common import console, show_lines
from sandan.cli.observe.files import Csv, hand_out, read_file, write_csv
from sandan.cli.observe.running import Dask, Threads, executor_for, told
from sandan.errors import MeasureError, TableError
from sandan.evaluate.designs.panel import TreatedPanel, treated_panel
from sandan.evaluate.designs.weighted import Design, weighted_comparison
from sandan.evaluate.placebos.detectable import detectable_effect, power_curve
from sandan.evaluate.placebos.in_space import Fit, PlaceboTest, placebos_in_space
from sandan.evaluate.placebos.robustness import anticipated, leave_one_out, placebos_in_time
from sandan.types import Executor

__all__ = ["COMMANDS"]

POINTS, BEYOND = 21, 2.0
"""Of a power curve, and how many times the detectable effect it reaches to."""
HUNDRED = 100.0

Table = Annotated[Path, typer.Argument(help="CSV or Parquet: one row per unit and period.", metavar="FILE")]
Unit = Annotated[str, typer.Option(help="Column that names the unit.")]
Period = Annotated[str, typer.Option(help="Column with the period, a whole number.")]
Outcome = Annotated[str, typer.Option(help="Column with what is compared.")]
Treated = Annotated[str, typer.Option(help="The unit with the policy.")]
Start = Annotated[int, typer.Option(help="First period in which the policy can have had an effect.")]
DesignOption = Annotated[str, typer.Option("--design", help=f"{', '.join(get_args(Design))}.")]
Without = Annotated[
    list[str] | None,
    typer.Option("--without", help="Unit that is not compared with, as one with a like policy."),
]
Log = Annotated[
    bool,
    typer.Option("--log", help="Compare logarithms, times 100: about percent. All numbers must be above 0."),
]
Level = Annotated[float, typer.Option(help="Probability of the band.")]
Paths = Annotated[
    Path | None, typer.Option(help="File to write the unit and its mixture to, period by period.")
]


@dataclass(frozen=True)
class _Asked:
    """Where in a file the panel is."""

    file: Path
    unit: str
    period: str
    outcome: str
    without: Iterable[str]
    log: bool

    def panel(self, treated: str, start: int) -> TreatedPanel:
        """Read the file and give units in rows, periods in columns."""
        table = read_file(self.file, text=[self.unit])
        for name in (self.unit, self.period, self.outcome):
            if name not in table.columns:
                raise TableError(
                    f"{self.file} has no column {name!r}; it has {', '.join(map(str, table.columns))}."
                )
        _check_numbers(table, self.period, self.outcome)
        twice = table.duplicated([self.unit, self.period])
        if twice.any():
            where = table.loc[twice, [self.unit, self.period]].iloc[0].tolist()
            raise TableError(f"{where} stands twice in {self.file}; give one row per unit and period.")
        named = table.set_index([table[self.unit].astype(str), table[self.period]])[self.outcome]
        wide = named.unstack(self.period)  # noqa: PD010 -- the keys are unique, nothing is summed
        wide = wide.drop(index=self._absent(wide, self.without))
        return treated_panel(_logs(wide) if self.log else wide, treated=treated, start=start)

    def _absent(self, wide: pd.DataFrame, names: Iterable[str]) -> list[str]:
        unknown = sorted(set(names) - set(wide.index))
        if unknown:
            raise TableError(f"{self.file} has no unit {unknown[0]!r}, so it cannot be left out.")
        return list(names)


def compare(
    file: Table,
    *,
    outcome: Outcome,
    treated: Treated,
    start: Start,
    unit: Unit = "place",
    period: Period = "period",
    design: DesignOption = "synthetic_did",
    without: Without = None,
    log: Log = False,
    level: Level = 0.9,
    threads: Threads = None,
    dask: Dask = None,
    csv: Csv = None,
    paths: Paths = None,
) -> None:
    """Compare one unit with others by one design, with every placebo; what could be detected stands first."""
    panel = _Asked(file, unit, period, outcome, without or (), log).panel(treated, start)
    fit = _fit(design)
    with executor_for(threads, dask) as executor:
        with told("Comparing every donor") as progress:
            test = placebos_in_space(panel, fit, level=level, executor=executor, progress=progress)
        _show_test(panel, test)
        _show_checks(panel, fit, executor)
    if csv is not None:
        write_csv(_every_unit(panel, test), csv)
    if paths is not None:
        write_csv(test.comparison.effects.rename_axis(period).reset_index(), paths)


def detect(
    file: Table,
    *,
    outcome: Outcome,
    treated: Treated,
    start: Start,
    unit: Unit = "place",
    period: Period = "period",
    design: DesignOption = "synthetic_did",
    without: Without = None,
    log: Log = False,
    threads: Threads = None,
    dask: Dask = None,
    csv: Csv = None,
) -> None:
    """Say how large an effect must be to be seen in such a table, without saying what was found in it."""
    panel = _Asked(file, unit, period, outcome, without or (), log).panel(treated, start)
    with executor_for(threads, dask) as executor, told("Comparing every donor") as progress:
        test = placebos_in_space(panel, _fit(design), executor=executor, progress=progress)
    effects = test.placebos["effect"].to_numpy()
    smallest = detectable_effect(effects)
    _say_detectable(smallest, len(panel.donors))
    if np.isfinite(smallest):
        hand_out(power_curve(effects, np.linspace(0, BEYOND * smallest, POINTS)), csv)


def _check_numbers(table: pd.DataFrame, period: str, outcome: str) -> None:
    if not pd.api.types.is_integer_dtype(table[period]):
        raise TableError(f"The column {period!r} is no whole number in every row; number the periods.")
    if not pd.api.types.is_numeric_dtype(table[outcome]):
        raise TableError(
            f"The column {outcome!r} holds words; give numbers, and leave out what is not known."
        )


def _logs(wide: pd.DataFrame) -> pd.DataFrame:
    if (wide <= 0).any(axis=None):
        raise MeasureError(
            "Some numbers are 0 or less and have no logarithm; leave out --log or these units."
        )
    return pd.DataFrame(HUNDRED * np.log(wide.to_numpy(dtype=float)), index=wide.index, columns=wide.columns)


def _fit(design: str) -> Fit:
    return partial(weighted_comparison, design=cast("Design", design))


def _show_test(panel: TreatedPanel, test: PlaceboTest) -> None:
    _say_detectable(detectable_effect(test.placebos["effect"].to_numpy()), len(panel.donors))
    found = test.comparison
    weights = found.unit_weights.sort_values(ascending=False)
    show_lines(
        {
            "design": found.design,
            "estimate": f"{found.estimate:.4g}",
            f"{test.level:.0%} band": f"{test.lower:.4g} to {test.upper:.4g}",
            "placebo rank": f"{test.rank} of {test.of}",
            "p": f"{test.p:.3f}; with so many units it cannot be below {test.least_p:.3f}",
            "gap before": f"{found.error_before:.4g} (root mean square; after: {found.error_after:.4g})",
            "compared with": ", ".join(
                f"{name} {weight:.3f}" for name, weight in weights.items() if weight >= 0.01
            ),
        }
    )


def _say_detectable(smallest: float, donors: int) -> None:
    if np.isfinite(smallest):
        console().print(
            f"With these {donors} donors an effect of {smallest:.4g} would be shown in 8 of 10 places "
            "(p at most .10)."
        )
    else:
        console().print(f"With {donors} donors no effect of any size reaches p = .10.")


def _show_checks(panel: TreatedPanel, fit: Fit, executor: Executor) -> None:
    if len(panel.donors) > 2:
        console().print("\nWithout each donor that has weight:")
        left_out = leave_one_out(panel, fit, executor=executor)
        hand_out(left_out.sort_values("weight", ascending=False).rename_axis("without").reset_index(), None)
    in_time = placebos_in_time(panel, fit, executor=executor)
    if len(in_time):
        console().print("Had it begun earlier (should be near 0; nothing since the beginning is looked at):")
        hand_out(_as_words(in_time.rename_axis("start").reset_index(), "start"), None)
    console().print("Had it worked from its announcement on:")
    hand_out(_as_words(anticipated(panel, fit).reset_index(), "periods_early", "start"), None)


def _as_words(table: pd.DataFrame, *names: str) -> pd.DataFrame:
    """Keep years and counts from being written with commas."""
    return table.astype(dict.fromkeys(names, "str"))


def _every_unit(panel: TreatedPanel, test: PlaceboTest) -> pd.DataFrame:
    found = test.comparison
    own = {"unit": panel.treated, "treated": True, "effect": found.estimate}
    own |= {"error_before": found.error_before, "error_after": found.error_after}
    placebos = test.placebos.rename_axis("unit").reset_index().assign(treated=False)
    first = pd.DataFrame([own]).assign(
        ratio=lambda row: (row["error_after"] / row["error_before"].where(row["error_before"] > 0)) ** 2
    )
    return pd.concat([first, placebos], ignore_index=True)[
        ["unit", "treated", "effect", "error_before", "error_after", "ratio"]
    ]


COMMANDS = {"compare": compare, "detect": detect}
