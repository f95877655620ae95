"""Calculations on tables of occupations: the creative class of places by a list, with bounds."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from sandan.data.codes.concordance import Concordance, concordance_from_pairs
from sandan.data.missing import Status
from sandan.observe.occupations.concordance import convert_occupations
from sandan.observe.occupations.creative_class import against_peers, creative_growth, creative_share
from sandan.observe.occupations.lists import OccupationList, occupation_list, sides
from sandan.report.calculations.base import Registered

__all__ = ["FROM_OCCUPATIONS", "revisions_of"]

PERCENT = 100.0
SHARES = ("share", "share_lower", "share_upper")
PLACE = ["region", "period", "classification"]
HELD = ["occupation", "value", "lower", "upper"]
NO_CODE = "?"
"""Ends a code that no classification has."""

Tables = Mapping[str, pd.DataFrame]
Parameters = Mapping[str, Any]


def revisions_of(concordance: pd.DataFrame) -> list[tuple[str, str]]:
    """List the pairs of revisions that a table of the kind ``concordance`` leads between.

    Parameters
    ----------
    concordance : DataFrame
        Columns ``source_classification`` and ``target_classification``.

    Returns
    -------
    list of tuple of str
        Source and target, each pair once.

    Raises
    ------
    KeyError
        If a column is missing.

    Notes
    -----
    A look-up.

    References
    ----------
    ``docs/methods/concordance.md``.

    Examples
    --------
    >>> revisions_of(pd.DataFrame({"source_classification": ["KSCO6"], "target_classification": ["KSCO7"]}))
    [('KSCO6', 'KSCO7')]
    """
    pairs = concordance[["source_classification", "target_classification"]].drop_duplicates()
    return [(str(source), str(target)) for source, target in pairs.itertuples(index=False)]


def _counted(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Take the persons of one basis, at the finest level, with the bounds of every cell."""
    table = tables["occupations"]
    rows = table.loc[table["basis"] == parameters["basis"], [*PLACE, *HELD]].reset_index(drop=True)
    known = rows["value"].notna()
    for end in ("lower", "upper"):
        rows[end] = rows["value"].where(known, rows[end])
    return pd.DataFrame(rows.loc[~_above_others(rows)])


def _above_others(rows: pd.DataFrame) -> pd.Series:
    """Say which codes are groups of other codes of the table: they would count persons twice."""
    above = set()
    for revision, codes in rows.groupby("classification")["occupation"].unique().items():
        stems = {code: _stem(code) for code in codes}
        known = set(stems.values())
        holders = {stem[:n] for stem in known for n in range(1, len(stem))} & known
        above |= {(revision, code) for code, stem in stems.items() if stem in holders}
    pairs = pd.MultiIndex.from_frame(rows[["classification", "occupation"]])
    return pd.Series(pairs.isin(list(above)) if above else np.zeros(len(rows), dtype=bool), index=rows.index)


def _stem(code: str) -> str:
    head, _, tail = code.partition("-")
    return head + tail.rstrip("0")


def _concordance(tables: Tables, source: str, target: str) -> Concordance:
    table = tables["occupation_concordance"]
    chosen = (table["source_classification"] == source) & (table["target_classification"] == target)
    return concordance_from_pairs(table.loc[chosen], source=source, target=target)


