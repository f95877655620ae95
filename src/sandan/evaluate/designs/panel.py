"""One place with a policy and others without it, over the same periods."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from sandan.errors import MeasureError, TableError
from sandan.types import FloatArray, IntArray

__all__ = ["TreatedPanel", "treated_panel"]

LEAST_BEFORE = 2
LEAST_DONORS = 2


@dataclass(frozen=True)
class TreatedPanel:
    """An outcome by unit (rows) and period (columns, ascending).

    ``treated`` has the policy from ``start`` on. Every other row is a donor: one that never had the policy.
    """

    outcome: pd.DataFrame
    treated: str
    start: int

    @property
    def periods(self) -> IntArray:
        """Periods of the table, ascending."""
        return self.outcome.columns.to_numpy(dtype=np.int64)

    @property
    def donors(self) -> pd.Index:
        """Names of the units that never had the policy."""
        return self.outcome.index.drop(self.treated)

    @property
    def before(self) -> int:
        """Number of periods before the policy."""
        return int((self.periods < self.start).sum())

    @property
    def own(self) -> FloatArray:
        """Outcome of the treated unit, shape (n_periods,)."""
        return self.outcome.loc[self.treated].to_numpy(dtype=np.float64)

    @property
    def others(self) -> FloatArray:
        """Outcome of the donors, shape (n_donors, n_periods)."""
        return self.outcome.drop(index=self.treated).to_numpy(dtype=np.float64)

    def among_donors(self, pretended: str) -> "TreatedPanel":
        """Pretend that a donor had the policy; the unit that had it leaves the table."""
        return replace(self, outcome=self.outcome.drop(index=self.treated), treated=pretended)

    def without(self, donors: Iterable[str]) -> "TreatedPanel":
        """Leave donors out."""
        return replace(self, outcome=self.outcome.drop(index=list(donors)))

    def until(self, end: int) -> "TreatedPanel":
        """End the table with a period."""
        return replace(self, outcome=self.outcome.loc[:, self.periods <= end])

    def starting(self, start: int) -> "TreatedPanel":
        """Pretend that the policy began at another date."""
        return replace(self, start=start)


def treated_panel(outcome: pd.DataFrame, *, treated: str, start: int) -> TreatedPanel:
    """Check a table of outcomes and name its treated unit and the beginning of the policy.

    Parameters
    ----------
    outcome : DataFrame, shape (n_units, n_periods)
        One row per unit, one column per period, any unit; no cell is missing. Units that had the policy,
        or a like one, and are not ``treated`` must have been left out.
    treated : str
        The row with the policy.
    start : int
        The first period in which it can have had an effect.

    Returns
    -------
    TreatedPanel
        The table with its columns in ascending order.

    Raises
    ------
    TableError
        If a unit or a period stands twice, or a cell is missing or infinite.
    MeasureError
        If the treated unit is absent, there are fewer than two donors or two earlier periods, or no
        period after the beginning.

    Notes
    -----
    The first ``T0`` periods are those with ``period < start``.

    References
    ----------
    Abadie, A. (2021), Using synthetic controls: feasibility, data requirements, and methodological
    aspects, Journal of Economic Literature 59, 391-425. ``docs/methods/treated-panels.md``.

    Examples
    --------
    >>> jobs = pd.DataFrame([[1, 2, 5], [1, 2, 3], [2, 3, 4]], index=list("abc"), columns=[2012, 2013, 2014])
    >>> panel = treated_panel(jobs, treated="a", start=2014)
    >>> panel.before, list(panel.donors)
    (2, ['b', 'c'])
    """
    for labels, what in ((outcome.index, "unit"), (outcome.columns, "period")):
        if not labels.is_unique:
            raise TableError(f"The {what} {labels[labels.duplicated()][0]!r} stands twice; keep it once.")
    if treated not in outcome.index:
        raise MeasureError(
            f"{treated!r} is not among the {len(outcome)} units; name the row with the policy."
        )
    ordered = outcome.sort_index(axis=1)
    values = ordered.to_numpy(dtype=np.float64)
    if not np.isfinite(values).all():
        row, column = np.argwhere(~np.isfinite(values))[0]
        raise TableError(
            f"{ordered.index[row]!r} has no number at {ordered.columns[column]}; leave the unit out, or give "
            "what is known of it. Missing is not zero."
        )
    panel = TreatedPanel(ordered, treated, start)
    if len(panel.donors) < LEAST_DONORS or panel.before < LEAST_BEFORE or panel.before == ordered.shape[1]:
        raise MeasureError(
            f"There are {len(panel.donors)} donors, {panel.before} periods before {start} and "
            f"{ordered.shape[1] - panel.before} from it on; at least {LEAST_DONORS}, {LEAST_BEFORE} and 1 "
            "are needed."
        )
    return panel
