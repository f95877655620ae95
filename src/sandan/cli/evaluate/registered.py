"""What was registered, and what came out of it: ``register``, ``specifications`` and ``ladder``."""

import getpass
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import pandas as pd
import typer

from sandan.cli.common import console, show_table, workspace_of
from sandan.cli.observe.files import Csv, write_csv
from sandan.cli.observe.running import Dask, Threads, executor_for, told
from sandan.data.vault.sidecar import Snapshot
from sandan.data.workspace import Workspace
from sandan.errors import DefinitionError, ReportError
from sandan.evaluate.ladder.conclusion import conclude
from sandan.evaluate.ladder.further import beyond_firms
from sandan.evaluate.ladder.outcomes import LadderOutcomes
from sandan.evaluate.ladder.rungs import Ladder, Rung, climb
from sandan.evaluate.registration.further import completed, specified_rungs
from sandan.evaluate.registration.outcomes import specified_outcomes
from sandan.evaluate.registration.runs import run_of
from sandan.evaluate.registration.specification import Specification, specification_from
from sandan.evaluate.registration.store import keep_run, register, runs, specification, specifications, tally
from sandan.report.calculations.percent import percent
from sandan.report.choosing import choose_snapshot
from sandan.report.figures.code import code_fingerprint
from sandan.report.wording.headlines import (
    headline,
    headline_parts,
    lacking_in_words,
    rung_name,
)
from sandan.report.wording.numbers import show_interval, show_value
from sandan.report.wording.sentences import Wording, wording_in

__all__ = ["COMMANDS"]

KINDS = {"establishments": "establishments", "places": "regions"}
"""What the ladder reads, by what it is read as."""
SUPPORTED = "applications"
"""What the rung of firms reads, where there is any: kind and role."""
LEFT_OUT = {
    "like_policy": "with a like policy",
    "missing_number": "with a missing number",
    "no_jobs": "without jobs in the target industries or in the others",
}
"""Why places are no donors."""

BETWEEN = {
    "the region (national less regional comparison)": lambda found: found.location,
    "all industries of the place (national comparison less target minus rest)": lambda found: found.city_wide,
    "spill-over, displacement or selection, not decidable (target minus rest less firms)": beyond_firms,
}
"""What lies between two rungs."""

File = Annotated[Path, typer.Argument(metavar="SPEC.toml", help="What will be compared.")]
Key = Annotated[str, typer.Argument(metavar="S-ID", help="Name of the specification, or its whole hash.")]
By = Annotated[str | None, typer.Option(help="Who you are; by default the name of your account.")]


def register_file(ctx: typer.Context, file: File, *, by: By = None) -> None:
    """Write down for good what will be compared; author and moment are added where the file lacks them."""
    workspace = workspace_of(ctx)
    stated = {"author": by or getpass.getuser(), "registered_at": _now()} | _toml(file)
    fixed = register(workspace.root, specification_from(stated))
    typer.echo(f"{fixed.id} is registered.")
    _tell_count(workspace, fixed)
    snapshot = choose_snapshot(workspace.vault, KINDS["establishments"])
    if snapshot is not None:
        _tell_order(fixed, snapshot)


def list_specifications(ctx: typer.Context) -> None:
    """List what was registered, in order of registration, and how often each was run."""
    root = workspace_of(ctx).root
    header = ("id", "policy", "place", "outcome", "years", "registered at", "author", "runs")
    rows = [
        (
            one.id,
            one.policy_en,
            one.place,
            one.outcome,
            f"{one.first}, {one.start}, {one.last}",
            one.registered_at,
            one.author,
            str(len(runs(root, one.hash))),
        )
        for one in specifications(root)
    ]
    show_table(header, rows, right=("runs",))


