"""Counting strategic industries under any version of their definition."""

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
import pandas as pd

from sandan.data.codes.concordance import Concordance
from sandan.data.codes.conversion import separate
from sandan.errors import CodeError, DefinitionError, InseparableError, TableError
from sandan.types import IntArray

__all__ = ["compare_versions", "count_under", "explain", "strategic_industry"]

PRECEDENCE = {"enterprise": 0, "product": 1, "code": 2}
STRENGTH_OF_EFFECT = {"exclude": 0, "undecided": 1, "include": 2}
CASE = ["classification", "industry", "product", "enterprise"]
MATCH = ["strategic_industry", "rule", "effect", "value"]
_BLANKS = re.compile(r"\s+")


def strategic_industry(
    establishments: pd.DataFrame,
    rules: pd.DataFrame,
    *,
    version: str | None = None,
    concordances: Sequence[Concordance] = (),
) -> pd.Series:
    """Say for each establishment to which strategic industry it belongs.

    Parameters
    ----------
    establishments : DataFrame, shape (n_rows, n_columns)
        Columns ``industry``, ``classification``, ``product`` and ``enterprise``, as in tables of
        the kind ``establishments``.
    rules : DataFrame, shape (n_rules, 11)
        A table of the kind ``strategic_rules``.
    version : str, optional
        The version to apply; needed if the rules hold more than one.
    concordances : sequence of Concordance, optional
        Ways from the establishments' classifications to those of the rules, where they differ.

    Returns
    -------
    Series of str, shape (n_rows,)
        Key of the strategic industry, empty for none; index of ``establishments``.

    Raises
    ------
    DefinitionError
        If the version is not among the rules, or several are and none is named.
    CodeError
        If a rule's classification cannot be reached from an establishment's.
    InseparableError
        If a code lies partly inside an industry and nothing stronger decides.

    Notes
    -----
    Within one industry the strongest kind of rule that matches decides: enterprise before product
    before code; of rules of the same kind, exclude beats include. Between industries that include
    the same establishment the stronger kind of rule decides, then the order of the definition.
    Codes match by prefix; products by keyword, blanks and letter case ignored, keywords of Latin
    letters and digits only as whole words.

    References
    ----------
    ``docs/methods/strategic-industries.md``.

    Examples
    --------
    >>> rules = pd.DataFrame({"version": "1", "strategic_industry": "chips",
    ...     "rule": ["code", "code", "product"], "effect": ["include", "exclude", "include"],
    ...     "value": ["261", "26111", "팹리스"], "classification": ["KSIC10", "KSIC10", None]})
    >>> sites = pd.DataFrame({"enterprise": ["a", "b", "c"], "classification": "KSIC10",
    ...     "industry": ["26112", "26111", "26111"], "product": ["SoC", "DRAM", "팹리스 설계"]})
    >>> strategic_industry(sites, rules).fillna("").tolist()
    ['chips', '', 'chips']
    """
    rules = _of_version(rules, version)
    cases, number = _cases(establishments, rules)
    chosen = _chosen(_decisions(cases, rules, concordances))
    undecided = chosen[chosen["effect"] == "undecided"]
    if len(undecided):
        first = undecided.iloc[0]
        case = cases.loc[first["case"]]
        rows = int(np.isin(number, undecided["case"].to_numpy()).sum())
        raise InseparableError(
            f"Code {case['industry']!r} of {case['classification']} cannot be separated for "
            f"{first['strategic_industry']!r}: it may be {first['value']}; {rows} rows are concerned. "
            "Include all of these codes, or name products or enterprises."
        )
    keys = chosen.set_index("case")["strategic_industry"].reindex(cases.index)
    return pd.Series(keys.to_numpy()[number], index=establishments.index, dtype="str")


