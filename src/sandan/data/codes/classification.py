"""Classifications with a revision: codes, their parents and levels, and what to do about strangers."""

import difflib
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from sandan.errors import CodeError, TableError

__all__ = [
    "Classification",
    "ancestors_at",
    "check_codes",
    "classification_from_listing",
    "with_names",
]

SUGGESTIONS = 3
COLUMNS = ("parent", "level", "name_ko", "name_en")


@dataclass(frozen=True, eq=False)
class Classification:
    """One revision of a classification.

    ``codes`` has one row per code, the code as its index, and the columns ``parent`` (empty at the
    top), ``level`` (1 at the top), ``name_ko`` and ``name_en`` (empty if not known).
    """

    name: str
    revision: str
    codes: pd.DataFrame

    @property
    def key(self) -> str:
        """Name and revision in one, as tables write it: ``KSIC10``."""
        return f"{self.name}{self.revision}"

    @cached_property
    def levels(self) -> dict[str, int]:
        """The level of every code."""
        return dict(zip(self.codes.index, self.codes["level"].astype(int), strict=True))

    @cached_property
    def parents(self) -> dict[str, str]:
        """The parent of every code that has one."""
        return dict(self.codes["parent"].dropna())

    def __contains__(self, code: object) -> bool:
        """Tell whether the code is one of this revision."""
        return code in self.codes.index

    def require(self, code: str) -> str:
        """Return the code, or raise CodeError with the nearest codes."""
        if code in self:
            return code
        near = ", ".join(f"{c} ({self.label(c)})" for c in self.nearest(code))
        raise CodeError(
            f"{code!r} is not a code of {self.key}; "
            f"the nearest are {near}. Use one of them or another revision."
        )

    def label(self, code: str, lang: str = "en") -> str:
        """Return the name in a language (``ko`` or ``en``), in the other one if it is missing."""
        first, second = ("name_ko", "name_en") if lang == "ko" else ("name_en", "name_ko")
        self.require(code)
        names = self.codes[[first, second]].loc[code].dropna()
        return str(names.iloc[0]) if len(names) else code

    def parent(self, code: str) -> str | None:
        """Return the code one level up; None at the top."""
        return self.parents.get(self.require(code))

    def children(self, code: str) -> list[str]:
        """Return the codes one level down, in the order of the classification."""
        return [str(c) for c in self.codes.index[self.codes["parent"] == self.require(code)]]

    def at_level(self, level: int) -> list[str]:
        """Return all codes of a level."""
        return [str(c) for c in self.codes.index[self.codes["level"] == level]]

    def ancestor(self, code: str, level: int) -> str:
        """Return the code of a level that contains this code; the code itself at its own level."""
        found: str | None = self.require(code)
        while found is not None and self.levels[found] > level:
            found = self.parents.get(found)
        if found is None or self.levels[found] != level:
            own = self.levels[code]
            raise CodeError(
                f"{code!r} of {self.key} stands at level {own} and has no ancestor at level {level}; "
                f"ask for a level from 1 to {own}."
            )
        return found

    def below(self, code: str) -> list[str]:
        """Return the code and everything under it."""
        found, layer = [], [self.require(code)]
        while layer:
            found += layer
            layer = [str(c) for c in self.codes.index[self.codes["parent"].isin(layer)]]
        return found

    def nearest(self, code: str, count: int = SUGGESTIONS) -> list[str]:
        """Return the codes that look most like this one: repaired, above it, then alike."""
        text = str(code).strip()
        repaired = [text.removesuffix(".0"), "0" + text.removesuffix(".0"), text.upper()]
        above = [text[:length] for length in range(len(text) - 1, 0, -1)]
        alike = difflib.get_close_matches(text, [str(c) for c in self.codes.index], n=count, cutoff=0.0)
        known = [c for c in (*repaired, *above, *alike) if c in self]
        return list(dict.fromkeys(known))[:count]


