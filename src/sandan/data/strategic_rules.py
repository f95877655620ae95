"""Definitions of strategic industries: written by a planner in TOML, kept as a table of dated rules."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from sandan.data.codes.classification import Classification
from sandan.data.contracts import STRATEGIC_RULES
from sandan.errors import DefinitionError

__all__ = ["check_definition", "parse_definition", "version_on"]

RULES = {"codes": "code", "products": "product", "enterprises": "enterprise"}
EFFECTS = ("include", "exclude")
VERSION_KEYS = {"name", "from", "to", "classification", "industry"}
INDUSTRY_KEYS = {"key", "name_ko", "name_en", "reason", *EFFECTS}


def parse_definition(text: str) -> pd.DataFrame:
    """Read a definition of strategic industries.

    Parameters
    ----------
    text : str
        TOML: a ``classification`` at the top, then ``[[version]]`` tables (``name``, ``from``,
        optional ``to`` and ``classification``) with ``[[version.industry]]`` tables (``key``,
        ``name_ko``, ``name_en``, ``include`` and ``exclude`` with lists of ``codes``, ``products``
        and ``enterprises``, optional ``reason``). A list entry is a text, or a table
        ``{ value = "26111", reason = "memory" }``.

    Returns
    -------
    DataFrame, shape (n_rules, 11)
        A table of the kind ``strategic_rules``, in the order of the text.

    Raises
    ------
    DefinitionError
        If the text is not TOML, a word in it is unknown or missing, a date is no date, or the
        periods of two versions overlap.

    Notes
    -----
    One row per entry of each list. ``to`` may be left out if another version follows: it is then
    the day before the next ``from``.

    References
    ----------
    Preston-Werner, T. et al. (2021), TOML v1.0.0. ``docs/how-to/define-strategic-industries.md``.

    Examples
    --------
    >>> rules = parse_definition('''
    ... classification = "KSIC10"
    ... [[version]]
    ... name = "2013"
    ... from = 2013-01-01
    ... [[version.industry]]
    ... key = "chips"
    ... name_ko = "시스템반도체"
    ... name_en = "System semiconductors"
    ... include.codes = ["26112"]
    ... include.products = ["SoC"]
    ... ''')
    >>> rules[["version", "strategic_industry", "rule", "effect", "value"]]
      version strategic_industry     rule   effect  value
    0    2013              chips     code  include  26112
    1    2013              chips  product  include    SoC
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(f"The definition is not TOML: {error}. Mend that place.") from error
    _check_keys(document, {"classification", "version"}, "the definition")
    versions = _tables(document, "version", "the definition")
    names = [_text(version, "name", "a version") for version in versions]
    if len(set(names)) < len(names):
        raise DefinitionError(f"Two of the versions {', '.join(names)} have the same name; rename one.")
    periods = _periods(versions)
    rows = [
        {"version": name, "valid_from": start, "valid_to": end, **rule}
        for name, version, (start, end) in zip(names, versions, periods, strict=True)
        for rule in _rules_of(version, document.get("classification"))
    ]
    rules = pd.DataFrame(rows, columns=STRATEGIC_RULES.names).astype({"value": "str"})
    repeated = rules[rules.duplicated(list(STRATEGIC_RULES.key))]
    if len(repeated):
        first = repeated.iloc[0]
        raise DefinitionError(
            f"Version {first['version']!r} names {first['value']!r} twice for {first['effect']} "
            f"of {first['strategic_industry']!r}; leave one of them out."
        )
    return rules


