"""``sandan replay``: make a figure again and say what is different."""

from typing import Annotated

import typer

from sandan.cli.common import show_lines, workspace_of
from sandan.errors import FigureError
from sandan.report.case import Shelf
from sandan.report.figures.book import find_figure
from sandan.report.figures.replay import Outcome, Replay, replay
from sandan.types import Scalar

__all__ = ["app"]

app = typer.Typer(add_completion=False)

SENTENCES = {
    Outcome.SAME: "The replay gives the same value.",
    Outcome.OTHER_VALUE: "The replay gives another value from the same code and the same data.",
    Outcome.OTHER_VALUE_OTHER_CODE: "The replay gives another value, and the code is not that of the figure.",
    Outcome.SNAPSHOT_MISSING: "The replay is not possible: a snapshot is missing.",
    Outcome.SNAPSHOT_TAMPERED: "The replay is not possible: a snapshot was changed after it was stored.",
    Outcome.CANNOT_BE_COMPUTED: "The replay is not possible: the calculation refuses.",
}


@app.command("replay")
def replay_figure(
    ctx: typer.Context, figure: Annotated[str, typer.Argument(help="Identifier of the figure, F-...")]
) -> None:
    """Make a figure again from its snapshots and compare."""
    workspace = workspace_of(ctx)
    came = replay(find_figure(workspace.figures_dir, _identifier(figure)), Shelf(workspace.vault))
    _tell(came)
    if came.outcome is not Outcome.SAME:
        raise FigureError(f"{figure}: {SENTENCES[came.outcome]} {came.detail}".rstrip())


def _identifier(typed: str) -> str:
    """Read an identifier as people type it: in capitals, or without its first letter."""
    return "F-" + typed.strip().lower().removeprefix("f-")


def _value(value: Scalar, unit: str) -> str:
    return "none" if value is None else f"{value!r} {unit}"


def _tell(came: Replay) -> None:
    record = came.figure.calculation
    show_lines(
        {
            "figure": came.figure.id,
            "what": f"{came.figure.definition}, version {came.figure.definition_version}",
            "label": came.figure.label,
            "area, period": f"{came.figure.area}, {came.figure.period}",
            "calculation": record.name,
            "snapshots": ", ".join(snapshot[:12] for snapshot in record.snapshots),
            "then": _value(came.figure.value, came.figure.unit),
            "now": _value(came.value, came.figure.unit),
            "code then": f"Sandan {record.version}, {record.code}",
            "code now": "another one" if came.code_differs else "the same",
            "outcome": SENTENCES[came.outcome],
        }
    )
