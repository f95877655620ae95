"""Arithmetic of what if: without a complex, under another definition, at the rates of the peers."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sandan.data.missing import Status
from sandan.errors import MeasureError
from sandan.evaluate.indicators import Registry, known_values
from sandan.evaluate.series import change
from sandan.evaluate.stages import latest_stage

__all__ = ["ARITHMETIC", "at_peer_rates", "under_definition", "without_complex"]

ARITHMETIC = (
    "산술 계산일 뿐, 예측이 아닙니다. 다른 조건이 달라졌을 때 실제로 어떻게 되었을지는 말하지 않습니다.",
    "Arithmetic, not a forecast: it does not say what would really have happened.",
)
"""What is said of every scenario, in Korean and English."""

_COLUMNS = ["part", "role", "value", "lower", "upper", "says_ko", "says_en"]


def _table(rows: Sequence[tuple[str, str, float, float, float]]) -> pd.DataFrame:
    """Put rows under the words that go with every scenario."""
    table = pd.DataFrame(rows, columns=_COLUMNS[:5])
    return table.assign(says_ko=ARITHMETIC[0], says_en=ARITHMETIC[1])


def _part(name: str, value: float) -> tuple[str, str, float, float, float]:
    return name, "part", value, value, value


def without_complex(
    register: pd.DataFrame, *, area: str, complex_code: str, start: int, end: int
) -> pd.DataFrame:
    """Take the jobs of a complex out of the change of a city.

    Parameters
    ----------
    register : DataFrame
        Table of the kind ``establishments`` with both years.
    area : str
        Code of the city.
    complex_code : str
        Code of the complex.
    start, end : int
        Calendar years.

    Returns
    -------
    DataFrame
        ``part``, ``role``, ``value``, ``lower``, ``upper``, ``says_ko``, ``says_en``. Rows of the role
        ``part`` sum to the row ``actual``, the change of the jobs of the city: ``outside`` the complex, and
        inside ``there_before`` (sites that were in it, less those that left it), ``from_the_city``,
        ``from_elsewhere``, ``new``. The row ``result`` is the change without the complex: from nothing of
        it kept to those sites kept that came from the city.

    Raises
    ------
    MeasureError
        If the years are not in order, the city is not in the register in one of them, or no site was in the
        complex in the second.

    Notes
    -----
    With ``O`` the jobs outside and ``I`` those inside, the change is
    ``[O(end) - O(start)] + [I(end) - I(start)]``.
    The result is ``O(end) - O(start)``. A site that moved from the city into the complex was taken from
    ``O``; if it had stayed with as many jobs as it has now, the result would be ``upper``.

    References
    ----------
    ``docs/methods/scenarios.md``.

    Examples
    --------
    >>> register = pd.DataFrame({"establishment": ["a", "b", "a", "b", "c"], "period": [1, 1, 2, 2, 2],
    ...     "city": "here", "complex": [None, None, None, "X", "X"], "workers": [10, 5, 12, 6, 20],
    ...     "status": "reported"})
    >>> without_complex(register, area="here", complex_code="X", start=1, end=2)[
    ...     ["part", "value", "upper"]].values.tolist()[-2:]
    [['actual', 23.0, 23.0], ['result', -3.0, 3.0]]
    """
    if start >= end:
        raise MeasureError(f"The change from {start} to {end} goes nowhere; `start` must be before `end`.")
    first, last = (register[register["period"] == year] for year in (start, end))
    before, after = (one[one["city"] == area] for one in (first, last))
    inside_before, inside = (_in(one, complex_code) for one in (before, after))
    if before.empty or after.empty or not inside.any():
        raise MeasureError(
            f"The city {area!r} has {len(before)} sites in {start}, {len(after)} in {end} and "
            f"{int(inside.sum())} of them in {complex_code!r}; each has to be one at least."
        )
    came = (
        after["establishment"].map(_origins(first, area, complex_code)).fillna("new").where(inside, "outside")
    )
    jobs = _workers(after).groupby(came).sum()
    of = {
        name: float(jobs.get(name, 0.0))
        for name in ("there_before", "from_the_city", "from_elsewhere", "new")
    }
    outside = float(_workers(after)[~inside].sum() - _workers(before)[~inside_before].sum())
    of["there_before"] -= float(_workers(before)[inside_before].sum())
    actual = float(_workers(after).sum() - _workers(before).sum())
    return _table(
        [
            _part("outside", outside),
            *(_part(name, value) for name, value in of.items()),
            ("actual", "actual", actual, actual, actual),
            ("result", "result", outside, outside, outside + of["from_the_city"]),
        ]
    )


def _in(rows: pd.DataFrame, complex_code: str) -> "pd.Series[bool]":
    return rows["complex"].eq(complex_code).fillna(value=False).astype(bool)


def _workers(rows: pd.DataFrame) -> "pd.Series[float]":
    """Take what is reported; a site whose jobs are hidden adds nothing on either side."""
    return rows["workers"].where(rows["status"] == Status.REPORTED).astype(float).fillna(0.0)


def _origins(first: pd.DataFrame, area: str, complex_code: str) -> "pd.Series[str]":
    """Say of every site of the first year where it was, seen from the complex."""
    where = pd.Series("from_elsewhere", index=first.index)
    where = where.mask(first["city"] == area, "from_the_city").mask(_in(first, complex_code), "there_before")
    return pd.Series(where.to_numpy(), index=first["establishment"].to_numpy())


def under_definition(
    values: pd.DataFrame, registry: Registry, *, indicator: str, area: str, period: int, version: str
) -> pd.DataFrame:
    """Say what an indicator would be under another version of its definition.

    Parameters
    ----------
    values : DataFrame
        Table of the kind ``indicator_values``.
    registry : Registry
        Indicators by key.
    indicator : str
        Key in the registry.
    area : str
        Code of the place.
    period : int
        Calendar year.
    version : str
        The other version.

    Returns
    -------
    DataFrame
        Columns as `without_complex`. The parts ``under_the_other`` and ``difference`` sum to ``actual``, the
        value under the newest definition that was counted. ``result`` is the value under the other one; it
        has a range if it was not counted and is chained.

    Raises
    ------
    DefinitionError
        If the indicator or the version is not in the registry.
    MeasureError
        If the year was not counted, the other version is the newest itself, or the two were never counted
        in the same year.

    Notes
    -----
    If the other version was counted in the year, that is the result. If not, ``result = actual r``, with
    ``r`` the ratio of the two in the nearest year with both, and the range that of all such years: it takes
    for granted that the ratio lasts.

    References
    ----------
    ``docs/methods/scenarios.md``.

    Examples
    --------
    >>> from sandan.evaluate.indicators import indicator_registry
    >>> values = pd.DataFrame({"indicator": "fiscal_independence", "area": "KR", "area_name": None,
    ...     "period": [2014, 2014, 2015], "value": [50.3, 44.8, 45.1], "unit": "percent",
    ...     "status": "reported", "stage": "final", "definition_version": ["1", "2014", "2014"],
    ...     "lower": np.nan, "upper": np.nan})
    >>> under_definition(values, indicator_registry(), indicator="fiscal_independence", area="KR",
    ...     period=2015, version="1")[["part", "value"]].round(1).values.tolist()
    [['under_the_other', 50.6], ['difference', -5.5], ['actual', 45.1], ['result', 50.6]]
    """
    here = values[(values["indicator"] == indicator) & (values["area"] == area)]
    rows = latest_stage(known_values(here, registry))
    rows = rows[rows["status"] == Status.REPORTED]
    own = rows[rows["period"] == period].sort_values("version_order")
    if own.empty or own["definition_version"].iloc[-1] == version:
        raise MeasureError(
            f"{indicator!r} of {area!r} was counted in {period} under "
            f"{', '.join(own['definition_version']) or 'no version'}; there is nothing to set {version!r} "
            "beside."
        )
    actual, newest = float(own["value"].iloc[-1]), str(own["definition_version"].iloc[-1])
    registry[indicator].order(version)
    result, lower, upper = _chained(rows, period, newest, version, actual)
    return _table(
        [
            _part("under_the_other", result),
            _part("difference", actual - result),
            ("actual", "actual", actual, actual, actual),
            ("result", "result", result, lower, upper),
        ]
    )


def _chained(
    rows: pd.DataFrame, period: int, newest: str, version: str, actual: float
) -> tuple[float, float, float]:
    wide = rows.pivot_table(index="period", columns="definition_version", values="value")
    both = wide.reindex(columns=[newest, version]).dropna()
    both = both[both[newest] > 0]
    if both.empty:
        raise MeasureError(
            f"No year was counted under both {newest!r} and {version!r}, so one cannot be led over to the "
            "other."
        )
    ratios = both[version] / both[newest]
    if period in ratios.index:
        exact = float(both[version].to_dict()[period])
        return exact, exact, exact
    years = np.asarray(ratios.index, dtype=float)
    nearest = float(ratios.to_numpy()[int(np.argmin(np.abs(years - period)))])
    return actual * nearest, actual * float(ratios.min()), actual * float(ratios.max())


def at_peer_rates(
    values: pd.DataFrame,
    registry: Registry,
    *,
    indicator: str,
    area: str,
    peers: Sequence[str],
    start: int,
    end: int,
) -> pd.DataFrame:
    """Say where a place would be if it had grown as its peers did.

    Parameters
    ----------
    values : DataFrame
        Table of the kind ``indicator_values``.
    registry : Registry
        Indicators by key.
    indicator : str
        Key in the registry.
    area : str
        Code of the place.
    peers : sequence of str
        Codes of the others; the place itself is left out.
    start, end : int
        Calendar years.

    Returns
    -------
    DataFrame
        Columns as `without_complex`. The parts ``start``, ``at_their_rate`` (the change at the pooled rate)
        and ``beyond`` sum to ``actual``, the value in the second year. ``result`` is the value at the pooled
        rate, with a range from the slowest to the fastest of them; ``at_their_median`` that at the middle
        rate.

    Raises
    ------
    DefinitionError
        If the indicator is not in the registry.
    MeasureError
        If the place has no comparable change between the years, or none of the peers has one under the same
        definition.

    Notes
    -----
    ``result = x(start) sum_j x_j(end) / sum_j x_j(start)``; only peers with both years under the definition
    of the place's own change count. ``beyond`` is no effect: it holds everything in which the place differs.

    References
    ----------
    ``docs/methods/scenarios.md``.

    Examples
    --------
    >>> from sandan.evaluate.indicators import indicator_registry
    >>> values = pd.DataFrame({"indicator": "workers", "area": ["A", "A", "B", "B"], "area_name": None,
    ...     "period": [2009, 2012] * 2, "value": [200.0, 240, 1000, 1100], "unit": "persons",
    ...     "status": "reported", "stage": "final", "definition_version": "1", "lower": None, "upper": None})
    >>> at_peer_rates(values, indicator_registry(), indicator="workers", area="A", peers=["B"], start=2009,
    ...     end=2012)[["part", "value"]].round(1).values.tolist()[:4]
    [['start', 200.0], ['at_their_rate', 20.0], ['beyond', 20.0], ['actual', 240.0]]
    """
    asked = {"indicator": indicator, "start": start, "end": end}
    own = change(values, registry, area=area, **asked).iloc[0]  # type: ignore[arg-type]
    if own["status"] != Status.REPORTED:
        raise MeasureError(
            f"{indicator!r} of {area!r} has no comparable change from {start} to {end} ({own['status']}); "
            "choose years under one definition."
        )
    changes = [
        change(values, registry, area=one, **asked).iloc[0]  # type: ignore[arg-type]
        for one in dict.fromkeys(peers)
        if one != area
    ]
    known = pd.DataFrame(changes, columns=own.index)
    known = known[known["definition_version"].eq(own["definition_version"]) & (known["value_start"] > 0)]
    if known.empty:
        raise MeasureError(
            f"None of the {len(changes)} peers has {indicator!r} in {start} and {end} under the definition "
            f"{own['definition_version']!r}; choose other peers or years."
        )
    before, after = (known[name].astype(float) for name in ("value_start", "value_end"))
    rates, pooled = after / before, float(after.sum() / before.sum())
    first, last = float(own["value_start"]), float(own["value_end"])
    median = first * float(rates.median())
    return _table(
        [
            _part("start", first),
            _part("at_their_rate", first * (pooled - 1)),
            _part("beyond", last - first * pooled),
            ("actual", "actual", last, last, last),
            ("result", "result", first * pooled, first * float(rates.min()), first * float(rates.max())),
            ("at_their_median", "result", median, median, median),
        ]
    )
