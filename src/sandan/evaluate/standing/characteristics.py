"""What a place is like, in numbers that a register of sites gives: the vector by which peers are found."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

from sandan.data.missing import Status
from sandan.errors import MeasureError

__all__ = ["CHARACTERISTICS", "EQUAL_WEIGHTS", "characteristics_of"]

CHARACTERISTICS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "size": ("종사자 규모(로그)", "size (log of workers)"),
        "growth": ("이전 성장(로그 변화)", "growth before (change of the log)"),
        "manufacturing": ("제조업 비중", "share of manufacturing"),
        "knowledge": ("지식서비스업 비중", "share of knowledge services"),
        "trade": ("도소매·숙박음식업 비중", "share of trade and hospitality"),
        "one_sided": ("가장 큰 업종의 비중", "share of the largest industry"),
        "site_size": ("사업체 평균 규모(로그)", "mean size of sites (log)"),
        "young": ("새 사업체 비중", "share of new sites"),
        "density": ("고용 밀도(로그)", "density of jobs (log)"),
    }
)
"""Korean and English name of each characteristic."""

EQUAL_WEIGHTS: Mapping[str, float] = MappingProxyType(dict.fromkeys(CHARACTERISTICS, 1.0))

_GROUPS = {
    "manufacturing": ("10", "34"),
    "knowledge": ("58", "63"),
    "professional": ("70", "73"),
    "trade": ("45", "47"),
    "hospitality": ("55", "56"),
}
"""First and last division of the tenth revision of KSIC; the first two digits are alike in the ninth."""
KILOMETRES_PER_DEGREE = 111.32


def characteristics_of(register: pd.DataFrame, *, year: int, before: int) -> pd.DataFrame:
    """Describe every city of a register by the same few numbers.

    Parameters
    ----------
    register : DataFrame
        Table of the kind ``establishments`` with both years.
    year : int
        The year that is described; choose one before the policy.
    before : int
        An earlier year, for growth and for what is new.

    Returns
    -------
    DataFrame, shape (n_cities, 9)
        By city: the columns of `CHARACTERISTICS`, in their order. Missing where the register does not say.

    Raises
    ------
    MeasureError
        If ``before`` is not earlier, or the register lacks one of the years.

    Notes
    -----
    With ``W`` the workers of a city: ``size = log W``; ``growth = log W(year) - log W(before)``; shares are
    of workers, by division of KSIC (manufacturing 10-34, knowledge 58-63 and 70-73, trade 45-47 and 55-56),
    ``one_sided`` that of the largest division; ``site_size = log(W / sites)``; ``young`` is the share of
    sites that the register does not have in the earlier year; ``density = log(sum c^2 / sum c)`` over cells
    of one square kilometre with ``c`` workers, the density in which the average worker works. Sites whose
    workers are not reported count in ``young`` only.

    References
    ----------
    De la Roca, J. and Puga, D. (2017), Learning by working in big cities, Review of Economic Studies 84, for
    the density around the average worker. ``docs/methods/peers.md``.

    Examples
    --------
    >>> register = pd.DataFrame({"establishment": ["a", "b", "a", "b", "c"], "period": [1, 1, 2, 2, 2],
    ...     "city": "here", "industry": ["26112", "47111", "26112", "47111", "47112"],
    ...     "classification": "KSIC10", "workers": [10, 10, 20, 10, 10], "status": "reported",
    ...     "longitude": np.nan, "latitude": np.nan})
    >>> found = characteristics_of(register, year=2, before=1)
    >>> found[["manufacturing", "trade", "young"]].round(3).values.tolist()
    [[0.5, 0.5, 0.333]]
    """
    if before >= year:
        raise MeasureError(f"The earlier year {before} is not before {year}; give an earlier one.")
    now, then = (register[register["period"] == one] for one in (year, before))
    for one, rows in ((year, now), (before, then)):
        if rows.empty:
            raise MeasureError(f"The register has no sites in {one}; choose years that it has.")
    counted = now[now["status"] == Status.REPORTED]
    workers = counted.groupby("city")["workers"].sum().astype(float)
    earlier = then[then["status"] == Status.REPORTED].groupby("city")["workers"].sum().astype(float)
    cities = sorted(now["city"].unique())
    table = pd.DataFrame(index=pd.Index(cities, name="area"))
    table["size"] = _log(workers)
    table["growth"] = _log(workers) - _log(earlier)
    table = table.join(_shares(counted, workers))
    table["site_size"] = _log(workers / counted.groupby("city").size())
    table["young"] = (~now["establishment"].isin(then["establishment"])).groupby(now["city"]).mean()
    table["density"] = _density(counted)
    return table[list(CHARACTERISTICS)]


def _log(numbers: "pd.Series[float]") -> pd.Series:
    """Take logarithms; of nothing there is none."""
    return numbers.where(numbers > 0).map(np.log)


def _shares(counted: pd.DataFrame, workers: "pd.Series[float]") -> pd.DataFrame:
    """Take shares of workers; a site of another classification leaves its city without any."""
    division = counted["industry"].str[:2]
    sums = {
        name: counted["workers"].where(division.between(*ends), 0).groupby(counted["city"]).sum()
        for name, ends in _GROUPS.items()
    }
    largest = counted.groupby(["city", division])["workers"].sum().groupby("city").max()
    shares = {
        "manufacturing": sums["manufacturing"] / workers,
        "knowledge": (sums["knowledge"] + sums["professional"]) / workers,
        "trade": (sums["trade"] + sums["hospitality"]) / workers,
        "one_sided": largest / workers,
    }
    known = counted["classification"].str.startswith("KSIC").groupby(counted["city"]).all()
    return pd.DataFrame({name: one.astype(float).where(known) for name, one in shares.items()})


def _density(counted: pd.DataFrame) -> pd.Series:
    placed = counted[counted["longitude"].notna() & counted["latitude"].notna()]
    north = np.floor(placed["latitude"] * KILOMETRES_PER_DEGREE)
    # Cells are as wide as they are high wherever the city lies.
    width = KILOMETRES_PER_DEGREE * np.cos(np.radians(placed["latitude"].round(0)))
    east = np.floor(placed["longitude"] * width)
    cells = placed["workers"].astype(float).groupby([placed["city"], north, east]).sum()
    city = cells.index.get_level_values(0)
    return _log((cells**2).groupby(city).sum() / cells.groupby(city).sum())
