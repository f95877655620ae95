"""Industrial complexes as places: which site lies in which, and counting them beside their cities."""

import re
import unicodedata
from collections.abc import Sequence

import pandas as pd

from sandan.errors import CodeError, TableError

__all__ = ["as_regions", "assign_complexes"]

OUTSIDE = "-outside"
_BLANKS = re.compile(r"\s+")


def assign_complexes(
    stated: pd.Series, complexes: pd.DataFrame, *, aliases: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Find the complex that a source names, and say how sure that is.

    Parameters
    ----------
    stated : Series of str, shape (n_rows,)
        What the source says: a code, a name, or nothing.
    complexes : DataFrame, shape (n_regions, n_columns)
        Columns ``code``, ``level`` and ``name_ko``, and ``name_en`` if there is one, as in tables
        of the kind ``regions``; only rows of the level ``complex`` count.
    aliases : DataFrame, shape (n_aliases, 2), optional
        ``alias`` and ``complex``: other names that somebody has confirmed.

    Returns
    -------
    DataFrame, shape (n_rows, 2)
        ``complex`` (code, empty unless exactly one is known) and ``match``: ``stated`` (code or
        official name), ``alias``, ``several`` (a name of more than one complex), ``unknown`` (no
        complex of this name) or ``none`` (nothing is stated). Index of ``stated``.

    Raises
    ------
    CodeError
        If an alias names a complex that is not among ``complexes``.

    Notes
    -----
    Names are equal if they are equal after Unicode normalization (NFKC), without blanks and in
    lower case. Similar is not equal: nothing is guessed.

    References
    ----------
    ``docs/how-to/define-strategic-industries.md``, section on complexes.

    Examples
    --------
    >>> complexes = pd.DataFrame({"code": ["S1"], "level": ["complex"], "name_ko": ["성남일반산업단지"]})
    >>> aliases = pd.DataFrame({"alias": ["성남하이테크밸리"], "complex": ["S1"]})
    >>> names = pd.Series(["성남 일반산업단지", "성남하이테크밸리", "성남산단", None])
    >>> assign_complexes(names, complexes, aliases=aliases)["match"].tolist()
    ['stated', 'alias', 'unknown', 'none']
    """
    own = complexes[complexes["level"] == "complex"]
    official = _names_of(own)
    confirmed = _aliases_of(aliases, set(own["code"]))
    judged = {name: _judge(_plain(name), official, confirmed) for name in stated.dropna().unique()}
    rows = [judged.get(name, (None, "none")) if isinstance(name, str) else (None, "none") for name in stated]
    return pd.DataFrame(rows, columns=["complex", "match"], index=stated.index).astype("str")


def as_regions(
    establishments: pd.DataFrame, *, by: Sequence[str] = ("period",), complexes: Sequence[str] | None = None
) -> pd.DataFrame:
    """Count sites by place and industry, with complexes as places of their own.

    Parameters
    ----------
    establishments : DataFrame, shape (n_rows, n_columns)
        Columns ``city``, ``complex`` (empty outside complexes), ``industry``, ``workers`` and those
        of ``by``, as in tables of the kind ``establishments``.
    by : sequence of str
        Columns that separate the counts.
    complexes : sequence of str, optional
        The complexes that become places; all of them without it.

    Returns
    -------
    DataFrame, shape (n_cells, n_by + 6)
        ``by``, ``city``, ``region`` (a complex, or ``"<city>-outside"`` for the rest of a city with
        complexes, or the city), ``industry``, ``establishments``, ``workers`` (empty unless known
        for each site) and ``workers_known``. Each site counts in one region.

    Raises
    ------
    TableError
        If a column is missing.
    CodeError
        If a complex that is asked for has no site.

    Notes
    -----
    A city is divided into its complexes and the rest: the counts of these regions add up to the
    city, which is therefore not a row of its own. A complex in two cities has rows in both.

    References
    ----------
    ``docs/how-to/define-strategic-industries.md``, section on complexes.

    Examples
    --------
    >>> sites = pd.DataFrame({"city": ["31020", "31020", "31030"], "complex": ["S1", None, None],
    ...     "industry": ["26", "62", "62"], "workers": [10, 5, 7], "period": 2013})
    >>> as_regions(sites)["region"].tolist()
    ['S1', '31020-outside', '31030']
    """
    for name in ("city", "complex", "industry", "workers", *by):
        if name not in establishments:
            raise TableError(
                f"The establishments have no column `{name}`; they have "
                f"{', '.join(map(str, establishments.columns))}."
            )
    inside = establishments["complex"].notna()
    if complexes is not None:
        _check_complexes(establishments, complexes)
        inside &= establishments["complex"].isin(list(complexes))
    divided = establishments["city"].isin(establishments.loc[inside, "city"].unique())
    city = establishments["city"].astype("str")
    rest = city.where(~divided, city + OUTSIDE)
    sites = establishments[[*by, "city", "industry"]].assign(
        region=establishments["complex"].astype("str").where(inside, rest),
        workers_known=establishments["workers"].fillna(0).astype("int64"),
        unknown=establishments["workers"].isna(),
    )
    grouped = sites.groupby([*by, "city", "region", "industry"], sort=False)
    found = grouped.agg(
        establishments=("unknown", "size"), workers_known=("workers_known", "sum"), unknown=("unknown", "any")
    ).reset_index()
    found["workers"] = found["workers_known"].astype("Int64").where(~found["unknown"])
    return found[[*by, "city", "region", "industry", "establishments", "workers", "workers_known"]]


def _plain(name: str) -> str:
    return _BLANKS.sub("", unicodedata.normalize("NFKC", name)).casefold()


def _names_of(complexes: pd.DataFrame) -> dict[str, set[str]]:
    names: dict[str, set[str]] = {}
    for column in ("code", "name_ko", "name_en"):
        if column in complexes:
            known = complexes[complexes[column].notna()]
            for name, code in zip(known[column], known["code"], strict=True):
                names.setdefault(_plain(name), set()).add(code)
    return names


def _aliases_of(aliases: pd.DataFrame | None, codes: set[str]) -> dict[str, set[str]]:
    names: dict[str, set[str]] = {}
    if aliases is not None:
        for alias, code in zip(aliases["alias"], aliases["complex"], strict=True):
            if code not in codes:
                raise CodeError(
                    f"The alias {alias!r} stands for {code!r}, which is not among the complexes; correct it."
                )
            names.setdefault(_plain(alias), set()).add(code)
    return names


def _judge(
    name: str, official: dict[str, set[str]], confirmed: dict[str, set[str]]
) -> tuple[str | None, str]:
    if not name:
        return None, "none"
    for match, names in (("stated", official), ("alias", confirmed)):
        found = names.get(name, set())
        if found:
            return (next(iter(found)), match) if len(found) == 1 else (None, "several")
    return None, "unknown"


def _check_complexes(establishments: pd.DataFrame, complexes: Sequence[str]) -> None:
    known = set(establishments["complex"].dropna())
    for code in complexes:
        if code not in known:
            shown = ", ".join(sorted(known)[:5]) or "none"
            raise CodeError(f"No establishment lies in the complex {code!r}; the complexes are {shown}.")
