"""What an industry's regions are compared with, as shares."""

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.observe.checks import check_counts
from sandan.types import FloatArray

__all__ = ["benchmark_shares"]


def benchmark_shares(benchmark: pd.Series, regions: pd.Index, name: str = "benchmark") -> FloatArray:
    """Return the share of every region in population, jobs, area or whatever else was given.

    Parameters
    ----------
    benchmark : Series, shape (n_regions,)
        A number of 0 or more for every region, in any order.
    regions : Index, shape (n_regions,)
        The regions in the order in which their shares are wanted.
    name : str
        How the caller calls the series; for the message.

    Returns
    -------
    ndarray, shape (n_regions,)
        Shares in the order of ``regions``; they add up to 1.

    Raises
    ------
    TableError
        If a number is missing, negative or infinite, or a region stands twice.
    MeasureError
        If the regions are not the same, or all numbers are 0.

    Notes
    -----
    ``x[r] = benchmark[r] / benchmark[.]``.

    References
    ----------
    ``docs/methods/ellison-glaeser.md``.

    Examples
    --------
    >>> benchmark_shares(pd.Series({"b": 30, "a": 10}), pd.Index(["a", "b"])).tolist()
    [0.25, 0.75]
    """
    check_counts(benchmark.to_frame(name), name)
    lonely = list(regions.symmetric_difference(benchmark.index))
    if lonely:
        raise MeasureError(
            f"The region {lonely[0]!r} stands in only one of `{name}` and the table, and {len(lonely)} do so "
            "in all; give both for the same regions, with labels of the same type."
        )
    numbers = benchmark.reindex(regions).to_numpy(dtype=np.float64)
    if not numbers.sum() > 0:
        raise MeasureError(f"`{name}` is 0 in all {len(regions)} regions; give at least one positive number.")
    return np.asarray(numbers / numbers.sum())
