"""How a place stands: ``peers``, ``targets``, ``jobs`` and ``scenario``, on the data of a workspace."""

import tomllib
from typing import Annotated

import numpy as np
import pandas as pd
import typer

from sandan.cli.common import console, workspace_of
from sandan.cli.observe.files import Csv, hand_out
from sandan.data.workspace import Workspace
from sandan.errors import DefinitionError, ReportError
from sandan.evaluate.comparison_sets import comparison_sets_from
from sandan.evaluate.indicators import Registry, indicator_registry
from sandan.evaluate.standing.characteristics import EQUAL_WEIGHTS, characteristics_of
from sandan.evaluate.standing.job_kinds import job_counts, job_sums, repeated_clients
from sandan.evaluate.standing.peers import peer_contributions, peer_distances, peer_stability
from sandan.evaluate.standing.scenarios import (
    ARITHMETIC,
    at_peer_rates,
    under_definition,
    without_complex,
)
from sandan.evaluate.standing.targets import Path, target_verdicts
from sandan.report.assemble import SETS_FILE
from sandan.report.choosing import choose_snapshot

__all__ = ["COMMANDS"]

SHOWN = ("indicator", "due", "target", "period", "value", "band_lower", "band_upper", "verdict", "reason")
"""What of a target fits a screen."""

City = Annotated[str, typer.Argument(help="Code of the city.")]
Year = Annotated[int, typer.Option(help="The year that is looked at.")]
RegistryName = Annotated[
    str, typer.Option("--registry", help="korea, or generated_country for the demonstration.")
]
From = Annotated[int, typer.Option("--from", help="First year.")]
To = Annotated[int, typer.Option("--to", help="Last year.")]
Weights = Annotated[
    list[str] | None,
    typer.Option("--weight", help=f"NAME=NUMBER, again for each; 0 leaves out. {', '.join(EQUAL_WEIGHTS)}."),
]
Baselines = Annotated[
    list[str] | None,
    typer.Option("--baseline", help="INDICATOR=YEAR, again for each; else four years before the target."),
]


def peers(
    ctx: typer.Context,
    city: City,
    *,
    year: Year,
    before: Annotated[int, typer.Option(help="Earlier year, for growth and for what is new.")],
    weight: Weights = None,
    count: Annotated[int, typer.Option(help="How many places make the list.")] = 8,
    csv: Csv = None,
) -> None:
    """Rank other cities by how like one they are, with what sets each apart, and the list without each."""
    vector = characteristics_of(_table(workspace_of(ctx), "establishments"), year=year, before=before)
    weights = {**EQUAL_WEIGHTS} | {name: float(value) for name, value in _pairs(weight)}
    kept = {name: one for name, one in weights.items() if one and _counts(vector, city, name)}
    _say_left_out([name for name in weights if name not in kept])
    distances = peer_distances(vector, city, weights=kept)
    parts = peer_contributions(vector, city, weights=kept)
    shares = parts.pivot_table(index="area", columns="characteristic", values="share")[list(kept)]
    found = distances.merge(shares.reset_index(), on="area", how="left")
    hand_out(found[found["rank"].le(count).fillna(value=False)] if csv is None else found, csv, rows=count)
    stability = peer_stability(vector, city, weights=kept, count=count)
    console().print("\nHow many of the list stay if a characteristic is left out:")
    stays = stability[stability["in_full_list"]].groupby("left_out", sort=False)["listed"].sum()
    hand_out(stays.rename("stay").reset_index(), None)


def _counts(vector: pd.DataFrame, city: str, name: str) -> bool:
    """Say whether a characteristic can tell the city from others; one that is not known cannot."""
    if name not in vector.columns:
        raise DefinitionError(f"There is no characteristic {name!r}; there are {', '.join(vector.columns)}.")
    own = vector.loc[vector.index == city, name]
    return bool(vector[name].std(ddof=0) > 0) and not bool(own.isna().any())


def _say_left_out(names: list[str]) -> None:
    if names:
        console().print(f"Not compared: {', '.join(names)}.")


