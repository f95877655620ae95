"""Occupation tables in another revision, as bounds wherever nobody knows how a code was split."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sandan.data.codes.concordance import Concordance
from sandan.data.codes.conversion import convert
from sandan.errors import TableError
from sandan.observe.checks import check_columns

__all__ = ["ConvertedOccupations", "convert_occupations"]


@dataclass(frozen=True)
class ConvertedOccupations:
    """A table in the codes of another revision, and what did not get there.

    ``table``: ``keep``, the code, the number (empty where it is not known exactly), ``lower``, ``upper``.
    ``unconverted``: ``keep``, the code, ``rows``, ``lower``, ``upper`` of the rows whose code is no source of
    the concordance.
    """

    table: pd.DataFrame
    unconverted: pd.DataFrame


def convert_occupations(
    table: pd.DataFrame,
    concordance: Concordance,
    *,
    occupation: str = "occupation",
    value: str = "persons",
    bounds: tuple[str, str] | None = None,
    keep: Sequence[str] = (),
) -> ConvertedOccupations:
    """Count persons by occupation in the codes of another revision.

    Parameters
    ----------
    table : DataFrame, shape (n_rows, n_columns)
        Rows with a code and a number of persons (0 or more).
    concordance : Concordance
        From the table's revision to the one that is wanted, for example KSCO6 to KSCO7.
    occupation, value : str
        Names of the columns with the code and the number.
    bounds : tuple of str, optional
        Columns with the least and greatest possible number of every row, filled throughout; ``value`` may
        then be empty where a cell is suppressed. Without it every ``value`` must be known.
    keep : sequence of str
        Columns that identify a row beside the code, for example area and year.

    Returns
    -------
    ConvertedOccupations
        The table with bounds, and the rows that could not be converted.

    Raises
    ------
    TableError
        If a column is missing or has empty cells, or a bound is negative or above its upper bound.

    Notes
    -----
    With ``L[s]`` and ``U[s]`` the bounds of source code ``s``::

        lower[t] = sum over s of known[s, t] L[s]      upper[t] = sum over s of possible[s, t] U[s]

    A link with the basis ``only`` or ``observed`` has ``known = possible = weight``; one with the basis
    ``equal``, where nobody counted, has ``known = 0`` and ``possible = 1``. Each target by itself is bounded
    sharply; targets of the same source share its persons, so that the upper bounds add up to more than
    there are. Observed weights are taken as they are: they come from another table, and their error is not
    in the bounds.

    References
    ----------
    Pierce, J. and Schott, P. (2012), cited in ``docs/methods/concordance.md``.
    ``docs/methods/creative-class.md``.

    Examples
    --------
    >>> from sandan.data.codes.concordance import concordance_from_pairs
    >>> pairs = pd.DataFrame({"source": ["24", "24", "25"], "target": ["24", "29", "25"]})
    >>> seven_to_eight = concordance_from_pairs(pairs, source="KSCO7", target="KSCO8")
    >>> people = pd.DataFrame({"occupation": ["24", "25", "99"], "persons": [100, 40, 3]})
    >>> converted = convert_occupations(people, seven_to_eight)
    >>> converted.table
      occupation  persons  lower  upper
    0         24      NaN    0.0  100.0
    1         25     40.0   40.0   40.0
    2         29      NaN    0.0  100.0
    >>> converted.unconverted
      occupation  rows  lower  upper
    0         99     1    3.0    3.0
    """
    low, high = bounds or (value, value)
    check_columns(table, [*keep, occupation, low, high], "table")
    rows = table[[*keep, occupation]].assign(
        lower=table[low].to_numpy(dtype=np.float64), upper=table[high].to_numpy(dtype=np.float64)
    )
    _check_bounds(rows)
    known = rows[occupation].isin(concordance.targets)
    keys = [*keep, occupation]
    parts = [
        _end(rows[known], _with_weight(concordance, weight), occupation, end, keep).set_index(keys)
        for end, weight in (("lower", 0.0), ("upper", 1.0))
    ]
    result = pd.concat(parts, axis=1).reset_index()
    exact = np.isclose(result["lower"], result["upper"], rtol=1e-12, atol=0)
    result.insert(len(keys), value, result["lower"].where(exact))
    lost = rows[~known].groupby(keys, as_index=False, sort=True)
    unconverted = lost.agg(rows=("lower", "size"), lower=("lower", "sum"), upper=("upper", "sum"))
    return ConvertedOccupations(result, unconverted)


def _check_bounds(rows: pd.DataFrame) -> None:
    wrong = ~((rows["lower"] >= 0) & (rows["lower"] <= rows["upper"]) & np.isfinite(rows["upper"]))
    if wrong.any():
        first = rows[wrong].iloc[0]
        raise TableError(
            f"A row of `table` has from {first['lower']} to {first['upper']} persons; give finite numbers of "
            "0 or more, the lower one first."
        )


def _with_weight(concordance: Concordance, weight: float) -> Concordance:
    """Give every link of which nobody counted the share one weight."""
    links = concordance.links
    shares = links["weight"].where(links["basis"] != "equal", weight)
    return Concordance(concordance.source, concordance.target, links.assign(weight=shares))


def _end(
    rows: pd.DataFrame, concordance: Concordance, occupation: str, end: str, keep: Sequence[str]
) -> pd.DataFrame:
    converted = convert(rows, concordance, column=occupation, value=end, keep=keep)
    return converted[[*keep, occupation, end]]
