"""Places: two code systems, their vintages, and levels that must not be added up together."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sandan.data.codes.concordance import Concordance, concordance_from_pairs
from sandan.errors import CodeError, TableError

__all__ = ["codes_at", "crosswalk", "region_concordance", "without_double_counting"]

LEVELS = ("district", "city", "province", "country")
SHOWN = 5


def codes_at(regions: pd.DataFrame, year: int, *, system: str) -> pd.DataFrame:
    """List the places of one code system as they were in a year.

    Parameters
    ----------
    regions : DataFrame, shape (n_regions, 10)
        A table of the kind ``regions``.
    year : int
        Calendar year.
    system : str
        Code system, for example ``statistics``.

    Returns
    -------
    DataFrame, shape (n_places, 10)
        The rows that were valid; each code stands once.

    Raises
    ------
    CodeError
        If there is no such system, or a code was valid twice in the year.

    Notes
    -----
    ``valid_from <= year <= valid_to``; an empty end is open. A change inside a year belongs to the
    year in which the new code was first used.

    References
    ----------
    Statistics Korea, 한국행정구역분류; Ministry of the Interior and Safety, 행정표준코드.

    Examples
    --------
    >>> regions = pd.DataFrame({"code": ["23030", "23090"], "system": "statistics",
    ...                         "valid_from": [None, 2018], "valid_to": [2017, None]})
    >>> codes_at(regions, 2018, system="statistics")["code"].tolist()
    ['23090']
    """
    own = _of_system(regions, system)
    begun = own["valid_from"].isna() | (own["valid_from"].astype("Float64") <= year)
    lasting = own["valid_to"].isna() | (own["valid_to"].astype("Float64") >= year)
    found = own[begun.fillna(value=False) & lasting.fillna(value=False)]
    twice = found.loc[found["code"].duplicated(), "code"]
    if len(twice):
        raise CodeError(
            f"Code {twice.iloc[0]!r} of {system} is valid twice in {year}; correct the years of one row."
        )
    return found.reset_index(drop=True)


def crosswalk(regions: pd.DataFrame, *, source: str, target: str) -> pd.DataFrame:
    """Find for every code of one system the code of the same place in another.

    Parameters
    ----------
    regions : DataFrame, shape (n_regions, 10)
        A table of the kind ``regions`` with both systems, of one vintage (see ``codes_at``).
    source, target : str
        The systems, for example ``statistics`` and ``interior``.

    Returns
    -------
    DataFrame, shape (n_places, 4)
        ``source``, ``target``, ``level`` and ``name_ko``, for the places that both systems have.

    Raises
    ------
    CodeError
        If a system is missing, or a place stands twice in one of them.

    Notes
    -----
    Two codes mean the same place if its level, its name and the names of everything above it are
    equal. Names alone do not do: six cities have a district called 동구 or 중구.

    References
    ----------
    ``docs/reference/profiles.md``, profile ``kr-admin-codes``.

    Examples
    --------
    >>> regions = pd.DataFrame({"code": ["31", "31020", "41", "41130"],
    ...     "system": ["statistics", "statistics", "interior", "interior"],
    ...     "parent": [None, "31", None, "41"],
    ...     "level": ["province", "city"] * 2, "name_ko": ["경기도", "성남시"] * 2})
    >>> crosswalk(regions, source="statistics", target="interior")
      source target     level name_ko
    0     31     41  province     경기도
    1  31020  41130      city     성남시
    """
    left, right = (_with_paths(_of_system(regions, system), system) for system in (source, target))
    found = left.merge(right[["path", "code"]], on="path", suffixes=("", "_target"))
    found = found.rename(columns={"code": "source", "code_target": "target"})
    return found[["source", "target", "level", "name_ko"]]


def region_concordance(
    regions: pd.DataFrame, changes: pd.DataFrame, *, system: str, earlier: int, later: int
) -> Concordance:
    """Say which codes of a year became which codes of a later year.

    Parameters
    ----------
    regions : DataFrame, shape (n_regions, 10)
        A table of the kind ``regions`` with the years of its codes.
    changes : DataFrame, shape (n_changes, 2)
        ``code`` and its ``successor``; several rows where a place was divided.
    system : str
        Code system.
    earlier, later : int
        Calendar years.

    Returns
    -------
    Concordance
        From ``"<system> <earlier>"`` to ``"<system> <later>"``; use ``convert`` with it.

    Raises
    ------
    CodeError
        If a code ended and has no successor, or a successor is not a code of the later year.

    Notes
    -----
    A code that is still valid keeps itself; any other is followed through ``changes`` until it
    reaches codes of the later year.

    References
    ----------
    Statistics Korea, 한국행정구역분류, tables of changes.

    Examples
    --------
    >>> regions = pd.DataFrame({"code": ["23030", "23090"], "system": "statistics",
    ...                         "valid_from": [None, 2018], "valid_to": [2017, None]})
    >>> changes = pd.DataFrame({"code": ["23030"], "successor": ["23090"]})
    >>> region_concordance(regions, changes, system="statistics", earlier=2015, later=2020).targets
    {'23030': ('23090',)}
    """
    before = list(codes_at(regions, earlier, system=system)["code"])
    after = set(codes_at(regions, later, system=system)["code"])
    next_of = {str(code): list(group["successor"]) for code, group in changes.groupby("code")}
    pairs = [(code, found) for code in before for found in _followed(code, after, next_of, later)]
    return concordance_from_pairs(
        pd.DataFrame(pairs, columns=["source", "target"]),
        source=f"{system} {earlier}",
        target=f"{system} {later}",
    )


def without_double_counting(
    table: pd.DataFrame,
    regions: pd.DataFrame,
    *,
    level: str,
    value: str = "value",
    column: str = "region",
    by: Sequence[str] = (),
    tolerance: float = 1e-6,
) -> pd.DataFrame:
    """Bring a table that mixes cities, their districts and totals to one level.

    Parameters
    ----------
    table : DataFrame, shape (n_rows, n_columns)
        One number per place and group of ``by``; a city may stand beside its districts.
    regions : DataFrame, shape (n_regions, 10)
        A table of the kind ``regions``: one system and vintage (see ``codes_at``).
    level : {"district", "city", "province", "country"}
        The level that is wanted; at ``district`` a city without districts stands for itself.
    value : str
        Column of the number; a number that is not known is empty.
    column : str
        Column of the code.
    by : sequence of str
        Columns that separate the numbers, for example period, industry and measure.
    tolerance : float
        Greatest relative difference between a place and the sum of its parts.

    Returns
    -------
    DataFrame, shape (n_groups, n_by + 3)
        ``by``, ``column``, ``value`` and ``origin``: ``stated``, or ``sum`` where the number is
        the sum of all parts. A sum with an unknown part is unknown.

    Raises
    ------
    CodeError
        If a code is not in ``regions``.
    TableError
        If a place stands twice in a group, differs from the sum of its parts, or is not stated
        and one of its parts is missing.

    Notes
    -----
    From below: ``value[place] = stated value, else the sum over all parts``. Where both are there
    they must satisfy ``|stated - sum| <= tolerance * max(|stated|, 1)``. Rows above the level only
    serve for this check if all their parts are there.

    References
    ----------
    ``docs/methods/places.md``.

    Examples
    --------
    >>> regions = pd.DataFrame({"code": ["31", "31020", "31021", "31022", "31030"],
    ...     "level": ["province", "city", "district", "district", "city"],
    ...     "parent": [None, "31", "31020", "31020", "31"]})
    >>> firms = pd.DataFrame({"region": ["31020", "31021", "31022", "31030"], "value": [7, 3, 4, 5]})
    >>> without_double_counting(firms, regions, level="city")
      region  value  origin
    0  31020    7.0  stated
    1  31030    5.0  stated
    >>> int(firms["value"].sum()), int(without_double_counting(firms, regions, level="city")["value"].sum())
    (19, 12)
    """
    keys = [*by, column]
    _check_rows(table, regions, level, keys, value)
    place = regions.drop_duplicates("code").set_index("code")
    cells = table[[*keys, value]].astype({value: float}).assign(origin="stated")
    result = below = cells.iloc[:0]
    for step in LEVELS:
        here = cells[cells[column].map(place["level"]) == step]
        sums = _sums(below, place, keys, value)
        _check_sums(here, sums, keys, value, tolerance)
        summed = sums[sums["complete"] & ~_in(sums, here, keys)].assign(origin="sum")
        incomplete = sums[~sums["complete"] & ~_in(sums, here, keys)]
        below = pd.concat([here, summed[[*keys, value, "origin"]]])
        if step == level:
            _refuse_incomplete(incomplete, cells, place, keys)
            result = below
        elif LEVELS.index(step) > LEVELS.index(level):
            whole = ~here[column].isin(place["parent"])
            covered = _in(here, sums[sums["complete"]], keys)
            _refuse_incomplete(here[~whole & ~covered], cells, place, keys)
            result = pd.concat([result, here[whole]])
    return result.sort_values(keys, ignore_index=True)


def _of_system(regions: pd.DataFrame, system: str) -> pd.DataFrame:
    found = regions[regions["system"] == system]
    if found.empty:
        known = ", ".join(sorted(map(str, regions["system"].unique())))
        raise CodeError(f"There are no codes of the system {system!r}; the regions have {known}.")
    return found


def _with_paths(regions: pd.DataFrame, system: str) -> pd.DataFrame:
    parent = regions.set_index("code")["parent"]
    name = regions.set_index("code")["name_ko"]
    path, above = regions["level"] + "|" + regions["name_ko"], regions["code"].map(parent)
    while above.notna().any():
        path = path + "|" + above.map(name).fillna("")
        above = above.map(parent)
    path = path.str.rstrip("|")
    twice = path[path.duplicated()]
    if len(twice):
        code = regions["code"][twice.index[0]]
        raise CodeError(
            f"{code!r} of {system} has the same name as another place beside it, so that it cannot be found "
            "in another system; use one vintage (codes_at)."
        )
    return regions.assign(path=path)


def _followed(code: str, after: set[str], next_of: dict[str, list[str]], later: int) -> list[str]:
    if code in after:
        return [code]
    if code not in next_of:
        raise CodeError(
            f"Code {code!r} is not valid in {later} and no successor is named; add it to the changes."
        )
    rest = {old: new for old, new in next_of.items() if old != code}
    return [found for successor in next_of[code] for found in _followed(successor, after, rest, later)]


def _check_rows(
    table: pd.DataFrame, regions: pd.DataFrame, level: str, keys: Sequence[str], value: str
) -> None:
    if level not in LEVELS:
        raise TableError(f"`level` is {level!r}, but places are added up at the levels {', '.join(LEVELS)}.")
    for name in (*keys, value):
        if name not in table:
            raise TableError(
                f"The table has no column `{name}`; it has {', '.join(map(str, table.columns))}."
            )
    known = regions.loc[regions["level"].isin(LEVELS), "code"]
    unknown = table.loc[~table[keys[-1]].isin(known), keys[-1]].unique()
    if len(unknown):
        raise CodeError(
            f"{len(unknown)} codes of the table, first {unknown[0]!r}, are not among the regions; check "
            "system and vintage, and count complexes apart: they lie inside cities."
        )
    twice = table[table.duplicated(list(keys))]
    if len(twice):
        first = ", ".join(str(twice.iloc[0][name]) for name in keys)
        raise TableError(f"The table has several numbers for {first}; name what tells them apart in `by`.")


def _sums(parts: pd.DataFrame, place: pd.DataFrame, keys: Sequence[str], value: str) -> pd.DataFrame:
    """Add up what is there of every place one level up; unknown if a part is unknown."""
    column = keys[-1]
    above = parts.assign(**{column: parts[column].map(place["parent"])}).dropna(subset=[column])
    grouped = above.groupby(list(keys), dropna=False, as_index=False)
    sums = grouped.agg(**{value: (value, "sum"), "known": (value, "count"), "parts": (value, "size")})
    sums[value] = sums[value].where(sums["known"] == sums["parts"])
    return sums.assign(complete=sums["parts"] == sums[column].map(place["parent"].value_counts()))


def _in(rows: pd.DataFrame, others: pd.DataFrame, keys: Sequence[str]) -> pd.Series:
    found = pd.MultiIndex.from_frame(rows[list(keys)]).isin(pd.MultiIndex.from_frame(others[list(keys)]))
    return pd.Series(found, index=rows.index)


def _check_sums(
    here: pd.DataFrame, sums: pd.DataFrame, keys: Sequence[str], value: str, tolerance: float
) -> None:
    both = here.merge(sums[sums["complete"]], on=list(keys), suffixes=("", "_sum"))
    apart = (both[value] - both[f"{value}_sum"]).abs()
    wrong = both[apart > tolerance * np.maximum(both[value].abs(), 1.0)]
    if len(wrong):
        first = wrong.iloc[0]
        raise TableError(
            f"{', '.join(str(first[name]) for name in keys)} is stated as {first[value]:g}, but its parts "
            f"add up to {first[f'{value}_sum']:g}; {len(wrong)} places differ. "
            "They do not count the same thing."
        )


def _refuse_incomplete(
    wrong: pd.DataFrame, cells: pd.DataFrame, place: pd.DataFrame, keys: Sequence[str]
) -> None:
    if wrong.empty:
        return
    *by, column = keys
    first = wrong.iloc[0]
    group = (cells[by] == first[by]).all(axis=1)
    parts = place.index[place["parent"] == first[column]]
    absent = [str(code) for code in parts if code not in set(cells.loc[group, column])]
    raise TableError(
        f"Of {', '.join(str(first[name]) for name in keys)} the parts {', '.join(absent[:SHOWN])} are "
        f"missing ({len(absent)} of {len(parts)}), so it cannot be brought to this level; "
        "add them or leave it out."
    )
