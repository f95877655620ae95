"""What every design returns: the weights it gave, and the gap that is left of them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sandan.evaluate.designs.panel import TreatedPanel
from sandan.types import FloatArray

__all__ = ["Comparison", "compare"]


@dataclass(frozen=True)
class Comparison:
    """The treated unit beside a weighted mixture of donors.

    ``unit_weights`` (by donor) and ``time_weights`` (by period before the policy) sum to one; without time
    weights nothing is subtracted for a level that differed before, and they are all zero. ``effects`` has
    one row per period: ``observed``, ``without_policy`` (the mixture, moved by that level) and ``effect``,
    their difference. ``estimate`` is its mean since the beginning.
    """

    design: str
    unit_weights: pd.Series
    time_weights: pd.Series
    effects: pd.DataFrame

    @property
    def estimate(self) -> float:
        """Mean effect since the beginning of the policy, in the unit of the outcome."""
        return float(self._after["effect"].mean())

    @property
    def error_before(self) -> float:
        """Root of the mean squared gap before the policy."""
        return float(np.sqrt((self._before["effect"] ** 2).mean()))

    @property
    def error_after(self) -> float:
        """Root of the mean squared gap since the beginning of the policy."""
        return float(np.sqrt((self._after["effect"] ** 2).mean()))

    @property
    def _before(self) -> pd.DataFrame:
        return self.effects.iloc[: len(self.time_weights)]

    @property
    def _after(self) -> pd.DataFrame:
        return self.effects.iloc[len(self.time_weights) :]


def compare(
    panel: TreatedPanel, design: str, *, unit_weights: FloatArray, time_weights: FloatArray
) -> Comparison:
    """Subtract a weighted mixture of donors, and what the gap was before.

    Parameters
    ----------
    panel : TreatedPanel
        Outcomes by unit and period.
    design : str
        Name of the design that gave the weights.
    unit_weights : ndarray, shape (n_donors,)
        At least 0, with the sum 1.
    time_weights : ndarray, shape (n_before,)
        With the sum 1, or all zero.

    Returns
    -------
    Comparison
        ``effects`` by period: ``observed``, ``without_policy``, ``effect``, in the unit of the outcome.

    Raises
    ------
    ValueError
        If the weights have another shape than the panel.

    Notes
    -----
    With ``Y`` the outcomes, ``1`` the treated unit, ``w`` and ``l`` the weights of units and periods::

        gap[t]    = Y[1, t] - sum_j w[j] Y[j, t]
        effect[t] = gap[t] - sum_{s < start} l[s] gap[s]

    Synthetic control has ``l = 0``, a demeaned one and difference in differences ``l = 1 / T0``, synthetic
    difference in differences fitted ones.

    References
    ----------
    Arkhangelsky, D., Athey, S., Hirshberg, D. A., Imbens, G. W. and Wager, S. (2021), Synthetic
    difference-in-differences, American Economic Review 111, 4088-4118.

    Examples
    --------
    >>> from sandan.evaluate.designs.panel import treated_panel
    >>> jobs = pd.DataFrame([[5, 6, 9], [1, 2, 3], [3, 4, 5]], index=list("abc"), columns=[2012, 2013, 2014])
    >>> panel = treated_panel(jobs, treated="a", start=2014)
    >>> half = np.array([0.5, 0.5])
    >>> compare(panel, "by hand", unit_weights=half, time_weights=half).estimate
    2.0
    """
    own, mixture = panel.own, unit_weights @ panel.others
    level = float(time_weights @ (own - mixture)[: panel.before])
    periods = panel.outcome.columns
    effects = pd.DataFrame(
        {"observed": own, "without_policy": mixture + level, "effect": own - mixture - level}, index=periods
    )
    return Comparison(
        design,
        pd.Series(unit_weights, index=panel.donors),
        pd.Series(time_weights, index=periods[: panel.before]),
        effects,
    )
