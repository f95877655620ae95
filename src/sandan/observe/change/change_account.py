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

from sandan.errors import MeasureError
from sandan.observe.change.registers import Register, code_registers
from sandan.types import BoolArray, IntArray

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
        If a place was not surveyed at one of the dates, or no unit stands in any of the places.

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
    _check_surveyed(places, surveyed, ("the first date", "the second date"))
    (first, last), labels = code_registers(
        {"before": before, "after": after},
        memberships=[["counts_old"], ["counts_old", "counts_new"]],
        places=places,
        unit=unit,
        place=place,
        many_places=many_places,
    )
    flows = pd.concat([_first_stage(first, last), _second_stage(last)], ignore_index=True)
    return _account(flows.assign(period="after"), places, labels, first, last)


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
    _check_surveyed(places, [surveyed.get(year, ()) for year in years], years)
    registers, labels = code_registers(
        {f"tables[{year}]": tables[year] for year in years},
        memberships=[["counts_old"]] * (len(years) - 1) + [["counts_old", "counts_new"]],
        places=places,
        unit=unit,
        place=place,
        many_places=many_places,
    )
    steps = [
        _first_stage(a, b).assign(period=year)
        for (a, b), year in zip(pairwise(registers), years[1:], strict=True)
    ]
    flows = pd.concat([*steps, _second_stage(registers[-1]).assign(period=years[-1])], ignore_index=True)
    return _account(_stayed_throughout(flows, len(steps)), places, labels, registers[0], registers[-1])


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


def _first_stage(before: Register, after: Register) -> pd.DataFrame:
    """Say of every unit that counts at one of the dates what it did, under one definition."""
    first, second = before.counting("counts_old"), after.counting("counts_old")
    stays = _among(first, second)
    lost, won = first[~stays], second[~_among(second, first)]
    return pd.concat(
        [
            pd.DataFrame({"pair": first[stays], "line": "stayers"}),
            _sorted_out(lost, after, ("deaths", "moves_out", "reclassified_out")),
            _sorted_out(won, before, ("births", "moves_in", "reclassified_in")),
        ]
    )


def _among(pairs: IntArray, others: IntArray) -> BoolArray:
    # `np.isin` hashes such regular numbers badly and takes many times as long.
    return np.asarray(pd.Series(pairs).isin(others))


def _sorted_out(pairs: IntArray, other: Register, lines: tuple[str, str, str]) -> pd.DataFrame:
    """Sort units by the state they are in at the other date: absent, elsewhere, or here uncounted."""
    exists = np.zeros(other.units, dtype=bool)
    exists[other.unit] = True
    absent = ~exists[pairs % other.units]
    elsewhere = ~_among(pairs, other.local)
    return pd.DataFrame({"pair": pairs, "line": np.select([absent, elsewhere], lines[:2], lines[2])})


def _second_stage(after: Register) -> pd.DataFrame:
    old, new = after.counting("counts_old"), after.counting("counts_new")
    gained, lost = new[~_among(new, old)], old[~_among(old, new)]
    line = ["definition_in"] * len(gained) + ["definition_out"] * len(lost)
    return pd.DataFrame({"pair": np.concatenate([gained, lost]), "line": line})


def _stayed_throughout(flows: pd.DataFrame, steps: int) -> pd.DataFrame:
    """Keep a stayer only if it stayed in every step, once."""
    stayer = flows["line"] == "stayers"
    stays = flows[stayer]
    often = stays.groupby("pair")["period"].transform("size") == steps
    once = stays[often & ~stays.duplicated("pair", keep="last")]
    return pd.concat([once, flows[~stayer]], ignore_index=True)


def _account(
    flows: pd.DataFrame, places: Collection[str], labels: pd.Index, first: Register, last: Register
) -> ChangeAccount:
    """Put the lines of every place in order; the three levels are counted, not derived."""
    names = pd.Index(list(places))
    flows = flows.sort_values(["pair", "period"], kind="stable")
    row, unit = np.divmod(flows["pair"].to_numpy(dtype=np.int64), first.units)
    units = pd.DataFrame(
        {"place": names.take(row), "line": flows["line"].array, "unit": labels.take(unit)}
    ).assign(period=flows["period"].array)
    counted = flows.groupby([row, flows["line"].to_numpy()]).size().to_dict()
    levels = [
        np.bincount(register.counting(membership) // register.units, minlength=len(names))
        for register, membership in ((first, "counts_old"), (last, "counts_old"), (last, "counts_new"))
    ]
    lines = [
        (here, *line)
        for k, here in enumerate(names)
        for line in _lines_of(
            levels=[int(level[k]) for level in levels],
            firms={line: int(counted.get((k, line), 0)) for line in ("stayers", *FLOWS)},
        )
    ]
    return ChangeAccount(
        lines=pd.DataFrame(lines, columns=["place", "line", "role", "sign", "firms"]), units=units
    )


def _lines_of(*, levels: list[int], firms: Mapping[str, int]) -> list[tuple[str, str, int, int]]:
    start, subtotal, end = levels
    flows = [(line, "flow", sign, firms[line]) for line, sign in FLOWS.items()]
    first = sum(not line.startswith("definition") for line in FLOWS)
    return [
        ("start", "start", 1, start),
        ("stayers", "of_which", 0, firms["stayers"]),
        *flows[:first],
        ("end_under_first_definition", "subtotal", 0, subtotal),
        *flows[first:],
        ("end", "end", 0, end),
    ]
