"""Observed ties between organizations, checked, in common numbers, and counted inside and between groups."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from sandan.errors import MeasureError, TableError
from sandan.observe.checks import check_columns
from sandan.types import BoolArray, FloatArray, IntArray

__all__ = ["CodedTies", "TieCounts", "code_ties", "tie_counts"]

_NOT_GROUPED = -1
_REPORT = ["ties", "counted", "self_ties", "without_group"]


@dataclass(frozen=True)
class CodedTies:
    """Ties as numbers.

    Of every tie ``year``, ``start`` and ``end`` (organization in the order of the groups, -1 for a stranger),
    ``weight``, ``itself`` and ``counted``; of every organization its ``group``; and the ``names`` of the
    groups.
    """

    year: IntArray
    start: IntArray
    end: IntArray
    weight: FloatArray
    itself: BoolArray
    counted: BoolArray
    group: IntArray
    names: pd.Index

    @property
    def crosses(self) -> BoolArray:
        """Whether the two ends are in different groups; without meaning where a tie is not counted."""
        return np.asarray(self.group[self.start] != self.group[self.end])

    def report(self, keys: Mapping[str, npt.NDArray[np.generic]]) -> pd.DataFrame:
        """Count by some keys the ties, those that count, self-ties and those with an end in no group."""
        parts = {"ties": 1, "counted": self.counted, "self_ties": self.itself}
        table = pd.DataFrame({**keys, **parts, "without_group": ~self.counted & ~self.itself})
        sums = table.groupby(list(keys), as_index=False, sort=True)[_REPORT].sum()
        return sums.astype(dict.fromkeys(_REPORT, "int64"))


@dataclass(frozen=True)
class TieCounts:
    """Ties by year, kind and groups, and those that could not be counted.

    ``counts``: ``year``, ``kind``, ``from_group``, ``to_group``, ``relation`` (inside, between), ``ties``,
    ``weight``. ``report``: ``year``, ``kind``, ``ties``, ``counted``, ``self_ties``, ``without_group``; the
    last three add up to the first.
    """

    counts: pd.DataFrame
    report: pd.DataFrame


def tie_counts(ties: pd.DataFrame, groups: pd.Series) -> TieCounts:
    """Count ties inside and between groups, by year and kind.

    Parameters
    ----------
    ties : DataFrame, shape (n_ties, n_columns)
        Columns ``date`` (a date, or a calendar year), ``from``, ``to`` (organizations), ``kind``
        (joint_project, move, contract, meeting or any other word) and, if ties differ in weight,
        ``weight`` (0 or more).
    groups : Series, shape (n_organizations,)
        Group of every organization, such as its complex, by organization.

    Returns
    -------
    TieCounts
        Counts by direction, and the report of what was left out.

    Raises
    ------
    TableError
        If a column is missing or has empty cells, a date cannot be read, a weight is negative, or an
        organization stands twice among the groups or has none.

    Notes
    -----
    A tie from an organization to itself is a self-tie, counted as such and nowhere else. A tie with an
    end that is not in ``groups`` is ``without_group``. Ties are counted as rows: two meetings of the same
    two firms in a year are two ties.

    References
    ----------
    ``docs/methods/ties-and-openness.md``.

    Examples
    --------
    >>> ties = pd.DataFrame({"date": [2013, 2013, 2013], "from": ["a", "a", "x"], "to": ["b", "c", "a"],
    ...                      "kind": "joint_project"})
    >>> found = tie_counts(ties, pd.Series({"a": "plants", "b": "plants", "c": "labs"}))
    >>> found.counts[["from_group", "to_group", "relation", "ties"]]
      from_group to_group relation  ties
    0     plants     labs  between     1
    1     plants   plants   inside     1
    >>> found.report
       year           kind  ties  counted  self_ties  without_group
    0  2013  joint_project     3        2          0              1
    """
    coded = code_ties(ties, groups)
    names = coded.names
    rows = pd.DataFrame(
        {
            "year": coded.year[coded.counted],
            "kind": ties["kind"].to_numpy()[coded.counted],
            "from_group": names.take(coded.group[coded.start[coded.counted]]),
            "to_group": names.take(coded.group[coded.end[coded.counted]]),
            "weight": coded.weight[coded.counted],
        }
    )
    relation = np.where(rows["from_group"] == rows["to_group"], "inside", "between")
    keys = ["year", "kind", "from_group", "to_group", "relation"]
    grouped = rows.assign(relation=relation).groupby(keys, as_index=False, sort=True)
    counts = grouped.agg(ties=("weight", "size"), weight=("weight", "sum"))
    return TieCounts(counts, coded.report({"year": coded.year, "kind": ties["kind"].to_numpy()}))


def code_ties(ties: pd.DataFrame, groups: pd.Series) -> CodedTies:
    """Check ties and write them in the numbers of the organizations.

    Parameters
    ----------
    ties : DataFrame, shape (n_ties, n_columns)
        As in :func:`tie_counts`.
    groups : Series, shape (n_organizations,)
        Group of every organization.

    Returns
    -------
    CodedTies
        Every tie, counted or not.

    Raises
    ------
    TableError
        As :func:`tie_counts`.
    MeasureError
        If there are fewer than two groups.

    Notes
    -----
    A tie counts if its two ends differ and both are in a group.

    References
    ----------
    ``docs/methods/ties-and-openness.md``.

    Examples
    --------
    >>> ties = pd.DataFrame({"date": ["2013-05-02"], "from": ["a"], "to": ["c"], "kind": "meeting"})
    >>> coded = code_ties(ties, pd.Series({"a": "plants", "c": "labs"}))
    >>> coded.year.tolist(), coded.crosses.tolist()
    ([2013], [True])
    """
    check_columns(ties, ["date", "from", "to", "kind"], "ties")
    if groups.index.has_duplicates or groups.isna().any():
        wrong = groups.index[groups.index.duplicated() | groups.isna().to_numpy()][0]
        raise TableError(
            f"`groups` names {wrong!r} twice or without a group; give every organization one group and leave "
            "out those that have none."
        )
    group, names = pd.factorize(groups, sort=True)
    if len(names) < 2:
        raise MeasureError(f"`groups` has {len(names)} group; ties between groups need two or more.")
    start, end = (groups.index.get_indexer(pd.Index(ties[side])) for side in ("from", "to"))
    itself = (ties["from"] == ties["to"]).to_numpy()
    counted = ~itself & (start != _NOT_GROUPED) & (end != _NOT_GROUPED)
    return CodedTies(
        _years(ties), start, end, _weights(ties), itself, counted, group.astype(np.int64), pd.Index(names)
    )


def _years(ties: pd.DataFrame) -> IntArray:
    if pd.api.types.is_integer_dtype(ties["date"]):
        return np.asarray(ties["date"], dtype=np.int64)
    try:
        return np.asarray(pd.to_datetime(ties["date"]).dt.year, dtype=np.int64)
    except (ValueError, TypeError) as error:
        raise TableError(
            f"`ties` has a 'date' that is no date ({error}); give dates or calendar years."
        ) from error


def _weights(ties: pd.DataFrame) -> FloatArray:
    if "weight" not in ties:
        return np.ones(len(ties))
    check_columns(ties, ["weight"], "ties")
    weight = ties["weight"].to_numpy(dtype=np.float64)
    if (weight < 0).any():
        raise TableError(f"`ties` has the weight {weight.min()}; a tie weighs 0 or more.")
    return np.asarray(weight)
