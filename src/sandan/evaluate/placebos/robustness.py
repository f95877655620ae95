"""The same comparison without one donor, at earlier dates, and with an earlier beginning."""

from functools import partial

import pandas as pd

from sandan.errors import MeasureError
from sandan.evaluate.designs.panel import LEAST_BEFORE, TreatedPanel
from sandan.evaluate.placebos.in_space import Fit
from sandan.parallel import map_in_order
from sandan.types import Executor

__all__ = ["anticipated", "leave_one_out", "placebos_in_time"]


def leave_one_out(panel: TreatedPanel, fit: Fit, *, executor: Executor | None = None) -> pd.DataFrame:
    """Repeat a comparison without each donor that has weight in it.

    Parameters
    ----------
    panel : TreatedPanel
        Outcomes by unit and period.
    fit : callable
        Takes a panel, returns a `Comparison`.
    executor : concurrent.futures.Executor, optional
        Where to run; the numbers do not depend on it.

    Returns
    -------
    DataFrame, shape (n_weighted, 2)
        Indexed by the donor that was left out: ``weight`` that it had, ``effect`` without it.

    Raises
    ------
    MeasureError
        If two donors are left, so that none can be left out.

    Notes
    -----
    ``effect`` is the estimate of ``fit`` on the panel without the donor. A donor without weight is not left
    out: the weights would be the same.

    References
    ----------
    Abadie, A., Diamond, A. and Hainmueller, J. (2015), Comparative politics and the synthetic control
    method, American Journal of Political Science 59, 495-510.

    Examples
    --------
    >>> from sandan.evaluate.designs.panel import treated_panel
    >>> from sandan.evaluate.designs.weighted import weighted_comparison
    >>> years = [2011, 2012, 2013, 2014]
    >>> jobs = pd.DataFrame([[2, 3, 4, 9], [1, 2, 3, 4], [3, 4, 5, 7], [2, 2, 3, 3]], list("abcd"), years)
    >>> fit = partial(weighted_comparison, design="difference_in_differences")
    >>> leave_one_out(treated_panel(jobs, treated="a", start=2014), fit)["effect"].round(2).to_dict()
    {'b': 4.17, 'c': 4.67, 'd': 3.5}
    """
    if len(panel.donors) <= 2:
        raise MeasureError(f"There are {len(panel.donors)} donors; three are needed to leave one out.")
    weights = fit(panel).unit_weights
    weighted = weights[weights > 0]
    effects = map_in_order(partial(_without, panel, fit), list(weighted.index), executor=executor)
    return pd.DataFrame({"weight": weighted, "effect": effects})


def _without(panel: TreatedPanel, fit: Fit, donor: str) -> float:
    return fit(panel.without([donor])).estimate


def placebos_in_time(panel: TreatedPanel, fit: Fit, *, executor: Executor | None = None) -> pd.DataFrame:
    """Pretend that the policy began earlier, and look only at what was before it really began.

    Parameters
    ----------
    panel : TreatedPanel
        Outcomes by unit and period.
    fit : callable
        Takes a panel, returns a `Comparison`.
    executor : concurrent.futures.Executor, optional
        Where to run; the numbers do not depend on it.

    Returns
    -------
    DataFrame, shape (n_starts, 1)
        Indexed by the pretended beginning: ``effect``, which should be near nothing. Empty if too few periods
        are before the policy.

    Raises
    ------
    MeasureError
        Whatever the design refuses.

    Notes
    -----
    For every period ``s`` before the policy with at least two before it: the estimate of ``fit`` with the
    beginning ``s`` on the periods before the policy.

    References
    ----------
    Abadie, A., Diamond, A. and Hainmueller, J. (2015), Comparative politics and the synthetic control
    method, American Journal of Political Science 59, 495-510.

    Examples
    --------
    >>> from sandan.evaluate.designs.panel import treated_panel
    >>> from sandan.evaluate.designs.weighted import weighted_comparison
    >>> years = [2011, 2012, 2013, 2014]
    >>> jobs = pd.DataFrame([[2, 3, 4, 9], [1, 2, 3, 4], [3, 4, 5, 7], [2, 2, 3, 3]], list("abcd"), years)
    >>> fit = partial(weighted_comparison, design="difference_in_differences")
    >>> placebos_in_time(treated_panel(jobs, treated="a", start=2014), fit)["effect"].round(6).to_dict()
    {2013: 0.166667}
    """
    earlier = [int(period) for period in panel.periods[LEAST_BEFORE : panel.before]]
    known = panel.until(int(panel.periods[panel.before - 1]))
    effects = map_in_order(partial(_starting, known, fit), earlier, executor=executor)
    return pd.DataFrame({"effect": effects}, index=pd.Index(earlier, name="start"), dtype=float)


def _starting(panel: TreatedPanel, fit: Fit, start: int) -> float:
    return fit(panel.starting(start)).estimate


def anticipated(panel: TreatedPanel, fit: Fit, *, most: int = 2) -> pd.DataFrame:
    """Repeat a comparison as if the policy had worked from its announcement on.

    Parameters
    ----------
    panel : TreatedPanel
        Outcomes by unit and period.
    fit : callable
        Takes a panel, returns a `Comparison`.
    most : int
        The largest number of periods by which the beginning is put forward.

    Returns
    -------
    DataFrame, shape (most + 1, 2)
        Indexed by the number of periods put forward: ``start``, and ``effect``, the mean since the real
        beginning. Fewer rows where fewer than two periods would be left.

    Raises
    ------
    MeasureError
        If ``most`` is negative.

    Notes
    -----
    Weights and levels are chosen from the periods before ``start``; the effect is averaged over the same
    periods on every row, those since the real beginning.

    References
    ----------
    Abadie, A. (2021), Using synthetic controls: feasibility, data requirements, and methodological aspects,
    Journal of Economic Literature 59, 391-425.

    Examples
    --------
    >>> from sandan.evaluate.designs.panel import treated_panel
    >>> from sandan.evaluate.designs.weighted import weighted_comparison
    >>> years = [2011, 2012, 2013, 2014]
    >>> jobs = pd.DataFrame([[2, 3, 4, 9], [1, 2, 3, 4], [3, 4, 5, 7], [2, 2, 3, 3]], list("abcd"), years)
    >>> fit = partial(weighted_comparison, design="difference_in_differences")
    >>> anticipated(treated_panel(jobs, treated="a", start=2014), fit)["effect"].round(2).to_dict()
    {0: 4.11, 1: 4.17}
    """
    if most < 0:
        raise MeasureError(f"`most` is {most}; give the number of periods, 0 or more.")
    rows = {}
    for early in range(min(most, panel.before - LEAST_BEFORE) + 1):
        start = int(panel.periods[panel.before - early])
        effects = fit(panel.starting(start)).effects["effect"]
        rows[early] = {"start": start, "effect": float(effects.iloc[panel.before :].mean())}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("periods_early")
