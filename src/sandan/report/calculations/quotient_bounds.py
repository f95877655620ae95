"""What a reader of a protected table can know of the location quotients behind its hidden cells."""

import numpy as np
import pandas as pd

from sandan.report.calculations.protected import DIVISION, EVERYTHING, EVERYWHERE
from sandan.types import FloatArray

__all__ = ["quotient_bounds"]


def quotient_bounds(cells: pd.DataFrame, *, digits: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Bound every location quotient by what the protected table shows.

    Parameters
    ----------
    cells : DataFrame
        Jobs from ``protected_cells``, totals as rows of their own.
    digits : int
        Digits of the finest industry code.

    Returns
    -------
    tuple of DataFrame, each of shape (n_cities, n_industries)
        Least and greatest possible quotient; equal where nothing is hidden, NaN where an industry or a place
        has no jobs.

    Raises
    ------
    KeyError
        If a total is not in the table.

    Notes
    -----
    ``LQ = x T / (R I)`` with the cell ``x``, the place ``R``, the industry ``I`` and all jobs ``T``. What is
    hidden lies between 0 and the room that is left in its division and its place, and in its industry, once
    all open cells are taken off; each end takes the four at their own ends. A reader with a linear program
    finds bounds that are a little narrower, so nothing is told here that the table does not tell.

    References
    ----------
    ``docs/methods/industry-space.md``, on hidden cells.

    Examples
    --------
    >>> names = ["region", "industry", "value"]
    >>> rows = [("X", "26", 30), ("X", "47", 70), ("Y", "26", None), ("Y", "47", None),
    ...         ("X", "TOTAL", 100), ("Y", "TOTAL", 100), ("all", "26", 40), ("all", "47", 160),
    ...         ("all", "TOTAL", 200)]
    >>> least, most = quotient_bounds(pd.DataFrame(rows, columns=names), digits=2)
    >>> least.round(2).values.tolist(), most.round(2).values.tolist()
    ([[1.5, 0.87], [0.0, 0.0]], [[1.5, 0.87], [0.5, 1.12]])
    """
    value = cells.pivot_table(
        index="region", columns="industry", values="value", aggfunc="first", dropna=False
    ).astype(np.float64)
    codes = [code for code in value.columns if len(code) == digits and code != EVERYTHING]
    room = _room_in_place(value, codes)
    places = value.index.drop(EVERYWHERE)
    cell, left = (table.loc[places, codes].to_numpy() for table in (value, room))
    everywhere, most_everywhere = (table.loc[EVERYWHERE, codes].to_numpy() for table in (value, room))
    place, total = (value.loc[rows, EVERYTHING].to_numpy() for rows in (places, [EVERYWHERE]))
    seen = np.nansum(cell, axis=0)
    industry = _filled(everywhere, seen), _filled(everywhere, most_everywhere)
    most_cell = _filled(cell, np.minimum(left, industry[1] - seen))
    least = _quotient(_filled(cell, 0.0), _filled(place, np.inf), industry[1], _filled(total, 0.0))
    most = _quotient(most_cell, _filled(place, np.nansum(cell, axis=1)), industry[0], _filled(total, np.inf))
    nothing = (place == 0)[:, None] | (industry[1] == 0)
    least_table, most_table = (
        pd.DataFrame(np.where(nothing, np.nan, end), index=places, columns=pd.Index(codes))
        for end in (least, most)
    )
    return least_table, most_table


def _filled(numbers: FloatArray | float, hidden: FloatArray | float) -> FloatArray:
    return np.where(np.isnan(numbers), hidden, numbers)


def _room_in_place(value: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    """Say how much is left for the hidden groups of a place, in all and in their division."""
    left = value[EVERYTHING] - value[codes].sum(axis=1)
    room = pd.DataFrame(dict.fromkeys(codes, left)).fillna(np.inf)
    for division in {code[:DIVISION] for code in codes}.intersection(value.columns).difference(codes):
        parts = [code for code in codes if code.startswith(division)]
        within = (value[division] - value[parts].sum(axis=1)).fillna(np.inf)
        room[parts] = room[parts].clip(upper=within, axis=0)
    return room


def _quotient(cell: FloatArray, place: FloatArray, industry: FloatArray, total: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient = (cell / place[:, None]) / (industry / total)
    # Nothing of something is nothing; whatever else is not determined may be as great as it likes.
    return np.where(cell == 0, 0.0, np.where(np.isnan(quotient), np.inf, quotient))