def classification_from_listing(name: str, revision: str, listing: pd.DataFrame) -> Classification:
    """Make a classification out of a list of codes.

    Parameters
    ----------
    name : str
        Name of the classification, for example ``KSIC``.
    revision : str
        Its revision, for example ``10``.
    listing : DataFrame, shape (n_codes, n_columns)
        Column ``code`` (text), and any of ``name_ko``, ``name_en``, ``parent``, ``level``; every
        code stands below its parent's row.

    Returns
    -------
    Classification
        With the rows of ``listing`` in their order.

    Raises
    ------
    TableError
        If there is no column ``code``, no row, or a cell of it is empty.
    CodeError
        If a code stands twice or a parent is not among the codes.

    Notes
    -----
    Where no parent is given, it is the longest other code with which the code begins; a code of
    digits without one belongs to the last code of letters above it, as divisions belong to
    sections in KSIC; a letter without codes is refused then. ``level = 1`` without a parent, else
    ``level of the parent + 1``.

    References
    ----------
    United Nations Statistics Division (2013), Standard Statistical Classifications: Basic Principles.

    Examples
    --------
    >>> listing = pd.DataFrame({"code": ["C", "26", "261"], "name_en": ["Making", "Parts", "Chips"]})
    >>> demo = classification_from_listing("Demo", "1", listing)
    >>> demo.codes[["parent", "level"]]
         parent  level
    code
    C       NaN      1
    26        C      2
    261      26      3
    """
    _check_listing(listing, f"{name}{revision}")
    codes = listing.reindex(columns=["code", *COLUMNS]).set_index("code").astype(object)
    codes["parent"] = _parents(codes["parent"], f"{name}{revision}")
    unknown = codes["parent"].notna() & ~codes["parent"].isin(codes.index)
    if unknown.any():
        code = codes.index[unknown.to_numpy()][0]
        raise CodeError(
            f"Code {code!r} of {name}{revision} has the parent {codes.at[code, 'parent']!r}, which is not "
            "among the codes; add its row."
        )
    codes["level"] = _levels(codes["parent"], f"{name}{revision}")
    for column in ("parent", "name_ko", "name_en"):
        codes[column] = codes[column].astype("str")
    return Classification(name, revision, codes)


def with_names(classification: Classification, listing: pd.DataFrame) -> Classification:
    """Add names to the codes of a classification.

    Parameters
    ----------
    classification : Classification
        The codes; those that the listing does not name keep what they have.
    listing : DataFrame, shape (n_codes, n_columns)
        Column ``code`` and one or both of ``name_ko`` and ``name_en``.

    Returns
    -------
    Classification
        The same codes with the names of the listing.

    Raises
    ------
    CodeError
        If the listing names a code that is not in the classification.

    Notes
    -----
    A name of the listing replaces a name that was there; an empty cell does not.

    References
    ----------
    ``docs/methods/concordance.md``, section on the classifications that are included.

    Examples
    --------
    >>> demo = classification_from_listing("Demo", "1", pd.DataFrame({"code": ["C"]}))
    >>> with_names(demo, pd.DataFrame({"code": ["C"], "name_ko": ["제조업"]})).label("C", "ko")
    '제조업'
    """
    _check_listing(listing, classification.key)
    for code in listing["code"]:
        classification.require(code)
    codes = classification.codes.copy()
    given = listing.set_index("code").reindex(codes.index)
    for column in ("name_ko", "name_en"):
        if column in given:
            codes[column] = given[column].where(given[column].notna(), codes[column]).astype("str")
    return Classification(classification.name, classification.revision, codes)


def ancestors_at(classification: Classification, codes: pd.Series, level: int) -> pd.Series:
    """Lift every code of a column to one level.

    Parameters
    ----------
    classification : Classification
        Where the codes come from.
    codes : Series of str, shape (n_rows,)
        Codes at this level or below it; empty cells stay empty.
    level : int
        1 is the top.

    Returns
    -------
    Series of str, shape (n_rows,)
        The codes of the level, with the index of ``codes``.

    Raises
    ------
    CodeError
        If a code is not in the classification or stands above the level.

    Notes
    -----
    ``ancestor(code) = code if level(code) == level else ancestor(parent(code))``.

    References
    ----------
    United Nations Statistics Division (2013), Standard Statistical Classifications: Basic Principles.

    Examples
    --------
    >>> demo = classification_from_listing("Demo", "1", pd.DataFrame({"code": ["C", "26", "261"]}))
    >>> ancestors_at(demo, pd.Series(["261", "26"]), level=1).tolist()
    ['C', 'C']
    """
    lifted = {code: classification.ancestor(code, level) for code in codes.dropna().unique()}
    return codes.map(lifted).astype("str")


