"""What two places could sell to each other, by the national table of who uses whose output."""

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sandan.errors import MeasureError, TableError
from sandan.observe.checks import check_counts
from sandan.types import FloatArray

__all__ = ["SupplyLinks", "supply_links", "top_links"]


@dataclass(frozen=True)
class SupplyLinks:
    """Potential flows between places, and what the table of coefficients does not cover.

    ``flows``: one row per ordered pair of places, a place with itself included. ``outside``: one row per
    place and industry with size that is not in the coefficients: ``place``, ``industry``, ``size``.
    ``coverage``: ``place``, ``industries``, ``industries_outside``, ``size``, ``size_outside``.
    """

    flows: pd.DataFrame
    outside: pd.DataFrame
    coverage: pd.DataFrame


def supply_links(size: pd.DataFrame, national: pd.Series, coefficients: pd.DataFrame) -> SupplyLinks:
    """Estimate what each place could sell to each other one.

    Parameters
    ----------
    size : DataFrame, shape (n_places, n_industries)
        Output (or jobs, standing for output) of each industry in each place.
    national : Series, shape (n_industries,)
        The same of the whole nation, these places included.
    coefficients : DataFrame, shape (n_covered, n_covered)
        Technical coefficients, preferably domestic: what one unit of output of the column industry
        uses of the row industry. The same industries in rows and columns.

    Returns
    -------
    SupplyLinks
        ``flows`` has the columns:

        - ``seller``, ``buyer``
        - ``potential``: what the seller would sell to the buyer if every user in the nation bought from
          every place in proportion to its output, in the unit of ``size``
        - ``need``: all that the buyer uses of covered industries, wherever it comes from
        - ``local_share``: potential over need, from 0 to 1
        - ``at_national_mix``: the potential if both places had the nation's mix, at their covered sizes
        - ``times_national_mix``: potential over that
        - ``balance``: potential less the potential the other way, over their sum, from -1 to 1

        NaN where there is nothing to divide by.

    Raises
    ------
    TableError
        If a cell is missing, negative or infinite, or a place has more of an industry than the nation.
    MeasureError
        If the coefficients are not square, or cover an industry that the other two tables lack.

    Notes
    -----
    For seller ``A`` and buyer ``B``, over the covered industries ``i`` and ``j``::

        potential = sum_ij (size[A, i] / national[i]) coefficient[i, j] size[B, j]
        need      = sum_ij coefficient[i, j] size[B, j]

    Industries of ``size`` that the coefficients do not have are left out and counted. An industry that
    nobody in the nation has sells nothing; what is needed of it stays in the need.

    References
    ----------
    Miller, R. and Blair, P. (2009), Input-output analysis, 2nd ed., Cambridge, section 8.2, for the
    supply-proportion (pool) reading. ``docs/methods/bridges.md``.

    Examples
    --------
    >>> size = pd.DataFrame({"C26": [80.0, 10.0], "M70": [20.0, 90.0]}, index=["plants", "labs"])
    >>> national = pd.Series({"C26": 400.0, "M70": 300.0})
    >>> use = pd.DataFrame({"C26": [0.2, 0.1], "M70": [0.0, 0.1]}, index=["C26", "M70"])
    >>> links = supply_links(size, national, use).flows.set_index(["seller", "buyer"])
    >>> links.loc[("labs", "plants"), ["potential", "need", "local_share"]].round(3).tolist()
    [3.4, 26.0, 0.131]
    """
    covered = _checked(size, national, coefficients)
    made = size[covered].to_numpy(dtype=np.float64)
    nation = national[covered].to_numpy(dtype=np.float64)
    use = coefficients.to_numpy(dtype=np.float64)
    potential = _share(made, nation) @ use @ made.T
    at_mix = _at_national_mix(made, nation, use)
    need = (use @ made.T).sum(axis=0)
    seller, buyer = (part.ravel() for part in np.indices(potential.shape))
    flows = pd.DataFrame(
        {
            "seller": size.index.take(seller),
            "buyer": size.index.take(buyer),
            "potential": potential.ravel(),
            "need": need[buyer],
            "local_share": _ratio(potential, need[None, :]).ravel(),
            "at_national_mix": at_mix.ravel(),
            "times_national_mix": _ratio(potential, at_mix).ravel(),
            "balance": _ratio(potential - potential.T, potential + potential.T).ravel(),
        }
    )
    return SupplyLinks(flows, *_left_out(size, covered))


