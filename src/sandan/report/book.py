"""The book of figures: one file for each report, from which any figure can be looked up and replayed."""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sandan.data.missing import Stage, Status
from sandan.errors import FigureError
from sandan.report.figures import Calculation, Figure, figure_id

__all__ = ["figure_from", "find_figure", "write_figures"]


def write_figures(folder: Path, name: str, figures: Iterable[Figure]) -> Path:
    """Write the figures of a report, all or none of them.

    Parameters
    ----------
    folder : Path
        The folder of figures of a workspace.
    name : str
        Name of the file without its ending.
    figures : iterable of Figure
        Records with identifiers.

    Returns
    -------
    Path
        The file, one JSON record a line.

    Raises
    ------
    OSError
        If the folder cannot be written.

    Notes
    -----
    The file is written beside its place and renamed, so that a reader never sees half of it.

    References
    ----------
    JSON Lines (2014), https://jsonlines.org.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_figures(Path(folder), "empty", []).name
    'empty.jsonl'
    """
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(figure.to_json(), ensure_ascii=False, sort_keys=True) for figure in figures]
    return replace_file(folder / f"{name}.jsonl", "".join(line + "\n" for line in lines).encode())


def replace_file(path: Path, content: bytes) -> Path:
    """Put a file in its place in one step, safe on disk before it is seen."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path


def find_figure(folder: Path, key: str) -> Figure:
    """Look a figure up by its identifier.

    Parameters
    ----------
    folder : Path
        The folder of figures of a workspace.
    key : str
        The identifier, ``F-`` and twelve hexadecimal digits.

    Returns
    -------
    Figure
        The record.

    Raises
    ------
    FigureError
        If no report has such a figure, or its record was changed after it was written.

    Notes
    -----
    The identifier is a hash of the record: a changed record no longer has its name.

    References
    ----------
    ``docs/decisions/0004-figures.md``.

    Examples
    --------
    >>> find_figure(Path("/nowhere"), "F-0")
    Traceback (most recent call last):
    ...
    sandan.errors.FigureError: No report of this workspace has the figure 'F-0'; its identifier stands in the
    list of figures at the end of the report.
    """
    for record in _records(folder):
        if record["id"] == key:
            figure = figure_from(record)
            if figure_id(figure) != key:
                raise FigureError(
                    f"The record of {key} was changed after it was written: its content has the identifier "
                    f"{figure_id(figure)}. Make the report again, and find out who changed the file."
                )
            return figure
    raise FigureError(
        f"No report of this workspace has the figure {key!r}; its identifier stands in the list of figures "
        "at the end of the report."
    )


def _records(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                record = json.loads(line)
                yield record | {"id": record["id"]}
            except (json.JSONDecodeError, KeyError, TypeError) as error:
                raise FigureError(
                    f"Line {number} of {path} is not the record of a figure; make that report again."
                ) from error


def figure_from(record: dict[str, Any]) -> Figure:
    """Read a figure back from its JSON record.

    Parameters
    ----------
    record : dict
        What ``Figure.to_json`` gave.

    Returns
    -------
    Figure
        The same figure.

    Raises
    ------
    FigureError
        If a field is absent or unknown.

    Notes
    -----
    ``figure_from(figure.to_json()) == figure``.

    References
    ----------
    ``docs/decisions/0004-figures.md``.

    Examples
    --------
    >>> figure_from({})
    Traceback (most recent call last):
    ...
    sandan.errors.FigureError: The record of a figure lacks or misnames a field ('calculation'); make its
    report again.
    """
    try:
        calculation = Calculation(
            **record["calculation"] | {"snapshots": tuple(record["calculation"]["snapshots"])}
        )
        return Figure(
            **record
            | {
                "calculation": calculation,
                "stage": Stage(record["stage"]),
                "status": Status(record["status"]),
            }
        )
    except (KeyError, TypeError, ValueError) as error:
        raise FigureError(
            f"The record of a figure lacks or misnames a field ({error}); make its report again."
        ) from error
