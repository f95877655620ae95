"""The book of figures: one file for each report, from which any figure can be looked up and replayed."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sandan.data.missing import Stage, Status
from sandan.data.vault.disk import replace_file
from sandan.errors import FigureError
from sandan.report.figures.record import Calculation, Figure, figure_id

__all__ = ["figure_from", "find_figure", "write_figures"]

BOOK_DIGITS = 12


def write_figures(folder: Path, name: str, figures: Iterable[Figure]) -> Path:
    """Write the figures of a report, all or none of them.

    Parameters
    ----------
    folder : Path
        The folder of figures of a workspace.
    name : str
        What the report is called.
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
    The file is named by the report and a hash of its content: a report that is made again from newer
    data gets a book of its own, so that the figures of earlier copies can still be replayed.

    References
    ----------
    JSON Lines (2014), https://jsonlines.org.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_figures(Path(folder), "empty", []).name
    'empty-e3b0c44298fc.jsonl'
    """
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(figure.to_json(), ensure_ascii=False, sort_keys=True) for figure in figures]
    content = "".join(line + "\n" for line in lines).encode()
    digest = hashlib.sha256(content).hexdigest()[:BOOK_DIGITS]
    return replace_file(folder / f"{name}-{digest}.jsonl", content)


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
    The identifier is a hash of the record: a changed record no longer has its name. Where several books
    have the figure, the first unchanged record is taken.

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
    trouble = FigureError(
        f"No report of this workspace has the figure {key!r}; its identifier stands in the list of figures "
        "at the end of the report."
    )
    # Lines that hold the identifier are looked at first; all others only to say what may be wrong with them.
    for part in (key.encode(), b""):
        for record in _records(folder, part):
            if isinstance(record, FigureError):
                trouble = record
            elif record["id"] == key:
                try:
                    return _unchanged(record)
                except FigureError as error:
                    trouble = error
    raise trouble


def _unchanged(record: dict[str, Any]) -> Figure:
    """Read a record back whose content still has the identifier that it names."""
    figure = figure_from(record)
    if figure_id(figure) != record["id"]:
        raise FigureError(
            f"The record of {record['id']} was changed after it was written: its content has the identifier "
            f"{figure_id(figure)}. Make the report again, and find out who changed the file."
        )
    return figure


def _records(folder: Path, part: bytes) -> Iterator[dict[str, Any] | FigureError]:
    """Give every record whose line holds some bytes; a line that is none is an error that waits."""
    for path in sorted(folder.glob("*.jsonl")):
        content = path.read_bytes()
        lines = content.splitlines() if part in content else []
        for number, line in enumerate(lines, start=1):
            if part not in line:
                continue
            try:
                record = json.loads(line)
                yield record | {"id": record["id"]}
            except (ValueError, KeyError, TypeError):
                yield FigureError(
                    f"Line {number} of {path} is not the record of a figure; make that report again."
                )


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
                "bounds": record["bounds"] and tuple(record["bounds"]),
            }
        )
    except (KeyError, TypeError, ValueError) as error:
        raise FigureError(
            f"The record of a figure lacks or misnames a field ({error}); make its report again."
        ) from error
