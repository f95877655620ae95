"""Who is like us: distances in a stated vector, what makes them, and how firm the list is."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.evaluate.comparison_sets import ComparisonSet, comparison_sets_from
from sandan.observe.rank_range import rank_range
from sandan.types import FloatArray

__all__ = ["peer_contributions", "peer_distances", "peer_set", "peer_stability", "standardized"]

LEAST_KNOWN = 0.5
"""Share of the weight that has to be known of a place before it is ranked."""


def standardized(vector: pd.DataFrame) -> pd.DataFrame:
    """Express every characteristic in standard deviations from its mean over all places.

    Parameters
    ----------
    vector : DataFrame, shape (n_places, n_characteristics)
        Numbers by place; missing ones are NaN. Take the logarithm of sizes before.

    Returns
    -------
    DataFrame, shape (n_places, n_characteristics)
        Without a unit; missing stays missing.

    Raises
    ------
    MeasureError
        If a place is there twice, a number is infinite, or a characteristic is the same for all places that
        have it.

    Notes
    -----
    ``z[i, k] = (x[i, k] - m[k]) / s[k]``, with mean and standard deviation (divisor ``n``) over the places
    that have a number.

    References
    ----------
    ``docs/methods/peers.md``.

    Examples
    --------
    >>> standardized(pd.DataFrame({"size": [1.0, 2.0, 3.0]}, index=list("abc"))).round(3)["size"].tolist()
    [-1.225, 0.0, 1.225]
    """
    if not vector.index.is_unique:
        twice = vector.index[vector.index.duplicated()][0]
        raise MeasureError(f"The place {twice!r} is there twice; keep one row of it.")
    values = vector.to_numpy(dtype=float)
    if np.isinf(values).any():
        name = vector.columns[int(np.flatnonzero(np.isinf(values).any(axis=0))[0])]
        raise MeasureError(f"{name!r} has an infinite number; give a finite one, or leave it empty.")
    spread = vector.std(ddof=0)
    for column, one in spread.items():
        if not one > 0:
            raise MeasureError(
                f"{column!r} does not differ between the places that have it, so it makes none of them "
                "alike; leave it out."
            )
    return pd.DataFrame((vector - vector.mean()) / spread)


def peer_distances(
    vector: pd.DataFrame, place: str, *, weights: Mapping[str, float], least_known: float = LEAST_KNOWN
) -> pd.DataFrame:
    """Rank all other places by their distance from one place.

    Parameters
    ----------
    vector : DataFrame, shape (n_places, n_characteristics)
        Numbers by place; missing ones are NaN.
    place : str
        The place that looks for others like it.
    weights : mapping of str to float
        Weight of each characteristic that counts, above 0; columns without a weight do not count.
    least_known : float
        Share of the weight that has to be known of a place before it is ranked, above 0, at most 1.

    Returns
    -------
    DataFrame, shape (n_places - 1,)
        ``area``, ``rank``, ``best_rank``, ``worst_rank`` (1 is nearest), ``distance`` (in standard
        deviations), ``least``, ``most`` (whatever the missing numbers are), ``known`` (share of the weight),
        ``farther`` (share of all pairs of places that are at least as far apart), nearest first. Places of
        which too little is known come last, without a rank.

    Raises
    ------
    MeasureError
        If the place is not there or lacks a characteristic that counts, a weight is not positive or has no
        column, or as `standardized`.

    Notes
    -----
    Over the characteristics ``K`` that place ``i`` has, with weights ``w`` that sum to ``W``::

        d(i)^2 = sum_K w[k] (z[i, k] - z[0, k])^2 / sum_K w[k]

    ``least`` takes 0 for every missing square and ``most`` the largest one that any place has, both over
    ``W``. The ranks follow ``d``; their ranges follow ``[least, most]``, which always holds ``d``.

    References
    ----------
    ``docs/methods/peers.md``.

    Examples
    --------
    >>> places = pd.DataFrame({"size": [1.0, 1.1, 3, 1], "growth": [0.0, 0.1, 0, 0.4]}, index=list("abcd"))
    >>> peer_distances(places, "a", weights={"size": 1, "growth": 1})[["area", "rank"]].values.tolist()
    [['b', 1], ['c', 2], ['d', 3]]
    """
    squares, weight = _squares(vector, place, weights)
    if not 0 < least_known <= 1:
        raise MeasureError(f"`least_known` is {least_known}; give a share above 0 and not above 1.")
    known = _known(squares, weight)
    distance, least, most = _distances(squares, weight)
    table = pd.DataFrame(
        {"area": squares.index.astype(str), "distance": distance, "least": least, "most": most}
    ).assign(known=known, farther=_farther(vector, weights, distance))
    table = _with_ranks(table, least_known)
    return table.sort_values(["rank", "area"], na_position="last", ignore_index=True)[
        ["area", "rank", "best_rank", "worst_rank", "distance", "least", "most", "known", "farther"]
    ]


def _squares(
    vector: pd.DataFrame, place: str, weights: Mapping[str, float]
) -> tuple[pd.DataFrame, FloatArray]:
    """Take the squared differences of every other place, and the weights in the same order."""
    absent = [name for name in weights if name not in vector.columns]
    if absent or not weights:
        raise MeasureError(
            f"There is no characteristic {(absent or ['at all'])[0]!r} to weigh; the vector has "
            f"{', '.join(map(str, vector.columns))}."
        )
    for name, one in weights.items():
        if not 0 < one < np.inf:
            raise MeasureError(f"The weight of {name!r} is {one}; give one above 0, or leave the name out.")
    if place not in vector.index:
        raise MeasureError(f"The place {place!r} is not among the {len(vector)} places; give one of them.")
    chosen = vector[list(weights)]
    own = _own_values(chosen, place)
    lacking = [name for name, value in own.items() if np.isnan(value)]
    if lacking:
        raise MeasureError(
            f"The place {place!r} has no number for {', '.join(lacking)}, so nobody can be compared with it "
            "in that; leave the weight out."
        )
    scaled = standardized(chosen)
    differences = scaled.drop(index=place) - scaled.loc[place]
    return pd.DataFrame(differences**2), np.array([float(one) for one in weights.values()])


def _own_values(chosen: pd.DataFrame, place: str) -> dict[str, float]:
    row = chosen.to_numpy(dtype=float)[list(chosen.index).index(place)]
    return dict(zip(map(str, chosen.columns), row.tolist(), strict=True))


def _known(squares: pd.DataFrame, weight: FloatArray) -> FloatArray:
    return np.asarray(squares.notna().to_numpy() @ weight / weight.sum())


def _distances(squares: pd.DataFrame, weight: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give the distance over what is known, and its ends whatever the rest is."""
    values = squares.to_numpy()
    known = ~np.isnan(values)
    found = np.where(known, values, 0.0) @ weight
    known_weight = known @ weight
    with np.errstate(invalid="ignore", divide="ignore"):
        distance = np.sqrt(found / known_weight)
    largest = np.nanmax(values, axis=0)
    least = np.sqrt(found / weight.sum())
    most = np.sqrt((found + np.where(known, 0.0, largest) @ weight) / weight.sum())
    # What is known may lie farther off than the largest differences that anybody has in the rest.
    return distance, least, np.fmax(most, distance)