def version_on(rules: pd.DataFrame, day: date) -> str:
    """Find the version of a definition that was in force on a day.

    Parameters
    ----------
    rules : DataFrame, shape (n_rules, 11)
        A table of the kind ``strategic_rules``.
    day : date
        The day.

    Returns
    -------
    str
        The version.

    Raises
    ------
    DefinitionError
        If no version was in force, or more than one.

    Notes
    -----
    ``valid_from <= day`` and (``valid_to`` empty or ``day <= valid_to``).

    References
    ----------
    ``docs/methods/strategic-industries.md``.

    Examples
    --------
    >>> rules = pd.DataFrame({"version": ["2010", "2013"], "valid_from": [date(2010, 1, 1), date(2013, 1, 1)],
    ...                       "valid_to": [date(2012, 12, 31), None]})
    >>> version_on(rules, date(2012, 6, 30))
    '2010'
    """
    versions = rules[["version", "valid_from", "valid_to"]].drop_duplicates()
    ends = versions["valid_to"].astype(object).where(versions["valid_to"].notna(), "now")
    periods = ", ".join(
        f"{name} from {start} to {end}"
        for name, start, end in zip(versions["version"], versions["valid_from"], ends, strict=True)
    )
    begun = versions["valid_from"].map(lambda start: start <= day)
    open_still = versions["valid_to"].map(lambda end: bool(pd.isna(end)) or day <= end)
    found = versions.loc[begun & open_still, "version"].unique()
    if len(found) != 1:
        raise DefinitionError(
            f"On {day} {len(found) or 'no'} versions of the definition were in force ({periods}); "
            "name a version or change its dates."
        )
    return str(found[0])


def check_definition(
    rules: pd.DataFrame, classifications: Mapping[str, Classification] | None = None
) -> pd.DataFrame:
    """Say what is doubtful in a definition before anything is counted.

    Parameters
    ----------
    rules : DataFrame, shape (n_rules, 11)
        A table of the kind ``strategic_rules``.
    classifications : mapping of str to Classification, optional
        The classifications that are at hand, by key.

    Returns
    -------
    DataFrame, shape (n_problems, 5)
        ``version``, ``strategic_industry``, ``value``, ``problem`` and ``suggestion``. Problems are
        ``unknown-code``, ``section-letter`` (codes of this classification do not begin with it),
        ``no-classification`` (it is not at hand, so the code was not checked), ``covered`` (a code
        under another included code of the same industry) and ``no-include``.

    Raises
    ------
    DefinitionError
        Never for a rule: doubtful rules are what the table is about.

    Notes
    -----
    A code is known if it is a code of the rule's classification, on any level.

    References
    ----------
    ``docs/methods/strategic-industries.md``.

    Examples
    --------
    >>> from sandan.data.codes.classification import classification_from_listing
    >>> demo = classification_from_listing("Demo", "1", pd.DataFrame({"code": ["26", "261"]}))
    >>> rules = pd.DataFrame({"version": ["1"], "strategic_industry": ["chips"], "rule": ["code"],
    ...                       "effect": ["include"], "value": ["269"], "classification": ["Demo1"]})
    >>> check_definition(rules, {"Demo1": demo}).to_dict("records")
    [{'version': '1', 'strategic_industry': 'chips', 'value': '269', 'problem': 'unknown-code',
      'suggestion': '26 261'}]
    """
    rows: list[tuple[str, ...]] = []
    for _, group in rules.groupby(["version", "strategic_industry"], sort=False):
        version, industry = group[["version", "strategic_industry"]].iloc[0]
        if not (group["effect"] == "include").any():
            rows.append((version, industry, "", "no-include", "add codes, products or enterprises"))
        codes = group[group["rule"] == "code"]
        included = list(codes.loc[codes["effect"] == "include", "value"])
        for row in codes.to_dict("records"):
            problem, hint = _code_problem(row["value"], (classifications or {}).get(row["classification"]))
            above = [c for c in included if row["value"].startswith(c) and c != row["value"]]
            if not problem and row["effect"] == "include" and above:
                problem, hint = "covered", above[0]
            if problem:
                rows.append((version, industry, row["value"], problem, hint or row["classification"]))
    return pd.DataFrame(rows, columns=["version", "strategic_industry", "value", "problem", "suggestion"])


def _code_problem(code: str, classification: Classification | None) -> tuple[str, str]:
    if classification is None:
        return "no-classification", ""
    if code not in classification:
        return "unknown-code", " ".join(classification.nearest(code))
    children = classification.children(code)
    if children and not children[0].startswith(code):
        return "section-letter", " ".join(children)
    return "", ""