def targets(
    ctx: typer.Context,
    city: City,
    *,
    baseline: Baselines = None,
    path: Annotated[str, typer.Option(help="growth or linear.")] = "growth",
    level: Annotated[float, typer.Option(help="Share of the paths that the band holds.")] = 0.8,
    as_of: Annotated[int | None, typer.Option(help="Leave out what was counted later.")] = None,
    registry: RegistryName = "korea",
    csv: Csv = None,
) -> None:
    """Set every target of a city beside what was counted, and say by rule how it stands."""
    chosen: Path = "linear" if path == "linear" else "growth"
    if path != chosen:
        raise DefinitionError(f"The path {path!r} is not known; use growth or linear.")
    found = target_verdicts(
        _table(workspace_of(ctx), "indicator_values"),
        _registry(registry),
        area=city,
        baselines={name: int(value) for name, value in _pairs(baseline)},
        path=chosen,
        level=level,
        as_of=as_of,
    )
    years = dict.fromkeys(("due", "start", "period"), "str")
    hand_out(found.astype(years), csv, file_only=set(found.columns) - set(SHOWN))


def jobs(ctx: typer.Context, city: City, *, year: Year, csv: Csv = None) -> None:
    """Count the jobs of a city's programmes by kind, every client once, and check the stated totals."""
    table = _table(workspace_of(ctx), "job_counts")
    hand_out(job_counts(table, area=city, period=year), csv)
    console().print("\nDo the stated totals add up?")
    hand_out(job_sums(table, area=city, period=year), None)
    again = repeated_clients(table, area=city, period=year)
    console().print(f"{again['client'].nunique()} clients stand in several rows:")
    hand_out(again, None, rows=10)


def scenario(
    ctx: typer.Context,
    city: City,
    *,
    start: From,
    end: To,
    without: Annotated[str, typer.Option(help="Code of a complex that is taken out.")] = "",
    indicator: Annotated[str, typer.Option(help="Indicator that is led.")] = "workers",
    peers: Annotated[str, typer.Option(help="Key of a stored set whose rates are taken.")] = "",
    version: Annotated[str, typer.Option(help="Other version of the indicator's definition.")] = "",
    registry: RegistryName = "korea",
    csv: Csv = None,
) -> None:
    """Work out a number under one changed condition: arithmetic, not a forecast."""
    workspace = workspace_of(ctx)
    if sum(map(bool, (without, peers, version))) != 1:
        raise DefinitionError(
            f"One changed condition is worked out at a time, but {[without, peers, version]} were named; "
            "give one of --without, --peers and --version."
        )
    asked = {"indicator": indicator, "area": city}
    if without:
        register = _table(workspace, "establishments")
        found = without_complex(register, area=city, complex_code=without, start=start, end=end)
    elif peers:
        values = _table(workspace, "indicator_values")
        areas = _set(workspace, peers)
        found = at_peer_rates(values, _registry(registry), peers=areas, start=start, end=end, **asked)
    else:
        values = _table(workspace, "indicator_values")
        found = under_definition(values, _registry(registry), period=end, version=version, **asked)
    console().print(ARITHMETIC[1])
    ranged = found["lower"].ne(found["upper"])
    shown = found.assign(**{end_: found[end_].where(ranged, np.nan) for end_ in ("lower", "upper")})
    hand_out(found if csv is not None else shown, csv, file_only=("says_ko", "says_en"))


def _table(workspace: Workspace, kind: str) -> pd.DataFrame:
    snapshot = choose_snapshot(workspace.vault, kind)
    if snapshot is None:
        raise ReportError(f"The workspace holds no table of the kind {kind!r}; import one.")
    return workspace.vault.read(snapshot.id)


def _registry(name: str) -> Registry:
    return indicator_registry(name)


def _set(workspace: Workspace, key: str) -> tuple[str, ...]:
    path = workspace.root / SETS_FILE
    sets = comparison_sets_from(tomllib.loads(path.read_text("utf-8"))) if path.is_file() else {}
    if key not in sets:
        raise DefinitionError(
            f"There is no stored set {key!r}; there are {', '.join(sets) or 'none'}. Store one in the office."
        )
    return sets[key].areas


def _pairs(words: list[str] | None) -> list[tuple[str, str]]:
    """Read ``NAME=VALUE``."""
    pairs = []
    for word in words or ():
        name, sign, value = word.partition("=")
        if not sign or not value.replace(".", "", 1).isdigit():
            raise DefinitionError(f"{word!r} is not NAME=NUMBER; write for example size=2.")
        pairs.append((name, value))
    return pairs


COMMANDS = {"peers": peers, "targets": targets, "jobs": jobs, "scenario": scenario}
