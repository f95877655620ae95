"""Litzenberger and Sternberg's cluster index: dense in space, dense among people, and of many firms."""

import numpy as np
import pandas as pd

from sandan.errors import TableError
from sandan.observe.checks import check_counts, check_same_labels
from sandan.observe.concentration.benchmark import benchmark_shares
from sandan.types import Table

__all__ = ["litzenberger_sternberg"]


def litzenberger_sternberg(
    jobs: pd.DataFrame, plants: pd.DataFrame, *, area: pd.Series, population: pd.Series
) -> Table:
    """Multiply an industry's density in space and among people, and divide by the size of its plants.

    Parameters
    ----------
    jobs : DataFrame, shape (n_regions, n_industries)
        Persons employed at one date.
    plants : DataFrame, shape (n_regions, n_industries)
        Number of plants; same regions and industries in the same order.
    area : Series, shape (n_regions,)
        Area of every region, in any unit.
    population : Series, shape (n_regions,)
        Inhabitants of every region.

    Returns
    -------
    DataFrame, shape (n_regions * n_industries, 6)
        One row per region and industry:

        - ``region``, ``industry``
        - ``industrial_density``: the industry's share of jobs over the region's share of area
        - ``industrial_stock``: the industry's share of jobs over the region's share of inhabitants
        - ``relative_plant_size``: jobs per plant here over jobs per plant in all regions; NaN without plants
        - ``cluster_index``: density times stock over size; 1 = as in all regions together, 0 where the
          industry has no jobs

        NaN throughout where an industry has no jobs anywhere; infinite or NaN where a region has no area
        or no inhabitants.

    Raises
    ------
    TableError
        If a cell is missing, negative or infinite, or a region has jobs of an industry but no plant.
    MeasureError
        If tables or series do not have the same regions and industries.

    Notes
    -----
    With ``e`` jobs, ``b`` plants, ``a`` area, ``p`` population and a dot for a sum::

        industrial_density  = (e[r, i] / e[., i]) / (a[r] / a[.])
        industrial_stock    = (e[r, i] / e[., i]) / (p[r] / p[.])
        relative_plant_size = (e[r, i] / b[r, i]) / (e[., i] / b[., i])
        cluster_index       = industrial_density industrial_stock / relative_plant_size
                            = (e[r, i] / e[., i]) (b[r, i] / b[., i]) / ((a[r] / a[.]) (p[r] / p[.]))

    The last form is computed: it needs no division by the plants of an empty cell.

    References
    ----------
    Litzenberger, T. and Sternberg, R. (2006), Der Clusterindex: eine Methodik zur Identifizierung
    regionaler Cluster am Beispiel deutscher Industriebranchen, Geographische Zeitschrift 94, 209-224.

    Examples
    --------
    >>> jobs = pd.DataFrame({"chips": [60, 40]}, index=["here", "rest"])
    >>> plants = pd.DataFrame({"chips": [4, 4]}, index=["here", "rest"])
    >>> area, people = pd.Series({"here": 10, "rest": 90}), pd.Series({"here": 20, "rest": 80})
    >>> litzenberger_sternberg(jobs, plants, area=area, population=people).iloc[0, 2:].round(3).to_dict()
    {'industrial_density': 6.0, 'industrial_stock': 3.0, 'relative_plant_size': 1.2, 'cluster_index': 15.0}
    """
    check_counts(jobs, "jobs")
    check_counts(plants, "plants")
    check_same_labels(jobs, plants, ("jobs", "plants"))
    _check_plants(jobs, plants)
    x = benchmark_shares(area, jobs.index, "area")[:, None]
    y = benchmark_shares(population, jobs.index, "population")[:, None]
    e, b = jobs.to_numpy(dtype=np.float64), plants.to_numpy(dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        of_jobs, of_plants = e / e.sum(axis=0), b / b.sum(axis=0)
        columns = {
            "industrial_density": of_jobs / x,
            "industrial_stock": of_jobs / y,
            "relative_plant_size": of_jobs / of_plants,
            "cluster_index": of_jobs * of_plants / (x * y),
        }
    index = pd.MultiIndex.from_product([jobs.index, jobs.columns], names=["region", "industry"])
    return pd.DataFrame({name: values.ravel() for name, values in columns.items()}, index=index).reset_index()


def _check_plants(jobs: pd.DataFrame, plants: pd.DataFrame) -> None:
    homeless = (jobs.to_numpy() > 0) & (plants.to_numpy() == 0)
    if homeless.any():
        row, column = np.argwhere(homeless)[0]
        raise TableError(
            f"({jobs.index[row]}, {jobs.columns[column]}) has {jobs.to_numpy()[row, column]} jobs and no "
            f"plant, as {int(homeless.sum())} cells have; take both tables from the same source and date."
        )
