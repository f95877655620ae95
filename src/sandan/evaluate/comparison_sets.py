"""Among whom a place is compared: a named list with the rule and the day by which it was chosen."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import pandas as pd

from sandan.errors import DefinitionError
from sandan.evaluate.indicators import Registry
from sandan.evaluate.stages import values_in_year

__all__ = ["POPULATION", "ComparisonSet", "chosen_by_size", "comparison_sets_from"]

POPULATION = "population"


@dataclass(frozen=True)
class ComparisonSet:
    """A named list of places with the rule and the day by which it was chosen."""

    key: str
    name_ko: str
    name_en: str
    rule_ko: str
    rule_en: str
    chosen_on: date
    areas: tuple[str, ...]

    def to_toml(self) -> str:
        """Return the record as a file of sets that :func:`comparison_sets_from` reads."""
        lines = [
            f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in self.to_json().items()
        ]
        return "\n".join(["[[set]]", *lines]) + "\n"

    def to_json(self) -> dict[str, Any]:
        """Return the record as plain JSON values."""
        return asdict(self) | {"chosen_on": self.chosen_on.isoformat(), "areas": list(self.areas)}


def comparison_sets_from(document: Mapping[str, Any]) -> dict[str, ComparisonSet]:
    """Read stored comparison sets.

    Parameters
    ----------
    document : mapping
        Parsed TOML or JSON with a list ``set``; each has ``key``, ``name_ko``, ``name_en``,
        ``rule_ko``, ``rule_en``, ``chosen_on`` and ``areas``.

    Returns
    -------
    dict of str to ComparisonSet
        By key.

    Raises
    ------
    DefinitionError
        If a set lacks something, names a place twice, or has fewer than two places.

    Notes
    -----
    The rule and its day are kept so that nobody can choose the neighbors after seeing the ranks.

    References
    ----------
    ``docs/methods/ranks.md``.

    Examples
    --------
    >>> sets = comparison_sets_from({"set": [{"key": "big", "name_ko": "큰 도시", "name_en": "large cities",
    ...     "rule_ko": "인구 50만 이상", "rule_en": "500,000 people or more", "chosen_on": "2013-01-01",
    ...     "areas": ["31020", "31010"]}]})
    >>> sets["big"].areas
    ('31020', '31010')
    """
    sets = [_set_from(entry) for entry in document.get("set", ())]
    return {one.key: one for one in sets}


def _set_from(entry: Mapping[str, Any]) -> ComparisonSet:
    wanted = {"key", "name_ko", "name_en", "rule_ko", "rule_en", "chosen_on", "areas"}
    if set(entry) != wanted:
        raise DefinitionError(
            f"The comparison set {entry.get('key', '')!r} has {', '.join(sorted(entry))}, but exactly "
            f"{', '.join(sorted(wanted))} are needed."
        )
    areas = tuple(str(area) for area in entry["areas"])
    if len(set(areas)) != len(areas) or len(areas) < 2:
        raise DefinitionError(
            f"The comparison set {entry['key']!r} names {len(areas)} places, {len(set(areas))} of them "
            "different; name at least two, each once."
        )
    try:
        chosen_on = date.fromisoformat(str(entry["chosen_on"]))
    except ValueError as error:
        raise DefinitionError(
            f"The comparison set {entry['key']!r} was chosen on {entry['chosen_on']!r}, but a date is needed."
        ) from error
    texts = {name: str(entry[name]) for name in wanted - {"areas", "chosen_on"}}
    return ComparisonSet(**texts, chosen_on=chosen_on, areas=areas)


def chosen_by_size(
    values: pd.DataFrame,
    registry: Registry,
    *,
    key: str,
    indicator: str = POPULATION,
    period: int,
    at_least: float,
    chosen_on: date,
) -> ComparisonSet:
    """Choose the places that reach a size, and keep the rule with the list.

    Parameters
    ----------
    values : DataFrame
        Table of the kind ``indicator_values``.
    registry : Registry
        Indicators by key.
    key : str
        Name of the set.
    indicator : str
        What the size is.
    period : int
        Calendar year of the size.
    at_least : float
        Least size, in the unit of the indicator.
    chosen_on : date
        Day of the choice.

    Returns
    -------
    ComparisonSet
        All places whose latest counted value reaches the size, by code.

    Raises
    ------
    DefinitionError
        If fewer than two places reach it, or the indicator is not in the registry.
    TableError
        If the table breaks its contract.

    Notes
    -----
    ``areas = {a : value[a] >= at_least}`` under the newest definition of the year.

    References
    ----------
    ``docs/methods/ranks.md``.

    Examples
    --------
    >>> from sandan.evaluate.indicators import indicator_registry
    >>> values = pd.DataFrame({"indicator": "population", "area": ["A", "B", "C"], "area_name": None,
    ...     "period": 2013, "value": [9e5, 6e5, 1e5], "unit": "persons", "status": "reported",
    ...     "stage": "final", "definition_version": "1", "lower": None, "upper": None})
    >>> chosen_by_size(values, indicator_registry(), key="large", period=2013, at_least=5e5,
    ...                chosen_on=date(2014, 1, 1)).areas
    ('A', 'B')
    """
    rows = values_in_year(values, registry, indicator=indicator, period=period)
    areas = sorted(rows.loc[rows["value"] >= at_least, "area"].astype(str))
    found, size = registry[indicator], f"{at_least:,.15g}"
    return _set_from(
        {
            "key": key,
            "name_ko": f"{found.name_ko} {size} 이상",
            "name_en": f"{found.name_en} of {size} or more",
            "rule_ko": f"{period}년 {found.name_ko} {size} 이상({found.unit})인 모든 지역",
            "rule_en": f"all places with {found.name_en.lower()} of {size} {found.unit} or more in {period}",
            "chosen_on": chosen_on,
            "areas": areas,
        }
    )