def ladder(
    ctx: typer.Context,
    key: Key,
    *,
    by: By = None,
    threads: Threads = None,
    dask: Dask = None,
    csv: Csv = None,
) -> None:
    """Climb every rung of a registered specification on the current data, and keep what came out."""
    workspace = workspace_of(ctx)
    fixed = specification(workspace.root, key)
    snapshots = {role: _snapshot(workspace, kind) for role, kind in KINDS.items()}
    read = {role: one.id for role, one in snapshots.items()}
    support = choose_snapshot(workspace.vault, SUPPORTED)
    read |= {} if support is None else {SUPPORTED: support.id}
    tables = {role: workspace.vault.read(found) for role, found in read.items()}
    outcomes = specified_outcomes(fixed, tables["establishments"], tables["places"])
    with executor_for(threads, dask) as executor, told("Comparing every donor") as progress:
        found = climb(outcomes, level=fixed.level, executor=executor, progress=progress)
        rungs = specified_rungs(fixed, tables["establishments"], tables.get(SUPPORTED), progress=progress)
    found = completed(fixed, found, rungs)
    _show(found, wording_in("en"), outcomes)
    kept = keep_run(
        workspace.root,
        fixed.hash,
        run_of(
            fixed,
            found,
            snapshots=read,
            code=code_fingerprint(),
            at=_now(),
            by=by or getpass.getuser(),
        ),
    )
    typer.echo(f"Run {kept.id} of {fixed.id} is kept, first made {kept.at} by {kept.by}.")
    _tell_count(workspace, fixed)
    _tell_order(fixed, snapshots["establishments"])
    if csv is not None:
        write_csv(_table(found), csv)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise DefinitionError(
            f"{path} cannot be read ({error.strerror}); check its name and folder."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DefinitionError(f"{path} is not TOML: {error}. Mend that line.") from error


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="milliseconds")


def _snapshot(workspace: Workspace, kind: str) -> Snapshot:
    found = choose_snapshot(workspace.vault, kind)
    if found is None:
        raise ReportError(
            f"The ladder needs a table of the kind {kind}, and the workspace has none; import one."
        )
    return found


def _show(found: Ladder, words: Wording, outcomes: LadderOutcomes) -> None:
    said = conclude(found)
    parts = headline_parts(said, words.language)
    console().print(*headline(words, said.finding, said.by.name, **parts))
    header = ("rung", "detectable", "estimate", f"{found.level:.0%} band", "p", "rank", "what lacks")
    rows = [
        (rung_name(words, rung.name), *_cells(rung), lacking_in_words(words, rung)) for rung in found.rungs
    ]
    show_table(header, rows, right=header[1:-1])
    for name, one in BETWEEN.items():
        apart = one(found)
        if apart is not None:
            console().print(f"{_change(apart.estimate)} ({_range(apart.lower, apart.upper)}) {name}")
    reasons = outcomes.left_out["reason"].value_counts()
    if len(reasons):
        left_out = ", ".join(f"{count} {LEFT_OUT[str(reason)]}" for reason, count in reasons.items())
        console().print(f"Places that are not compared with: {left_out}.")


def _cells(rung: Rung) -> tuple[str, ...]:
    return (
        "" if np.isnan(rung.detectable) else _change(rung.detectable).removeprefix("+"),
        "" if np.isnan(rung.estimate) else _change(rung.estimate),
        "" if np.isnan(rung.lower) else _range(rung.lower, rung.upper),
        "" if np.isnan(rung.p) else f"{rung.p:.3f}",
        f"{rung.rank} of {rung.donors + 1}" if rung.test is not None else "",
    )


def _change(log_points: float) -> str:
    return show_value(percent(log_points), "percent", language="en", signed=True)


def _range(lower: float, upper: float) -> str:
    ends = (percent(lower), percent(upper))
    return show_interval(*ends, "percent", language="en", signed=True)


def _table(found: Ladder) -> pd.DataFrame:
    """Give all digits of every rung, one row each, in log points times 100."""
    numbers = ("estimate", "lower", "upper", "p", "rank", "donors", "detectable")
    return pd.DataFrame(
        [
            {"rung": rung.name}
            | {name: getattr(rung, name) for name in numbers}
            | {"lacking": "; ".join(f"{what} {has} of {needs}" for what, has, needs in rung.lacking)}
            for rung in found.rungs
        ]
    )


def _tell_count(workspace: Workspace, fixed: Specification) -> None:
    counted = tally(workspace.root, place=fixed.place)
    typer.echo(
        f"Specifications on {fixed.place}: {counted.registered} registered, {counted.run} run, "
        f"{counted.runs} times in all."
    )


def _tell_order(fixed: Specification, snapshot: Snapshot) -> None:
    """Say whether the data were here before, so that a reader knows what could have been seen."""
    if datetime.fromisoformat(fixed.registered_at) >= datetime.fromisoformat(snapshot.imported_at):
        typer.echo(
            f"The data ({snapshot.short}) were imported before it was registered, so its author could have "
            "seen the outcome."
        )


COMMANDS = {"register": register_file, "specifications": list_specifications, "ladder": ladder}
