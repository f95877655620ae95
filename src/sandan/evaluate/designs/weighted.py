"""Four designs for one treated place: they differ in the weights of places and of years alone."""

from typing import Literal, TypeAlias

import numpy as np

from sandan.errors import MeasureError
from sandan.evaluate.designs.comparison import Comparison, compare
from sandan.evaluate.designs.panel import TreatedPanel
from sandan.evaluate.designs.simplex import nearest_mixture, nearest_spread_mixture
from sandan.types import FloatArray

__all__ = ["Design", "weighted_comparison"]

Design: TypeAlias = Literal[
    "difference_in_differences", "synthetic_control", "demeaned_synthetic_control", "synthetic_did"
]
"""How places and years are weighted."""

_LITTLE = 1e-6
"""Share of the noise that spreads the weights of years, so that there is one solution."""


def weighted_comparison(panel: TreatedPanel, *, design: Design) -> Comparison:
    """Compare a treated place with a mixture of others that is chosen from the years before.

    Parameters
    ----------
    panel : TreatedPanel
        Outcomes by unit and period; what is compared in percent should be logarithms.
    design : {"difference_in_differences", "synthetic_control", "demeaned_synthetic_control", "synthetic_did"}
        How places and years are weighted.

    Returns
    -------
    Comparison
        Weights of places and years, and the effect by period, in the unit of the outcome.

    Raises
    ------
    MeasureError
        If the design is not known, or the donors never changed before the policy under ``synthetic_did``.

    Notes
    -----
    With ``C`` the donors and ``y`` the treated unit before the policy (``N0`` donors, ``T0`` periods before,
    ``T1`` after), all weights at least 0 and with the sum 1::

        difference_in_differences    w = 1/N0                                        l = 1/T0
        synthetic_control            min_w |C'w - y|^2                               l = 0
        demeaned_synthetic_control   min_w |C'w - y - mean(C'w - y)|^2               l = 1/T0
        synthetic_did                min_w |C'w - y - mean|^2 + z^2 T0 |w|^2
                                     min_l |C l - c - mean|^2 + (1e-6 s)^2 N0 |l|^2  c: means of donors after

    ``s`` is the standard deviation (ddof 1) of the first differences of the donors before the policy,
    ``z = T1^(1/4) s``. Both problems are solved exactly. The authors' own program stops earlier: for
    California it gives -15.6038 where the exact weights give -15.6054.

    A mixture in levels cannot meet a place that is larger than every donor. Compare logarithms, indices or
    use a demeaned design then.

    References
    ----------
    Abadie, A., Diamond, A. and Hainmueller, J. (2010), Synthetic control methods for comparative case
    studies, Journal of the American Statistical Association 105, 493-505.
    Ferman, B. and Pinto, C. (2021), Synthetic controls with imperfect pretreatment fit, Quantitative
    Economics 12, 1197-1221.
    Arkhangelsky, D. et al. (2021), Synthetic difference-in-differences, American Economic Review 111,
    4088-4118. Worked through in ``docs/methods/synthetic-control.md`` and ``synthetic-did.md``.

    Examples
    --------
    >>> import pandas as pd
    >>> from sandan.evaluate.designs.panel import treated_panel
    >>> years = [2011, 2012, 2013, 2014]
    >>> jobs = pd.DataFrame([[2, 3, 4, 9], [1, 2, 3, 4], [3, 4, 5, 6]], index=list("abc"), columns=years)
    >>> panel = treated_panel(jobs, treated="a", start=2014)
    >>> found = weighted_comparison(panel, design="synthetic_control")
    >>> found.unit_weights.round(6).to_dict(), round(found.estimate, 6)
    ({'b': 0.5, 'c': 0.5}, 4.0)
    """
    if design not in _WEIGHTS:
        raise MeasureError(f"`design` is {design!r}; use one of {', '.join(_WEIGHTS)}.")
    unit_weights, time_weights = _WEIGHTS[design](panel)
    return compare(panel, design, unit_weights=unit_weights, time_weights=time_weights)


def _equal(panel: TreatedPanel) -> tuple[FloatArray, FloatArray]:
    donors = len(panel.donors)
    return np.full(donors, 1 / donors), _equal_times(panel)


def _equal_times(panel: TreatedPanel) -> FloatArray:
    return np.full(panel.before, 1 / panel.before)


def _gaps_before(panel: TreatedPanel) -> FloatArray:
    """Donor minus treated unit: one row per period before the policy, one column per donor."""
    return (panel.others - panel.own)[:, : panel.before].T


def _synthetic(panel: TreatedPanel) -> tuple[FloatArray, FloatArray]:
    return nearest_mixture(_gaps_before(panel)), np.zeros(panel.before)


def _demeaned(panel: TreatedPanel) -> tuple[FloatArray, FloatArray]:
    gaps = _gaps_before(panel)
    return nearest_mixture(gaps - gaps.mean(axis=0)), _equal_times(panel)


def _synthetic_did(panel: TreatedPanel) -> tuple[FloatArray, FloatArray]:
    donors, before = panel.others, panel.before
    noise = float(np.diff(donors[:, :before], axis=1).std(ddof=1))
    if not noise > 0:
        raise MeasureError(
            f"The {len(donors)} donors did not change in the {before} periods before {panel.start}; nothing "
            "can be learned from that, so use 'difference_in_differences'."
        )
    gaps = _gaps_before(panel)
    price = np.sqrt(donors.shape[1] - before) * noise**2 * before
    unit_weights = nearest_spread_mixture(gaps - gaps.mean(axis=0), ridge=float(price))
    steps = donors[:, :before] - donors[:, before:].mean(axis=1, keepdims=True)
    # Fewer rows with the same products: the weights of periods do not feel how many donors there are.
    triangle = np.linalg.qr(steps - steps.mean(axis=0), mode="r")
    spread = _LITTLE * noise * np.sqrt(len(donors)) * np.eye(before)
    return unit_weights, nearest_mixture(np.vstack([triangle, spread]))


_WEIGHTS = {
    "difference_in_differences": _equal,
    "synthetic_control": _synthetic,
    "demeaned_synthetic_control": _demeaned,
    "synthetic_did": _synthetic_did,
}
