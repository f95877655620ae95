"""The creative class of every place: its share by a named list, beside peers, and its growth."""

from collections.abc import Collection
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from sandan.errors import MeasureError, TableError
from sandan.observe.checks import check_columns
from sandan.observe.occupations.lists import OccupationList, sides
from sandan.observe.rank_range import rank_range
from sandan.observe.wilson import wilson_interval
from sandan.types import FloatArray

__all__ = ["Reference", "against_peers", "creative_growth", "creative_share"]

Reference: TypeAlias = Literal["pooled", "median"]
"""The share of all other peers taken together, or the median of their shares."""


def creative_share(
    persons: pd.DataFrame,
    occupations: OccupationList,
    *,
    basis: str,
    occupation: str = "occupation",
    value: str = "persons",
    bounds: tuple[str, str] | None = None,
) -> pd.DataFrame:
    """Measure the share of persons in the occupations of a list, in every place.

    Parameters
    ----------
    persons : DataFrame, shape (n_rows, n_columns)
        Persons by place and occupation at one date, in the list's classification, all occupations and no
        totals.
    occupations : OccupationList
        Which occupations count.
    basis : str
        Name of the column with the place, such as ``residence`` or ``workplace``; it is written beside
        every share, because the two answer different questions.
    occupation, value : str
        Names of the columns with the code and the number.
    bounds : tuple of str, optional
        Columns with the least and greatest possible number of every row, where cells are suppressed.

    Returns
    -------
    DataFrame, shape (n_places, 11)
        ``area``, ``basis``, ``list``; ``creative_lower``, ``creative_upper`` (persons who are certainly,
        or possibly, in the class), ``others_lower``, ``others_upper`` (the same of those who are not);
        ``share`` (NaN unless it is known exactly), ``share_lower``, ``share_upper`` (from 0 to 1);
        ``undecided``, the most persons in occupations that are partly on the list. NaN in the shares of a
        place that may have no persons at all.

    Raises
    ------
    TableError
        If a column is missing or has empty cells, a row stands twice, or a bound is negative or above its
        upper bound.
    DefinitionError
        If a code is not text.

    Notes
    -----
    With ``c``, ``u`` and ``o`` the persons in occupations inside, undecided and outside, and their bounds::

        creative_lower = c_low                others_lower = o_low
        creative_upper = c_high + u_high      others_upper = u_high + o_high
        share_lower = creative_lower / (creative_lower + others_upper)
        share_upper = creative_upper / (creative_upper + others_lower)

    Sharp for cells that vary independently; published totals make the truth narrower.

    References
    ----------
    Florida (2002); ``docs/methods/creative-class.md``.

    Examples
    --------
    >>> from sandan.observe.occupations.lists import occupation_list
    >>> people = pd.DataFrame({"residence": "Seongnam", "occupation": ["22", "15", "31"],
    ...                        "persons": [30, 5, 65]})
    >>> shares = creative_share(people, occupation_list("kiet_ksco6"), basis="residence")
    >>> shares[["area", "share", "share_lower", "share_upper"]]
           area  share  share_lower  share_upper
    0  Seongnam    NaN          0.3         0.35
    """
    low, high = bounds or (value, value)
    check_columns(persons, [basis, occupation, low, high], "persons")
    rows = pd.DataFrame(
        {
            "area": persons[basis].to_numpy(),
            "side": sides(occupations, persons[occupation])["side"].to_numpy(),
            "low": persons[low].to_numpy(dtype=np.float64),
            "high": persons[high].to_numpy(dtype=np.float64),
        }
    )
    _check_rows(rows, persons, [basis, occupation])
    areas = pd.Index(np.unique(rows["area"]))
    c_low, c_high = _both(rows, areas, "include")
    u_low, u_high = _both(rows, areas, "undecided")
    o_low, o_high = _both(rows, areas, "exclude")
    lower = _part(c_low, u_high + o_high)
    upper = _part(c_high + u_high, o_low)
    certain = c_low + u_low + o_low > 0
    table = pd.DataFrame(
        {
            "creative_lower": c_low,
            "creative_upper": c_high + u_high,
            "others_lower": o_low,
            "others_upper": u_high + o_high,
            "share": np.where(certain & (lower == upper), lower, np.nan),
            "share_lower": np.where(certain, lower, np.nan),
            "share_upper": np.where(certain, upper, np.nan),
            "undecided": u_high,
        }
    )
    table.insert(0, "area", areas)
    table.insert(1, "basis", basis)
    table.insert(2, "list", occupations.key)
    return table