def _farther(vector: pd.DataFrame, weights: Mapping[str, float], distance: FloatArray) -> FloatArray:
    """Say of each distance which share of all pairs of places is at least as far apart."""
    scaled = standardized(vector[list(weights)]).to_numpy()
    weight = np.array([float(one) for one in weights.values()])
    pairs = np.sort(np.concatenate([_to_later(scaled, weight, i) for i in range(len(scaled) - 1)]))
    return np.asarray(1 - np.searchsorted(pairs, distance * (1 - 1e-12)) / len(pairs))


def _to_later(scaled: FloatArray, weight: FloatArray, place: int) -> FloatArray:
    squares = (scaled[place + 1 :] - scaled[place]) ** 2
    known = ~np.isnan(squares)
    weights = known @ weight
    found = np.where(known, squares, 0.0) @ weight
    return np.asarray(np.sqrt(found[weights > 0] / weights[weights > 0]))


def _with_ranks(table: pd.DataFrame, least_known: float) -> pd.DataFrame:
    ranked = table[table["known"] >= least_known - 1e-12]
    near = -ranked["distance"].to_numpy()
    point, _ = rank_range(near, near)
    best, worst = rank_range(-ranked["most"].to_numpy(), -ranked["least"].to_numpy())
    ranks = pd.DataFrame({"rank": point, "best_rank": best, "worst_rank": worst}, index=ranked.index)
    return table.join(ranks.reindex(table.index).astype("Int64"))


