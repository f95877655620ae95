"""Many units on anybody's table: ``staggered``, ``event-study``, ``sensitivity`` and ``firms``."""

from pathlib import Path
from typing import Annotated, cast, get_args

import pandas as pd
import typer

from sandan.cli.common import console, show_lines
from sandan.cli.observe.files import Csv, hand_out, read_file, write_csv
from sandan.cli.observe.running import Seed, chance
from sandan.errors import MeasureError, TableError
from sandan.evaluate.effects.cells import Aggregate, aggregated
from sandan.evaluate.effects.comparisons import two_way_weights
from sandan.evaluate.effects.firm_level import FirmMethod, effects_by, support_effect, survivor_bounds
from sandan.evaluate.effects.result import Effect
from sandan.evaluate.effects.sensitivity import Departure
from sandan.evaluate.effects.sensitivity import sensitivity as sensitivity_of
from sandan.evaluate.effects.staggered import Controls, Exits, Method, group_time_effects
from sandan.evaluate.effects.two_way import event_study as event_study_of
from sandan.evaluate.effects.two_way import two_way_effect
from sandan.evaluate.panels.rounds import ControlGroup, rounds_table

__all__ = ["COMMANDS"]

Table = Annotated[Path, typer.Argument(help="CSV or Parquet: one row per unit and period.", metavar="FILE")]
Unit = Annotated[str, typer.Option(help="Column that names the unit.")]
Period = Annotated[str, typer.Option(help="Column with the period, a whole number.")]
Outcome = Annotated[str, typer.Option(help="Column with what is compared.")]
Cohort = Annotated[
    str, typer.Option(help="Column with the first period with support; empty if there is none.")
]
Cluster = Annotated[str | None, typer.Option(help="Column whose groups err alike; units without it.")]
Covariate = Annotated[
    list[str] | None, typer.Option("--covariate", help="Column to hold fixed; may be repeated.")
]
Level = Annotated[float, typer.Option(help="Probability of the bands.")]
How = Annotated[str, typer.Option(help=f"{', '.join(get_args(Aggregate))}.")]
MethodOption = Annotated[str, typer.Option("--method", help=f"{', '.join(get_args(Method))}.")]
ControlsOption = Annotated[str, typer.Option("--controls", help=f"{', '.join(get_args(Controls))}.")]
ExitsOption = Annotated[str, typer.Option("--exits", help=f"{', '.join(get_args(Exits))}.")]
Anticipation = Annotated[int, typer.Option(help="Periods before the beginning in which it may have worked.")]
DepartureOption = Annotated[str, typer.Option("--departure", help=f"{', '.join(get_args(Departure))}.")]
Sizes = Annotated[list[float] | None, typer.Option("--size", help="Size of the departure; may be repeated.")]
Event = Annotated[int | None, typer.Option(help="Period since the beginning; the mean of all without it.")]
Applications = Annotated[
    Path, typer.Option(help="CSV or Parquet: unit, period (year of the decision), selected.")
]
Group = Annotated[str, typer.Option("--controls", help=f"{', '.join(get_args(ControlGroup))}.")]
FirmMethodOption = Annotated[str, typer.Option("--method", help=f"{', '.join(get_args(FirmMethod))}.")]
After = Annotated[int, typer.Option(help="Years from the decision to the year that is looked at.")]
Excess = Annotated[
    bool, typer.Option("--excess", help="Take off what a firm's own growth before lets expect.")
]
Classes = Annotated[
    list[float] | None, typer.Option("--class", help="Lower bound of a size class; may be repeated.")
]


def staggered(
    file: Table,
    *,
    outcome: Outcome,
    cohort: Cohort = "cohort",
    unit: Unit = "unit",
    period: Period = "period",
    how: How = "dynamic",
    method: MethodOption = "doubly_robust",
    controls: ControlsOption = "never",
    exits: ExitsOption = "pairwise",
    covariate: Covariate = None,
    cluster: Cluster = None,
    anticipation: Anticipation = 0,
    level: Level = 0.95,
    csv: Csv = None,
) -> None:
    """Estimate what support did to each year's entrants in each year, and put it together."""
    table = _read(file, unit, period, outcome, cohort)
    cells = group_time_effects(
        table,
        covariates=covariate or (),
        method=cast("Method", method),
        controls=cast("Controls", controls),
        anticipation=anticipation,
        exits=cast("Exits", exits),
        cluster=cluster,
    )
    _show(aggregated(cells, cast("Aggregate", how), level=level), csv)


def event_study(
    file: Table,
    *,
    outcome: Outcome,
    cohort: Cohort = "cohort",
    unit: Unit = "unit",
    period: Period = "period",
    covariate: Covariate = None,
    cluster: Cluster = None,
    level: Level = 0.95,
    csv: Csv = None,
) -> None:
    """Estimate effects by periods since the beginning in one regression, and say what it compares."""
    table = _read(file, unit, period, outcome, cohort)
    found = event_study_of(table, covariates=covariate or (), cluster=cluster, level=level)
    _show(found, csv)
    if "staggered_dates" in found.notes:
        one = two_way_effect(table, covariates=covariate or (), cluster=cluster, level=level)
        console().print(
            f"\nSupport begins at several dates. One coefficient for all would be {one.estimate:.4g}, a sum "
            "of these comparisons; in later_vs_earlier those that have begun stand for those that have not:"
        )
        hand_out(_by_kind(two_way_weights(table)), None)


