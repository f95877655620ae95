"""Synthetic difference in differences with the weights at which the authors' own program stops."""

import numpy as np
import pandas as pd

from sandan.evaluate.designs.comparison import Comparison, compare
from sandan.evaluate.designs.panel import TreatedPanel

__all__ = ["authors_synthetic_did"]

DESIGN = "synthetic_did_of_the_authors"

FEWEST_DRAWS = 2
"""The library insists on a standard error, which is not used."""


def authors_synthetic_did(panel: TreatedPanel) -> Comparison:
    """Compare as the published program does, to the digits that it prints.

    Parameters
    ----------
    panel : TreatedPanel
        Outcomes by unit and period.

    Returns
    -------
    Comparison
        Weights of places and years, and the effect by period, in the unit of the outcome.

    Raises
    ------
    ValueError
        If the library refuses the panel.

    Notes
    -----
    The equations are those of ``synthetic_did`` in `weighted_comparison`. That one is solved exactly; this
    one is searched step by step (Frank and Wolfe) until a step gains little, so its objective is a little
    larger. It is here to make published numbers again. Only the weights are taken from the library: its
    p-value comes from draws among a few placebos, so rank with `placebos_in_space`.

    References
    ----------
    Arkhangelsky, D., Athey, S., Hirshberg, D. A., Imbens, G. W. and Wager, S. (2021), Synthetic
    difference-in-differences, American Economic Review 111, 4088-4118. ``docs/methods/synthetic-did.md``.

    Examples
    --------
    >>> from sandan.evaluate.designs.panel import treated_panel
    >>> years = [2011, 2012, 2013, 2014]
    >>> jobs = pd.DataFrame([[2, 3, 4, 9], [1, 2, 3, 4], [3, 4, 5, 6]], index=list("abc"), columns=years)
    >>> found = authors_synthetic_did(treated_panel(jobs.astype(float), treated="a", start=2014))
    >>> round(found.estimate, 4)
    4.0
    """
    from diff_diff import SyntheticDiD  # noqa: PLC0415 - slow to load

    long = panel.outcome.rename_axis(index="unit", columns="period").melt(
        ignore_index=False, value_name="outcome"
    )
    table = long.reset_index().assign(treated=lambda rows: (rows["unit"] == panel.treated).astype(int))
    found = SyntheticDiD(n_bootstrap=FEWEST_DRAWS, seed=1).fit(
        table,
        outcome="outcome",
        treatment="treated",
        unit="unit",
        time="period",
        post_periods=panel.periods[panel.before :].tolist(),
    )
    units = pd.Series(found.unit_weights).reindex(panel.donors).to_numpy(dtype=np.float64)
    times = pd.Series(found.time_weights).sort_index().to_numpy(dtype=np.float64)
    return compare(panel, DESIGN, unit_weights=units, time_weights=times)