def _check_keys(table: Mapping[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(set(table) - known)
    if unknown:
        raise DefinitionError(
            f"{unknown[0]!r} in {where} is not known; the words are {', '.join(sorted(known))}."
        )


def _tables(table: Mapping[str, Any], key: str, where: str) -> list[Mapping[str, Any]]:
    found = table.get(key)
    if not isinstance(found, list) or not found or not all(isinstance(item, dict) for item in found):
        raise DefinitionError(f"{where} needs at least one table [[{key}]], but `{key}` is {found!r}.")
    return found


def _text(table: Mapping[str, Any], key: str, where: str) -> str:
    found = table.get(key)
    if not isinstance(found, str) or not found.strip():
        raise DefinitionError(f"`{key}` of {where} is {found!r}; write a text in quotes.")
    return found


def _periods(versions: Sequence[Mapping[str, Any]]) -> list[tuple[date, date | None]]:
    starts = [_day(version, "from") for version in versions]
    periods = []
    for version, start in zip(versions, starts, strict=True):
        later = [other for other in starts if other > start]
        following = min(later, default=None)
        end = _day(version, "to") if "to" in version else None
        if end is None and following is not None:
            end = date.fromordinal(following.toordinal() - 1)
        if starts.count(start) > 1 or (end is not None and (end < start or (later and end >= min(later)))):
            raise DefinitionError(
                f"Version {version.get('name')!r} is in force from {start} to {end}, which is no period or "
                "overlaps with another version; change `from` or `to`."
            )
        periods.append((start, end))
    return periods


def _day(version: Mapping[str, Any], key: str) -> date:
    found = version.get(key)
    if type(found) is not date:
        raise DefinitionError(
            f"`{key}` of version {version.get('name')!r} is {found!r}; write a date without quotes, "
            "as 2013-01-01."
        )
    return found


def _rules_of(version: Mapping[str, Any], classification: object) -> Iterator[dict[str, object]]:
    name = version["name"]
    _check_keys(version, VERSION_KEYS, f"version {name!r}")
    for industry in _tables(version, "industry", f"version {name!r}"):
        key = _text(industry, "key", f"an industry of version {name!r}")
        where = f"industry {key!r} of version {name!r}"
        _check_keys(industry, INDUSTRY_KEYS, where)
        names = {"name_ko": _text(industry, "name_ko", where), "name_en": _text(industry, "name_en", where)}
        entries = list(_entries(industry, where))
        if not entries:
            raise DefinitionError(f"{where} has no rule; write include.codes = [...] or leave it out.")
        for effect, rule, value, reason in entries:
            used = version.get("classification", classification) if rule == "code" else None
            if rule == "code" and not isinstance(used, str):
                raise DefinitionError(
                    f"{where} names the code {value!r}, but no classification is named; "
                    'write classification = "KSIC10" at the top.'
                )
            common = {"strategic_industry": key, **names, "classification": used, "reason": reason}
            yield {**common, "rule": rule, "effect": effect, "value": value}


def _entries(industry: Mapping[str, Any], where: str) -> Iterator[tuple[str, str, str, str | None]]:
    for effect in EFFECTS:
        lists = industry.get(effect, {})
        if not isinstance(lists, dict):
            raise DefinitionError(f"`{effect}` of {where} is {lists!r}; write {effect}.codes = [...].")
        _check_keys(lists, set(RULES), f"`{effect}` of {where}")
        for plural, entries in lists.items():
            if not isinstance(entries, list):
                raise DefinitionError(f"`{effect}.{plural}` of {where} is {entries!r}; write a list.")
            for entry in entries:
                given = entry if isinstance(entry, dict) else {"value": entry}
                _check_keys(given, {"value", "reason"}, f"`{effect}.{plural}` of {where}")
                value = _text(given, "value", f"an entry of `{effect}.{plural}` of {where}").strip()
                yield effect, RULES[plural], value, given.get("reason", industry.get("reason"))
