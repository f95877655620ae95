"""Two firms side by side: what each feature says, and what it is worth."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from sandan.errors import TableError
from sandan.operate.addresses import address_keys
from sandan.operate.business_number import BUSINESS_DIGITS, PUBLISHED_DIGITS, usable_number
from sandan.operate.company_names import name_keys
from sandan.types import BoolArray, FloatArray, IntArray

__all__ = ["FEATURES", "POINTS", "PreparedFirms", "compare_firms", "prepare_firms"]

ONE_LETTER_IN = 5
"""Two names are similar if at most one letter (jamo) in so many must be changed."""

LEAST_NAME = 2
"""A name of fewer characters says nothing."""

POINTS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "name": MappingProxyType(
            {"same": 7, "branch": 5, "similar": 4, "begins": 2, "different": -2, "absent": -2}
        ),
        "address": MappingProxyType({"same": 4, "near": 1, "place": 0, "different": -2, "absent": 0}),
        "number": MappingProxyType({"whole": 10, "part": 1, "different": -5, "absent": 0}),
        "representative": MappingProxyType({"same": 2, "masked": 1, "different": -1, "absent": 0}),
        "phone": MappingProxyType({"same": 3, "different": 0, "absent": 0}),
    }
)
"""What each answer adds to the score of a pair. A missing answer adds nothing; a name must be there."""

FEATURES = tuple(POINTS)

_COLUMNS = ("name", "business_number", "address", "representative", "phone")
_TEXTS = (
    "key",
    "branch",
    "letters",
    "number",
    "province",
    "city",
    "kind",
    "street",
    "house",
    "building",
    "representative",
    "phone",
)
_LEAST_PHONE = 8
_SEVERAL = re.compile(r"[,/;·&]|\s외\s")
_MASKS = re.compile(r"[*○●◯]|(?<=[가-힣])[xX]+")
_OF_ADDRESS = {"number": "house", "key": "building"}

Texts = npt.NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class PreparedFirms:
    """A table of firms in comparable parts: arrays of text in the order of ``index``."""

    index: pd.Index
    texts: Mapping[str, Texts]

    def __len__(self) -> int:
        """Count the firms."""
        return len(self.index)

    def part(self, rows: slice) -> "PreparedFirms":
        """Return some of the firms."""
        return PreparedFirms(self.index[rows], {name: text[rows] for name, text in self.texts.items()})


def prepare_firms(table: pd.DataFrame) -> PreparedFirms:
    """Bring a table of firms into comparable parts, once for many comparisons.

    Parameters
    ----------
    table : DataFrame, shape (n_firms, n_columns)
        Column ``name``, and any of ``business_number``, ``address``, ``representative`` and ``phone``, as
        printed. The index identifies the firms.

    Returns
    -------
    PreparedFirms
        What `compare_firms` and the matching work on.

    Raises
    ------
    TableError
        If there is no column ``name``, or a label stands twice in the index.

    Notes
    -----
    Of several representatives the first counts. A phone number counts from eight digits on, with +82
    written as 0. A business number counts if its check digit holds, or if it is the published six.

    References
    ----------
    ``docs/methods/company-matching.md``.

    Examples
    --------
    >>> firms = prepare_firms(pd.DataFrame({"name": ["㈜한빛"], "phone": ["+82-31-123-4567"]}))
    >>> firms.texts["key"][0], firms.texts["phone"][0], firms.texts["number"][0]
    ('한빛', '0311234567', '')
    """
    if "name" not in table:
        raise TableError(
            f"Firms need a column `name`, but the table has {', '.join(map(str, table.columns))}; rename one."
        )
    if not table.index.is_unique:
        twice = table.index[table.index.duplicated()][0]
        raise TableError(f"The firm {twice!r} stands twice in the index; give every row a label of its own.")
    given = table.reindex(columns=list(_COLUMNS)).astype(object)
    names = name_keys(given["name"])
    addresses = address_keys(given["address"]).rename(columns=_OF_ADDRESS)
    parts = {
        **{name: names[name] for name in ("key", "branch")},
        "letters": names["key"].map(lambda key: unicodedata.normalize("NFD", key)),
        **{name: addresses[name] for name in ("province", "city", "kind", "street", "house", "building")},
        "number": given["business_number"].map(usable_number),
        "representative": given["representative"].map(_person),
        "phone": given["phone"].map(_phone),
    }
    texts = {name: parts[name].to_numpy(dtype=object) for name in _TEXTS}
    return PreparedFirms(table.index, texts)


def compare_firms(
    one: PreparedFirms, other: PreparedFirms, left: IntArray, right: IntArray
) -> dict[str, npt.NDArray[Any]]:
    """Compare pairs of firms feature by feature.

    Parameters
    ----------
    one, other : PreparedFirms
        Two tables, or one table twice.
    left, right : array of int, shape (n_pairs,)
        Rows of ``one`` and of ``other``.

    Returns
    -------
    dict of arrays, each of shape (n_pairs,)
        For each of `FEATURES` the answer as its place in ``POINTS[feature]``, ``similarity`` of the names
        (0 unless similar) and ``score``, the sum of the points.

    Raises
    ------
    Nothing
        Absent parts are an answer of their own.

    Notes
    -----
    ``similarity = 1 - d / max(len)`` with the Levenshtein distance ``d`` over letters (jamo), so that one
    wrong vowel is one error and not a wrong syllable. ``branch``: the firm's name is the same, the word
    for the site is not. ``begins``: one name is the other with something added (한빛, 한빛전자).

    References
    ----------
    Fellegi and Sunter (1969), A theory for record linkage, JASA 64: agreement and disagreement of each
    feature weigh separately. The weights here are set, not estimated.

    Examples
    --------
    >>> firms = prepare_firms(pd.DataFrame({"name": ["㈜한빛전자", "한빗전자"], "phone": ["0311234567"] * 2}))
    >>> found = compare_firms(firms, firms, np.array([0]), np.array([1]))
    >>> found["similarity"].round(2).tolist(), found["score"].tolist()
    ([0.91], [7.0])
    """
    pairs = _Pairs(one, other, left, right)
    similarity = _similarity(pairs)
    answers = {
        "name": _name_answer(pairs, similarity),
        "address": _address_answer(pairs),
        "number": _number_answer(pairs),
        "representative": _person_answer(pairs),
        "phone": _first_true([pairs.absent("phone"), pairs.same("phone")], [2, 0], 1),
    }
    score = sum(np.array(list(POINTS[name].values()))[answer] for name, answer in answers.items())
    return {**answers, "similarity": similarity, "score": np.asarray(score, dtype=np.float64)}


def answer_word(feature: str, answers: IntArray) -> Texts:
    """Write the answers of a feature as words."""
    return np.array(list(POINTS[feature]), dtype=object)[answers]


@dataclass(frozen=True)
class _Pairs:
    one: PreparedFirms
    other: PreparedFirms
    left: IntArray
    right: IntArray

    def both(self, name: str) -> tuple[Texts, Texts]:
        return self.one.texts[name][self.left], self.other.texts[name][self.right]

    def same(self, name: str) -> BoolArray:
        a, b = self.both(name)
        return np.asarray(a == b, dtype=bool)

    def absent(self, name: str) -> BoolArray:
        a, b = self.both(name)
        return np.asarray((a == "") | (b == ""), dtype=bool)

    def contradicts(self, name: str) -> BoolArray:
        return ~self.same(name) & ~self.absent(name)


def _similarity(pairs: _Pairs) -> FloatArray:
    a, b = pairs.both("letters")
    if not len(a):
        return np.zeros(0)
    changes = process.cpdist(a, b, scorer=Levenshtein.distance, dtype=np.int32)
    longest = np.array([max(len(x), len(y), 1) for x, y in zip(a, b, strict=True)])
    similar = (changes * ONE_LETTER_IN <= longest) & ~pairs.absent("letters")
    return np.where(similar, 1 - changes / longest, 0.0)


def _name_answer(pairs: _Pairs, similarity: FloatArray) -> IntArray:
    same = pairs.same("key")
    begins = np.array([_begins(a, b) for a, b in zip(*pairs.both("key"), strict=True)], dtype=bool)
    conditions = [pairs.absent("key"), same & pairs.same("branch"), same, similarity > 0, begins]
    return _first_true(conditions, [5, 0, 1, 2, 3], 4)


def _begins(one: str, other: str) -> bool:
    """Tell whether the longer name only adds a word to the shorter one."""
    return min(len(one), len(other)) >= LEAST_NAME and (one.startswith(other) or other.startswith(one))


def _address_answer(pairs: _Pairs) -> IntArray:
    no_street = pairs.absent("street") | ~pairs.same("kind")
    same = pairs.same("house") & ~pairs.absent("house") & ~pairs.absent("city")
    conditions = [
        pairs.absent("kind"),
        pairs.contradicts("province") | pairs.contradicts("city"),
        no_street,
        ~pairs.same("street"),
        same,
    ]
    return _first_true(conditions, [4, 3, 2, 3, 0], 1)


def _number_answer(pairs: _Pairs) -> IntArray:
    a, b = pairs.both("number")
    first = np.array([x[:PUBLISHED_DIGITS] == y[:PUBLISHED_DIGITS] for x, y in zip(a, b, strict=True)], bool)
    whole = np.array([len(x) == len(y) == BUSINESS_DIGITS for x, y in zip(a, b, strict=True)], dtype=bool)
    conditions = [pairs.absent("number"), whole & pairs.same("number"), whole | ~first]
    return _first_true(conditions, [3, 0, 2], 1)


def _person_answer(pairs: _Pairs) -> IntArray:
    a, b = pairs.both("representative")
    absent, same = pairs.absent("representative"), pairs.same("representative")
    masked = np.array(["*" in x or "*" in y for x, y in zip(a, b, strict=True)], dtype=bool)
    open_rows = np.flatnonzero(masked & ~absent)
    fits = np.zeros(len(a), dtype=bool)
    fits[open_rows] = [_fits(a[row], b[row]) for row in open_rows]
    return _first_true([absent, fits, same & ~masked], [3, 1, 0], 2)


def _fits(one: str, other: str) -> bool:
    """Tell whether two names agree where neither is masked; a mask stands for any number of letters."""
    if one[:1] != other[:1] or one[:1] == "*":
        return False
    if len(one) != len(other):
        return True
    return all(a == b or "*" in {a, b} for a, b in zip(one, other, strict=True))


def _first_true(conditions: list[BoolArray], answers: list[int], otherwise: int) -> IntArray:
    return np.select(conditions, answers, otherwise).astype(np.int64)


def _person(text: object) -> str:
    if not isinstance(text, str):
        return ""
    first = _SEVERAL.split(unicodedata.normalize("NFKC", text).strip())[0]
    return _MASKS.sub("*", re.sub(r"\s+", "", first)).casefold()


def _phone(text: object) -> str:
    if not isinstance(text, str | int):
        return ""
    first = re.split(r"[/,;~]", unicodedata.normalize("NFKC", str(text)))[0]
    digits = re.sub(r"\D+", "", first)
    digits = "0" + digits[2:].removeprefix("0") if digits.startswith("82") else digits
    return digits if len(digits) >= _LEAST_PHONE else ""