def peer_contributions(vector: pd.DataFrame, place: str, *, weights: Mapping[str, float]) -> pd.DataFrame:
    """List what makes each place like the one that asks, and what sets it apart.

    Parameters
    ----------
    vector : DataFrame, shape (n_places, n_characteristics)
        Numbers by place; missing ones are NaN.
    place : str
        The place that looks for others like it.
    weights : mapping of str to float
        As for `peer_distances`.

    Returns
    -------
    DataFrame, shape ((n_places - 1) * n_weights,)
        ``area``, ``characteristic``, ``value``, ``own_value`` (of the place that asks), ``difference`` (in
        standard deviations, with its sign), ``weight``, ``contribution`` to the squared distance and
        ``share`` of it. A missing value has no contribution.

    Raises
    ------
    MeasureError
        As `peer_distances`.

    Notes
    -----
    ``contribution[i, k] = w[k] (z[i, k] - z[0, k])^2 / sum_K w[k]``; over the characteristics of a place they
    sum to ``d(i)^2``. The share is 0 where two places are equal in everything.

    References
    ----------
    ``docs/methods/peers.md``.

    Examples
    --------
    >>> places = pd.DataFrame({"size": [1.0, 1.1, 3.0], "growth": [0.0, 0.1, 0.0]}, index=list("abc"))
    >>> found = peer_contributions(places, "a", weights={"size": 1, "growth": 1})
    >>> found.loc[found["area"] == "c", ["characteristic", "share"]].values.tolist()
    [['size', 1.0], ['growth', 0.0]]
    """
    squares, weight = _squares(vector, place, weights)
    scaled = standardized(vector[list(weights)])
    known_weight = (squares.notna() * weight).sum(axis=1)
    parts = (squares * weight).div(known_weight.where(known_weight > 0), axis=0)
    total = parts.sum(axis=1)
    shares = parts.div(total.where(total > 0), axis=0).fillna(0.0).where(parts.notna())
    long = {
        "value": vector[list(weights)].drop(index=place).astype(float),
        "difference": scaled.drop(index=place) - scaled.loc[place],
        "contribution": parts,
        "share": shares,
    }
    columns = {name: table.to_numpy().reshape(-1) for name, table in long.items()}
    table = pd.DataFrame(
        {
            "area": np.repeat(squares.index.astype(str).to_numpy(), len(weights)),
            "characteristic": np.tile(np.array(list(weights), dtype=object), len(squares)),
            **columns,
        }
    )
    own = _own_values(vector[list(weights)], place)
    table = table.assign(
        own_value=table["characteristic"].map(own).astype(float),
        weight=table["characteristic"].map(dict(weights)).astype(float),
    )
    return table[
        ["area", "characteristic", "value", "own_value", "difference", "weight", "contribution", "share"]
    ]


