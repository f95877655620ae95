"""Weighted concordances between two revisions of a classification."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from sandan.errors import CodeError, TableError

__all__ = [
    "Concordance",
    "chain",
    "concordance_from_pairs",
    "counts",
    "reverse",
    "weighted_by",
]

SHOWN = 5


@dataclass(frozen=True, eq=False)
class Concordance:
    """Which codes of one revision became which codes of another, and in what shares.

    ``links`` has the columns ``source``, ``target``, ``weight`` (shares of the source; they sum to
    1) and ``basis``: ``only`` (the source has one target, so the weight is exact), ``equal``
    (nobody counted; equal shares are assumed) or ``observed`` (shares counted where both codes are
    known).
    """

    source: str
    target: str
    links: pd.DataFrame

    @cached_property
    def targets(self) -> dict[str, tuple[str, ...]]:
        """The targets of every source code, sorted."""
        grouped = self.links.sort_values("target").groupby("source", sort=False)["target"]
        return {str(code): tuple(found) for code, found in grouped}

    def require(self, code: str) -> str:
        """Return the source code, or raise CodeError."""
        if code in self.targets:
            return code
        below = sorted(c for c in self.targets if c.startswith(str(code)))[:SHOWN]
        hint = f"it stands above {', '.join(below)}" if below and code else "check code and revision"
        raise CodeError(
            f"{code!r} is not a source code of the concordance {self.source} to {self.target}; {hint}."
        )


def concordance_from_pairs(pairs: pd.DataFrame, *, source: str, target: str) -> Concordance:
    """Make a concordance of the pairs that a statistical office prints.

    Parameters
    ----------
    pairs : DataFrame, shape (n_pairs, n_columns)
        Columns ``source`` and ``target`` (text); a pair that stands twice counts once. With a
        column ``weight`` that is not empty the shares are taken from it and need to sum to 1 for
        each source. A table of the kind ``concordance`` with one pair of revisions will do.
    source, target : str
        The two revisions, for example ``KSIC9`` and ``KSIC10``.

    Returns
    -------
    Concordance
        One link per pair, in order of source and target.

    Raises
    ------
    TableError
        If a column is missing, a cell is empty, or given weights do not sum to 1.

    Notes
    -----
    Without weights ``weight[s, t] = 1 / number of targets of s``: an assumption, so the basis is
    ``equal`` unless the source has one target only.

    References
    ----------
    Statistics Korea (2017), Korean Standard Industrial Classification, 10th revision, concordance.

    Examples
    --------
    >>> pairs = pd.DataFrame({"source": ["26110", "26110", "01110"], "target": ["26111", "26112", "01110"]})
    >>> concordance_from_pairs(pairs, source="KSIC9", target="KSIC10").links
      source target  weight  basis
    0  01110  01110     1.0   only
    1  26110  26111     0.5  equal
    2  26110  26112     0.5  equal
    """
    _check_pairs(pairs)
    links = pairs.drop_duplicates(["source", "target"]).sort_values(["source", "target"], ignore_index=True)
    number = links.groupby("source")["target"].transform("size")
    if "weight" not in links or links["weight"].isna().all():
        basis = np.where(number == 1, "only", "equal")
        links = links[["source", "target"]].assign(weight=1.0 / number, basis=basis)
        return Concordance(source, target, links)
    links = links[["source", "target", "weight"]].astype({"weight": float})
    _check_weights(links)
    return Concordance(source, target, links.assign(basis=np.where(number == 1, "only", "observed")))


def weighted_by(concordance: Concordance, observed: pd.DataFrame) -> Concordance:
    """Replace equal shares by shares that were counted.

    Parameters
    ----------
    concordance : Concordance
        The links.
    observed : DataFrame, shape (n_rows, n_columns)
        Columns ``source``, ``target`` and ``value`` (0 or more): counts from a table in which each
        unit carries its code in both revisions.

    Returns
    -------
    Concordance
        The same links; sources that were never observed keep their weights and basis.

    Raises
    ------
    CodeError
        If a pair was observed that the concordance does not have.
    TableError
        If a value is missing or below zero.

    Notes
    -----
    ``weight[s, t] = value[s, t] / sum over t of value[s, t]``, where that sum is above zero.

    References
    ----------
    Pierce, J. and Schott, P. (2012), "A concordance between ten-digit U.S. Harmonized System codes
    and SIC/NAICS product classes and industries", Journal of Economic and Social Measurement 37.

    Examples
    --------
    >>> pairs = pd.DataFrame({"source": ["26110", "26110"], "target": ["26111", "26112"]})
    >>> known = pairs.assign(value=[30, 10])
    >>> weighted_by(concordance_from_pairs(pairs, source="9", target="10"), known).links["weight"].tolist()
    [0.75, 0.25]
    """
    _check_pairs(observed)
    if "value" not in observed or observed["value"].isna().any() or (observed["value"] < 0).any():
        raise TableError("`observed` needs a column `value` with a count of 0 or more in every row.")
    counted = observed.groupby(["source", "target"], as_index=False)["value"].sum()
    links = concordance.links.merge(counted, how="outer", on=["source", "target"], indicator=True)
    stranger = links[links["_merge"] == "right_only"]
    if len(stranger):
        first = stranger.iloc[0]
        raise CodeError(
            f"Units with {first['source']!r} and {first['target']!r} were observed, but the concordance "
            f"{concordance.source} to {concordance.target} has no such pair; correct one of them."
        )
    links["value"] = links["value"].fillna(0.0)
    total = links.groupby("source")["value"].transform("sum")
    links["weight"] = (links["value"] / total.where(total > 0)).fillna(links["weight"])
    seen = (total > 0) & (links["basis"] != "only")
    links["basis"] = links["basis"].where(~seen, "observed")
    return Concordance(concordance.source, concordance.target, links.drop(columns=["value", "_merge"]))


def chain(first: Concordance, second: Concordance) -> Concordance:
    """Join two concordances into one.

    Parameters
    ----------
    first : Concordance
        From revision A to revision B.
    second : Concordance
        From revision B to revision C.

    Returns
    -------
    Concordance
        From A to C; the basis is ``equal`` as soon as one step of a split was assumed.

    Raises
    ------
    CodeError
        If the first does not end where the second begins, or ends in a code that it lacks.

    Notes
    -----
    ``weight[a, c] = sum over b of weight[a, b] * weight[b, c]``. A code that splits and merges
    again has one target and is exact.

    References
    ----------
    Pierce, J. and Schott, P. (2012), cited in ``docs/methods/concordance.md``.

    Examples
    --------
    >>> first = concordance_from_pairs(pd.DataFrame({"source": ["a", "a"], "target": ["x", "y"]}),
    ...                                source="A", target="B")
    >>> second = concordance_from_pairs(pd.DataFrame({"source": ["x", "y"], "target": ["k", "k"]}),
    ...                                 source="B", target="C")
    >>> chain(first, second).links
      source target  weight basis
    0      a      k     1.0  only
    """
    if first.target != second.source:
        raise CodeError(
            f"A concordance to {first.target} cannot be joined to one from {second.source}; "
            "both need the same revision in the middle."
        )
    for code in sorted(set(first.links["target"])):
        second.require(code)
    steps = first.links.merge(second.links, left_on="target", right_on="source", suffixes=("", "_next"))
    steps = steps.assign(
        target=steps["target_next"],
        weight=steps["weight"] * steps["weight_next"],
        assumed=(steps["basis"] == "equal") | (steps["basis_next"] == "equal"),
    )
    grouped = steps.groupby(["source", "target"], as_index=False)
    links = grouped.agg(weight=("weight", "sum"), assumed=("assumed", "any"))
    single = links.groupby("source")["target"].transform("size") == 1
    basis = np.select([single, links.pop("assumed")], ["only", "equal"], "observed")
    weight = links["weight"].where(~single, 1.0)
    return Concordance(first.source, second.target, links.assign(weight=weight, basis=basis))


def reverse(concordance: Concordance) -> Concordance:
    """Turn a concordance round.

    Parameters
    ----------
    concordance : Concordance
        From A to B.

    Returns
    -------
    Concordance
        From B to A with equal shares: the shares of one direction say nothing about the other.

    Raises
    ------
    TableError
        If the concordance has no links.

    Notes
    -----
    The pairs, swapped; see ``concordance_from_pairs``.

    References
    ----------
    ``docs/methods/concordance.md``.

    Examples
    --------
    >>> pairs = pd.DataFrame({"source": ["26110", "26110"], "target": ["26111", "26112"]})
    >>> reverse(concordance_from_pairs(pairs, source="KSIC9", target="KSIC10")).targets
    {'26111': ('26110',), '26112': ('26110',)}
    """
    pairs = concordance.links.rename(columns={"source": "target", "target": "source"})
    return concordance_from_pairs(
        pairs[["source", "target"]], source=concordance.target, target=concordance.source
    )


def counts(concordance: Concordance) -> pd.Series:
    """Count what happened between two revisions.

    Parameters
    ----------
    concordance : Concordance
        The links.

    Returns
    -------
    Series of int, shape (9,)
        ``pairs``, ``sources``, ``targets``, ``split`` (sources with several targets), ``merged``
        (targets with several sources), ``one_to_one`` (neither split nor merged), ``unchanged``
        (one to one under the same code), ``most_targets`` and ``most_sources``.

    Raises
    ------
    CodeError
        Never.

    Notes
    -----
    A source may be split and its targets merged at once: the counts overlap.

    References
    ----------
    ``docs/methods/concordance.md``, section "Reference values".

    Examples
    --------
    >>> pairs = pd.DataFrame({"source": ["26110", "26110"], "target": ["26111", "26112"]})
    >>> counts(concordance_from_pairs(pairs, source="KSIC9", target="KSIC10"))["split"]
    np.int64(1)
    """
    links = concordance.links
    targets = links.groupby("source")["target"].size()
    sources = links.groupby("target")["source"].size()
    single = (links["source"].map(targets) == 1) & (links["target"].map(sources) == 1)
    return pd.Series(
        {
            "pairs": len(links),
            "sources": len(targets),
            "targets": len(sources),
            "split": int((targets > 1).sum()),
            "merged": int((sources > 1).sum()),
            "one_to_one": int(single.sum()),
            "unchanged": int((single & (links["source"] == links["target"])).sum()),
            "most_targets": int(targets.max()),
            "most_sources": int(sources.max()),
        }
    )


def _check_pairs(pairs: pd.DataFrame) -> None:
    for name in ("source", "target"):
        if name not in pairs:
            raise TableError(
                f"A concordance needs a column `{name}`; there are only {', '.join(map(str, pairs.columns))}."
            )
    if pairs.empty or pairs[["source", "target"]].isna().to_numpy().any():
        raise TableError(
            f"A concordance needs a source and a target in every row; of {len(pairs)} rows "
            f"{int(pairs[['source', 'target']].isna().any(axis=1).sum())} lack one. Leave those out."
        )


def _check_weights(links: pd.DataFrame) -> None:
    total = links.groupby("source")["weight"].sum()
    wrong = total[~np.isclose(total, 1.0, rtol=0, atol=1e-9)]
    if len(wrong) or (links["weight"] < 0).any() or links["weight"].isna().any():
        code = wrong.index[0] if len(wrong) else links.loc[~(links["weight"] >= 0), "source"].iloc[0]
        raise TableError(
            f"The weights of source {code!r} sum to {total[code]:.6g}; shares are 0 or more and sum to 1."
        )