def check_codes(
    classification: Classification, codes: pd.Series, *, level: int | None = None
) -> pd.DataFrame:
    """Say what is wrong with a column of codes.

    Parameters
    ----------
    classification : Classification
        What the codes should be in.
    codes : Series of str, shape (n_rows,)
        The column to look at.
    level : int, optional
        The level at which the codes should stand; any level without it.

    Returns
    -------
    DataFrame, shape (n_problems, 4)
        ``code``, ``problem`` (``empty``, ``unknown``, ``wrong-level``), ``rows`` (how many) and
        ``suggestion`` (the nearest codes, separated by spaces); no row if all is well.

    Raises
    ------
    CodeError
        Never for a cell: strangers are what the table is about.

    Notes
    -----
    One row per distinct code, most frequent first; nothing is repaired here.

    References
    ----------
    ``docs/methods/concordance.md``.

    Examples
    --------
    >>> demo = classification_from_listing("Demo", "1", pd.DataFrame({"code": ["C", "26", "261"]}))
    >>> check_codes(demo, pd.Series(["261", "261.0", "26"]), level=3)
        code      problem  rows suggestion
    0  261.0      unknown     1   261 26 C
    1     26  wrong-level     1        261
    """
    rows = [
        (code, problem, int(count), _suggestion(classification, code, problem, level))
        for code, count in codes.value_counts(dropna=False).items()
        if (problem := _problem(classification, code, level))
    ]
    return pd.DataFrame(rows, columns=["code", "problem", "rows", "suggestion"])


def _check_listing(listing: pd.DataFrame, key: str) -> None:
    if "code" not in listing or listing.empty or listing["code"].isna().any():
        raise TableError(
            f"The list of codes of {key} needs a column `code` with a text in each of its rows; "
            f"it has the columns {', '.join(map(str, listing.columns))} and {len(listing)} rows."
        )
    twice = listing["code"][listing["code"].duplicated()]
    if len(twice):
        raise CodeError(f"Code {twice.iloc[0]!r} stands twice in the list of {key}; leave one of them out.")


def _parents(given: pd.Series, key: str) -> list[str | None]:
    """Keep the parents that are given; find the others by prefix, then by the letter above."""
    known, letter, by_order = set(given.index), None, False
    parents: list[str | None] = []
    for code, stated in given.items():
        text = str(code)
        prefixes = (text[:length] for length in range(len(text) - 1, 0, -1))
        found = stated if pd.notna(stated) else next((p for p in prefixes if p in known), None)
        letter = text if text.isalpha() else letter
        by_order |= found is None and letter not in {None, text}
        parents.append(letter if found is None and letter != text else found)
    barren = [code for code in given.index if code.isalpha() and code not in parents]
    if by_order and barren:
        raise CodeError(
            f"Nothing stands below {barren[0]!r} in the list of {key}, so its order does not say to which "
            "letter the other codes belong; add a column `parent`."
        )
    return parents


def _levels(parents: pd.Series, key: str) -> list[int]:
    levels: dict[str, int] = {}
    for code, parent in parents.items():
        if pd.notna(parent) and parent not in levels:
            raise CodeError(f"Code {code!r} of {key} stands above its parent {parent!r}; list parents first.")
        levels[str(code)] = 1 if pd.isna(parent) else levels[parent] + 1
    return list(levels.values())


def _problem(classification: Classification, code: object, level: int | None) -> str:
    if not isinstance(code, str) or not code.strip():
        return "empty"
    if code not in classification:
        return "unknown"
    return "" if level in (None, classification.levels[code]) else "wrong-level"


def _suggestion(classification: Classification, code: object, problem: str, level: int | None) -> str:
    near: list[str] = []
    if problem == "unknown":
        near = classification.nearest(str(code))
    elif problem == "wrong-level" and level is not None:
        near = [c for c in classification.below(str(code)) if classification.levels[c] == level]
    return " ".join(near[:SUGGESTIONS])
