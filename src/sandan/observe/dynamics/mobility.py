"""How much places change their order: ranks, classes and the moves between them."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from sandan.errors import MeasureError, TableError
from sandan.observe.chance import against_chance, check_draws
from sandan.observe.checks import check_counts
from sandan.types import FloatArray, IntArray, Rng

__all__ = [
    "MobilityIndex",
    "Over",
    "RankMobility",
    "RegimeTheta",
    "Ties",
    "mobility_index",
    "quantile_classes",
    "rank_mobility",
    "regime_theta",
    "transition_counts",
    "transition_probabilities",
]

Ties: TypeAlias = Literal["lower", "upper", "refuse"]
"""Equal values on a border all go to the lower class, or to the upper one, or are refused."""

Over: TypeAlias = Literal["each_date", "all_dates"]
"""Borders of classes anew at each date (position among others), or once for all dates."""

MobilityIndex: TypeAlias = Literal["shorrocks", "determinant", "second_eigenvalue"]


@dataclass(frozen=True)
class RankMobility:
    """How far the order of ``places`` stayed the same: ``spearman`` and ``kendall`` (tau-b), from -1 to 1."""

    spearman: float
    kendall: float
    places: int


@dataclass(frozen=True)
class RegimeTheta:
    """The share of all rank changes that groups of places made together.

    ``theta`` from 0 to 1; ``expected`` and ``p_value`` (as high by chance) by ``draws`` random regroupings.
    """

    theta: float
    expected: float
    p_value: float
    draws: int


def rank_mobility(before: pd.Series, after: pd.Series) -> RankMobility:
    """Say how far the order of places stayed the same between two dates.

    Parameters
    ----------
    before, after : Series, shape (n_places,)
        One value per place, the same places; equal values share their rank.

    Returns
    -------
    RankMobility
        Both correlations; NaN if all places are equal at one date.

    Raises
    ------
    TableError
        If a value is missing or infinite, or a place stands twice.
    MeasureError
        If the places differ, or there are fewer than three.

    Notes
    -----
    Spearman's coefficient is the correlation of mid-ranks; Kendall's tau-b is the number of pairs of places
    in the same order less those in the opposite one, over the geometric mean of the pairs that are not
    tied at each date. One minus either is a measure of mobility.

    References
    ----------
    Spearman, C. (1904); Kendall, M. (1945), The treatment of ties in ranking problems, Biometrika 33,
    239-251. Computed by ``scipy.stats``.

    Examples
    --------
    >>> rank_mobility(pd.Series({"a": 1, "b": 2, "c": 3}), pd.Series({"a": 1, "b": 3, "c": 2})).spearman
    0.5
    """
    x, y = _paired(before, after)
    if len(x) < 3:
        raise MeasureError(f"{len(x)} places stand at both dates; an order needs three or more.")
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return RankMobility(np.nan, np.nan, len(x))
    # Importing scipy.stats takes seconds; those who refuse their input shall not wait for it.
    from scipy.stats import kendalltau, spearmanr  # noqa: PLC0415

    return RankMobility(float(spearmanr(x, y).statistic), float(kendalltau(x, y).statistic), len(x))


def regime_theta(
    before: pd.Series, after: pd.Series, regimes: pd.Series, *, draws: int = 999, rng: Rng
) -> RegimeTheta:
    """Ask whether places of the same region changed their rank together.

    Parameters
    ----------
    before, after : Series, shape (n_places,)
        One value per place, the same places.
    regimes : Series, shape (n_places,)
        Region of every place, by place.
    draws : int
        Number of random regroupings.
    rng : Generator
        Source of chance.

    Returns
    -------
    RegimeTheta
        The share with its expected value; NaN if no place changed its rank.

    Raises
    ------
    TableError
        If a value is missing or infinite, or a place stands twice.
    MeasureError
        If the places differ, or there are too few draws.

    Notes
    -----
    With ``d_i`` the change of the mid-rank of place ``i``,
    ``theta = sum over regimes of |sum of d_i in it| / sum over places of |d_i|``: 1 if in every region all
    move the same way, 0 if they cancel. Under the null the regions are dealt anew to the places, keeping
    their sizes; ``p_value`` is ``p_high`` of :func:`sandan.observe.chance.against_chance`.

    References
    ----------
    Rey, S. (2004), Spatial dependence in the evolution of regional income distributions, in Getis, Mur and
    Zoller, Spatial econometrics and spatial statistics, Palgrave.

    Examples
    --------
    >>> before, after = pd.Series([1, 2, 3, 4], list("abcd")), pd.Series([3, 4, 1, 2], list("abcd"))
    >>> regimes = pd.Series(["north", "north", "south", "south"], list("abcd"))
    >>> regime_theta(before, after, regimes, draws=99, rng=np.random.default_rng(1)).theta
    1.0
    """
    check_draws(draws)
    x, y = _paired(before, after)
    if not before.index.sort_values().equals(regimes.index.sort_values()) or regimes.isna().any():
        raise MeasureError(
            f"`regimes` has {regimes.notna().sum()} places and the values {len(x)}; give each one."
        )
    code, names = pd.factorize(regimes.reindex(before.index))
    change = pd.Series(y).rank().to_numpy() - pd.Series(x).rank().to_numpy()
    whole = np.abs(change).sum()
    if whole == 0:
        return RegimeTheta(np.nan, np.nan, np.nan, draws)
    orders = [code, *(rng.permutation(code) for _ in range(draws))]
    together = np.array([np.abs(np.bincount(each, change, len(names))).sum() for each in orders]) / whole
    test = against_chance(float(together[0]), together[1:])
    return RegimeTheta(test.observed, test.expected, test.p_high, draws)


def quantile_classes(
    values: pd.DataFrame, *, classes: int = 5, over: Over = "each_date", ties: Ties = "lower"
) -> pd.DataFrame:
    """Sort places into classes of equal number, at each date or over all dates.

    Parameters
    ----------
    values : DataFrame, shape (n_places, n_dates)
        One value per place and date, filled throughout.
    classes : int
        Number of classes, two or more.
    over : {"each_date", "all_dates"}
        Whether the borders are found anew at each date.
    ties : {"lower", "upper", "refuse"}
        Where equal values go that lie on a border.

    Returns
    -------
    DataFrame of int, shape (n_places, n_dates)
        Class from 0 (smallest values) to ``classes - 1``. Classes hold different numbers of places where
        values are equal.

    Raises
    ------
    TableError
        If a value is missing or infinite, or ``ties`` is ``refuse`` and equal values lie on a border.
    MeasureError
        If there are more classes than values to sort, or a parameter is unknown.

    Notes
    -----
    ``class = floor(classes (rank - 1) / n)``, ``rank`` counting from 1 upwards: of equal values the least
    rank under ``lower`` and the greatest under ``upper``. Equal values are never in different classes.

    References
    ----------
    Quah, D. (1993), Empirical cross-section dynamics in economic growth, European Economic Review 37,
    426-434, for classes. ``docs/methods/mobility.md``.

    Examples
    --------
    >>> values = pd.DataFrame({2010: [1, 2, 2, 9], 2013: [5, 1, 2, 9]}, index=list("abcd"))
    >>> quantile_classes(values, classes=2, ties="upper").T.to_numpy().tolist()
    [[0, 1, 1, 1], [1, 0, 0, 1]]
    """
    check_counts(values, "values", allow_negative=True)
    if over not in ("each_date", "all_dates") or ties not in ("lower", "upper", "refuse"):
        raise MeasureError(
            f"`over` is {over!r} and `ties` {ties!r}; use 'each_date' or 'all_dates', and 'lower', "
            "'upper' or 'refuse'."
        )
    columns = values.to_numpy(dtype=np.float64)
    if over == "all_dates":
        columns = columns.reshape(-1, 1)
    if not 2 <= classes <= len(columns):
        raise MeasureError(
            f"`classes` is {classes} for {len(columns)} values; use 2 to as many as there are."
        )
    sorted_into = np.column_stack([_quantiles(column, classes, ties) for column in columns.T])
    return pd.DataFrame(sorted_into.reshape(values.shape), index=values.index, columns=values.columns)


def transition_counts(classes: pd.DataFrame, *, number: int) -> pd.DataFrame:
    """Count how often places went from each class to each class, from one date to the next.

    Parameters
    ----------
    classes : DataFrame of int, shape (n_places, n_dates)
        Class of every place at every date, dates in order, from 0.
    number : int
        Number of classes.

    Returns
    -------
    DataFrame of int, shape (number, number)
        Rows are the class before, columns the class after.

    Raises
    ------
    TableError
        If a cell is not a whole number from 0 to ``number - 1``.
    MeasureError
        If there are fewer than two dates.

    Notes
    -----
    Every step counts once, of every place: ``n[a, b] = #{(i, t): class[i, t] = a, class[i, t + 1] = b}``.

    References
    ----------
    Quah (1993). ``docs/methods/mobility.md``.

    Examples
    --------
    >>> classes = pd.DataFrame({2010: [0, 0, 1], 2013: [0, 1, 1]}, index=list("abc"))
    >>> transition_counts(classes, number=2).to_numpy().tolist()
    [[1, 1], [0, 1]]
    """
    cells = _class_cells(classes, number)
    step = cells[:, :-1] * number + cells[:, 1:]
    counts = np.bincount(step.ravel(), minlength=number**2).reshape(number, number)
    return pd.DataFrame(counts).rename_axis(index="before", columns="after")


def transition_probabilities(counts: pd.DataFrame) -> pd.DataFrame:
    """Turn counts of moves into the probabilities of moving.

    Parameters
    ----------
    counts : DataFrame, shape (n_classes, n_classes)
        Moves from the row class to the column class.

    Returns
    -------
    DataFrame, shape (n_classes, n_classes)
        Each row adds up to 1; NaN in the row of a class in which nobody began.

    Raises
    ------
    TableError
        If a count is missing or negative.

    Notes
    -----
    ``p[a, b] = n[a, b] / sum over b of n[a, b]``, the estimate of greatest likelihood of a Markov chain.

    References
    ----------
    Anderson, T. and Goodman, L. (1957), Statistical inference about Markov chains, Annals of Mathematical
    Statistics 28, 89-110.

    Examples
    --------
    >>> transition_probabilities(pd.DataFrame([[3, 1], [0, 0]])).to_numpy().tolist()
    [[0.75, 0.25], [nan, nan]]
    """
    check_counts(counts, "counts")
    cells = counts.to_numpy(dtype=np.float64)
    total = cells.sum(axis=1, keepdims=True)
    share = np.divide(cells, total, out=np.full(cells.shape, np.nan), where=total > 0)
    return pd.DataFrame(share, index=counts.index, columns=counts.columns)


def mobility_index(probabilities: pd.DataFrame, *, index: MobilityIndex = "shorrocks") -> float:
    """Sum up a matrix of moves in one number.

    Parameters
    ----------
    probabilities : DataFrame, shape (n_classes, n_classes)
        Rows add up to 1.
    index : {"shorrocks", "determinant", "second_eigenvalue"}
        Which number.

    Returns
    -------
    float
        0 if nobody moves. 1 under ``shorrocks`` if where a place goes does not depend on where it was; up
        to ``k / (k - 1)`` if all must move. The other two are from 0 to 1.

    Raises
    ------
    TableError
        If a cell is missing or negative (a class in which nobody began has no probabilities).
    MeasureError
        If the matrix is not square, a row does not add up to 1, or the index is unknown.

    Notes
    -----
    With ``k`` classes: ``shorrocks = (k - trace P) / (k - 1)``, ``determinant = 1 - |det P|``,
    ``second_eigenvalue = 1 - |lambda_2|``, eigenvalues in order of their absolute value.

    References
    ----------
    Shorrocks, A. (1978), The measurement of mobility, Econometrica 46, 1013-1024.

    Examples
    --------
    >>> mobility_index(pd.DataFrame([[0.75, 0.25], [0.5, 0.5]]))
    0.75
    """
    check_counts(probabilities, "probabilities")
    matrix = probabilities.to_numpy(dtype=np.float64)
    k = len(matrix)
    if matrix.shape != (k, k) or k < 2 or not np.allclose(matrix.sum(axis=1), 1, rtol=0, atol=1e-9):
        raise MeasureError(
            f"`probabilities` has shape {matrix.shape} and a row that adds up to "
            f"{matrix.sum(axis=1).min():.6g}; give a square matrix whose rows add up to 1."
        )
    if index == "shorrocks":
        return float((k - np.trace(matrix)) / (k - 1))
    if index == "determinant":
        return float(1 - abs(np.linalg.det(matrix)))
    if index == "second_eigenvalue":
        return float(1 - np.sort(np.abs(np.linalg.eigvals(matrix)))[-2])
    raise MeasureError(f"`index` is {index!r}; use 'shorrocks', 'determinant' or 'second_eigenvalue'.")


def _paired(before: pd.Series, after: pd.Series) -> tuple[FloatArray, FloatArray]:
    check_counts(before.to_frame("value"), "before", allow_negative=True)
    check_counts(after.to_frame("value"), "after", allow_negative=True)
    if lonely := list(before.index.symmetric_difference(after.index)):
        raise MeasureError(
            f"{lonely[0]!r} and {len(lonely)} places in all stand at only one date; compare those of both."
        )
    return before.to_numpy(dtype=np.float64), after.reindex(before.index).to_numpy(dtype=np.float64)


def _quantiles(column: FloatArray, classes: int, ties: Ties) -> IntArray:
    ordered, size = np.sort(column), len(column)
    least = np.searchsorted(ordered, column, side="left") * classes // size
    most = (np.searchsorted(ordered, column, side="right") - 1) * classes // size
    if ties == "refuse" and (least != most).any():
        value = column[least != most][0]
        raise TableError(
            f"The value {value} stands {int((column == value).sum())} times on the border of two classes; "
            "set `ties` to 'lower' or 'upper', or take fewer classes."
        )
    return np.asarray(most if ties == "upper" else least, dtype=np.int64)


def _class_cells(classes: pd.DataFrame, number: int) -> IntArray:
    check_counts(classes, "classes")
    cells = classes.to_numpy(dtype=np.float64)
    if classes.shape[1] < 2:
        raise MeasureError(f"`classes` has {classes.shape[1]} date; moves need two or more.")
    if (cells != np.floor(cells)).any() or cells.max() >= number:
        raise TableError(f"`classes` reaches {cells.max()}; give whole numbers from 0 to {number - 1}.")
    return cells.astype(np.int64)
