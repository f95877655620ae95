"""Writing one table piece by piece, in the types of its contract."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sandan.data.contracts import Contract
from sandan.data.tables import check_table
from sandan.data.vault.disk import to_disk
from sandan.errors import TableError

__all__ = ["write_table"]

ROWS_PER_GROUP = 1 << 16


def write_table(pieces: Iterable[pd.DataFrame], contract: Contract, path: Path) -> int:
    """Write the pieces of a table to one Parquet file, and wait until it is on the disk.

    Parameters
    ----------
    pieces : iterable of DataFrame
        Each keeps the contract; additional text columns, where the contract allows them, are the
        same in all pieces.
    contract : Contract
        Columns and types of the table.
    path : Path
        The file; its folder exists.

    Returns
    -------
    int
        Number of rows.

    Raises
    ------
    TableError
        If a piece breaks the contract or cannot be stored in its types.
    OSError
        If the file cannot be written.

    Notes
    -----
    At most one row group of 65,536 rows is in memory beside the piece that is being read. The same
    pieces give the same bytes.

    References
    ----------
    Apache Parquet format; zstd, RFC 8878 (2021).

    Examples
    --------
    >>> from sandan.data.contracts import CONTRACTS
    >>> write_table([], CONTRACTS["regions"], Path("/nowhere/table.parquet"))
    0
    """
    rows = 0
    with ExitStack() as at_end:
        writer = None
        for group in _groups(_typed(pieces, contract)):
            if writer is None:
                writer = at_end.enter_context(pq.ParquetWriter(path, group.schema, compression="zstd"))
            writer.write_table(group)
            rows += len(group)
    if rows:
        with path.open("rb") as file:
            to_disk(file.fileno())
    return rows


def _typed(pieces: Iterable[pd.DataFrame], contract: Contract) -> Iterator[pa.Table]:
    schema = None
    for piece in pieces:
        if piece.empty:
            continue
        check_table(piece, contract)
        if schema is None:
            schema = _schema(piece, contract)
        if set(piece.columns) != set(schema.names):
            differing = set(piece.columns) ^ set(schema.names)
            raise TableError(
                f"The column `{min(map(str, differing))}` is in one piece of the table and not in another; "
                "a profile gives the same columns in every piece."
            )
        yield pa.Table.from_arrays([_array(piece[field.name], field) for field in schema], schema=schema)


def _schema(piece: pd.DataFrame, contract: Contract) -> pa.Schema:
    known = contract.schema
    extra = [pa.field(str(name), pa.string()) for name in piece.columns if name not in contract.names]
    return pa.schema([*known, *extra])


def _array(cells: pd.Series, field: "pa.Field[Any]") -> "pa.Array[Any]":
    if cells.isna().all():  # pandas keeps an empty column as numbers, whatever it was to hold
        empty: pa.Array[Any] = pa.nulls(len(cells), field.type)
        return empty
    try:
        array = pa.array(cells, type=field.type, from_pandas=True)
    except (ValueError, TypeError, OverflowError) as error:
        raise TableError(
            f"The column `{field.name}` must hold {field.type}, but it does not: {error}. "
            "Correct the profile."
        ) from error
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def _groups(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Cut and join tables into groups of equal size, whatever the sizes of the pieces were."""
    waiting: list[pa.Table] = []
    rows = 0
    for table in tables:
        waiting.append(table)
        rows += len(table)
        while rows >= ROWS_PER_GROUP:
            joined = pa.concat_tables(waiting)
            yield joined.slice(0, ROWS_PER_GROUP)
            waiting, rows = [joined.slice(ROWS_PER_GROUP)], rows - ROWS_PER_GROUP
    if rows:
        yield pa.concat_tables(waiting)