def _in_revision(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Return the persons that can be asked by the lists: as counted, or carried over into one revision."""
    rows = _counted(tables, parameters)
    if "source" not in parameters:
        return rows.loc[rows["classification"].isin(list(parameters["lists"]))]
    source, target = parameters["source"], parameters["target"]
    old = rows.loc[rows["classification"] == source]
    # A cell without bounds has none in any revision; its place is left with no share.
    bounded = ~old.groupby(PLACE)["lower"].transform(lambda ends: ends.isna().any()).astype(bool)
    bounded &= ~old.groupby(PLACE)["upper"].transform(lambda ends: ends.isna().any()).astype(bool)
    converted = convert_occupations(
        old.loc[bounded],
        _concordance(tables, source, target),
        value="value",
        bounds=("lower", "upper"),
        keep=["region", "period"],
    )
    lost = _anywhere(converted.unconverted, _list_of(parameters, target))
    return pd.concat([converted.table, *lost], ignore_index=True).assign(classification=target)


def _anywhere(lost: pd.DataFrame, chosen: OccupationList) -> list[pd.DataFrame]:
    """Let those whose code the concordance does not know be inside of the list or outside of it."""
    if lost.empty:
        return []
    entries = chosen.entries
    inside = entries.loc[entries["effect"] == "include", "code"].iloc[0]
    most = lost.groupby(["region", "period"], as_index=False)["upper"].sum()
    return [most.assign(occupation=code, value=np.nan, lower=0.0) for code in (f"{inside}{NO_CODE}", NO_CODE)]


def _list_of(parameters: Parameters, classification: str) -> OccupationList:
    return occupation_list(parameters["lists"][classification])


def _creative_shares(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Measure the share of every place and year, in percent, with the bounds of hidden cells."""
    rows = _in_revision(tables, parameters)
    made = [
        _of_one_date(some, _list_of(parameters, str(revision)), parameters["basis"]).assign(
            period=some["period"].iloc[0], classification=str(revision)
        )
        for (_, revision), some in rows.groupby(["period", "classification"], sort=True)
    ]
    columns = ["area", "period", "classification"]
    if not made:
        return pd.DataFrame(columns=[*columns, *SHARES, "status"])
    table = pd.concat(made, ignore_index=True)
    status = table["share_lower"].isna().map({True: Status.SUPPRESSED.value, False: Status.REPORTED.value})
    for name in SHARES:
        table[name] = PERCENT * table[name]
    first = [*columns, *SHARES]
    table = table.assign(status=status, middle=(table["share_lower"] + table["share_upper"]) / 2)
    return table[[*first, *(name for name in table.columns if name not in first)]]


def _of_one_date(rows: pd.DataFrame, chosen: OccupationList, basis: str) -> pd.DataFrame:
    """Ask the list; a place with a hidden cell that has no bounds has no share."""
    open_places = rows.loc[rows[["lower", "upper"]].isna().any(axis=1), "region"].unique()
    known = rows.loc[~rows["region"].isin(open_places)].rename(columns={"region": basis})
    shares = creative_share(known, chosen, basis=basis, value="value", bounds=("lower", "upper"))
    hidden = known["value"].isna().groupby(known[basis]).sum()
    shares["hidden_cells"] = shares["area"].map(hidden).astype("int64")
    blank = pd.DataFrame({"area": open_places, "basis": basis, "list": chosen.key})
    return pd.concat([shares, blank], ignore_index=True) if len(blank) else shares


def _ranks(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Place every peer among the others in one year; those without a share are listed last."""
    shares = _creative_shares(tables, parameters)
    there = (shares["period"] == parameters["period"]) & (
        shares["classification"] == parameters["classification"]
    )
    here = shares.loc[there & shares["area"].isin(parameters["areas"])]
    known = here.loc[here["share_lower"].notna()]
    areas = known["area"].tolist()
    in_parts = known.assign(**{name: known[name] / PERCENT for name in SHARES})
    table = against_peers(in_parts, peers=areas, reference="median")
    for name in (*SHARES, "reference_lower", "reference_upper"):
        table[name] = PERCENT * table[name]
    table["middle"] = (table["share_lower"] + table["share_upper"]) / 2
    table = table.assign(status=Status.REPORTED.value).sort_values(
        ["best_rank", "worst_rank", "area"], ignore_index=True
    )
    lost = pd.DataFrame({"area": [one for one in parameters["areas"] if one not in set(areas)]})
    lost = lost.assign(status=Status.NOT_STATED.value)
    table = pd.concat([table, lost], ignore_index=True) if len(lost) else table
    return table.assign(ranked=len(areas), missing=len(lost))


def _change(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Give the change of the city between two years in points, both in one revision."""
    target = parameters["classification"]
    plain = {name: value for name, value in parameters.items() if name not in ("source", "target")}
    counted = _creative_shares(tables, plain)
    tables_of = [counted]
    if "source" in parameters:
        tables_of.append(_creative_shares(tables, parameters))
    here = pd.concat(tables_of, ignore_index=True)
    here = here.loc[(here["area"] == parameters["city"]) & (here["classification"] == target)]
    here = here.drop_duplicates(["area", "period"])
    here = here.assign(**{name: here[name] / PERCENT for name in SHARES})
    before, after = (here.loc[here["period"] == parameters[end]] for end in ("before", "after"))
    found = creative_growth(before, after)
    return found.assign(status=Status.REPORTED.value)


def _groups(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Divide the class of the city in one year into the groups of the list, in percent of all persons."""
    rows = _in_revision(tables, parameters)
    classification = parameters["classification"]
    here = rows.loc[
        (rows["region"] == parameters["city"])
        & (rows["period"] == parameters["period"])
        & (rows["classification"] == classification)
    ]
    of = sides(_list_of(parameters, classification), here["occupation"])
    named = here.assign(side=of["side"], group=of["group"]).loc[of["side"] != "exclude"]
    keys = ["group", "side"]
    found = named.groupby(keys, as_index=False, sort=False, dropna=False)[["lower", "upper"]].sum(min_count=1)
    least, most = here["lower"].sum(), here["upper"].sum()
    rest_low, rest_high = least - found["lower"], most - found["upper"]
    low = PERCENT * found["lower"] / (found["lower"] + rest_high)
    high = PERCENT * found["upper"] / (found["upper"] + rest_low)
    unknown = here[["lower", "upper"]].isna().any(axis=None)
    status = Status.SUPPRESSED.value if unknown else Status.REPORTED.value
    table = found.assign(
        group=found["group"].astype(object).where(found["group"].notna(), ""),
        share_lower=np.nan if unknown else low,
        share_upper=np.nan if unknown else high,
        persons_lower=np.nan if unknown else found["lower"],
        persons_upper=np.nan if unknown else found["upper"],
        status=status,
    )
    return pd.DataFrame(table.drop(columns=["lower", "upper"]))


_COUNTED, _CARRIED = ("occupations",), ("occupations", "occupation_concordance")

FROM_OCCUPATIONS = tuple(
    Registered(name + ending, roles, function)
    for name, function in (
        ("creative_shares", _creative_shares),
        ("creative_ranks", _ranks),
        ("creative_change", _change),
        ("creative_groups", _groups),
    )
    for ending, roles in (("", _COUNTED), ("_converted", _CARRIED))
)
