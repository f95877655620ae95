"""Of which comparisons one regression with effects of unit and period is made."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd

from sandan.evaluate.panels.long import NEVER, long_panel
from sandan.types import BoolArray, FloatArray

__all__ = ["two_way_weights"]

_Row: TypeAlias = tuple[str, int, int, float, float]


def two_way_weights(table: pd.DataFrame) -> pd.DataFrame:
    """Say of which comparisons a two-way regression is made, and how many of them are wrong ones.

    Parameters
    ----------
    table : DataFrame, shape (n_unit_periods, n_columns)
        As for `long_panel`; units with every period are used.

    Returns
    -------
    DataFrame, shape (n_comparisons, 5)
        ``kind`` (``treated_vs_never``, ``earlier_vs_later``, ``later_vs_earlier``), ``cohort``,
        ``compared_with`` (a cohort, or 0 for never), ``weight`` (they sum to 1) and ``estimate``. In
        ``later_vs_earlier`` those that have begun stand for those that have not: if their effect still
        changes, the comparison is wrong.

    Raises
    ------
    TableError, MeasureError
        As for `long_panel`.

    Notes
    -----
    With ``n_k`` the share of units in cohort ``k``, ``d_k`` the share of periods in which it is treated, and
    ``k`` earlier than ``l``, weights are in proportion to::

        treated_vs_never   n_k n_never d_k (1 - d_k)        all periods
        earlier_vs_later   n_k n_l (d_k - d_l) (1 - d_k)    periods before l begins
        later_vs_earlier   n_k n_l d_l (d_k - d_l)          periods since k began

    and each estimate is the difference of two changes of means. ``sum weight * estimate`` is the two-way
    coefficient without covariates. Cohorts that begin between the same periods of the table are not compared.

    References
    ----------
    Goodman-Bacon, A. (2021), Difference-in-differences with variation in treatment timing, Journal of
    Econometrics 225, 254-277. ``docs/methods/two-way.md``.

    Examples
    --------
    >>> rows = [(k, year, k + year * (k < 2), {0: 2, 1: 3}.get(k)) for k in range(4) for year in (1, 2, 3)]
    >>> table = pd.DataFrame(rows, columns=["unit", "period", "outcome", "cohort"])
    >>> two_way_weights(table).groupby("kind")["weight"].sum().round(3).to_dict()
    {'earlier_vs_later': 0.1, 'later_vs_earlier': 0.1, 'treated_vs_never': 0.8}
    """
    panel = long_panel(table)
    panel = panel if panel.is_balanced else panel.complete()
    outcome, cohorts = panel.wide("outcome"), panel.unit_cohorts
    groups = [
        _Group(
            int(cohort),
            float((cohorts == cohort).mean()),
            (cohort != NEVER) & (panel.periods >= cohort),
            outcome[:, cohorts == cohort].mean(axis=1),
        )
        for cohort in np.unique(cohorts)
    ]
    found = pd.DataFrame(
        list(_comparisons(groups)), columns=["kind", "cohort", "compared_with", "weight", "estimate"]
    )
    return found.assign(weight=found["weight"] / found["weight"].sum())


@dataclass(frozen=True)
class _Group:
    """A cohort with its share of units, its treated periods, and its means by period."""

    cohort: int
    share: float
    treated: BoolArray
    means: FloatArray

    @property
    def treated_share(self) -> float:
        return float(self.treated.mean())


def _comparisons(groups: list[_Group]) -> Iterator[_Row]:
    """Compare every pair, in the order of cohorts; weights do not sum to 1 yet."""
    never = [one for one in groups if one.cohort == NEVER]
    begun = [one for one in groups if one.cohort != NEVER]
    for own in begun:
        share = own.treated_share
        for other in never:
            always = np.ones(len(own.treated), dtype=bool)
            yield _compared("treated_vs_never", own, other, share * (1 - share), always)
    for place, early in enumerate(begun):
        for late in begun[place + 1 :]:
            apart = early.treated_share - late.treated_share
            if apart:
                before = apart * (1 - early.treated_share)
                yield _compared("earlier_vs_later", early, late, before, ~late.treated)
                yield _compared("later_vs_earlier", late, early, late.treated_share * apart, early.treated)


def _compared(kind: str, own: _Group, other: _Group, spread: float, periods: BoolArray) -> _Row:
    after, before = periods & own.treated, periods & ~own.treated
    apart = own.means - other.means
    estimate = float(apart[after].mean() - apart[before].mean())
    return kind, own.cohort, other.cohort, own.share * other.share * spread, estimate
