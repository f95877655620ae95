"""How far ties reach across groups, beside chance, and how that changed."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.observe.bridges.ties import CodedTies, code_ties
from sandan.observe.chance import against_chance, check_draws
from sandan.types import BoolArray, IntArray, Rng

__all__ = ["Openness", "OpennessChange", "Resample", "openness", "openness_change"]

Resample: TypeAlias = Literal["organizations", "ties"]
"""What a bootstrap draws: organizations with all their ties, or ties as if each stood alone."""


@dataclass(frozen=True)
class Openness:
    """The E-I index of all ties and of each group, and the ties that were left out.

    ``index``: one row per year and group, and per year for all groups (``scope`` all). ``report``: ``year``,
    ``ties``, ``counted``, ``self_ties``, ``without_group``.
    """

    index: pd.DataFrame
    report: pd.DataFrame


@dataclass(frozen=True)
class OpennessChange:
    """The E-I index in two periods and the interval of its change.

    ``usable_draws`` of ``draws`` had ties in both periods; the interval stands on them. ``report`` as in
    :class:`Openness`, with ``period`` (before, after) in place of the year.
    """

    before: float
    after: float
    change: float
    lower: float
    upper: float
    confidence: float
    draws: int
    usable_draws: int
    report: pd.DataFrame


def openness(ties: pd.DataFrame, groups: pd.Series, *, draws: int = 999, rng: Rng) -> Openness:
    """Compare how far ties reach across groups with what chance would give.

    Parameters
    ----------
    ties : DataFrame, shape (n_ties, n_columns)
        As in :func:`sandan.observe.bridges.ties.tie_counts`; every row counts one, weights are not read.
    groups : Series, shape (n_organizations,)
        Group of every organization. Organizations without ties belong here too: they are part of what
        chance could have tied.
    draws : int
        Number of random assignments of the group labels.
    rng : Generator
        Source of chance.

    Returns
    -------
    Openness
        ``index`` with ``year``, ``scope`` (all, group), ``group`` (empty for all), ``external``,
        ``internal``, ``e_i``, ``expected`` (exact for all, the mean of the draws for a group), ``p_low``
        (as closed by chance), ``p_high`` (as open), ``p_value`` (two-sided). NaN in a year in which a
        group has no ties.

    Raises
    ------
    TableError
        As :func:`sandan.observe.bridges.ties.tie_counts`.
    MeasureError
        If there are fewer than two groups, or too few draws.

    Notes
    -----
    ``E-I = (E - I) / (E + I)``, from -1 (all ties stay inside) to 1 (all cross). For all, a tie counts
    once; for a group, ``I`` are the ties with both ends in it and ``E`` those with one. Under the null the
    labels are dealt anew to the organizations: the groups keep their sizes, every organization its ties
    and so its degree. With ``n_g`` organizations in group ``g`` and ``n`` in all, the expected index of
    all ties is ``1 - 2 sum_g n_g (n_g - 1) / (n (n - 1))`` whatever the network. A draw in which a group
    has no ties counts as its expected value being unknown and is left out of the mean and, as it is no
    less extreme, counted in both p-values.

    References
    ----------
    Krackhardt, D. and Stern, R. (1988), Informal networks and organizational crises, Social Psychology
    Quarterly 51, 123-140. ``docs/methods/ties-and-openness.md``.

    Examples
    --------
    >>> ends = {"from": ["a", "a", "b"], "to": ["b", "c", "d"]}
    >>> ties = pd.DataFrame({"date": 2013, **ends, "kind": "contract"})
    >>> groups = pd.Series({"a": "plants", "b": "plants", "c": "labs", "d": "labs"})
    >>> found = openness(ties, groups, draws=99, rng=np.random.default_rng(1))
    >>> found.index.loc[0, ["external", "internal", "e_i", "expected"]].astype(float).round(3).tolist()
    [2.0, 1.0, 0.333, 0.333]
    """
    check_draws(draws)
    coded = code_ties(ties, groups)
    labels = np.vstack([coded.group, rng.permuted(np.tile(coded.group, (draws, 1)), axis=1)])
    sizes = np.bincount(coded.group, minlength=len(coded.names))
    expected = 1 - 2 * (sizes * (sizes - 1)).sum() / (len(coded.group) * (len(coded.group) - 1))
    rows = []
    for year in np.unique(coded.year):
        chosen = coded.counted & (coded.year == year)
        first, second = labels[:, coded.start[chosen]], labels[:, coded.end[chosen]]
        external, internal = _reach(first, second, len(sizes))
        for k, group in enumerate([None, *coded.names]):
            tested = _tested(external[:, k], internal[:, k], expected if group is None else None)
            scope = "all" if group is None else "group"
            rows.append((year, scope, group, external[0, k], internal[0, k], *tested))
    columns = [
        "year",
        "scope",
        "group",
        "external",
        "internal",
        "e_i",
        "expected",
        "p_low",
        "p_high",
        "p_value",
    ]
    return Openness(pd.DataFrame(rows, columns=columns), coded.report({"year": coded.year}))


def openness_change(
    ties: pd.DataFrame,
    groups: pd.Series,
    *,
    before: Collection[int],
    after: Collection[int],
    resample: Resample = "organizations",
    draws: int = 999,
    confidence: float = 0.95,
    rng: Rng,
) -> OpennessChange:
    """Measure how the openness of all ties changed between two periods, with a bootstrap interval.

    Parameters
    ----------
    ties : DataFrame, shape (n_ties, n_columns)
        As in :func:`openness`.
    groups : Series, shape (n_organizations,)
        Group of every organization.
    before, after : collection of int
        Calendar years of the two periods, none in both.
    resample : {"organizations", "ties"}
        What is drawn with replacement.
    draws : int
        Number of bootstrap draws.
    confidence : float
        Nominal coverage.
    rng : Generator
        Source of chance.

    Returns
    -------
    OpennessChange
        The index in both periods, its change, and the percentile interval.

    Raises
    ------
    TableError
        As :func:`sandan.observe.bridges.ties.tie_counts`.
    MeasureError
        If a period has no countable tie, the periods share a year, or a parameter is out of range.

    Notes
    -----
    Under ``organizations`` every organization receives a multinomial number of copies, the same in both
    periods, and a tie weighs the product of the copies of its two ends: an organization that is drawn
    twice brings its ties twice. This allows for some organizations being more open than others and being
    so in both periods; where ties are independent it is too wide. Under ``ties`` the ties of each period
    are drawn independently, which is too narrow where organizations differ. The ends are the quantiles at
    ``k / (draws + 1)``. Draws without ties in a period are left out and counted.

    References
    ----------
    Owen, A. (2007), The pigeonhole bootstrap, Annals of Applied Statistics 1, 386-411.
    ``docs/methods/ties-and-openness.md`` for the measured coverage of both.

    Examples
    --------
    >>> pairs = {"from": ["a", "a", "b", "a", "b", "b"], "to": ["b", "c", "a", "c", "d", "c"]}
    >>> ties = pd.DataFrame({"date": [2010, 2010, 2010, 2013, 2013, 2013], **pairs, "kind": "contract"})
    >>> groups = pd.Series({"a": "plants", "b": "plants", "c": "labs", "d": "labs"})
    >>> rng = np.random.default_rng(1)
    >>> found = openness_change(ties, groups, before=[2010], after=[2013], draws=99, rng=rng)
    >>> round(found.before, 3), found.after, round(found.change, 3)
    (-0.333, 1.0, 1.333)
    """
    _check_change(before, after, resample, draws, confidence)
    coded = code_ties(ties, groups)
    periods = [coded.counted & np.isin(coded.year, list(years)) for years in (before, after)]
    for name, years, chosen in zip(("before", "after"), (before, after), periods, strict=True):
        if not chosen.any():
            raise MeasureError(f"No tie of `{name}` ({sorted(years)}) can be counted; choose other years.")
    crosses = coded.crosses
    observed = [2 * float(crosses[chosen].mean()) - 1 for chosen in periods]
    rows = [np.flatnonzero(chosen) for chosen in periods]
    drawn = np.array([_redrawn(coded, crosses, rows, resample, rng) for _ in range(draws)])
    usable = drawn[~np.isnan(drawn)]
    half = (1 - confidence) / 2
    ends = [half, 1 - half]
    lower, upper = np.quantile(usable, ends, method="weibull") if len(usable) else (np.nan, np.nan)
    where = np.select(
        [np.isin(coded.year, list(before)), np.isin(coded.year, list(after))], ["before", "after"], ""
    )
    report = coded.report({"period": where}).iloc[::-1]
    return OpennessChange(
        before=observed[0],
        after=observed[1],
        change=observed[1] - observed[0],
        lower=float(lower),
        upper=float(upper),
        confidence=confidence,
        draws=draws,
        usable_draws=len(usable),
        report=report[report["period"] != ""].reset_index(drop=True),
    )


def _reach(first: IntArray, second: IntArray, number: int) -> tuple[IntArray, IntArray]:
    """Return external and internal ties of every assignment: of all, and then of each group."""
    same = first == second
    slot = np.arange(len(first))[:, None] * number

    def counted(chosen: BoolArray, *sides: IntArray) -> IntArray:
        found = np.concatenate([(side + slot)[chosen] for side in sides])
        return np.bincount(found, minlength=len(first) * number).reshape(-1, number)

    external, internal = counted(~same, first, second), counted(same, first)
    return (
        np.column_stack([(~same).sum(axis=1), external]),
        np.column_stack([same.sum(axis=1), internal]),
    )


def _tested(external: IntArray, internal: IntArray, expected: float | None) -> tuple[float, ...]:
    whole = external + internal
    index = np.divide(external - internal, whole, out=np.full(len(whole), np.nan), where=whole > 0)
    drawn = index[1:]
    if np.isnan(index[0]):
        return (np.nan,) * 5
    test = against_chance(float(index[0]), drawn)
    idle = int(np.isnan(drawn).sum()) / (len(drawn) + 1)
    low, high = test.p_low + idle, test.p_high + idle
    if expected is None:
        expected = float(np.nanmean(drawn)) if (whole[1:] > 0).any() else np.nan
    return float(index[0]), expected, low, high, min(1.0, 2 * min(low, high))


def _check_change(
    before: Collection[int], after: Collection[int], resample: str, draws: int, confidence: float
) -> None:
    check_draws(draws)
    if both := set(before) & set(after):
        raise MeasureError(f"{min(both)} stands in both periods; a change needs two that are apart.")
    if resample not in ("organizations", "ties"):
        raise MeasureError(f"`resample` is {resample!r}; use 'organizations' or 'ties'.")
    if not 0 < confidence < 1:
        raise MeasureError(f"`confidence` is {confidence}; give a number between 0 and 1, such as 0.95.")


def _redrawn(
    coded: CodedTies, crosses: BoolArray, periods: list[IntArray], resample: Resample, rng: Rng
) -> float:
    """Return the change of one bootstrap draw; NaN where a period has no ties in it."""
    index = []
    number = len(coded.group)
    copies = np.bincount(rng.integers(number, size=number), minlength=number)
    for rows in periods:
        if resample == "ties":
            weight = np.bincount(rng.integers(len(rows), size=len(rows)), minlength=len(rows))
        else:
            weight = copies[coded.start[rows]] * copies[coded.end[rows]]
        whole = weight.sum()
        index.append(2 * float(weight @ crosses[rows] / whole) - 1 if whole else np.nan)
    return index[1] - index[0]
