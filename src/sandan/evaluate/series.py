"""Series of one indicator in one place: the latest stage of each value, and no step across a break."""

import numpy as np
import pandas as pd

from sandan.data.missing import Status
from sandan.errors import DefinitionError, MeasureError
from sandan.evaluate.indicators import Registry, known_values
from sandan.evaluate.stages import ends, latest_stage

__all__ = ["change", "series"]

_SERIES = (
    "indicator",
    "area",
    "period",
    "value",
    "lower",
    "upper",
    "unit",
    "status",
    "stage",
    "definition_version",
    "break_before",
    "comparable_with_previous",
    "break_ko",
    "break_en",
)

_ABSENT = ("두 시점 가운데 한 시점의 값이 없습니다.", "There is no value at one of the two dates.")


def series(values: pd.DataFrame, registry: Registry, indicator: str, area: str) -> pd.DataFrame:
    """List the values of one indicator in one place, cut where its definition changed.

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

    Returns
    -------
    DataFrame
        By definition version and period: ``indicator``, ``area``, ``period``, ``value``,
        ``lower``, ``upper``, ``unit``, ``status``, ``stage``, ``definition_version``,
        ``break_before`` (the first value under another definition than the row before),
        ``comparable_with_previous`` (an earlier row under the same definition has a number, and so
        has this one), ``break_ko`` and ``break_en`` (why). Targets are not in it.

    Raises
    ------
    DefinitionError
        If the indicator is not in the registry, or a value names an unknown version or unit.
    TableError
        If the table breaks its contract.

    Notes
    -----
    A year with values under two definitions has two rows, one at the end of the old part and one
    at the beginning of the new one; a line drawn through rows with ``comparable_with_previous``
    never crosses a break.

    References
    ----------
    ``docs/methods/indicators.md``.

    Examples
    --------
    >>> from sandan.evaluate.indicators import indicator_registry
    >>> values = pd.DataFrame({"indicator": "fiscal_independence", "area": "KR", "area_name": "nation",
    ...     "period": [2013, 2014, 2014], "value": [51.1, 50.3, 44.8], "unit": "percent",
    ...     "status": "reported", "stage": "final", "definition_version": ["1", "1", "2014"],
    ...     "lower": np.nan, "upper": np.nan})
    >>> series(values, indicator_registry(), "fiscal_independence", "KR")[
    ...     ["period", "value", "break_before", "comparable_with_previous"]]
       period  value  break_before  comparable_with_previous
    0    2013   51.1         False                     False
    1    2014   50.3         False                      True
    2    2014   44.8          True                     False
    """
    rows = latest_stage(_of(values, registry, indicator, area))
    rows = rows.sort_values(["version_order", "period"], ignore_index=True)
    version = rows["definition_version"]
    breaks = (version != version.shift()) & (rows.index > 0)
    reported = rows["status"] == Status.REPORTED
    before = reported.astype(int).groupby(version).cumsum() - reported.astype(int)
    reasons = {one.key: one for one in registry[indicator].versions}
    return rows.assign(
        break_before=breaks.astype(bool),
        comparable_with_previous=(reported & (before > 0)).astype(bool),
        break_ko=[reasons[key].break_ko if cut else "" for key, cut in zip(version, breaks, strict=True)],
        break_en=[reasons[key].break_en if cut else "" for key, cut in zip(version, breaks, strict=True)],
    )[list(_SERIES)]


def _of(values: pd.DataFrame, registry: Registry, indicator: str, area: str) -> pd.DataFrame:
    if indicator not in registry:
        raise DefinitionError(
            f"The indicator {indicator!r} is not in the registry, which has {', '.join(registry)}; "
            "name one of them."
        )
    return known_values(values[(values["indicator"] == indicator) & (values["area"] == area)], registry)