def explain(
    establishments: pd.DataFrame,
    rules: pd.DataFrame,
    *,
    version: str | None = None,
    concordances: Sequence[Concordance] = (),
) -> pd.DataFrame:
    """Say why establishments are counted in or out.

    Parameters
    ----------
    establishments : DataFrame, shape (n_rows, n_columns)
        As for ``strategic_industry``.
    rules : DataFrame, shape (n_rules, 11)
        A table of the kind ``strategic_rules``.
    version : str, optional
        The version to apply; needed if the rules hold more than one.
    concordances : sequence of Concordance, optional
        As for ``strategic_industry``.

    Returns
    -------
    DataFrame, shape (n_decisions, 6)
        One row for each establishment and industry with a rule that matches: ``row`` (index of the
        establishment), ``strategic_industry``, the deciding ``rule``, its ``effect`` (``include``,
        ``exclude`` or ``undecided``) and ``value``, and ``counted`` (this is where it counts).

    Raises
    ------
    DefinitionError, CodeError
        As ``strategic_industry``; what cannot be separated is shown, not refused.

    Notes
    -----
    The decisions behind ``strategic_industry``.

    References
    ----------
    ``docs/methods/strategic-industries.md``.

    Examples
    --------
    >>> rules = pd.DataFrame({"version": "1", "strategic_industry": "chips", "rule": ["code", "enterprise"],
    ...     "effect": ["include", "exclude"], "value": ["261", "a"], "classification": ["KSIC10", None]})
    >>> sites = pd.DataFrame({"enterprise": ["a"], "classification": "KSIC10", "industry": "26112",
    ...                       "product": "SoC"})
    >>> explain(sites, rules)
       row strategic_industry        rule   effect value  counted
    0    0              chips  enterprise  exclude     a    False
    """
    rules = _of_version(rules, version)
    cases, number = _cases(establishments, rules)
    decisions = _decisions(cases, rules, concordances)
    chosen = _chosen(decisions)
    counted = chosen.loc[chosen["effect"] == "include"].index
    decisions = decisions.assign(counted=decisions.index.isin(counted))
    rows = pd.DataFrame({"case": number, "row": establishments.index})
    found = rows.merge(decisions, on="case").sort_values(["row", "order"], kind="stable", ignore_index=True)
    return found[["row", *MATCH, "counted"]]


def count_under(
    establishments: pd.DataFrame,
    rules: pd.DataFrame,
    *,
    version: str | None = None,
    by: Sequence[str] = ("period",),
    concordances: Sequence[Concordance] = (),
) -> pd.DataFrame:
    """Count establishments and workers of each strategic industry under one version.

    Parameters
    ----------
    establishments : DataFrame, shape (n_rows, n_columns)
        As for ``strategic_industry``, with ``workers`` and the columns of ``by``.
    rules : DataFrame, shape (n_rules, 11)
        A table of the kind ``strategic_rules``.
    version : str, optional
        The version to apply; needed if the rules hold more than one.
    by : sequence of str
        Columns that separate the counts, for example period and city.
    concordances : sequence of Concordance, optional
        As for ``strategic_industry``.

    Returns
    -------
    DataFrame, shape (n_groups, n_by + 6)
        ``by``, ``strategic_industry``, ``establishments`` (empty if it is not known exactly),
        ``lower`` and ``upper`` (least and greatest number that is possible, where codes cannot be
        separated), ``workers`` (empty unless known for each establishment), ``workers_known`` (sum
        of those that are known). An industry without establishments has a row with zeros.

    Raises
    ------
    DefinitionError, CodeError
        As ``strategic_industry``.
    TableError
        If a column is missing.

    Notes
    -----
    ``lower`` counts what is certainly inside, ``upper`` adds what cannot be separated.

    References
    ----------
    ``docs/methods/strategic-industries.md``.

    Examples
    --------
    >>> rules = pd.DataFrame({"version": "1", "strategic_industry": "chips", "rule": ["code"],
    ...     "effect": ["include"], "value": ["261"], "classification": ["KSIC10"]})
    >>> sites = pd.DataFrame({"enterprise": ["a", "b"], "classification": "KSIC10",
    ...     "industry": ["26112", "10111"], "product": None, "period": 2013, "workers": [5, 9]})
    >>> count_under(sites, rules).to_dict("records")
    [{'period': 2013, 'strategic_industry': 'chips', 'establishments': 1, 'lower': 1, 'upper': 1,
      'workers': 5, 'workers_known': 5}]
    """
    rules = _of_version(rules, version)
    cases, number = _cases(establishments, rules, also=[*by, "workers"])
    chosen = _chosen(_decisions(cases, rules, concordances)).set_index("case").reindex(cases.index)
    sure = (chosen["effect"] == "include").to_numpy()[number]
    known = establishments["workers"].notna().to_numpy()
    members = establishments[[*by]].assign(
        strategic_industry=chosen["strategic_industry"].to_numpy()[number],
        lower=sure.astype(int),
        upper=1,
        unknown=(~sure | ~known).astype(int),
        workers_known=establishments["workers"].fillna(0).where(sure, 0).astype(int),
    )
    members = members[members["strategic_industry"].notna()]
    sums = members.groupby([*by, "strategic_industry"], dropna=False).sum()
    every = (
        establishments[[*by]]
        .drop_duplicates()
        .merge(rules[["strategic_industry"]].drop_duplicates(), how="cross")
    )
    found = every.merge(sums.reset_index(), how="left").fillna(dict.fromkeys(sums.columns, 0))
    found = found.astype(dict.fromkeys(sums.columns, "int64")).sort_values(
        [*by], kind="stable", ignore_index=True
    )
    found["establishments"] = found["lower"].astype("Int64").where(found["lower"] == found["upper"])
    found["workers"] = found["workers_known"].astype("Int64").where(found["unknown"] == 0)
    return found[[*by, "strategic_industry", "establishments", "lower", "upper", "workers", "workers_known"]]