def sensitivity(
    file: Table,
    *,
    outcome: Outcome,
    cohort: Cohort = "cohort",
    unit: Unit = "unit",
    period: Period = "period",
    departure: DepartureOption = "relative",
    size: Sizes = None,
    event: Event = None,
    controls: ControlsOption = "never",
    covariate: Covariate = None,
    cluster: Cluster = None,
    level: Level = 0.95,
    seed: Seed = 1,
    csv: Csv = None,
) -> None:
    """Say how far trends may part after the beginning before the sign of the effect is lost."""
    table = _read(file, unit, period, outcome, cohort)
    cells = group_time_effects(
        table,
        covariates=covariate or (),
        controls=cast("Controls", controls),
        cluster=cluster,
        one_base=True,
    )
    answer = sensitivity_of(
        aggregated(cells, "dynamic"),
        cast("Departure", departure),
        size or [0.0, 0.5, 1.0, 2.0],
        event=event,
        level=level,
        rng=chance(seed),
    )
    console().print(f"The sign is lost at a departure ({departure}) of {answer.breakdown:.3g}.")
    hand_out(answer.table, csv)


def firms(
    file: Table,
    *,
    applications: Applications,
    outcome: Outcome,
    unit: Unit = "unit",
    period: Period = "period",
    controls: Group = "refused",
    method: FirmMethodOption = "doubly_robust",
    after: After = 0,
    excess: Excess = False,
    class_: Classes = None,
    level: Level = 0.95,
    csv: Csv = None,
) -> None:
    """Compare supported firms with others of their round, with balance, survival and bounds beside it."""
    table = _rounds(file, applications, unit, period, outcome, cast("ControlGroup", controls), after)
    name, held = ("excess", ["size"]) if excess else ("change", ["size", "growth"])
    how = cast("FirmMethod", method)
    found = support_effect(table, outcome=name, covariates=held, method=how, level=level)
    _show(found.effect, None)
    low, high = survivor_bounds(table, outcome=name)
    stay = support_effect(table, outcome="is_there", covariates=held, method=how, level=level).effect
    show_lines(
        {
            "for firms that stay either way": f"{low:.4g} to {high:.4g}",
            "effect on staying": f"{stay.estimate:.4g} ({_band(stay)})",
            "overlap": f"{found.overlap:.0%}; the others are worth {found.effective:.0f} equal firms",
        }
    )
    hand_out(found.balance.rename_axis("held").reset_index(), None)
    if class_:
        bounds = sorted({0.0, *class_})
        sizes = pd.cut(table["size"].map(_from_log), [*bounds, float("inf")], right=False).astype(str)
        groups = effects_by(table, sizes, outcome=name, covariates=held, method=how, level=level)
        hand_out(groups.reset_index(), None)
    if csv is not None:
        write_csv(table, csv)


def _read(file: Path, unit: str, period: str, outcome: str, cohort: str) -> pd.DataFrame:
    """Read a file and call its columns as the library does."""
    table = read_file(file, text=[unit])
    names = {unit: "unit", period: "period", outcome: "outcome", cohort: "cohort"}
    for name in names:
        if name not in table.columns:
            raise TableError(f"{file} has no column {name!r}; it has {', '.join(map(str, table.columns))}.")
    taken = [new for old, new in names.items() if new != old and new in table.columns]
    return table.drop(columns=taken).rename(columns=names)


def _rounds(
    file: Path, applications: Path, unit: str, period: str, outcome: str, controls: ControlGroup, after: int
) -> pd.DataFrame:
    outcomes, asked = read_file(file, text=[unit]), read_file(applications, text=["unit"])
    if unit not in outcomes or period not in outcomes:
        raise TableError(f"{file} has no columns {unit!r} and {period!r}; name them.")
    named = outcomes.rename(columns={unit: "unit", period: "period"})
    if asked.get("selected", pd.Series(dtype=bool)).dtype != bool:
        raise MeasureError(f"The column 'selected' of {applications} must hold true and false only.")
    return rounds_table(named, asked, outcome=outcome, controls=controls, after=after)


def _from_log(value: float) -> float:
    """Undo the logarithm, so that a class begins with its own bound."""
    return float(round(2.718281828459045**value, 9))


def _band(found: Effect) -> str:
    if found.inference == "none":
        return "no band: fewer than ten treated"
    return f"{found.level:.0%}: {found.lower:.4g} to {found.upper:.4g}"


def _show(found: Effect, csv: Path | None) -> None:
    facts = {
        "design": found.design,
        "estimate": f"{found.estimate:.4g}",
        "band": _band(found),
        "treated, compared with": f"{found.treated:,}, {found.comparisons:,}",
        "assumes": found.assumption,
        "by": found.library,
    }
    if found.pre_test is not None:
        before = found.pre_test
        facts["before the beginning"] = (
            f"p = {before.p:.3f} (Wald {before.statistic:.4g}, {before.freedom} effects); a large p is no "
            "proof of like trends"
        )
    if found.notes:
        facts["notes"] = ", ".join(found.notes)
    show_lines(facts)
    if len(found.parts):
        parts = found.parts if found.parts.index.name is None else found.parts.reset_index()
        first = [name for name in ("event", "period", "cohort") if name in parts]
        hand_out(parts.astype(dict.fromkeys(first, "str")), csv)


def _by_kind(weights: pd.DataFrame) -> pd.DataFrame:
    """Add up the weights of each kind, with its mean estimate."""
    share = weights.groupby("kind")["weight"].sum()
    mean = (weights["weight"] * weights["estimate"]).groupby(weights["kind"]).sum() / share
    return pd.DataFrame({"weight": share, "estimate": mean}).reset_index()


COMMANDS = {
    "staggered": staggered,
    "event-study": event_study,
    "sensitivity": sensitivity,
    "firms": firms,
}
