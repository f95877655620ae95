"""What commands share: the workspace that was asked for, and how tables are shown."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from sandan.data.quality import Action, QualityReport
from sandan.data.workspace import Workspace, open_workspace

__all__ = ["console", "show_lines", "show_quality", "show_table", "workspace_of"]

PLAIN_WIDTH = 160


def console(*, stderr: bool = False) -> Console:
    """Return where to print.

    Parameters
    ----------
    stderr : bool
        Print on the error stream.

    Returns
    -------
    rich.console.Console
        As wide as the screen; where nobody looks at a screen, wide enough not to cut words.

    Raises
    ------
    ValueError
        Never; printing itself may fail.

    Notes
    -----
    No markup is read: names in foreign files may hold brackets.

    References
    ----------
    Rich documentation, Console API.

    Examples
    --------
    >>> console(stderr=True).stderr
    True
    """
    out = Console(stderr=stderr, highlight=False, markup=False, emoji=False)
    if not out.is_terminal:
        out.width = PLAIN_WIDTH
    return out


def workspace_of(ctx: typer.Context) -> Workspace:
    """Open the workspace that ``--workspace`` names.

    Parameters
    ----------
    ctx : typer.Context
        What typer gives to a command that asks for it.

    Returns
    -------
    Workspace
        Settings and vault.

    Raises
    ------
    WorkspaceError
        If the folder is no workspace.

    Notes
    -----
    The root command leaves the folder in ``ctx.obj``.

    References
    ----------
    ``docs/how-to/import-a-file.md``.

    Examples
    --------
    ``workspace_of(ctx).vault.current("industry_table")``
    """
    return open_workspace(Path(ctx.obj))


def show_table(header: Sequence[str], rows: Iterable[Sequence[str]], *, right: Iterable[str] = ()) -> None:
    """Print a table.

    Parameters
    ----------
    header : sequence of str
        Names of the columns.
    rows : iterable of sequence of str
        The cells as they are shown.
    right : iterable of str
        Columns that are set flush right.

    Returns
    -------
    None
        The table stands on the output.

    Raises
    ------
    OSError
        If the output is closed.

    Notes
    -----
    Long cells are folded, never cut.

    References
    ----------
    Rich documentation, Tables.

    Examples
    --------
    ``show_table(("region", "firms"), [("여수", "12")], right=["firms"])``
    """
    table = Table(box=box.SIMPLE_HEAD)
    flush_right = set(right)
    for name in header:
        table.add_column(name, justify="right" if name in flush_right else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    console().print(table)


def show_lines(facts: Mapping[str, str]) -> None:
    """Print names and their values, one below the other.

    Parameters
    ----------
    facts : mapping of str to str
        What is empty is left out.

    Returns
    -------
    None
        The lines stand on the output.

    Raises
    ------
    OSError
        If the output is closed.

    Notes
    -----
    Long values are folded, never cut.

    References
    ----------
    Rich documentation, Grid.

    Examples
    --------
    ``show_lines({"region": "Yeosu", "firms": "12"})``
    """
    grid = Table.grid(padding=(0, 2))
    for name, value in facts.items():
        if value:
            grid.add_row(name, value)
    console().print(grid)


def show_quality(report: QualityReport) -> None:
    """Print how many rows of a source came in, and everything that was found in them.

    Parameters
    ----------
    report : QualityReport
        The report of a snapshot.

    Returns
    -------
    None
        One line of counts, and a table with one row per finding.

    Raises
    ------
    OSError
        If the output is closed.

    Notes
    -----
    Rows read = rows used + rows refused + rows set aside.

    References
    ----------
    :mod:`sandan.data.quality`.

    Examples
    --------
    >>> show_quality(QualityReport(rows_read=3, rows_used=3, rows_written=3))
    Rows: 3 read, 3 used (0 repaired), 0 refused, 0 set aside; the table has 3.
    """
    typer.echo(
        f"Rows: {report.rows_read:,} read, {report.rows_used:,} used "
        f"({report.count(Action.REPAIRED):,} repaired), {report.count(Action.REFUSED):,} refused, "
        f"{report.count(Action.SET_ASIDE):,} set aside; the table has {report.rows_written:,}."
    )
    if report.findings:
        show_table(
            ("finding", "what was done", "rows", "what it is", "examples"),
            ((f.code, f.action, f"{f.rows:,}", f.message, "\n".join(f.examples)) for f in report.findings),
            right=("rows",),
        )