def compare_versions(
    establishments: pd.DataFrame,
    rules: pd.DataFrame,
    *,
    earlier: str,
    later: str,
    by: Sequence[str] = (),
    concordances: Sequence[Concordance] = (),
) -> pd.DataFrame:
    """Count the same establishments under two versions of a definition.

    Parameters
    ----------
    establishments : DataFrame, shape (n_rows, n_columns)
        As for ``strategic_industry``; one row per establishment and group of ``by``.
    rules : DataFrame, shape (n_rules, 11)
        A table of the kind ``strategic_rules``.
    earlier, later : str
        The two versions.
    by : sequence of str
        Columns that separate the counts.
    concordances : sequence of Concordance, optional
        As for ``strategic_industry``.

    Returns
    -------
    DataFrame, shape (n_groups, n_by + 4)
        ``by``, ``earlier`` and ``later`` (keys, empty for none), ``change`` (``same``, ``entered``,
        ``left``, ``moved``) and ``establishments``. What is outside under both is left out.

    Raises
    ------
    DefinitionError, CodeError, InseparableError
        As ``strategic_industry``.

    Notes
    -----
    Nothing happened to any firm in this table: the count under ``later`` minus the count under
    ``earlier`` is ``entered - left``, a change of definition.

    References
    ----------
    ``docs/methods/strategic-industries.md``.

    Examples
    --------
    >>> rules = pd.DataFrame({"version": ["1", "2"], "strategic_industry": "chips", "rule": "code",
    ...     "effect": "include", "value": ["26112", "261"], "classification": "KSIC10"})
    >>> sites = pd.DataFrame({"enterprise": ["a", "b"], "classification": "KSIC10",
    ...     "industry": ["26112", "26111"], "product": None})
    >>> compare_versions(sites, rules, earlier="1", later="2")[["change", "establishments"]]
        change  establishments
    0     same               1
    1  entered               1
    """
    before, after = (
        strategic_industry(establishments, rules, version=version, concordances=concordances)
        for version in (earlier, later)
    )
    change = np.select(
        [before.isna() & after.isna(), before.isna(), after.isna(), before.fillna("") == after.fillna("")],
        ["outside", "entered", "left", "same"],
        "moved",
    )
    table = establishments[[*by]].assign(earlier=before, later=after, change=change)
    table = table[table["change"] != "outside"]
    keys = [*by, "earlier", "later", "change"]
    return table.groupby(keys, dropna=False).size().rename("establishments").reset_index()


def _of_version(rules: pd.DataFrame, version: str | None) -> pd.DataFrame:
    known = [str(name) for name in rules["version"].unique()]
    if version is None and len(known) == 1:
        return rules
    if version not in known:
        raise DefinitionError(
            f"`version` is {version!r}, but the definition has the versions {', '.join(known)}; "
            "name one of them."
        )
    return rules[rules["version"] == version]


def _cases(
    establishments: pd.DataFrame, rules: pd.DataFrame, also: Sequence[str] = ()
) -> tuple[pd.DataFrame, IntArray]:
    """Reduce establishments to those that differ in anything that a rule looks at."""
    for name in (*CASE, *also):
        if name not in establishments:
            raise TableError(
                f"The establishments have no column `{name}`, which is needed; add it, empty if not known."
            )
    named = rules.loc[rules["rule"] == "enterprise", "value"]
    enterprise = establishments["enterprise"]
    looked_at = establishments[CASE].assign(enterprise=enterprise.where(enterprise.isin(named)))
    number = looked_at.groupby(CASE, dropna=False, sort=False).ngroup()
    first = ~number.duplicated()
    cases = looked_at[first].set_axis(pd.RangeIndex(int(first.sum())))
    return cases, np.asarray(number, dtype=np.int64)


