"""What support did to firms: beside firms without it that are weighted until they look alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np
import pandas as pd
from scipy import stats

from sandan.errors import MeasureError, TableError
from sandan.evaluate.designs.balancing import Balanced, balance_table, entropy_balance
from sandan.evaluate.effects.propensity import propensity
from sandan.evaluate.effects.result import Effect, clustered_effect, made_by
from sandan.observe.checks import check_columns
from sandan.types import BoolArray, FloatArray

__all__ = ["FirmEffect", "FirmMethod", "effects_by", "support_effect", "survivor_bounds"]

FirmMethod: TypeAlias = Literal["naive", "weighting", "entropy", "doubly_robust"]
"""Nothing held fixed; weights by the probability of support; by entropy; the former with a regression."""

_ASSUMED = (
    "Among firms that are alike in {0}, the supported would have changed as the others did without support."
)


@dataclass(frozen=True)
class FirmEffect:
    """An effect on firms with what it was compared with.

    ``balance`` has one row per covariate (means of supported, unsupported and weighted, and both gaps in
    standard deviations). ``overlap`` is the share of the supported whose probability of support also occurs
    among the others; ``effective`` is the number of others that equal weights would make as sure.
    """

    effect: Effect
    balance: pd.DataFrame
    overlap: float
    effective: float


def support_effect(
    table: pd.DataFrame,
    *,
    outcome: str = "change",
    covariates: Sequence[str] = ("size", "growth"),
    method: FirmMethod = "doubly_robust",
    level: float = 0.95,
) -> FirmEffect:
    """Estimate the mean effect on the supported.

    Parameters
    ----------
    table : DataFrame, shape (n_firms_in_rounds, n_columns)
        As of `rounds_table`: ``unit``, ``supported``, the outcome, the covariates, and ``round`` where there
        are several. Rows with an empty outcome are left out and counted (note ``left``).
    outcome : str
        ``change``, or ``is_there`` for survival.
    covariates : sequence of str
        What must be alike, from before the decision. Rounds are compared each with itself.
    method : {"naive", "weighting", "entropy", "doubly_robust"}
        Difference of means; weights by a logit; weights by entropy; the weights of the logit and a
        regression among the others.
    level : float
        Probability of the band.

    Returns
    -------
    FirmEffect
        The effect, without a band for fewer than ten supported firms, balance and overlap.

    Raises
    ------
    TableError
        If a column or a cell of a covariate is missing.
    MeasureError
        If the method is not known, one kind of firm is absent, or no weights exist.

    Notes
    -----
    With ``r = e / (1 - e)``, ``e`` the probability of support given ``x`` (logit), and ``b`` the coefficients
    of a regression of ``y`` on ``x`` among the others (0 for ``weighting``)::

        effect = mean over supported of (y - x'b) - sum over others r (y - x'b) / sum r

    ``entropy`` puts the weights of `entropy_balance` for ``r``. Errors add up what each firm contributes,
    through the coefficients as well, within firms.

    References
    ----------
    Sant'Anna, P. H. C. and Zhao, J. (2020), Doubly robust difference-in-differences estimators, Journal of
    Econometrics 219, 101-122. Hainmueller, J. (2012), Entropy balancing for causal effects, Political
    Analysis 20, 25-46. ``docs/methods/firm-effects.md``.

    Examples
    --------
    >>> rng = np.random.default_rng(2)
    >>> size = rng.normal(size=400)
    >>> chosen = rng.random(400) < 1 / (1 + np.exp(-size))
    >>> table = pd.DataFrame({"unit": range(400), "supported": chosen, "size": size,
    ...                       "change": size + 0.5 * chosen + rng.normal(0, 0.1, 400)})
    >>> naive = support_effect(table, covariates=["size"], method="naive").effect
    >>> alike = support_effect(table, covariates=["size"]).effect
    >>> naive.estimate > 1, alike.lower < 0.5 < alike.upper
    (True, True)
    """
    if method not in get_args(FirmMethod):
        raise MeasureError(f"`method` is {method!r}; use one of {', '.join(get_args(FirmMethod))}.")
    check_columns(table, ["unit", "supported", *covariates], "table")
    if outcome not in table:
        raise TableError(
            f"`table` lacks the column {outcome!r}; it has {', '.join(map(str, table.columns))}."
        )
    known = table.loc[table[outcome].notna()].reset_index(drop=True)
    supported = known["supported"].to_numpy(dtype=bool)
    if supported.all() or not supported.any():
        raise MeasureError(
            f"{int(supported.sum())} of {len(known)} firms are supported; some must be, not all."
        )
    held = _held(known, covariates)
    design = np.column_stack([np.ones(len(known)), held.to_numpy()])
    y = known[outcome].to_numpy(dtype=np.float64)
    scores = propensity(design, supported)
    odds = scores / (1 - scores)
    balanced = _balanced(held, pd.Series(supported, held.index), method, odds)
    estimate, influence = _estimate(y, design, supported, method, odds, balanced)
    left = len(table) - len(known)
    notes = (f"left:{left}",) if left else ()
    found = _effect(known, estimate, influence, supported, covariates, method, level, notes)
    within = (scores[supported] >= scores[~supported].min()) & (scores[supported] <= scores[~supported].max())
    return FirmEffect(
        clustered_effect(found),
        balanced.balance,
        float(within.mean()),
        balanced.effective,
    )


def effects_by(
    table: pd.DataFrame,
    groups: pd.Series,
    *,
    outcome: str = "change",
    covariates: Sequence[str] = ("size", "growth"),
    method: FirmMethod = "doubly_robust",
    level: float = 0.95,
) -> pd.DataFrame:
    """Estimate the effect on each group of firms, such as size classes or ages.

    Parameters
    ----------
    table, outcome, covariates, method, level
        As for `support_effect`.
    groups : Series, shape (n_firms_in_rounds,)
        Group of every row, known before the decision; the same index as ``table``.

    Returns
    -------
    DataFrame, shape (n_groups, 7)
        Indexed by group: ``estimate``, ``error``, ``lower``, ``upper``, ``supported``, ``others``,
        ``notes``. A group that cannot be compared has empty numbers and the note ``too_few``.

    Raises
    ------
    TableError, MeasureError
        As for `support_effect`; too few firms in one group are no error.

    Notes
    -----
    Each group by itself. Of twenty groups without an effect one has a band of 95 % that leaves 0 out:
    the table has all groups, so that nobody sees only that one.

    References
    ----------
    ``docs/methods/firm-effects.md``.

    Examples
    --------
    >>> table = pd.DataFrame({"unit": range(40), "supported": [True, False] * 20, "x": [0.0, 1, 1, 0] * 10,
    ...                       "change": [1.0, 0.0] * 20})
    >>> effects_by(table, pd.Series(["small"] * 40), covariates=["x"])["estimate"].round(6).tolist()
    [1.0]
    """
    if not groups.index.equals(table.index):
        raise TableError(f"`groups` has other rows than the {len(table)} of `table`; align them.")
    rows = {}
    for name, own in table.groupby(groups, sort=True):
        counts = {"supported": int(own["supported"].sum()), "others": int((~own["supported"]).sum())}
        try:
            one = support_effect(own, outcome=outcome, covariates=covariates, method=method, level=level)
        except MeasureError:
            rows[name] = {"estimate": np.nan, **counts, "notes": "too_few"}
            continue
        numbers = {key: getattr(one.effect, key) for key in ("estimate", "error", "lower", "upper")}
        rows[name] = {**numbers, **counts, "notes": ",".join(one.effect.notes)}
    columns = ["estimate", "error", "lower", "upper", "supported", "others", "notes"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("group")


def survivor_bounds(table: pd.DataFrame, *, outcome: str = "change") -> tuple[float, float]:
    """Bound the effect on firms that stay either way, where support may keep some firms from leaving.

    Parameters
    ----------
    table : DataFrame, shape (n_firms_in_rounds, n_columns)
        ``supported`` and the outcome, empty for firms that have left.
    outcome : str
        Column with the outcome.

    Returns
    -------
    tuple of float
        The lowest and the highest mean effect that the table allows.

    Raises
    ------
    TableError
        If a column is missing.
    MeasureError
        If one kind of firm is absent, or all of one have left.

    Notes
    -----
    If the share that stays is ``p`` among the supported and ``q < p`` among the others, support kept
    ``(p - q) / p`` of those that are seen: without their highest, and without their lowest outcomes, the
    means are bounds. The other way round if ``q > p``. That support moves nobody in the other direction
    is assumed.

    References
    ----------
    Lee, D. S. (2009), Training, wages, and sample selection, Review of Economic Studies 76, 1071-1102.

    Examples
    --------
    >>> table = pd.DataFrame({"supported": [True] * 4 + [False] * 4,
    ...                       "change": [1.0, 2, 3, 4, 1, 1, np.nan, np.nan]})
    >>> survivor_bounds(table)
    (0.5, 2.5)
    """
    check_columns(table, ["supported"], "table")
    if outcome not in table:
        raise TableError(
            f"`table` lacks the column {outcome!r}; it has {', '.join(map(str, table.columns))}."
        )
    supported = table["supported"].to_numpy(dtype=bool)
    values = table[outcome].to_numpy(dtype=np.float64)
    kinds = [values[supported], values[~supported]]
    seen = [np.sort(one[~np.isnan(one)]) for one in kinds]
    if not all(len(one) for one in seen):
        raise MeasureError(
            f"{len(seen[0])} supported firms and {len(seen[1])} others are seen; both are needed."
        )
    shares = [len(one) / len(whole) for one, whole in zip(seen, kinds, strict=True)]
    more = int(shares[1] > shares[0])
    kept = shares[1 - more] / shares[more]
    low, high = _trimmed_means(seen[more], kept)
    other = float(seen[1 - more].mean())
    return (other - high, other - low) if more else (low - other, high - other)


def _trimmed_means(ascending: FloatArray, kept: float) -> tuple[float, float]:
    """Give the means of the lowest and of the highest share, with a part of the one on the border."""
    weights = np.clip(kept * len(ascending) - np.arange(len(ascending)), 0, 1)
    return float(np.average(ascending, weights=weights)), float(np.average(ascending[::-1], weights=weights))


def _held(table: pd.DataFrame, covariates: Sequence[str]) -> pd.DataFrame:
    held = table[list(covariates)].astype(np.float64)
    if "round" not in table or table["round"].nunique() < 2:
        return held
    rounds = pd.get_dummies(table["round"], prefix="round", dtype=np.float64)
    return pd.concat([held, rounds.iloc[:, 1:]], axis=1)


def _balanced(held: pd.DataFrame, supported: pd.Series, method: FirmMethod, odds: FloatArray) -> Balanced:
    if method == "entropy":
        return entropy_balance(held, supported)
    is_supported = supported.to_numpy(dtype=bool)
    raw = np.ones(int((~is_supported).sum())) if method == "naive" else odds[~is_supported]
    weights = pd.Series(raw / raw.sum(), held.index[~is_supported])
    return Balanced(weights, balance_table(held, is_supported, weights.to_numpy()))


def _estimate(
    y: FloatArray,
    design: FloatArray,
    supported: BoolArray,
    method: FirmMethod,
    odds: FloatArray,
    balanced: Balanced,
) -> tuple[float, FloatArray]:
    """Return the estimate, and what each row adds to its error."""
    others = ~supported
    weights = np.zeros(len(y))
    weights[others] = balanced.weights.to_numpy()
    regress = {"doubly_robust": others.astype(np.float64), "entropy": weights}.get(method)
    rest, of_regression = _after_regression(y, design, supported, weights, regress)
    ours = rest[supported].mean()
    theirs = float(weights @ rest)
    influence = (
        np.where(supported, (rest - ours) / supported.sum(), -weights * (rest - theirs)) + of_regression
    )
    if method in ("weighting", "doubly_robust"):
        chance = odds / (1 + odds)
        bend = (design * (chance * (1 - chance))[:, None]).T @ design
        pull = design.T @ (weights * (rest - theirs))
        influence = influence - design @ np.linalg.lstsq(bend, pull, rcond=None)[0] * (supported - chance)
    return float(ours - theirs), influence


def _after_regression(
    y: FloatArray, design: FloatArray, supported: BoolArray, weights: FloatArray, regress: FloatArray | None
) -> tuple[FloatArray, FloatArray]:
    if regress is None:
        return y, np.zeros(len(y))
    gram = (design * regress[:, None]).T @ design
    coefficients = np.linalg.lstsq(gram, design.T @ (regress * y), rcond=None)[0]
    rest = y - design @ coefficients
    apart = design[supported].mean(axis=0) - weights @ design
    return rest, -(design @ np.linalg.lstsq(gram, apart, rcond=None)[0]) * regress * rest


def _effect(
    table: pd.DataFrame,
    estimate: float,
    influence: FloatArray,
    supported: BoolArray,
    covariates: Sequence[str],
    method: FirmMethod,
    level: float,
    notes: tuple[str, ...],
) -> Effect:
    if not 0 < level < 1:
        raise MeasureError(f"`level` is {level}; give a probability between 0 and 1, such as 0.95.")
    firms, names = pd.factorize(table["unit"])
    error = float(np.sqrt((np.bincount(firms, weights=influence) ** 2).sum()))
    z = float(stats.norm.ppf((1 + level) / 2))
    ours = len(np.unique(firms[supported]))
    held = "nothing at all" if method == "naive" else ", ".join(covariates)
    return Effect(
        design=f"firms_{method}",
        estimate=estimate,
        lower=estimate - z * error,
        upper=estimate + z * error,
        level=level,
        inference="clustered",
        treated=ours,
        comparisons=len(names) - ours,
        assumption=_ASSUMED.format(held),
        library=made_by("sandan"),
        p=float(2 * stats.norm.sf(abs(estimate) / error)) if error > 0 else np.nan,
        error=error,
        notes=notes,
    )
