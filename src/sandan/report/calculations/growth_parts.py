"""The growth of one place in every variant of the decomposition, as one tidy table."""

from collections.abc import Collection, Mapping

import pandas as pd

from sandan.errors import MeasureError
from sandan.observe.change.shift_share import region_totals, shift_share, shift_share_over_years

__all__ = ["PARTS_OF", "growth_parts"]

PARTS_OF = {
    "dunn": {
        "national": "national",
        "mix": "industry_mix",
        "not_explained_by_mix": "not_explained_by_mix",
        "new_in_all_regions": "new_in_all_regions",
    },
    "esteban_marquillas": {
        "national": "national",
        "mix": "industry_mix",
        "competitive": "not_explained_by_mix_homothetic",
        "allocation": "not_explained_by_mix_allocation",
        "new_in_all_regions": "new_in_all_regions",
    },
    "dynamic": {
        "national": "national",
        "mix": "industry_mix",
        "not_explained_by_mix": "not_explained_by_mix",
        "new_in_all_regions": "new_in_all_regions",
    },
}
"""For each variant its parts, and the column of the decomposition that holds each."""


def growth_parts(
    jobs: Mapping[int, pd.DataFrame],
    city: str,
    *,
    industries: Collection[str] | None = None,
    allow_negative: bool = False,
) -> pd.DataFrame:
    """Split the growth of one place in every variant that the years allow.

    Parameters
    ----------
    jobs : mapping of year to DataFrame, shape (n_regions, n_industries)
        Jobs or values at two dates or more; a region or industry that is absent from a year's table
        has none in it.
    city : str
        The place.
    industries : collection of str, optional
        Industries whose parts are added up; all of them without it. The nation keeps them all.
    allow_negative : bool
        Take negative cells as they are: value added may be negative, jobs may not.

    Returns
    -------
    DataFrame
        ``variant``, ``part``, ``value``: the parts of a variant add up to its ``change``. The
        dynamic variant is there only if there are years between the first and the last.

    Raises
    ------
    MeasureError
        If the place is in none of the tables.

    Notes
    -----
    Static variants compare the first with the last year; the dynamic one adds yearly results.

    References
    ----------
    Dunn (1960); Esteban-Marquillas (1972); Barff and Knight (1988). ``docs/methods/shift-share.md``.

    Examples
    --------
    >>> start = pd.DataFrame({"C26": [100, 100], "G47": [100, 300]}, index=["here", "rest"])
    >>> end = pd.DataFrame({"C26": [180, 120], "G47": [110, 310]}, index=["here", "rest"])
    >>> parts = growth_parts({2010: start, 2013: end}, "here").set_index(["variant", "part"])["value"]
    >>> parts["dunn"].round(6).to_dict()
    {'national': 40.0, 'mix': 15.0, 'not_explained_by_mix': 35.0, 'new_in_all_regions': 0.0, 'change': 90.0}
    """
    even = _with_the_same_labels(jobs)
    if city not in even[min(even)].index:
        raise MeasureError(f"The place {city!r} is in none of the tables; choose one that is.")
    ends = even[min(even)], even[max(even)]
    static = _totals(shift_share(*ends, allow_negative=allow_negative), city, industries)
    variants = {"dunn": static, "esteban_marquillas": static}
    if len(even) > 2:
        over_years = shift_share_over_years(even, allow_negative=allow_negative)
        variants["dynamic"] = _totals(over_years, city, industries)
    rows = [
        (variant, part, totals[column])
        for variant, totals in variants.items()
        for part, column in {**PARTS_OF[variant], "change": "change"}.items()
    ]
    return pd.DataFrame(rows, columns=["variant", "part", "value"])


def _totals(parts: pd.DataFrame, city: str, industries: Collection[str] | None) -> dict[str, float]:
    chosen = parts if industries is None else parts.loc[parts["industry"].isin(industries)]
    return {str(name): float(value) for name, value in region_totals(chosen).loc[city].to_dict().items()}


def _with_the_same_labels(jobs: Mapping[int, pd.DataFrame]) -> dict[int, pd.DataFrame]:
    regions = sorted(set().union(*(table.index for table in jobs.values())))
    industries = sorted(set().union(*(table.columns for table in jobs.values())))
    return {
        year: table.reindex(index=regions, columns=industries, fill_value=0) for year, table in jobs.items()
    }