def peer_stability(
    vector: pd.DataFrame,
    place: str,
    *,
    weights: Mapping[str, float],
    count: int = 10,
    least_known: float = LEAST_KNOWN,
) -> pd.DataFrame:
    """Leave out each characteristic in turn, and see who would still be among the nearest.

    Parameters
    ----------
    vector : DataFrame, shape (n_places, n_characteristics)
        Numbers by place; missing ones are NaN.
    place : str
        The place that looks for others like it.
    weights : mapping of str to float
        As for `peer_distances`; two or more.
    count : int
        How many places make the list, 1 or more.
    least_known : float
        As for `peer_distances`.

    Returns
    -------
    DataFrame, shape (n_weights * n_named,)
        ``left_out``, ``area``, ``rank`` (without it) and ``listed``, for every place that is in the full list
        (``in_full_list``) or in one of the others.

    Raises
    ------
    MeasureError
        If fewer than two characteristics have a weight, or as `peer_distances`.

    Notes
    -----
    One list for each characteristic ``k``, with ``w[k] = 0``. A place is listed if its rank is at most
    ``count``; places that share the last rank are all listed.

    References
    ----------
    ``docs/methods/peers.md``.

    Examples
    --------
    >>> places = pd.DataFrame({"size": [1.0, 1.1, 3, 1], "growth": [0.0, 0.1, 0, 0.4]}, index=list("abcd"))
    >>> found = peer_stability(places, "a", weights={"size": 1, "growth": 1}, count=1)
    >>> found[found["listed"]][["left_out", "area"]].values.tolist()
    [['size', 'c'], ['growth', 'd']]
    """
    if len(weights) < 2:
        raise MeasureError(
            f"{len(weights)} characteristics have a weight; two or more can be left out in turn."
        )
    if count < 1:
        raise MeasureError(f"A list of {count} places says nothing; give 1 or more.")
    full = _listed(peer_distances(vector, place, weights=weights, least_known=least_known), count)
    without = {
        name: peer_distances(
            vector,
            place,
            weights={other: one for other, one in weights.items() if other != name},
            least_known=least_known,
        )
        for name in weights
    }
    named = list(dict.fromkeys([*full, *(area for one in without.values() for area in _listed(one, count))]))
    rows = [
        one.set_index("area").reindex(named)[["rank"]].rename_axis("area").reset_index().assign(left_out=name)
        for name, one in without.items()
    ]
    table = pd.concat(rows, ignore_index=True)
    listed = (table["rank"] <= count).fillna(value=False).astype(bool)
    table = table.assign(listed=listed, in_full_list=table["area"].isin(full))
    return table[["left_out", "area", "rank", "listed", "in_full_list"]]


def _listed(table: pd.DataFrame, count: int) -> list[str]:
    return table.loc[(table["rank"] <= count).fillna(value=False), "area"].tolist()


def peer_set(
    distances: pd.DataFrame,
    place: str,
    *,
    key: str,
    weights: Mapping[str, float],
    count: int,
    chosen_on: date,
    period: str,
    words: Mapping[str, tuple[str, str]] = MappingProxyType({}),
) -> ComparisonSet:
    """Keep the nearest places and the one that asked as a comparison set, with the rule and the day.

    Parameters
    ----------
    distances : DataFrame
        From `peer_distances`.
    place : str
        The place that asked; it is the first of the set.
    key : str
        Name of the set.
    weights : mapping of str to float
        Those of the distances; they are part of the rule.
    count : int
        How many places besides.
    chosen_on : date
        Day of the choice.
    period : str
        Years that the vector describes, as words.
    words : mapping of str to (str, str)
        Korean and English name of the place and of each characteristic; the key where there is none.

    Returns
    -------
    ComparisonSet
        The rule names every characteristic with its weight.

    Raises
    ------
    DefinitionError
        If no place is near enough to have a rank.

    Notes
    -----
    Every place whose rank is at most ``count``; ties at the end all come in.

    References
    ----------
    ``docs/methods/ranks.md``, ``docs/methods/peers.md``.

    Examples
    --------
    >>> places = pd.DataFrame({"size": [1.0, 1.1, 3.0], "growth": [0.0, 0.1, 0.0]}, index=list("abc"))
    >>> near = peer_distances(places, "a", weights={"size": 1, "growth": 2})
    >>> found = peer_set(near, "a", key="like-a", weights={"size": 1, "growth": 2}, count=1,
    ...                  chosen_on=date(2011, 1, 1), period="2010")
    >>> found.areas, found.rule_en
    (('a', 'c'), 'the 1 places nearest to a in 2010, by size (weight 1), growth (weight 2)')
    """
    korean, english = (words.get(place, (place, place))[language] for language in (0, 1))
    said = {name: words.get(name, (name, name)) for name in weights}
    rule_ko = ", ".join(f"{said[name][0]}(가중치 {one:g})" for name, one in weights.items())
    rule_en = ", ".join(f"{said[name][1]} (weight {one:g})" for name, one in weights.items())
    entry = {
        "key": key,
        "name_ko": f"{korean} 유사 지역 {count}곳",
        "name_en": f"the {count} places most like {english}",
        "rule_ko": f"{period}년 기준, 다음 특성에서 {korean}에 가장 가까운 {count}곳: {rule_ko}",
        "rule_en": f"the {count} places nearest to {english} in {period}, by {rule_en}",
        "chosen_on": chosen_on.isoformat(),
        "areas": [place, *_listed(distances, count)],
    }
    return comparison_sets_from({"set": [entry]})[key]