def change(
    values: pd.DataFrame, registry: Registry, *, indicator: str, area: str, start: int, end: int
) -> pd.DataFrame:
    """Compute the change between two years, under one definition or not at all.

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
    start, end : int
        Calendar years.

    Returns
    -------
    DataFrame
        One row: ``indicator``, ``area``, ``start``, ``end``, ``value_start``, ``value_end``,
        ``change`` (in the unit), ``lower`` and ``upper`` (of the change), ``change_percent``,
        ``unit``, ``status``, ``stage_start``, ``stage_end``, ``definition_version``,
        ``reason_ko``, ``reason_en``.

    Raises
    ------
    DefinitionError
        If the indicator is not in the registry, or a value names an unknown version or unit.
    MeasureError
        If ``start`` is not before ``end``.
    TableError
        If the table breaks its contract.

    Notes
    -----
    ``change = value_end - value_start``, both under the newest definition that has a number in
    both years; so a year that was published on both bases is compared on the old one. If there is
    no common definition the status is ``not_comparable`` and no number is given.
    ``change_percent = 100 * change / value_start`` for positive starts. The interval is
    ``[lower_end - upper_start, upper_end - lower_start]``.

    References
    ----------
    ``docs/methods/indicators.md``.

    Examples
    --------
    >>> from sandan.evaluate.indicators import indicator_registry
    >>> values = pd.DataFrame({"indicator": "fiscal_independence", "area": "KR", "area_name": "nation",
    ...     "period": [2013, 2014, 2014], "value": [51.1, 50.3, 44.8], "unit": "percent",
    ...     "status": "reported", "stage": "final", "definition_version": ["1", "1", "2014"],
    ...     "lower": np.nan, "upper": np.nan})
    >>> found = change(values, indicator_registry(), indicator="fiscal_independence", area="KR",
    ...                start=2013, end=2014)
    >>> found[["definition_version", "change"]].round(1)
      definition_version  change
    0                  1    -0.8
    """
    if start >= end:
        raise MeasureError(f"The change from {start} to {end} goes nowhere; `start` must be before `end`.")
    rows = latest_stage(_of(values, registry, indicator, area))
    first, last = (rows[rows["period"] == year].set_index("version_order") for year in (start, end))
    known = [one.index[one["status"] == Status.REPORTED] for one in (first, last)]
    common = known[0].intersection(known[1])
    record: dict[str, object] = {"indicator": indicator, "area": area, "start": start, "end": end}
    record |= {"unit": registry[indicator].unit}
    if len(common):
        return _row(record | _computed(pd.concat([first.loc[[common.max()]], last.loc[[common.max()]]])))
    if len(known[0]) and len(known[1]):
        older, newer = sorted((int(known[0].max()), int(known[1].min())))
        between = registry[indicator].versions[older + 1 : newer + 1]
        why = (" ".join(one.break_ko for one in between), " ".join(one.break_en for one in between))
        return _row(record | _refused(Status.NOT_COMPARABLE, *why))
    lacking = first if not len(known[0]) else last
    status = Status(lacking["status"].iloc[-1]) if len(lacking) else Status.NOT_STATED
    return _row(record | _refused(status, *_ABSENT))


_CHANGE = (
    "indicator",
    "area",
    "start",
    "end",
    "value_start",
    "value_end",
    "change",
    "lower",
    "upper",
    "change_percent",
    "unit",
    "status",
    "stage_start",
    "stage_end",
    "definition_version",
    "reason_ko",
    "reason_en",
)
_CHANGE_NUMBERS = ("value_start", "value_end", "change", "lower", "upper", "change_percent")


def _row(record: dict[str, object]) -> pd.DataFrame:
    table = pd.DataFrame([record]).reindex(columns=list(_CHANGE))
    return table.astype(dict.fromkeys(_CHANGE_NUMBERS, float))


def _refused(status: Status, reason_ko: str, reason_en: str) -> dict[str, object]:
    return {"status": status.value, "reason_ko": reason_ko, "reason_en": reason_en}


def _computed(pair: pd.DataFrame) -> dict[str, object]:
    (start, end), (lower, upper) = pair["value"].astype(float), ends(pair)
    return {
        "value_start": start,
        "value_end": end,
        "change": end - start,
        "lower": lower[1] - upper[0],
        "upper": upper[1] - lower[0],
        "change_percent": 100 * (end - start) / start if start > 0 else np.nan,
        "status": Status.REPORTED.value,
        "stage_start": pair["stage"].iloc[0],
        "stage_end": pair["stage"].iloc[1],
        "definition_version": pair["definition_version"].iloc[0],
        "reason_ko": "",
        "reason_en": "",
    }
