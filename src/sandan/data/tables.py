"""Finding the contract of a table, and refusing tables that break theirs."""

import pandas as pd

from sandan.data.contracts import CONTRACTS, Column, Contract
from sandan.data.missing import Status
from sandan.errors import TableError

__all__ = ["check_table", "contract_of"]


def contract_of(kind: str) -> Contract:
    """Find the contract of a kind of table.

    Parameters
    ----------
    kind : str
        One of the keys of ``CONTRACTS``, for example ``establishments``.

    Returns
    -------
    Contract
        Columns, key and Arrow schema.

    Raises
    ------
    TableError
        If there is no such kind.

    Notes
    -----
    A look-up; nothing is computed.

    References
    ----------
    ``docs/reference/columns.md`` is generated from these contracts.

    Examples
    --------
    >>> contract_of("establishments").key
    ('establishment', 'period')
    """
    if kind not in CONTRACTS:
        raise TableError(
            f"`kind` is {kind!r}, but tables are of the kinds {', '.join(CONTRACTS)}; use one of them."
        )
    return CONTRACTS[kind]


def check_table(table: pd.DataFrame, contract: Contract) -> None:
    """Refuse a table that breaks its contract.

    Parameters
    ----------
    table : DataFrame, shape (n_rows, n_columns)
        The table to look at.
    contract : Contract
        What it should be.

    Returns
    -------
    None
        The table keeps its contract.

    Raises
    ------
    TableError
        For the first rule that is broken: a missing or unknown column, an empty required cell, a
        value outside the allowed ones, a number beside a status that says there is none.

    Notes
    -----
    Keys are not checked for uniqueness here: a source is read in pieces, and the importer sees
    all of them.

    References
    ----------
    ``docs/reference/columns.md``.

    Examples
    --------
    >>> check_table(pd.DataFrame({"region": ["11"]}), contract_of("industry_table"))
    Traceback (most recent call last):
    ...
    sandan.errors.TableError: The table lacks the column `region_name`, which industry_table needs; add it.
    """
    _check_names(table, contract)
    for column in contract.columns:
        _check_cells(table, column, contract)
    if "status" in contract.names:
        number = "value" if "value" in contract.names else "workers"
        wrong = table[number].notna() != (table["status"] == Status.REPORTED)
        if wrong.any():
            first = table.index[wrong.to_numpy()][0]
            raise TableError(
                f"Row {first} has status {table.at[first, 'status']!r} but `{number}` is "
                f"{table.at[first, number]!r}; a number stands exactly where the status is 'reported'."
            )


def _check_names(table: pd.DataFrame, contract: Contract) -> None:
    for name in contract.names:
        if name not in table.columns:
            raise TableError(f"The table lacks the column `{name}`, which {contract.kind} needs; add it.")
    unknown = [str(name) for name in table.columns if name not in contract.names]
    if unknown and not contract.extra_columns:
        raise TableError(
            f"The table has the column `{unknown[0]}`, which {contract.kind} does not know; leave it out."
        )


def _check_cells(table: pd.DataFrame, column: Column, contract: Contract) -> None:
    cells = table[column.name]
    if column.required and cells.isna().any():
        first = table.index[cells.isna().to_numpy()][0]
        raise TableError(
            f"Row {first} has no `{column.name}` ({column.meaning}), which every row of {contract.kind} "
            "needs; fill it or leave the row out with a finding."
        )
    if column.allowed is not None:
        wrong = ~cells.isin(column.allowed)
        if wrong.any():
            first = table.index[wrong.to_numpy()][0]
            raise TableError(
                f"Row {first} has `{column.name}` {cells.at[first]!r}, which is none of "
                f"{', '.join(sorted(column.allowed))}; use one of them."
            )