def _decisions(cases: pd.DataFrame, rules: pd.DataFrame, concordances: Sequence[Concordance]) -> pd.DataFrame:
    """Find the deciding rules for every case and industry in which one matches."""
    numbered = cases.rename_axis("case").reset_index()
    by_rule = {kind: rules.loc[rules["rule"] == kind, MATCH] for kind in PRECEDENCE}
    enterprise = by_rule["enterprise"].assign(enterprise=by_rule["enterprise"]["value"])
    product = _product_matches(cases["product"], by_rule["product"])
    code = _code_matches(cases, rules[rules["rule"] == "code"], concordances)
    matches = pd.concat(
        [
            numbered.merge(found, on=on)[["case", *MATCH]]
            for found, on in (
                (enterprise, ["enterprise"]),
                (product, ["product"]),
                (code, ["classification", "industry"]),
            )
        ],
        ignore_index=True,
    )
    order = {key: place for place, key in enumerate(rules["strategic_industry"].unique())}
    matches["order"] = matches["strategic_industry"].map(order)
    matches["strength"] = matches["rule"].map(PRECEDENCE)
    matches["first"] = matches["effect"].map(STRENGTH_OF_EFFECT)
    matches = matches.sort_values(["case", "order", "strength", "first"], kind="stable")
    return (
        matches.drop_duplicates(["case", "strategic_industry"]).drop(columns="first").reset_index(drop=True)
    )


def _chosen(decisions: pd.DataFrame) -> pd.DataFrame:
    """Keep the one industry in which each case counts, if any."""
    inside = decisions[decisions["effect"] != "exclude"]
    return inside.sort_values(["case", "strength", "order"], kind="stable").drop_duplicates("case")


def _product_matches(products: pd.Series, rules: pd.DataFrame) -> pd.DataFrame:
    distinct = pd.Series(products.dropna().unique(), dtype="str")
    plain = distinct.map(lambda text: unicodedata.normalize("NFKC", text).casefold()).astype("str")
    joined = plain.str.replace(_BLANKS, "", regex=True)
    found = [rules.iloc[:0].assign(product="")]
    for place in range(len(rules)):
        keyword = unicodedata.normalize("NFKC", rules["value"].iloc[place]).casefold()
        if keyword.isascii():
            hit = plain.str.contains(rf"(?<![a-z0-9]){re.escape(keyword)}(?![a-z0-9])", regex=True)
        else:
            hit = joined.str.contains(_BLANKS.sub("", keyword), regex=False)
        rule = rules.iloc[[place]]
        found.append(rule.merge(distinct[hit].rename("product"), how="cross"))
    return pd.concat(found, ignore_index=True)


def _code_matches(
    cases: pd.DataFrame, rules: pd.DataFrame, concordances: Sequence[Concordance]
) -> pd.DataFrame:
    ways = {(way.source, way.target): way for way in concordances}
    rows = []
    for _, group in rules.groupby(["strategic_industry", "classification"], sort=False):
        key, used = group[["strategic_industry", "classification"]].iloc[0]
        prefixes = list(zip(group["effect"], group["value"], strict=True))
        for own, code in cases[["classification", "industry"]].drop_duplicates().to_numpy():
            targets = (code,) if own == used else _targets(ways, own, used, code)
            effect, value = _code_effect(targets, prefixes)
            if effect:
                rows.append((own, code, key, "code", effect, value))
    return pd.DataFrame(rows, columns=["classification", "industry", *MATCH])


def _targets(ways: dict[tuple[str, str], Concordance], own: str, used: str, code: str) -> tuple[str, ...]:
    if (own, used) not in ways:
        raise CodeError(
            f"Establishments are coded in {own} but a rule names codes of {used}; "
            f"give a concordance from {own} to {used}, or write the rule in {own}."
        )
    return separate(ways[own, used], code)


def _code_effect(targets: tuple[str, ...], prefixes: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Judge a code by all that it may be; the value says which rules, or which codes, decided."""
    effects = {target: [(e, p) for e, p in prefixes if target.startswith(p)] for target in targets}
    out = {t for t, found in effects.items() if any(e == "exclude" for e, _ in found)}
    inside = {t for t, found in effects.items() if found} - out
    if inside and len(inside) < len(targets):
        return "undecided", ", ".join(targets)
    effect = "include" if inside else "exclude"
    values = {p for found in effects.values() for e, p in found if e == effect}
    return (effect, " ".join(sorted(values))) if values else ("", "")
