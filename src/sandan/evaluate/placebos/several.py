"""Several outcomes of one policy, corrected together: one of many is often far from nothing by chance."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.evaluate.placebos.in_space import PlaceboTest

__all__ = ["corrected_together"]


def corrected_together(tests: Mapping[str, PlaceboTest]) -> pd.DataFrame:
    """Say for each of several outcomes how often chance shows as much in any of them.

    Parameters
    ----------
    tests : mapping of str to PlaceboTest
        By name of the outcome; all with one treated place, one statistic and some donors in common.

    Returns
    -------
    DataFrame, shape (n_outcomes, 5)
        Indexed by outcome, in the order given: ``estimate``, ``p`` (alone), ``p_together``, ``donors`` (in
        common) and ``outcomes``, their number.

    Raises
    ------
    MeasureError
        If no outcome is given, statistics differ, or fewer than two donors are in common.

    Notes
    -----
    Over the treated place and the ``N`` common donors, ``p[k, u]`` is the share of units at least as far from
    nothing as ``u`` in outcome ``k``. With the outcomes ordered by their own p::

        p_together[k] = max over i <= k of  #{u: min over l >= i of p[l, u] <= p[i, treated]} / (1 + N)

    It is never below ``1 / (1 + N)``, keeps the dependence of outcomes, and is exact where ranks are: the
    chance to call any of several true nulls at level ``a`` is at most ``a``.

    References
    ----------
    Westfall, P. H. and Young, S. S. (1993), Resampling-Based Multiple Testing, Wiley, algorithm 2.8.
    Romano, J. P. and Wolf, M. (2005), Stepwise multiple testing as formalized data snooping, Econometrica 73,
    1237-1282. ``docs/methods/several-outcomes.md``.

    Examples
    --------
    Needs tests; ``tests/evaluate/placebos/test_several.py`` shows them.
    """
    if not tests:
        raise MeasureError("0 outcomes were given; give the test of each outcome by its name.")
    kinds = {test.statistic for test in tests.values()}
    if len(kinds) > 1:
        raise MeasureError(f"The outcomes are ranked by {' and '.join(sorted(kinds))}; rank all by one.")
    sizes = _sizes(tests)
    shares = sizes.rank(ascending=False, method="max") / len(sizes)
    own = shares.iloc[0]
    order = list(own.sort_values(kind="stable").index)
    together = pd.Series(index=own.index, dtype=np.float64)
    largest = 0.0
    for place, outcome in enumerate(order):
        best = shares[order[place:]].min(axis=1)
        largest = max(largest, float((best <= own[outcome] + 1e-12).mean()))
        together[outcome] = largest
    return pd.DataFrame(
        {
            "estimate": {name: test.comparison.estimate for name, test in tests.items()},
            "p": own,
            "p_together": together,
            "donors": len(sizes) - 1,
            "outcomes": len(tests),
        }
    )


def _sizes(tests: Mapping[str, PlaceboTest]) -> pd.DataFrame:
    """Give the distance from nothing by unit and outcome, the treated place first."""
    placebos = pd.DataFrame({name: test.placebos[test.statistic].abs() for name, test in tests.items()})
    common = placebos.dropna()
    if len(common) < 2:
        raise MeasureError(f"{len(common)} donors have every outcome; at least two are needed to rank them.")
    own = {name: [_own(test)] for name, test in tests.items()}
    return pd.concat([pd.DataFrame(own), common.reset_index(drop=True)], ignore_index=True)


def _own(test: PlaceboTest) -> float:
    found = test.comparison
    return (
        abs(found.estimate) if test.statistic == "effect" else (found.error_after / found.error_before) ** 2
    )