def against_peers(
    shares: pd.DataFrame,
    *,
    peers: Collection[str],
    reference: Reference = "pooled",
    sample: str | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Place the share of every peer among the others.

    Parameters
    ----------
    shares : DataFrame, shape (n_places, n_columns)
        As :func:`creative_share` gives them, of one list and one basis.
    peers : collection of str
        The areas to compare with each other; the others are not read.
    reference : {"pooled", "median"}
        What a place is compared with: the share of all other peers taken together, or the median of their
        shares. The place itself is never part of it.
    sample : str, optional
        Column with the effective number of persons in the sample, if the shares are from a survey.
    confidence : float
        Nominal coverage of the interval.

    Returns
    -------
    DataFrame, shape (n_peers, 12 or 14)
        ``area``, ``share``, ``share_lower``, ``share_upper``; ``rank`` (1 is the largest; empty if the
        bounds allow several), ``best_rank``, ``worst_rank``; ``percentile``, per cent of the other peers
        whose share is smaller (empty if the rank is); ``reference_lower``, ``reference_upper``;
        ``difference_lower``, ``difference_upper`` in percentage points. With ``sample`` also
        ``sample_lower`` and ``sample_upper``, the Wilson interval of the share.

    Raises
    ------
    TableError
        If a column is missing, or an area stands twice.
    MeasureError
        If lists or bases are mixed, a peer has no share, there are fewer than two peers, or a parameter is
        out of range.

    Notes
    -----
    Ranks as in :func:`sandan.observe.rank_range.rank_range`; equal shares share their rank.
    ``difference_lower = 100 (share_lower - reference_upper)`` and the other way round; the cells of a place
    and of its peers are different cells, so both ends can be reached. With bounds the Wilson interval runs
    from the lower end at the lower share to the upper end at the upper one.

    References
    ----------
    Mogstad, M., Romano, J., Shaikh, A. and Wilhelm, D. (2024), Inference for ranks, Review of Economic
    Studies 91, for why a rank needs a range. ``docs/methods/creative-class.md``.

    Examples
    --------
    >>> from sandan.observe.occupations.lists import occupation_list
    >>> people = pd.DataFrame({"residence": ["a", "a", "b", "b", "c", "c"], "occupation": ["22", "31"] * 3,
    ...                        "persons": [32, 68, 22, 78, 20, 80]})
    >>> shares = creative_share(people, occupation_list("kiet_ksco6"), basis="residence")
    >>> against_peers(shares, peers=["a", "b", "c"])[["area", "rank", "percentile", "difference_lower"]]
      area  rank  percentile  difference_lower
    0    a     1       100.0              11.0
    1    b     2        50.0              -4.0
    2    c     3         0.0              -7.0
    """
    table = _chosen(shares, peers, reference)
    low, high = (table[f"share_{end}"].to_numpy(dtype=np.float64) for end in ("lower", "upper"))
    best, worst = rank_range(low, high)
    below = (high[None, :] < low[:, None]).sum(axis=1)
    known = best == worst
    reference_low, reference_high = _references(table, low, high, reference)
    result = table[["area", "share", "share_lower", "share_upper"]].assign(
        rank=pd.Series(best, dtype="Int64").where(known),
        best_rank=best,
        worst_rank=worst,
        percentile=np.where(known, 100 * below / (len(table) - 1), np.nan),
        reference_lower=reference_low,
        reference_upper=reference_high,
        difference_lower=100 * (low - reference_high),
        difference_upper=100 * (high - reference_low),
    )
    if sample is not None:
        check_columns(table, [sample], "shares")
        number = table[sample].to_numpy(dtype=np.float64)
        result["sample_lower"] = wilson_interval(low * number, number, confidence=confidence)[0]
        result["sample_upper"] = wilson_interval(high * number, number, confidence=confidence)[1]
    return result


def creative_growth(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Compare the creative class of every place at two dates.

    Parameters
    ----------
    before, after : DataFrame, shape (n_places, n_columns)
        As :func:`creative_share` gives them, of the same list and basis.

    Returns
    -------
    DataFrame, shape (n_areas, 6)
        ``area``; ``dates`` (both, before, after: at which it stands); ``points_lower`` and
        ``points_upper``, the change of the share in percentage points; ``persons_lower`` and
        ``persons_upper``, the growth of the number of creative persons in per cent. NaN at an area that
        stands at one date only, and where growth would be from 0.

    Raises
    ------
    TableError
        If a column is missing, or an area stands twice.
    MeasureError
        If list or basis differ between the dates.

    Notes
    -----
    ``points_lower = 100 (share_lower' - share_upper)``; ``persons_lower = 100 (creative_lower' /
    creative_upper - 1)``; the upper ends the other way round, infinite where the first date may have none.
    Undecided occupations move both ends, although they are on the same side at both dates: these are
    bounds and not sharp.

    References
    ----------
    ``docs/methods/creative-class.md``.

    Examples
    --------
    >>> from sandan.observe.occupations.lists import occupation_list
    >>> people = pd.DataFrame({"residence": "a", "occupation": ["22", "31"], "persons": [20, 80]})
    >>> kiet = occupation_list("kiet_ksco6")
    >>> first = creative_share(people, kiet, basis="residence")
    >>> second = creative_share(people.assign(persons=[30, 70]), kiet, basis="residence")
    >>> creative_growth(first, second)[["dates", "points_lower", "points_upper", "persons_lower"]].round(2)
      dates  points_lower  points_upper  persons_lower
    0  both          10.0          10.0           50.0
    """
    for name, table in (("before", before), ("after", after)):
        _check_shares(table, name)
    for column in ("list", "basis"):
        used = sorted({*before[column], *after[column]})
        if len(used) > 1:
            raise MeasureError(
                f"The two dates have the {column} {' and '.join(used)}; compare like with like."
            )
    both = before.merge(after, on="area", how="outer", suffixes=("", "_after"), indicator=True)
    old_low, old_high = both["creative_lower"], both["creative_upper"]
    with np.errstate(divide="ignore", invalid="ignore"):
        least = both["creative_lower_after"].to_numpy() / old_high.to_numpy()
        most = both["creative_upper_after"].to_numpy() / old_low.to_numpy()
    return pd.DataFrame(
        {
            "area": both["area"],
            "dates": both["_merge"].astype("str").replace({"left_only": "before", "right_only": "after"}),
            "points_lower": 100 * (both["share_lower_after"] - both["share_upper"]),
            "points_upper": 100 * (both["share_upper_after"] - both["share_lower"]),
            "persons_lower": np.where(old_high > 0, 100 * (least - 1), np.nan),
            "persons_upper": np.where(old_high > 0, 100 * (most - 1), np.nan),
        }
    )


def _check_rows(rows: pd.DataFrame, persons: pd.DataFrame, keys: list[str]) -> None:
    twice = persons.duplicated(keys)
    if twice.any():
        raise TableError(
            f"`persons` has {persons.loc[twice, keys].iloc[0].tolist()} more than once "
            f"({int(twice.sum())} rows too many); add them up, or take one date."
        )
    wrong = ~((rows["low"] >= 0) & (rows["low"] <= rows["high"]) & np.isfinite(rows["high"]))
    if wrong.any():
        first = rows[wrong].iloc[0]
        raise TableError(
            f"{first['area']!r} has a row with from {first['low']} to {first['high']} persons; give finite "
            "numbers of 0 or more, the lower one first."
        )


def _both(rows: pd.DataFrame, areas: pd.Index, side: str) -> tuple[FloatArray, FloatArray]:
    chosen = rows[rows["side"] == side]
    place = areas.get_indexer(pd.Index(chosen["area"]))
    sums = [
        np.bincount(place, weights=chosen[end], minlength=len(areas)).astype(np.float64)
        for end in ("low", "high")
    ]
    return sums[0], sums[1]


def _part(inside: FloatArray, outside: FloatArray) -> FloatArray:
    whole = inside + outside
    return np.asarray(np.divide(inside, whole, out=np.full(len(whole), np.nan), where=whole > 0))


def _check_shares(shares: pd.DataFrame, name: str) -> None:
    numbers = ["creative_lower", "creative_upper", "others_lower", "others_upper"]
    check_columns(shares, ["area", "basis", "list", *numbers], name)
    if shares["area"].duplicated().any():
        twice = shares.loc[shares["area"].duplicated(), "area"].iloc[0]
        raise TableError(f"`{name}` has the area {twice!r} more than once; take one list, basis and date.")


def _chosen(shares: pd.DataFrame, peers: Collection[str], reference: str) -> pd.DataFrame:
    _check_shares(shares, "shares")
    if reference not in ("pooled", "median"):
        raise MeasureError(f"`reference` is {reference!r}; use 'pooled' or 'median'.")
    table = shares[shares["area"].isin(list(peers))].reset_index(drop=True)
    if absent := sorted(set(peers) - set(table.loc[table["share_lower"].notna(), "area"])):
        raise MeasureError(
            f"{absent[0]!r} and {len(absent)} peers in all have no share; leave them out of `peers`."
        )
    if len(table) < 2:
        raise MeasureError(f"`peers` has {len(table)} area; a comparison needs two or more.")
    for column in ("list", "basis"):
        if len(used := table[column].unique()) > 1:
            raise MeasureError(f"`shares` mixes the {column} {' and '.join(used)}; take one.")
    return table


def _references(
    table: pd.DataFrame, low: FloatArray, high: FloatArray, reference: Reference
) -> tuple[FloatArray, FloatArray]:
    """Return the bounds of what each place is compared with, itself left out."""
    others = ~np.eye(len(table), dtype=bool)
    if reference == "median":
        return (
            np.array([np.median(low[row]) for row in others]),
            np.array([np.median(high[row]) for row in others]),
        )
    creative_low, creative_high, others_low, others_high = (
        table[name].to_numpy(dtype=np.float64).sum() - table[name].to_numpy(dtype=np.float64)
        for name in ("creative_lower", "creative_upper", "others_lower", "others_upper")
    )
    return _part(creative_low, others_high), _part(creative_high, others_low)
