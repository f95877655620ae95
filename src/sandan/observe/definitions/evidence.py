"""What is known of how industries are related, with where it comes from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.types import IntArray

__all__ = ["REGIONS", "Evidence", "RegionalLinkage", "regions_of", "relatedness_matrices"]

REGIONS = "regions"
"""The one source of all linkages that are computed from tables of regions."""


@dataclass(frozen=True)
class RegionalLinkage:
    """A table of regions by industries and the ``measure`` that turns it into relatedness.

    With more than one process the measure must be importable by name; ``functools.partial`` of
    such a function is. Arguments of the measure that have one value per region (``totals``,
    ``benchmark``) are given in ``by_region``, so that they are halved and drawn with the table.
    """

    table: pd.DataFrame
    measure: Callable[..., pd.DataFrame]
    by_region: Mapping[str, pd.Series] = field(default_factory=dict)


@dataclass(frozen=True)
class Evidence:
    """Everything that is known of how industries are related.

    ``regional`` linkages are computed from tables of the same regions and count as one source:
    jobs and establishments of the same regions are not independent of each other. Every matrix in
    ``fixed`` (input-output, occupations) counts as a source of its own.
    """

    regional: Mapping[str, RegionalLinkage]
    fixed: Mapping[str, pd.DataFrame]


def relatedness_matrices(evidence: Evidence, *, regions: IntArray | None = None) -> dict[str, pd.DataFrame]:
    """Compute every linkage, from all regions or from some.

    Parameters
    ----------
    evidence : Evidence
        Tables with their measures, and fixed matrices.
    regions : ndarray of int, optional
        Positions of the regions to use, in any order, repeated if wanted; without it all.

    Returns
    -------
    dict of str to DataFrame, each of shape (n_industries, n_industries)
        Relatedness by linkage, the regional ones first.

    Raises
    ------
    TableError, MeasureError
        What the measures raise; or if there is no linkage, a name stands in both parts or is
        ``regions``, or the regional tables have different regions.

    Notes
    -----
    ``S_k = measure_k(rows of table_k)``.

    References
    ----------
    ``docs/methods/cluster-definitions.md``.

    Examples
    --------
    >>> from sandan.observe.definitions.similarities import location_correlation
    >>> jobs = pd.DataFrame({"C26": [1, 2, 3], "J62": [2, 4, 6]}, index=list("abc"))
    >>> evidence = Evidence({"LC-Emp": RegionalLinkage(jobs, location_correlation)}, {})
    >>> float(relatedness_matrices(evidence)["LC-Emp"].at["C26", "J62"].round(6))
    1.0
    """
    number = len(regions_of(evidence))
    rows = np.arange(number) if regions is None else regions
    regional = {name: _measured(linkage, rows) for name, linkage in evidence.regional.items()}
    return {**regional, **evidence.fixed}


def regions_of(evidence: Evidence) -> pd.Index:
    """Return the regions that all regional tables have.

    Parameters
    ----------
    evidence : Evidence
        Tables with their measures, and fixed matrices.

    Returns
    -------
    Index, shape (n_regions,)
        Empty if there is no regional linkage.

    Raises
    ------
    MeasureError
        If there is no linkage at all, a name stands in both parts or is ``regions``, or the tables
        have different regions.

    Notes
    -----
    A comparison; nothing is computed.

    References
    ----------
    ``docs/methods/cluster-definitions.md``.

    Examples
    --------
    >>> from sandan.observe.definitions.similarities import location_correlation
    >>> jobs = pd.DataFrame({"C26": [1, 2], "J62": [2, 4]}, index=list("ab"))
    >>> list(regions_of(Evidence({"LC-Emp": RegionalLinkage(jobs, location_correlation)}, {})))
    ['a', 'b']
    """
    names = [*evidence.regional, *evidence.fixed]
    if not names or len(set(names)) < len(names) or REGIONS in names:
        raise MeasureError(
            f"The linkages are {names}; give one or more, each under one name, and none called {REGIONS!r}."
        )
    tables = [linkage.table for linkage in evidence.regional.values()]
    for name, table in zip(evidence.regional, tables, strict=True):
        if not table.index.equals(tables[0].index):
            raise MeasureError(
                f"The table of {name!r} has {len(table)} regions that are not those of "
                f"{next(iter(evidence.regional))!r} in the same order; halves must be the same for all."
            )
    return tables[0].index if tables else pd.Index([])


def _measured(linkage: RegionalLinkage, rows: IntArray) -> pd.DataFrame:
    table = linkage.table.iloc[rows]
    given = {name: series.reindex(table.index) for name, series in linkage.by_region.items()}
    if table.index.has_duplicates:
        # A region that was drawn twice counts as two regions.
        table = table.reset_index(drop=True)
        given = {name: series.reset_index(drop=True) for name, series in given.items()}
    return linkage.measure(table, **given)
