"""Finding the firms of one list in another, or twice in one, without a common key."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sandan.operate.candidates import CandidateIndex, all_pairs
from sandan.operate.firm_features import (
    FEATURES,
    LEAST_NAME,
    POINTS,
    PreparedFirms,
    answer_word,
    compare_firms,
    prepare_firms,
)
from sandan.types import BoolArray, IntArray

__all__ = ["Linkage", "MatchState", "find_duplicates", "likely_duplicates", "match_firms"]

SHOWN = 4
"""Points from which a pair is shown to a person."""
RIVAL_MARGIN = 3
"""A second candidate within so many points of the first is a rival."""
KEPT = 10
"""Candidates that are kept for each incoming firm, best first."""

_SAME, _WHOLE, _NUMBER_DIFFERENT = 0, 0, 2
_NAME_DIFFERENT = list(POINTS["name"]).index("different")
_Answers = Mapping[str, npt.NDArray[Any]]


class MatchState(StrEnum):
    """What the matching says about one incoming firm."""

    MATCH = "match"
    """One firm of the register is certain and has no rival."""
    MULTIPLE = "multiple"
    """Several firms are possible; a person chooses."""
    NONE = "none"
    """No firm of the register comes near."""
    UNKNOWN = "unknown"
    """One firm is possible and not certain, or the row says too little."""


@dataclass(frozen=True, eq=False)
class Linkage:
    """The outcome for every incoming firm, and the candidates with their reasons.

    ``states`` has one row per incoming firm: ``state``, ``why``, ``firm`` (label in the register; only
    for a match), ``candidates`` (how many reach the points that are shown) and ``score`` (of the best).
    ``candidates`` has one row per kept pair: ``row``, ``firm``, ``rank``, ``score``, ``certain``,
    ``similarity`` and the answer of each feature in words.
    """

    states: pd.DataFrame
    candidates: pd.DataFrame


def match_firms(incoming: pd.DataFrame, register: pd.DataFrame | PreparedFirms) -> Linkage:
    """Find each firm of a list in a register.

    Parameters
    ----------
    incoming : DataFrame, shape (n_rows, n_columns)
        Column ``name``, and any of ``business_number``, ``address``, ``representative`` and ``phone``. The
        index identifies the rows.
    register : DataFrame, shape (n_firms, n_columns), or PreparedFirms
        The same columns, or what `prepare_firms` made of them.

    Returns
    -------
    Linkage
        A state for each incoming row, with the candidates that reach `SHOWN` points, best first.

    Raises
    ------
    TableError
        If a table has no column ``name`` or labels that repeat.

    Notes
    -----
    A pair is certain if the whole business number agrees and the names differ only where the address, the
    representative or the phone agrees; or if the name agrees with its branch, the building agrees and the
    numbers do not disagree. ``match`` needs a best candidate that is certain, while no other candidate
    is certain, has the same whole number, or comes within `RIVAL_MARGIN` points. Everything else that
    reaches `SHOWN` points is for a person: ``multiple`` or, if it is alone, ``unknown``.

    References
    ----------
    Fellegi and Sunter (1969), A theory for record linkage, JASA 64, with set weights.

    Examples
    --------
    >>> register = pd.DataFrame({"name": ["㈜한빛전자", "새빛"], "business_number": ["124-81-00998", None]})
    >>> incoming = pd.DataFrame({"name": ["한빛전자", "한빗전자", "노을"]})
    >>> incoming["business_number"] = ["1248100998", "", ""]
    >>> match_firms(incoming, register).states[["state", "why", "candidates"]]
         state           why  candidates
    0    match        number           1
    1  unknown  one-possible           1
    2     none  nothing-near           0
    """
    one = prepare_firms(incoming)
    other = register if isinstance(register, PreparedFirms) else prepare_firms(register)
    pieces = [_shown(one, other, *pairs) for pairs in CandidateIndex(other).pairs(one)]
    found = pd.concat([_no_candidates(), *pieces], ignore_index=True)
    return Linkage(_states(one, other, found), _labelled(one, other, found[found["rank"] <= KEPT]))


def find_duplicates(table: pd.DataFrame) -> pd.DataFrame:
    """Find the firms that may stand in one register more than once.

    Parameters
    ----------
    table : DataFrame, shape (n_firms, n_columns)
        As in `match_firms`.

    Returns
    -------
    DataFrame, shape (n_pairs, 10)
        ``one`` and ``other`` (labels, in the order of the table), ``score``, ``certain``, ``similarity``
        and the answers of the features; the highest score first.

    Raises
    ------
    TableError
        If there is no column ``name``, or labels repeat.

    Notes
    -----
    The pairs of `match_firms`, of the table with itself. Nothing is merged: ``certain`` says which pairs
    a person can go through fast.

    References
    ----------
    ``docs/methods/company-matching.md``.

    Examples
    --------
    >>> table = pd.DataFrame({"name": ["㈜한빛전자", "새빛", "한빗전자"]}, index=["a", "b", "c"])
    >>> find_duplicates(table)[["one", "other", "score", "name"]].values.tolist()
    [['a', 'c', 4.0, 'similar']]
    """
    firms = prepare_firms(table)
    pairs = [
        np.sort(np.stack([left, right]), axis=0)[:, left != right]
        for left, right in CandidateIndex(firms).pairs(firms)
    ]
    distinct = np.unique(np.concatenate([np.zeros((2, 0), dtype=np.int64), *pairs], axis=1), axis=1)
    found = _labelled(firms, firms, _shown(firms, firms, distinct[0], distinct[1]))
    ordered = found.sort_values("score", ascending=False, kind="stable", ignore_index=True)
    return ordered.rename(columns={"row": "one", "firm": "other"}).drop(columns="rank")


def likely_duplicates(
    one: Mapping[str, object], register: pd.DataFrame | PreparedFirms, *, limit: int = 5
) -> pd.DataFrame:
    """Find the firms that a new record may already be, before it is saved.

    Parameters
    ----------
    one : mapping of str to object
        ``name``, and any of ``business_number``, ``address``, ``representative`` and ``phone``.
    register : DataFrame, shape (n_firms, n_columns), or PreparedFirms
        The firms to compare with, for instance those that a query found; each is compared.
    limit : int
        The most that are returned.

    Returns
    -------
    DataFrame, shape (n_found, 10)
        As the candidates of `match_firms`, without ``row``; best first.

    Raises
    ------
    TableError
        If the register has no column ``name``, or labels that repeat.

    Notes
    -----
    Without an index, so that nothing can be missed; some thousands of firms take milliseconds once they
    are prepared.

    References
    ----------
    ``docs/methods/company-matching.md``.

    Examples
    --------
    >>> register = pd.DataFrame({"name": ["㈜한빛전자", "새빛"]}, index=["F1", "F2"])
    >>> likely_duplicates({"name": "한빛 전자"}, register)[["firm", "score", "name"]].values.tolist()
    [['F1', 7.0, 'same']]
    """
    new = prepare_firms(pd.DataFrame([dict(one)]))
    other = register if isinstance(register, PreparedFirms) else prepare_firms(register)
    found = _shown(new, other, *all_pairs(new, other))
    return _labelled(new, other, found[found["rank"] <= limit]).drop(columns="row")


def _shown(one: PreparedFirms, other: PreparedFirms, left: IntArray, right: IntArray) -> pd.DataFrame:
    """Compare pairs and keep those that a person should see, best first within each incoming row."""
    answers = compare_firms(one, other, left, right)
    found = pd.DataFrame({"left": left, "right": right, "certain": _certain(one, left, answers), **answers})
    found = found[found["score"] >= SHOWN]
    found = found.sort_values(["left", "score", "right"], ascending=[True, False, True], ignore_index=True)
    found["rank"] = found.groupby("left").cumcount() + 1
    return found


def _certain(one: PreparedFirms, left: IntArray, answers: _Answers) -> BoolArray:
    supported = (
        (answers["name"] != _NAME_DIFFERENT)
        | (answers["address"] == _SAME)
        | (answers["representative"] == _SAME)
        | (answers["phone"] == _SAME)
    )
    by_number = (answers["number"] == _WHOLE) & supported
    long_enough = np.array([len(key) >= LEAST_NAME for key in one.texts["key"]], dtype=bool)[left]
    by_name = (answers["name"] == _SAME) & (answers["address"] == _SAME) & long_enough
    return np.asarray(by_number | (by_name & (answers["number"] != _NUMBER_DIFFERENT)), dtype=bool)


def _states(one: PreparedFirms, other: PreparedFirms, found: pd.DataFrame) -> pd.DataFrame:
    best = found[found["rank"] == 1].set_index("left")
    above = found["score"] >= found["left"].map(best["score"]) - RIVAL_MARGIN
    rival = (found["rank"] > 1) & (above | found["certain"] | (found["number"] == _WHOLE))
    rows = pd.RangeIndex(len(one))
    count = found.groupby("left").size().reindex(rows, fill_value=0).to_numpy(dtype=np.int64)
    has_rival = rival.groupby(found["left"]).any().reindex(rows, fill_value=False).to_numpy(dtype=bool)
    certain = best["certain"].reindex(rows, fill_value=False).to_numpy(dtype=bool)
    matched = certain & ~has_rival
    nameless = np.array([len(key) < LEAST_NAME for key in one.texts["key"]], dtype=bool)
    by_number = (best["number"].reindex(rows, fill_value=-1) == _WHOLE).to_numpy(dtype=bool)
    cases = [matched & by_number, matched, count > 1, count == 1, nameless]
    why = np.array(list(_STATE_OF), dtype=object)[np.select(cases, [0, 1, 2, 3, 4], 5)]
    right = best["right"].reindex(rows, fill_value=0).to_numpy(dtype=np.int64)
    return pd.DataFrame(
        {
            "state": [str(_STATE_OF[reason]) for reason in why],
            "why": why,
            "firm": _labels_where(other.index, right, matched),
            "candidates": count,
            "score": best["score"].reindex(rows).to_numpy(dtype=np.float64),
        },
        index=one.index,
    )


_STATE_OF = {
    "number": MatchState.MATCH,
    "name-and-address": MatchState.MATCH,
    "several-possible": MatchState.MULTIPLE,
    "one-possible": MatchState.UNKNOWN,
    "too-little": MatchState.UNKNOWN,
    "nothing-near": MatchState.NONE,
}


def _labels_where(index: pd.Index, rows: IntArray, wanted: BoolArray) -> npt.NDArray[np.object_]:
    labels = [index[row] if take else None for row, take in zip(rows, wanted, strict=True)]
    return np.array([*labels, None], dtype=object)[:-1]


def _labelled(one: PreparedFirms, other: PreparedFirms, found: pd.DataFrame) -> pd.DataFrame:
    """Write labels and words where rows and numbers stood."""
    words = {feature: answer_word(feature, found[feature].to_numpy(dtype=np.int64)) for feature in FEATURES}
    return pd.DataFrame(
        {
            "row": one.index[found["left"].to_numpy(dtype=np.int64)],
            "firm": other.index[found["right"].to_numpy(dtype=np.int64)],
            "rank": found["rank"].to_numpy(dtype=np.int64),
            "score": found["score"].to_numpy(dtype=np.float64),
            "certain": found["certain"].to_numpy(dtype=bool),
            "similarity": found["similarity"].to_numpy(dtype=np.float64),
            **words,
        }
    )


def _no_candidates() -> pd.DataFrame:
    nothing = np.zeros(0, dtype=np.int64)
    whole = dict.fromkeys(("left", "right", *FEATURES, "rank"), nothing)
    return pd.DataFrame(
        {**whole, "certain": nothing.astype(bool), "similarity": nothing / 1.0, "score": nothing / 1.0}
    )
