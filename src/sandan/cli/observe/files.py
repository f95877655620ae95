"""Reading a file that a measure is asked of, and handing out what was found."""

from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from sandan.cli.common import console, show_table
from sandan.data.vault.disk import replace_file
from sandan.errors import TableError

__all__ = ["Csv", "Longest", "hand_out", "read_file", "write_csv"]

Csv = Annotated[Path | None, typer.Option(help="File to write all columns and digits to.")]
Longest = Annotated[int, typer.Option("--rows", min=1, help="Rows that are shown.")]

LARGE, LONG = 1000, 36
"""A number without decimals; a name that is cut."""


def read_file(path: Path, *, text: Collection[str] = ()) -> pd.DataFrame:
    """Read a table, CSV or Parquet; codes of industries and places are text.

    Parameters
    ----------
    path : Path
        The file; its ending says what it is.
    text : collection of str
        Further columns of a CSV that are text.

    Returns
    -------
    DataFrame
        As it stands in the file. In a CSV a column is a number unless it is named industry, region, place
        or enterprise, or is in ``text``.

    Raises
    ------
    TableError
        If the file is missing, of another kind, or cannot be read.

    Notes
    -----
    Nothing is filled in.

    References
    ----------
    ``docs/how-to/measure-your-own-file.md``.

    Examples
    --------
    ``read_file(Path("points.csv"))``
    """
    ending = path.suffix.lower()
    if ending not in (".csv", ".parquet"):
        raise TableError(f"{path} ends in {path.suffix or 'nothing'!r}; give a .csv or a .parquet file.")
    if not path.is_file():
        raise TableError(f"There is no file {path}; check its name and folder.")
    try:
        return _read_csv(path, text) if ending == ".csv" else pd.read_parquet(path)
    except (ValueError, OSError) as error:
        raise TableError(f"{path} cannot be read ({error}); save it again as UTF-8 CSV.") from error


def _read_csv(path: Path, text: Collection[str]) -> pd.DataFrame:
    codes = {"industry", "region", "place", "enterprise", "supplier", "user", "occupation", *text}
    header = pd.read_csv(path, nrows=0, encoding="utf-8-sig")
    return pd.read_csv(
        path, encoding="utf-8-sig", dtype={name: "str" for name in codes if name in header.columns}
    )


def hand_out(
    found: pd.DataFrame,
    csv: Path | None,
    *,
    file_only: Collection[str] = (),
    rows: int | None = None,
) -> None:
    """Print what fits a screen, and write everything with all its digits.

    Parameters
    ----------
    found : DataFrame
        What a measure gave.
    csv : Path or None
        File for all columns, rows and digits.
    file_only : collection of str
        Columns that are not shown.
    rows : int, optional
        How many rows are shown; by default all.

    Returns
    -------
    None
        The table stands on the output, and in the file.

    Raises
    ------
    OSError
        If the file cannot be written; then nothing of it is.

    Notes
    -----
    Columns that are empty or 0 everywhere are left out on the screen, never in the file.

    References
    ----------
    ``docs/how-to/measure-your-own-file.md``.

    Examples
    --------
    ``hand_out(found, Path("curve.csv"))``
    """
    cut = found if rows is None else found.head(rows)
    shown = {
        str(name): column for name, column in cut.items() if name not in file_only and _says_something(column)
    }
    numbers = [name for name, column in shown.items() if _is_number(column)]
    cells = [_shown(column) for column in shown.values()]
    show_table(list(shown), zip(*cells, strict=True), right=numbers)
    if len(cut) < len(found):
        console().print(f"{len(cut)} of {len(found):,} rows are shown; --rows shows more, --csv writes all.")
    if csv is not None:
        write_csv(found, csv)


def write_csv(found: pd.DataFrame, path: Path) -> None:
    """Write a table with all its digits, whole or not at all.

    Parameters
    ----------
    found : DataFrame
        What a measure gave.
    path : Path
        File to write; what was there is replaced.

    Returns
    -------
    None
        The file is there, and a line on the error stream says so.

    Raises
    ------
    OSError
        If the file cannot be written; then nothing of it is.

    Notes
    -----
    UTF-8, one line per row, the index left out.

    References
    ----------
    ``docs/how-to/measure-your-own-file.md``.

    Examples
    --------
    ``write_csv(found, Path("curve.csv"))``
    """
    replace_file(path, found.to_csv(index=False, lineterminator="\n").encode())
    console(stderr=True).print(f"All columns and digits are in {path}.")


def _is_number(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def _says_something(column: pd.Series) -> bool:
    return bool((column.notna() & column.ne(0) & column.ne("")).any())


def _shown(column: pd.Series) -> list[str]:
    """Write large numbers without decimals and small ones with four digits; cut long names."""
    if not _is_number(column):
        return [_cut(str(cell)) if pd.notna(cell) else "" for cell in column]
    if pd.api.types.is_integer_dtype(column):
        return [f"{cell:,}" if pd.notna(cell) else "" for cell in column]
    largest = column.abs().max()
    if largest < 0.001:
        return [f"{cell:.4g}" if pd.notna(cell) else "" for cell in column]
    decimals = 0 if largest >= LARGE else 4
    return [f"{cell:,.{decimals}f}" if pd.notna(cell) else "" for cell in column]


def _cut(words: str) -> str:
    return words if len(words) <= LONG else f"{words[: LONG - 1].rstrip()}…"
