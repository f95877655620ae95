"""Lists of occupations that count as creative: dated data with a source, a revision and their doubts."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import pandas as pd

from sandan.errors import DefinitionError

__all__ = ["EFFECTS", "OccupationList", "lists_from", "occupation_list", "occupation_lists", "sides"]

EFFECTS = ("include", "exclude", "undecided")
"""Inside, outside, or partly inside so that only bounds can be given."""

_FIELDS = {
    "key": str,
    "title": str,
    "source": str,
    "year": int,
    "classification": str,
    "note": str,
    "entry": list,
}
_ENTRY = {"code": str, "effect": str, "group": str, "name": str, "verified": bool, "note": str}


@dataclass(frozen=True, eq=False)
class OccupationList:
    """One list under one revision of a classification.

    ``entries`` has one row per code: ``code``, ``effect`` (include, exclude, undecided), ``group``, ``name``,
    ``verified`` (False: from memory or inferred) and ``note``.
    """

    key: str
    title: str
    source: str
    year: int
    classification: str
    note: str
    entries: pd.DataFrame


def occupation_list(key: str) -> OccupationList:
    """Give one of the lists that come with Sandan.

    Parameters
    ----------
    key : str
        ``florida_2002``, ``mcgranahan_wojan_2007``, ``kiet_ksco6`` or ``kiet_ksco7``.

    Returns
    -------
    OccupationList
        The list.

    Raises
    ------
    DefinitionError
        If there is no such list.

    Notes
    -----
    A look-up. Most entries are not verified; ``entries["verified"]`` and ``note`` say which and why.

    References
    ----------
    Florida (2002); McGranahan and Wojan (2007); KIET. ``docs/methods/creative-class.md``.

    Examples
    --------
    >>> florida = occupation_list("florida_2002")
    >>> florida.classification, len(florida.entries), int((~florida.entries["verified"]).sum())
    ('SOC2000', 10, 1)
    """
    known = _packaged()
    if key not in known:
        raise DefinitionError(f"There is no occupation list {key!r}; there are {', '.join(known)}.")
    return known[key]


def occupation_lists() -> pd.DataFrame:
    """Show which lists come with Sandan.

    Parameters
    ----------
    None
        They are few.

    Returns
    -------
    DataFrame, shape (n_lists, 8)
        ``key``, ``title``, ``source``, ``year``, ``classification``, ``entries``, ``unverified`` entries,
        ``note``.

    Raises
    ------
    DefinitionError
        Never for a list of this package.

    Notes
    -----
    In the order of the file.

    References
    ----------
    ``docs/methods/creative-class.md``.

    Examples
    --------
    >>> occupation_lists()[["key", "year", "classification"]].head(2)
                         key  year classification
    0           florida_2002  2002        SOC2000
    1  mcgranahan_wojan_2007  2007        SOC2000
    """
    rows = [
        {
            **{name: getattr(each, name) for name in ("key", "title", "source", "year", "classification")},
            "entries": len(each.entries),
            "unverified": int((~each.entries["verified"]).sum()),
            "note": each.note,
        }
        for each in _packaged().values()
    ]
    return pd.DataFrame(rows)


def lists_from(document: Mapping[str, Any]) -> Mapping[str, OccupationList]:
    """Read lists of occupations.

    Parameters
    ----------
    document : mapping
        Parsed TOML or JSON with a list ``list``; each with ``key``, ``title``, ``source``, ``year``,
        ``classification``, ``note`` and a list ``entry`` of ``code``, ``effect``, ``group``, ``name``,
        ``verified`` and ``note``.

    Returns
    -------
    mapping of str to OccupationList
        The lists by key.

    Raises
    ------
    DefinitionError
        If a field is missing, strange or of the wrong type, an effect is unknown, a code or a key stands
        twice, or nothing is included.

    Notes
    -----
    Every field is needed, also the note of every entry: a list without its doubts is not one.

    References
    ----------
    ``docs/methods/creative-class.md``.

    Examples
    --------
    >>> entry = {"code": "15", "effect": "include", "group": "core", "name": "Computing", "verified": True,
    ...          "note": "p. 74"}
    >>> own = {"key": "own", "title": "Own", "source": "Council decision 12", "year": 2024,
    ...        "classification": "SOC2000", "note": "", "entry": [entry]}
    >>> list(lists_from({"list": [own]}))
    ['own']
    """
    found: dict[str, OccupationList] = {}
    for each in document.get("list", []):
        made = _list(each)
        if made.key in found:
            raise DefinitionError(f"The occupation list {made.key!r} stands there twice; rename one.")
        found[made.key] = made
    if not found:
        raise DefinitionError(f"The document has no `list`; it has {', '.join(document) or 'nothing'}.")
    return MappingProxyType(found)


def sides(occupations: OccupationList, codes: pd.Series) -> pd.DataFrame:
    """Say of every code whether it is inside a list, and in which group.

    Parameters
    ----------
    occupations : OccupationList
        The list.
    codes : Series of str, shape (n_rows,)
        Codes of the list's classification, at any level.

    Returns
    -------
    DataFrame, shape (n_rows, 2)
        ``side`` (include, exclude, undecided) and ``group`` (empty if outside), with the index of
        ``codes``.

    Raises
    ------
    DefinitionError
        If a code is empty or is not text.

    Notes
    -----
    The longest entry with which the code begins decides; without one the code is outside. A code that
    stands above entries on another side than its own (a major group of which a part is on the list) is
    undecided. Hyphens are not read, nor the closing zeros behind one: ``25-0000`` is the group ``25``.

    References
    ----------
    ``docs/methods/creative-class.md``.

    Examples
    --------
    >>> florida = occupation_list("florida_2002")
    >>> sides(florida, pd.Series(["15-1031", "41-0000", "35-0000"]))["side"].tolist()
    ['include', 'undecided', 'exclude']
    """
    entries = {
        _stem(code): (effect, group)
        for code, effect, group in occupations.entries[["code", "effect", "group"]].to_numpy()
    }
    known = {code: _side(code, entries) for code in codes.unique()}
    return pd.DataFrame([known[code] for code in codes], index=codes.index, columns=["side", "group"])


@cache
def _packaged() -> Mapping[str, OccupationList]:
    text = files("sandan.observe.occupations").joinpath("creative_lists.toml").read_text(encoding="utf-8")
    return lists_from(tomllib.loads(text))


def _list(each: Mapping[str, Any]) -> OccupationList:
    _check_fields(each, _FIELDS, f"The occupation list {each.get('key')!r}")
    for entry in each["entry"]:
        _check_fields(entry, _ENTRY, f"An entry of {each['key']!r}")
        if entry["effect"] not in EFFECTS:
            raise DefinitionError(
                f"The entry {entry['code']!r} of {each['key']!r} has the effect {entry['effect']!r}; "
                f"use {', '.join(EFFECTS)}."
            )
    entries = pd.DataFrame(each["entry"], columns=list(_ENTRY))
    stems = entries["code"].map(_stem)
    if stems.duplicated().any():
        twice = entries.loc[stems.duplicated(), "code"].iloc[0]
        raise DefinitionError(f"The code {twice!r} stands twice in {each['key']!r}; leave one of them out.")
    if not (entries["effect"] == "include").any():
        raise DefinitionError(f"No entry of {each['key']!r} is included; a list needs at least one.")
    return OccupationList(**{name: each[name] for name in _FIELDS if name != "entry"}, entries=entries)


def _check_fields(table: Mapping[str, Any], fields: Mapping[str, type], what: str) -> None:
    if strange := sorted(set(table) ^ set(fields)):
        raise DefinitionError(f"{what} lacks or does not know {strange[0]!r}; it needs {', '.join(fields)}.")
    for name, kind in fields.items():
        if type(table[name]) is not kind:
            raise DefinitionError(
                f"{what} has {name} = {table[name]!r}; give a value of type {kind.__name__}."
            )


def _stem(code: object) -> str:
    if not isinstance(code, str) or not code.strip():
        raise DefinitionError(
            f"An occupation has the code {code!r}; codes are text, such as '15' or '15-1031'."
        )
    head, _, tail = code.strip().partition("-")
    return head + tail.rstrip("0")


def _side(code: object, entries: Mapping[str, tuple[str, str]]) -> tuple[str, str | None]:
    stem = _stem(code)
    above = max((known for known in entries if stem.startswith(known)), key=len, default=None)
    effect, group = entries[above] if above is not None else ("exclude", None)
    below = {entries[known] for known in entries if known.startswith(stem) and known != stem}
    if any(side != effect for side, _ in below):
        groups = {name for side, name in below if side != "exclude"} | (
            {group} if effect != "exclude" else set()
        )
        return "undecided", groups.pop() if len(groups) == 1 else None
    return effect, group if effect != "exclude" else None
