"""The exact account of how a count of firms came from one number to another.

Two stages, so that nothing is mixed. First everything that happened under the first definition:
births, deaths, moves, reclassification. Then the change of definition, on the firms of the second
date. Every line is a list of firms.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from sandan.errors import MeasureError, TableError
from sandan.observe.checks import check_columns

__all__ = ["FLOWS", "ChangeAccount", "chained_account", "change_account"]

FLOWS = {
    "births": 1,
    "deaths": -1,
    "moves_in": 1,
    "moves_out": -1,
    "reclassified_in": 1,
    "reclassified_out": -1,
    "definition_in": 1,
    "definition_out": -1,
}
"""The lines that make the change, with their signs; the last two are the second stage."""

_FIRST_STAGE = [line for line in FLOWS if not line.startswith("definition")]


@dataclass(frozen=True)
class ChangeAccount:
    """The account of every place, and the firms behind each line.

    ``lines``: ``place``, ``line``, ``role`` (start, flow, subtotal, end, of_which), ``sign``,
    ``firms``, in the order in which they are read. ``start`` plus the signed flows is ``end``.
    ``units``: ``place``, ``line``, ``unit``, and ``period``, the date at which the step ends.
    """

    lines: pd.DataFrame
    units: pd.DataFrame


def change_account(
    before: pd.DataFrame,
    after: pd.DataFrame,
    *,
    places: Collection[str],
    surveyed: tuple[Collection[str], Collection[str]],
    unit: str = "unit",
    place: str = "place",
    many_places: bool = False,
) -> ChangeAccount:
    """Account for the change of a count of firms between two dates, net.

    Parameters
    ----------
    before, after : DataFrame
        Everything in the register at the two dates, in all places and whether it counts or not: a
        firm that is absent is taken as not existing. One row per unit with its place (empty: outside
        all places of this level) and, as truth values, ``counts_old``, whether it counts under the
        definition of the first date, and in ``after`` also ``counts_new``, under that of the second.
    places : collection of str
        The places to account for.
    surveyed : tuple of collections of str
        The places that were surveyed at the first and at the second date.
    unit, place : str
        Names of the columns with the identifier (of establishments or of enterprises) and the place
        (city, district or complex).
    many_places : bool
        Whether a unit may stand in several places at once, as an enterprise with several sites does;
        it then counts once in each.

    Returns
    -------
    ChangeAccount
        Lines and units.

    Raises
    ------
    TableError
        If a column is missing, a unit stands twice, or a membership is not a truth value.
    MeasureError
        If a place was not surveyed at one of the dates.

    Notes
    -----
    For one place, let ``A`` be the units that count in it before and ``B`` those that count in it
    after, both under the first definition. A unit of ``A`` that is not in ``B`` is, by the first that
    applies: a **death** (not in the register after), a **move out** (in the register, not in this
    place), **reclassified out** (here, but no longer counting). A unit of ``B`` that is not in ``A``
    is a **birth**, a **move in**, or **reclassified in**, by the same order: existence, then place,
    then code. A firm that moves and changes its code in the same period is therefore a move. The
    change of definition comes last, on the units in the place after: **definition in** if it counts
    under the new and not under the old, **definition out** the other way round. Then, exactly::

        end = start + births - deaths + moves in - moves out
              + reclassified in - reclassified out + definition in - definition out

    A move from or to a place that was not surveyed cannot be told from a birth or a death.

    References
    ----------
    Eurostat and OECD (2007), Manual on business demography statistics, for births, deaths and
    changes that are neither. ``docs/methods/change-account.md``.

    Examples
    --------
    >>> before = pd.DataFrame({"unit": ["u1", "u2"], "place": ["here", "here"], "counts_old": [True, True]})
    >>> after = pd.DataFrame({"unit": ["u1", "u3"], "place": ["there", "here"],
    ...                       "counts_old": [True, False], "counts_new": [True, True]})
    >>> both = (["here", "there"], ["here", "there"])
    >>> account = change_account(before, after, places=["here"], surveyed=both)
    >>> account.lines.loc[account.lines["firms"] > 0, ["line", "firms"]].values.tolist()
    [['start', 2], ['deaths', 1], ['moves_out', 1], ['definition_in', 1], ['end', 1]]
    """
    before = _checked(before, "before", unit, place, ["counts_old"], many_places=many_places)
    after = _checked(after, "after", unit, place, ["counts_old", "counts_new"], many_places=many_places)
    _check_surveyed(places, surveyed, ("the first date", "the second date"))
    units = pd.concat([_first_stage(before, after, places), _second_stage(after, places)])
    return _account(units.assign(period="after"), places, before, after)


def chained_account(
    tables: Mapping[int, pd.DataFrame],
    *,
    places: Collection[str],
    surveyed: Mapping[int, Collection[str]],
    unit: str = "unit",
    place: str = "place",
    many_places: bool = False,
) -> ChangeAccount:
    """Account for the change year by year and add the years up, gross.

    Parameters
    ----------
    tables : mapping of year to DataFrame
        As ``after`` of :func:`change_account`; ``counts_old`` is the definition of the first year and
        ``counts_new`` that of the last, in every table (``counts_new`` is read in the last only).
    places : collection of str
        The places to account for.
    surveyed : mapping of year to collection of str
        The places that were surveyed in each year.
    unit, place, many_places
        As in :func:`change_account`.

    Returns
    -------
    ChangeAccount
        The same lines as the net account of the first and the last year, with the flows of all steps
        summed; ``period`` of a unit is the year in which its step ends.

    Raises
    ------
    TableError
        If a table is not as described.
    MeasureError
        If there are fewer than two years, or a place was not surveyed in one of them.

    Notes
    -----
    The first stage is made for every step and summed; the change of definition is counted once, on
    the last year. Start, subtotal, end and the lines of the second stage equal those of the net
    account. The flows of the first stage are larger: a firm that is born and dies in between, or
    leaves and comes back, stands in the gross account and not in the net one. ``stayers`` counts
    units that stood in the place and counted in every year.

    References
    ----------
    Davis, S. J., Haltiwanger, J. and Schuh, S. (1996), Job creation and destruction, MIT Press, for
    gross and net flows. ``docs/methods/change-account.md``.

    Examples
    --------
    >>> def year(units):
    ...     return pd.DataFrame({"unit": units, "place": "here", "counts_old": True, "counts_new": True})
    >>> tables = {2010: year(["u1"]), 2011: year(["u1", "u2"]), 2012: year(["u1"])}
    >>> account = chained_account(tables, places=["here"], surveyed=dict.fromkeys(tables, ["here"]))
    >>> account.lines.loc[account.lines["firms"] > 0, ["line", "firms"]].values.tolist()[:4]
    [['start', 1], ['stayers', 1], ['births', 1], ['deaths', 1]]
    """
    years = sorted(tables)
    if len(years) < 2:
        raise MeasureError(f"`tables` has {len(years)} year(s); an account needs two or more.")
    checked = {}
    for year in years:
        needed = ["counts_old", "counts_new"] if year == years[-1] else ["counts_old"]
        checked[year] = _checked(
            tables[year], f"tables[{year}]", unit, place, needed, many_places=many_places
        )
    _check_surveyed(places, [surveyed.get(year, ()) for year in years], years)
    steps = [_first_stage(checked[a], checked[b], places).assign(period=b) for a, b in pairwise(years)]
    first, last = checked[years[0]], checked[years[-1]]
    units = pd.concat([*steps, _second_stage(last, places).assign(period=years[-1])])
    return _account(_stayed_throughout(units, len(steps)), places, first, last)


def _checked(
    table: pd.DataFrame, name: str, unit: str, place: str, memberships: list[str], *, many_places: bool
) -> pd.DataFrame:
    check_columns(table, [unit, *memberships], name)
    if place not in table.columns:
        raise TableError(f"`{name}` lacks the column {place!r}; it has {', '.join(map(str, table.columns))}.")
    for column in memberships:
        if not pd.api.types.is_bool_dtype(table[column]):
            raise TableError(
                f"`{name}` has {column!r} of type {table[column].dtype}; give True or False for every unit."
            )
    key = [unit, place] if many_places else [unit]
    twice = table.duplicated(key)
    if twice.any():
        example = table.loc[twice, key].iloc[0].tolist()
        raise TableError(
            f"`{name}` has the unit {example} more than once ({int(twice.sum())} rows too many); "
            "keep one row per unit, or set `many_places` if a unit may have several sites."
        )
    renamed = table[[unit, place, *memberships]].rename(columns={unit: "unit", place: "place"})
    return renamed.astype(dict.fromkeys(memberships, bool))


def _check_surveyed(
    places: Collection[str], surveyed: Sequence[Collection[str]], dates: Sequence[object]
) -> None:
    if not places:
        raise MeasureError("`places` is empty; name at least one place to account for.")
    for here in places:
        for at, date in zip(surveyed, dates, strict=True):
            if here not in at:
                raise MeasureError(
                    f"{here!r} was not surveyed at {date}, so its firms there are not known and its change "
                    "cannot be accounted for; take dates at which it was surveyed."
                )


def _counting(table: pd.DataFrame, membership: str, places: Collection[str]) -> pd.DataFrame:
    """Return the units that count in one of the places."""
    return table.loc[table["place"].isin(list(places)) & table[membership], ["place", "unit"]]


def _first_stage(before: pd.DataFrame, after: pd.DataFrame, places: Collection[str]) -> pd.DataFrame:
    """Say of every unit that counts at one of the dates what it did, under one definition."""
    first, second = (_counting(table, "counts_old", places) for table in (before, after))
    both = first.merge(second, how="outer", on=["place", "unit"], indicator="when")
    stayers, lost, won = (
        both.loc[both["when"] == when, ["place", "unit"]] for when in ("both", "left_only", "right_only")
    )
    return pd.concat(
        [
            stayers.assign(line="stayers"),
            _sorted_out(lost, after, ("deaths", "moves_out", "reclassified_out")),
            _sorted_out(won, before, ("births", "moves_in", "reclassified_in")),
        ]
    )


def _sorted_out(units: pd.DataFrame, other: pd.DataFrame, lines: tuple[str, str, str]) -> pd.DataFrame:
    """Sort units by the state they are in at the other date: absent, elsewhere, or here uncounted."""
    absent = ~units["unit"].isin(other["unit"]).to_numpy()
    pairs = units.merge(other[["place", "unit"]], how="left", on=["place", "unit"], indicator="here")
    elsewhere = (pairs["here"] != "both").to_numpy()
    return units.assign(line=np.select([absent, elsewhere], lines[:2], lines[2]))


def _second_stage(after: pd.DataFrame, places: Collection[str]) -> pd.DataFrame:
    local = after[after["place"].isin(list(places)) & (after["counts_old"] != after["counts_new"])]
    line = np.where(local["counts_new"], "definition_in", "definition_out")
    return local[["place", "unit"]].assign(line=line)


def _stayed_throughout(units: pd.DataFrame, steps: int) -> pd.DataFrame:
    """Keep a stayer only if it stayed in every step, once."""
    stayer = units["line"] == "stayers"
    stays = units[stayer]
    often = stays.groupby(["place", "unit"])["period"].transform("size") == steps
    once = stays[often & ~stays.duplicated(["place", "unit"], keep="last")]
    return pd.concat([once, units[~stayer]], ignore_index=True)


def _account(
    units: pd.DataFrame, places: Collection[str], first: pd.DataFrame, last: pd.DataFrame
) -> ChangeAccount:
    """Put the lines of every place in order; the three levels are counted, not derived."""
    counted = units.groupby(["place", "line"]).size()
    levels = [
        _counting(table, membership, places).groupby("place").size()
        for table, membership in ((first, "counts_old"), (last, "counts_old"), (last, "counts_new"))
    ]
    rows = [row for here in places for row in _lines_of(here, levels, counted)]
    lines = pd.DataFrame(rows, columns=["place", "line", "role", "sign", "firms"])
    in_order = units.sort_values(["place", "line", "unit", "period"], ignore_index=True)
    return ChangeAccount(lines=lines, units=in_order[["place", "line", "unit", "period"]])


def _lines_of(here: str, levels: list[pd.Series], counted: pd.Series) -> list[tuple[str, str, str, int, int]]:
    start, subtotal, end = (int(level.get(here, 0)) for level in levels)
    flows = [(here, line, "flow", sign, int(counted.get((here, line), 0))) for line, sign in FLOWS.items()]
    first = len(_FIRST_STAGE)
    return [
        (here, "start", "start", 1, start),
        (here, "stayers", "of_which", 0, int(counted.get((here, "stayers"), 0))),
        *flows[:first],
        (here, "end_under_first_definition", "subtotal", 0, subtotal),
        *flows[first:],
        (here, "end", "end", 0, end),
    ]