def top_links(
    size: pd.DataFrame,
    national: pd.Series,
    coefficients: pd.DataFrame,
    *,
    seller: Hashable,
    buyer: Hashable,
    count: int = 20,
) -> pd.DataFrame:
    """List the pairs of industries that would carry most of what one place could sell to another.

    Parameters
    ----------
    size, national, coefficients
        As in :func:`supply_links`.
    seller, buyer : label
        Rows of ``size``.
    count : int
        How many pairs to list at most.

    Returns
    -------
    DataFrame, shape (at most count, 5)
        ``sells``, ``buys`` (industries), ``potential``, ``share`` of the whole potential and
        ``cumulative`` share, the largest first; equal ones in the order of the coefficients. Pairs
        without a flow are not listed.

    Raises
    ------
    TableError
        As :func:`supply_links`.
    MeasureError
        As :func:`supply_links`, or if a place is not a row of ``size``, or ``count`` is below 1.

    Notes
    -----
    ``potential[i, j] = (size[A, i] / national[i]) coefficient[i, j] size[B, j]``; their sum is the
    potential of :func:`supply_links`.

    References
    ----------
    ``docs/methods/bridges.md``.

    Examples
    --------
    >>> size = pd.DataFrame({"C26": [80.0, 10.0], "M70": [20.0, 90.0]}, index=["plants", "labs"])
    >>> national = pd.Series({"C26": 400.0, "M70": 300.0})
    >>> use = pd.DataFrame({"C26": [0.2, 0.1], "M70": [0.0, 0.1]}, index=["C26", "M70"])
    >>> top_links(size, national, use, seller="labs", buyer="plants", count=1).round(3)
      sells buys  potential  share  cumulative
    0   M70  C26        2.4  0.706       0.706
    """
    covered = _checked(size, national, coefficients)
    for name, place in (("seller", seller), ("buyer", buyer)):
        if place not in size.index:
            raise MeasureError(f"`{name}` {place!r} is not a row of `size`; it has {list(size.index)[:5]}.")
    if count < 1:
        raise MeasureError(f"`count` is {count}; list at least one pair.")
    made = size.loc[[seller, buyer], covered].to_numpy(dtype=np.float64)
    share = _share(made[:1], national[covered].to_numpy(dtype=np.float64))[0]
    flow = share[:, None] * coefficients.to_numpy(dtype=np.float64) * made[1]
    order = np.argsort(-flow.ravel(), kind="stable")[:count]
    order = order[flow.ravel()[order] > 0]
    sells, buys = np.unravel_index(order, flow.shape)
    potential = flow.ravel()[order]
    return pd.DataFrame(
        {
            "sells": covered.take(sells),
            "buys": covered.take(buys),
            "potential": potential,
            "share": potential / flow.sum(),
            "cumulative": np.cumsum(potential) / flow.sum(),
        }
    )


def _checked(size: pd.DataFrame, national: pd.Series, coefficients: pd.DataFrame) -> pd.Index:
    check_counts(size, "size")
    check_counts(national.to_frame("national"), "national")
    check_counts(coefficients, "coefficients")
    if not coefficients.index.equals(coefficients.columns):
        raise MeasureError(
            f"`coefficients` has {len(coefficients)} rows and {coefficients.shape[1]} columns that are not "
            "the same industries in the same order; give one square table."
        )
    for name, labels in (("size", size.columns), ("national", national.index)):
        absent = coefficients.index.difference(labels, sort=False)
        if len(absent):
            raise MeasureError(
                f"`{name}` lacks the industry {absent[0]!r} ({len(absent)} of the coefficients in all). Add "
                "them (0 only if it is known that there are none), or leave them out of the coefficients."
            )
    covered = coefficients.index
    nation = national[covered].to_numpy(dtype=np.float64)
    over = size[covered].to_numpy(dtype=np.float64) > nation
    if over.any():
        row, column = np.argwhere(over)[0]
        here = float(size[covered].to_numpy(dtype=np.float64)[row, column])
        raise TableError(
            f"({size.index[row]!r}, {covered[column]!r}) has {here} and the nation {nation[column]}; "
            "a part cannot exceed its whole. Use the same unit, year and revision in both."
        )
    return covered


def _share(made: FloatArray, nation: FloatArray) -> FloatArray:
    return np.asarray(np.divide(made, nation, out=np.zeros_like(made), where=nation > 0))


def _ratio(part: FloatArray, whole: FloatArray) -> FloatArray:
    part, whole = np.broadcast_arrays(part, whole)
    return np.asarray(np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0))


def _at_national_mix(made: FloatArray, nation: FloatArray, use: FloatArray) -> FloatArray:
    total = made.sum(axis=1)
    if nation.sum() == 0:
        return np.zeros((len(made), len(made)))
    selling = (nation > 0).astype(np.float64)
    whole = float(selling @ use @ nation)
    return np.asarray(np.outer(total, total) * (whole / nation.sum() ** 2))


def _left_out(size: pd.DataFrame, covered: pd.Index) -> tuple[pd.DataFrame, pd.DataFrame]:
    rest = size.drop(columns=covered)
    row, column = np.nonzero(rest.to_numpy(dtype=np.float64))
    outside = pd.DataFrame(
        {
            "place": rest.index.take(row),
            "industry": rest.columns.take(column),
            "size": rest.to_numpy(dtype=np.float64)[row, column],
        }
    )
    coverage = pd.DataFrame(
        {
            "place": size.index,
            "industries": (size > 0).sum(axis=1).to_numpy(),
            "industries_outside": (rest > 0).sum(axis=1).to_numpy(),
            "size": size.sum(axis=1).to_numpy(),
            "size_outside": rest.sum(axis=1).to_numpy(),
        }
    )
    return outside, coverage
