"""Using a concordance: converting counts, and saying what it cannot tell apart."""

from collections.abc import Collection, Sequence

import pandas as pd

from sandan.data.codes.concordance import Concordance
from sandan.errors import CodeError, InseparableError, TableError

__all__ = ["convert", "separate", "straddling", "target_of"]


def convert(
    table: pd.DataFrame,
    concordance: Concordance,
    *,
    column: str,
    value: str,
    keep: Sequence[str] = (),
) -> pd.DataFrame:
    """Count a table in the codes of another revision.

    Parameters
    ----------
    table : DataFrame, shape (n_rows, n_columns)
        Rows with a source code and a number that may be split, such as counts or sums.
    concordance : Concordance
        From the table's revision to the one that is wanted.
    column : str
        The column with the code.
    value : str
        The column with the number; an empty cell means that nobody knows it.
    keep : sequence of str
        Columns that identify a row beside the code, for example region and period.

    Returns
    -------
    DataFrame, shape (n_groups, 4 + n_keep)
        ``keep``, ``column`` (target code), ``value``, ``value_exact`` (the part that needed no
        assumption), ``value_estimated`` (the part that was split) and ``value_missing`` (number of
        source rows without a number; if any, ``value`` is empty and the parts are lower bounds).

    Raises
    ------
    CodeError
        If a code of the table is not a source of the concordance.
    TableError
        If a column is missing.

    Notes
    -----
    ``value[t] = sum over s of weight[s, t] * value[s]``; exact is the part over links whose source
    has one target only. Totals are kept: the sum over all targets equals the sum over all sources.

    References
    ----------
    Eurostat (2008), NACE Rev. 2, section on conversion of time series.

    Examples
    --------
    >>> from sandan.data.codes.concordance import concordance_from_pairs
    >>> pairs = pd.DataFrame({"source": ["26110", "26110", "26120"], "target": ["26111", "26112", "26112"]})
    >>> nine_to_ten = concordance_from_pairs(pairs, source="KSIC9", target="KSIC10")
    >>> firms = pd.DataFrame({"industry": ["26110", "26120"], "firms": [8, 3]})
    >>> convert(firms, nine_to_ten, column="industry", value="firms").iloc[:, :4]
      industry  firms  firms_exact  firms_estimated
    0    26111    4.0          0.0              4.0
    1    26112    7.0          3.0              4.0
    """
    for name in (column, value, *keep):
        if name not in table:
            raise TableError(
                f"The table has no column `{name}`; it has {', '.join(map(str, table.columns))}."
            )
    for code in table[column].unique():
        concordance.require(code)
    rows = table[[*keep, column, value]].merge(concordance.links, left_on=column, right_on="source")
    exact = rows["basis"] == "only"
    part = rows[value].astype(float) * rows["weight"]
    missing = rows[value].isna() & (rows["weight"] > 0)
    parts = rows[[*keep]].assign(
        **{
            column: rows["target"],
            f"{value}_exact": part.where(exact, 0.0),
            f"{value}_estimated": part.where(~exact, 0.0),
            f"{value}_missing": missing.astype(int),
        }
    )
    result = parts.groupby([*keep, column], as_index=False, dropna=False).sum()
    whole = result[f"{value}_exact"] + result[f"{value}_estimated"]
    result.insert(len(keep) + 1, value, whole.where(result[f"{value}_missing"] == 0))
    return result


def separate(concordance: Concordance, code: str) -> tuple[str, ...]:
    """List the target codes that a source code cannot tell apart.

    Parameters
    ----------
    concordance : Concordance
        The links.
    code : str
        A source code.

    Returns
    -------
    tuple of str
        The possible targets, sorted; one if the code can be translated.

    Raises
    ------
    CodeError
        If the code is not a source of the concordance.

    Notes
    -----
    ``{t : (code, t) is a link}``, whatever its weight: a share says how many, never which.

    References
    ----------
    ``docs/methods/concordance.md``, section "What cannot be separated".

    Examples
    --------
    >>> from sandan.data.codes.concordance import concordance_from_pairs
    >>> pairs = pd.DataFrame({"source": ["26110", "26110"], "target": ["26111", "26112"]})
    >>> separate(concordance_from_pairs(pairs, source="KSIC9", target="KSIC10"), "26110")
    ('26111', '26112')
    """
    return concordance.targets[concordance.require(code)]


def target_of(concordance: Concordance, code: str) -> str:
    """Translate a code that has one target only.

    Parameters
    ----------
    concordance : Concordance
        The links.
    code : str
        A source code.

    Returns
    -------
    str
        The one target code.

    Raises
    ------
    CodeError
        If the code is not a source of the concordance.
    InseparableError
        If it has more than one target.

    Notes
    -----
    The only element of ``separate(concordance, code)``.

    References
    ----------
    ``docs/methods/concordance.md``, section "What cannot be separated".

    Examples
    --------
    >>> from sandan.data.codes.concordance import concordance_from_pairs
    >>> pairs = pd.DataFrame({"source": ["26110", "26110"], "target": ["26111", "26112"]})
    >>> target_of(concordance_from_pairs(pairs, source="KSIC9", target="KSIC10"), "26110")
    Traceback (most recent call last):
    ...
    sandan.errors.InseparableError: '26110' of KSIC9 cannot be separated: in KSIC10 it may be 26111, 26112.
    Count these codes together, or decide by product or by firm.
    """
    found = separate(concordance, code)
    if len(found) > 1:
        raise InseparableError(
            f"{code!r} of {concordance.source} cannot be separated: in {concordance.target} it may be "
            f"{', '.join(found)}. Count these codes together, or decide by product or by firm."
        )
    return found[0]


def straddling(concordance: Concordance, targets: Collection[str]) -> pd.DataFrame:
    """Find the source codes that lie partly inside a group of target codes.

    Parameters
    ----------
    concordance : Concordance
        The links.
    targets : collection of str
        The group, for example the codes of a strategic industry.

    Returns
    -------
    DataFrame, shape (n_sources, 3)
        ``source``, ``inside`` and ``outside`` (target codes separated by spaces). No row: the
        group can be counted exactly in the source revision.

    Raises
    ------
    CodeError
        If a code of the group is no target of the concordance.

    Notes
    -----
    A source is listed if ``0 < |T(s) ∩ targets| < |T(s)|`` for its targets ``T(s)``.

    References
    ----------
    ``docs/methods/concordance.md``, section "What cannot be separated".

    Examples
    --------
    >>> from sandan.data.codes.concordance import concordance_from_pairs
    >>> pairs = pd.DataFrame({"source": ["26110", "26110"], "target": ["26111", "26112"]})
    >>> straddling(concordance_from_pairs(pairs, source="KSIC9", target="KSIC10"), ["26112"])
      source inside outside
    0  26110  26112   26111
    """
    group, known = set(targets), set(concordance.links["target"])
    if strangers := sorted(group - known):
        raise CodeError(
            f"{strangers[0]!r} is not a target code of the concordance {concordance.source} to "
            f"{concordance.target}; check code and revision."
        )
    rows = [
        (code, " ".join(t for t in found if t in group), " ".join(t for t in found if t not in group))
        for code, found in concordance.targets.items()
        if 0 < len(group.intersection(found)) < len(found)
    ]
    return pd.DataFrame(rows, columns=["source", "inside", "outside"])
