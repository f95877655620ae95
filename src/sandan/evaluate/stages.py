"""Which of several printed values counts: the most settled one, under one definition."""

import numpy as np
import pandas as pd

from sandan.data.missing import Stage, Status
from sandan.errors import DefinitionError
from sandan.evaluate.indicators import Registry, known_values
from sandan.types import FloatArray

__all__ = ["FACTS", "PLANS", "ends", "latest_stage", "values_in_year"]

FACTS = (Stage.REVISED, Stage.FINAL, Stage.PROVISIONAL)
"""Stages of what was counted, the most settled first."""
PLANS = (Stage.COMMITTED, Stage.ANNOUNCED, Stage.TARGET)
"""Stages of what was intended, the most binding first."""


def latest_stage(values: pd.DataFrame, *, plans: bool = False) -> pd.DataFrame:
    """Keep the most settled value of each place, period and definition.

    Parameters
    ----------
    values : DataFrame
        Table of the kind ``indicator_values``.
    plans : bool
        Keep what was intended instead of what was counted.

    Returns
    -------
    DataFrame
        Columns of ``values``; one row for each indicator, area, period and definition version
        that has a value of the wanted sort. The other sort is left out, never mixed in.

    Raises
    ------
    DefinitionError
        If the same value is there twice in the same stage.

    Notes
    -----
    Facts: revised before final before provisional. Plans: committed before announced before
    target. A later stage replaces an earlier one even if it holds no number.

    References
    ----------
    ``docs/methods/indicators.md``.

    Examples
    --------
    >>> from sandan.data.contracts import INDICATOR_VALUES
    >>> row = dict.fromkeys(INDICATOR_VALUES.names) | {"area": "A", "period": 2013}
    >>> table = pd.DataFrame([row | {"stage": stage} for stage in ("target", "final", "revised")])
    >>> latest_stage(table)["stage"].tolist(), latest_stage(table, plans=True)["stage"].tolist()
    (['revised'], ['target'])
    """
    wanted = PLANS if plans else FACTS
    order = {stage.value: place for place, stage in enumerate(wanted)}
    rows = values[values["stage"].isin(order)]
    place = ["indicator", "area", "period", "definition_version"]
    again = rows[rows.duplicated([*place, "stage"])]
    if len(again):
        first = again.iloc[0]
        raise DefinitionError(
            f"The {first['stage']} value of {first['indicator']!r} for {first['area']!r} in "
            f"{first['period']} is there twice; keep one of them."
        )
    best = rows.assign(_order=rows["stage"].map(order)).sort_values("_order", kind="stable")
    return best.drop_duplicates(place).drop(columns="_order").sort_index()


def ends(rows: pd.DataFrame) -> tuple[FloatArray, FloatArray]:
    """Give the interval of each value: the value itself if none is known, open where one end is.

    Parameters
    ----------
    rows : DataFrame
        With ``value``, ``lower`` and ``upper``.

    Returns
    -------
    tuple of (array, array)
        Lower and upper ends; NaN where there is neither a value nor an end.

    Raises
    ------
    KeyError
        If a column is missing.

    Notes
    -----
    Both ends empty: ``[value, value]``. One end empty: that side is infinite.

    References
    ----------
    ``docs/methods/ranks.md``.

    Examples
    --------
    >>> ends(pd.DataFrame({"value": [1.0, 2.0], "lower": [np.nan, 1.5], "upper": [np.nan, np.nan]}))
    (array([1. , 1.5]), array([ 1., inf]))
    """
    value, lower, upper = (rows[name].to_numpy(dtype=float) for name in ("value", "lower", "upper"))
    exact = np.isnan(lower) & np.isnan(upper)
    low = np.where(exact, value, np.where(np.isnan(lower), -np.inf, lower))
    return low, np.where(exact, value, np.where(np.isnan(upper), np.inf, upper))


def values_in_year(
    values: pd.DataFrame,
    registry: Registry,
    *,
    indicator: str,
    period: int,
    areas: tuple[str, ...] | None = None,
) -> pd.DataFrame:
    """Take one counted value a place, all under one definition.

    Parameters
    ----------
    values : DataFrame
        Table of the kind ``indicator_values``.
    registry : Registry
        Indicators by key.
    indicator : str
        Key in the registry.
    period : int
        Calendar year.
    areas : tuple of str, optional
        Codes of the places; all of them if it is not given.

    Returns
    -------
    DataFrame
        Columns of ``values`` and ``version_order``; one row for every place that has one. A place
        that has a number under another definition only is ``not_comparable`` and has none.

    Raises
    ------
    DefinitionError
        If the indicator is not in the registry, or a value names an unknown version or unit.
    TableError
        If the table breaks its contract.

    Notes
    -----
    The definition is the newest one under which any of the places has a number for the year.

    References
    ----------
    ``docs/methods/ranks.md``.

    Examples
    --------
    >>> from sandan.evaluate.indicators import indicator_registry
    >>> values = pd.DataFrame({"indicator": "venture_firms", "area": ["A", "B"], "area_name": None,
    ...     "period": 2021, "value": [12.0, 9.0], "unit": "firms", "status": "reported",
    ...     "stage": "final", "definition_version": ["1", "2021"], "lower": np.nan, "upper": np.nan})
    >>> values_in_year(values, indicator_registry(), indicator="venture_firms", period=2021)[
    ...     ["area", "value", "status"]]
      area  value          status
    0    A    NaN  not_comparable
    1    B    9.0        reported
    """
    if indicator not in registry:
        raise DefinitionError(
            f"The indicator {indicator!r} is not in the registry, which has {', '.join(registry)}; "
            "name one of them."
        )
    chosen = values[(values["indicator"] == indicator) & (values["period"] == period)]
    if areas is not None:
        chosen = chosen[chosen["area"].isin(areas)]
    rows = latest_stage(known_values(chosen, registry))
    newest = rows.loc[rows["status"] == Status.REPORTED, "version_order"].max()
    rows = rows.assign(_newest=rows["version_order"] == newest).sort_values(
        ["area", "_newest", "version_order"]
    )
    rows = rows.drop_duplicates("area", keep="last").reset_index(drop=True)
    other = (rows["status"] == Status.REPORTED) & ~rows["_newest"]
    numbers = {name: rows[name].astype(float).mask(other) for name in ("value", "lower", "upper")}
    status = rows["status"].mask(other, Status.NOT_COMPARABLE.value)
    return rows.assign(status=status, **numbers).drop(columns="_newest")
