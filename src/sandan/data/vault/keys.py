"""Questions about the keys of stored tables that are too large for memory."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from sandan.errors import VaultError

__all__ = ["Repeated", "first_repeated_key", "shared_keys"]

MEMORY = "128MB"


@dataclass(frozen=True)
class Repeated:
    """The first key that stands in more than one row: in how many, and how many such keys there are."""

    key: dict[str, Any]
    rows: int
    keys: int


def first_repeated_key(table: Path, key: Sequence[str]) -> Repeated | None:
    """Find the first key of a stored table that stands in more than one row.

    Parameters
    ----------
    table : Path
        A Parquet file.
    key : sequence of str
        The columns that identify a row; two empty cells count as equal.

    Returns
    -------
    Repeated or None
        The key that comes first in the table, or None if every key is unique.

    Raises
    ------
    VaultError
        If there is no room to sort what does not fit into memory.

    Notes
    -----
    Keys are first grouped by a 64-bit hash, which needs little memory; only rows whose hash stands
    twice are compared exactly, so equal hashes of different keys do no harm.

    References
    ----------
    DuckDB documentation, ``hash`` and the ``file_row_number`` of ``read_parquet``.

    Examples
    --------
    >>> import tempfile, pandas as pd
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "table.parquet"
    ...     pd.DataFrame({"region": ["a", "b", "b"], "period": [1, 1, 1]}).to_parquet(path)
    ...     first_repeated_key(path, ["region", "period"])
    Repeated(key={'region': 'b', 'period': 1}, rows=2, keys=1)
    """
    columns = ", ".join(f'"{name}"' for name in key)
    with _engine(table.parent) as engine:
        found = engine.execute(
            f"""
            WITH suspects AS (
                SELECT hash({columns}) AS h FROM read_parquet($table) GROUP BY h HAVING count(*) > 1
            ), repeated AS (
                SELECT {columns}, count(*) AS n, min(file_row_number) AS first_row
                FROM read_parquet($table, file_row_number = true)
                WHERE hash({columns}) IN (SELECT h FROM suspects)
                GROUP BY {columns} HAVING count(*) > 1
            )
            SELECT {columns}, n, count(*) OVER () FROM repeated ORDER BY first_row LIMIT 1
            """,  # noqa: S608 -- the names are those of a contract
            {"table": str(table)},
        ).fetchone()
    return None if found is None else Repeated(dict(zip(key, found, strict=False)), found[-2], found[-1])


def shared_keys(newer: Path, older: Path, key: Sequence[str]) -> int:
    """Count the keys that two stored tables have in common.

    Parameters
    ----------
    newer, older : Path
        Parquet files whose keys are unique.
    key : sequence of str
        The columns that identify a row; two empty cells count as equal.

    Returns
    -------
    int
        Number of rows of ``older`` whose key stands in ``newer``.

    Raises
    ------
    VaultError
        If there is no room to compare what does not fit into memory.

    Notes
    -----
    ``|keys(newer) ∩ keys(older)|``, as an intersection of sets.

    References
    ----------
    DuckDB documentation, set operations.

    Examples
    --------
    >>> import tempfile, pandas as pd
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     a, b = Path(folder) / "a.parquet", Path(folder) / "b.parquet"
    ...     pd.DataFrame({"region": ["x", "y"]}).to_parquet(a)
    ...     pd.DataFrame({"region": ["y", "z"]}).to_parquet(b)
    ...     shared_keys(a, b, ["region"])
    1
    """
    columns = ", ".join(f'"{name}"' for name in key)
    with _engine(newer.parent) as engine:
        found = engine.execute(
            f"""
            SELECT count(*) FROM (
                SELECT {columns} FROM read_parquet($newer)
                INTERSECT
                SELECT {columns} FROM read_parquet($older)
            )
            """,  # noqa: S608 -- the names are those of a contract
            {"newer": str(newer), "older": str(older)},
        ).fetchone()
    return 0 if found is None else int(found[0])


@contextmanager
def _engine(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give an engine that keeps to its memory and spills into the folder of the table."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY,
        "temp_directory": str(folder / "spill"),
        "preserve_insertion_order": "false",
    }
    try:
        with duckdb.connect(config=settings) as engine:
            yield engine
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise VaultError(
            f"There is no room in {folder} to compare the keys of a table ({error}); "
            "make room and import again."
        ) from error
