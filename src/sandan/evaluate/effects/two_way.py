"""Effects of unit and period in one regression: the one place that calls pyfixest."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import stats

from sandan.errors import MeasureError
from sandan.evaluate.effects.result import Effect, PreTest, clustered_effect, made_by
from sandan.evaluate.panels.long import NEVER, LongPanel, long_panel
from sandan.types import FloatArray

__all__ = ["event_study", "sun_abraham_effect", "two_way_effect"]

_ASSUMED = (
    "Without support, the supported would have changed as the others, and support has the same effect in "
    "every cohort and period."
)
_ASSUMED_BY_COHORT = "Without support, the supported would have changed as those that never had any."
_STAGGERED = "staggered_dates"
"""Said where cohorts begin at several dates: a sum of comparisons, of which some may be wrong ones."""


def two_way_effect(
    table: pd.DataFrame,
    *,
    covariates: Sequence[str] = (),
    cluster: str | None = None,
    level: float = 0.95,
) -> Effect:
    """Estimate one effect by a regression with effects of unit and period.

    Parameters
    ----------
    table : DataFrame, shape (n_unit_periods, n_columns)
        As for `long_panel`: ``unit``, ``period``, ``outcome``, ``cohort``, and the columns named below.
    covariates : sequence of str
        Columns to hold fixed; each must change over time, since what never does is held fixed anyway.
    cluster : str, optional
        Column whose groups err alike; units by default.
    level : float
        Probability of the band.

    Returns
    -------
    Effect
        Without a band where fewer than ten clusters are treated; with the note ``staggered_dates`` where
        there is more than one cohort.

    Raises
    ------
    TableError
        As for `long_panel`.
    MeasureError
        If the level is none, or a covariate cannot be told from the effects of unit, period and treatment.

    Notes
    -----
    ``Y_it = a_i + b_t + effect D_it + x_it'c + e_it``; errors by cluster (CRV1) with a t distribution of one
    less than the number of clusters. With several dates the coefficient is a mean of comparisons, some of
    which have units that began earlier for controls: if effects grow, it may even have the wrong sign.
    `two_way_weights` shows them.

    References
    ----------
    Goodman-Bacon, A. (2021), Difference-in-differences with variation in treatment timing, Journal of
    Econometrics 225, 254-277. ``docs/methods/two-way.md``.

    Examples
    --------
    >>> rows = [(k, year, k * year % 5 + 3.0 * (k < 10 and year > 2), 3 if k < 10 else None)
    ...         for k in range(30) for year in (1, 2, 3)]
    >>> table = pd.DataFrame(rows, columns=["unit", "period", "outcome", "cohort"])
    >>> round(two_way_effect(table).estimate, 6)
    3.0
    """
    _check_level(level)
    panel = long_panel(table, covariates=covariates, cluster=cluster)
    fitted = _fitted(panel, {"now": panel.treated_now.astype(np.float64)})
    return clustered_effect(_effect("two_way", panel, fitted, level, np.array([1.0])))


def event_study(
    table: pd.DataFrame,
    *,
    covariates: Sequence[str] = (),
    cluster: str | None = None,
    level: float = 0.95,
) -> Effect:
    """Estimate an effect for every period since the beginning, and what there seems to be before it.

    Parameters
    ----------
    table, covariates, cluster, level
        As for `two_way_effect`.

    Returns
    -------
    Effect
        The mean over the periods from the beginning on; ``parts`` by ``event`` (the last period before
        the beginning is the base and has no row), with their covariance; ``pre_test`` over the earlier
        ones.

    Raises
    ------
    TableError
        As for `long_panel`.
    MeasureError
        If every unit begins sooner or later: then two base periods would be needed.

    Notes
    -----
    ``Y_it = a_i + b_t + sum over e != -1 of effect_e 1{t - g_i = e} + x_it'c + e_it``. The pre-test is a Wald
    test of all ``effect_e`` with ``e < -1``. With several dates each ``effect_e`` is mixed with those of
    other event times (Sun and Abraham).

    References
    ----------
    Sun, L. and Abraham, S. (2021), Estimating dynamic treatment effects in event studies with heterogeneous
    treatment effects, Journal of Econometrics 225, 175-199. ``docs/methods/two-way.md``.

    Examples
    --------
    >>> rows = [(k, year, k * year % 5 + (year - 2.0) * (k < 10 and year > 2), 3 if k < 10 else None)
    ...         for k in range(30) for year in (2, 3, 4)]
    >>> table = pd.DataFrame(rows, columns=["unit", "period", "outcome", "cohort"])
    >>> event_study(table).parts["estimate"].round(6).to_dict()
    {0: 1.0, 1: 2.0}
    """
    _check_level(level)
    panel = long_panel(table, covariates=covariates, cluster=cluster)
    cohort = panel.table["cohort"].to_numpy()
    _check_never(panel)
    since = panel.table["period"].to_numpy() - cohort
    events = [int(one) for one in np.unique(since[cohort != NEVER]) if one != -1]
    dummies = {f"e{at}": ((since == one) & (cohort != NEVER)) * 1.0 for at, one in enumerate(events)}
    fitted = _fitted(panel, dummies)
    after = np.array([one >= 0 for one in events]) * 1.0
    found = _effect("event_study", panel, fitted, level, after / after.sum(), events)
    return clustered_effect(found)


def sun_abraham_effect(
    table: pd.DataFrame, *, anticipation: int = 0, cluster: str | None = None, level: float = 0.95
) -> Effect:
    """Estimate an event study in which no treated unit stands for an untreated one.

    Parameters
    ----------
    table : DataFrame, shape (n_unit_periods, n_columns)
        As for `long_panel`.
    anticipation : int
        Periods before the beginning in which there may be an effect.
    cluster : str, optional
        Column whose groups err alike; units by default.
    level : float
        Probability of the bands.

    Returns
    -------
    Effect
        The mean over treated cells; ``parts`` by ``event``, with their covariance.

    Raises
    ------
    TableError
        As for `long_panel`.
    MeasureError
        If every unit begins sooner or later, or the rows do not tell a cohort's effects apart.

    Notes
    -----
    ``Y_it = a_i + b_t + sum over g, e of effect_ge 1{g_i = g, t - g = e} + e_it`` without the last period of
    the table before ``g - anticipation``. ``effect_e`` is the mean of ``effect_ge`` by the rows of each
    cohort there, the estimate that over all with ``e >= 0``; errors by cluster (CRV1), with the weights held
    fixed.

    References
    ----------
    Sun, L. and Abraham, S. (2021), Estimating dynamic treatment effects in event studies with heterogeneous
    treatment effects, Journal of Econometrics 225, 175-199. ``docs/methods/staggered.md``.

    Examples
    --------
    Needs errors that are not 0; ``tests/evaluate/effects/test_two_way.py`` shows one.
    """
    _check_level(level)
    panel = long_panel(table, cluster=cluster, anticipation=anticipation)
    _check_never(panel)
    cohort, period = panel.table["cohort"].to_numpy(), panel.table["period"].to_numpy()
    base = panel.periods[np.searchsorted(panel.periods, cohort - anticipation) - 1]
    since = period - cohort
    kept = (cohort != NEVER) & (period != base)
    pairs, rows = np.unique(np.stack([since[kept], cohort[kept]]), axis=1, return_counts=True)
    dummies = {
        f"e{at}": ((since == event) & (cohort == own)) * 1.0 for at, (event, own) in enumerate(pairs.T)
    }
    events, place = np.unique(pairs[0], return_inverse=True)
    by_event = np.zeros((len(events), len(rows)))
    by_event[place, np.arange(len(rows))] = rows
    counts = by_event.sum(axis=1)
    fitted = _fitted(panel, dummies).combined(by_event / counts[:, None])
    after = counts * (events >= 0)
    found = _effect("sun_abraham", panel, fitted, level, after / after.sum(), events.tolist(), anticipation)
    notes = tuple(note for note in found.notes if note != _STAGGERED)
    return clustered_effect(replace(found, assumption=_ASSUMED_BY_COHORT, notes=notes))


def _check_level(level: float) -> None:
    if not 0 < level < 1:
        raise MeasureError(f"`level` is {level}; give a probability between 0 and 1, such as 0.95.")


def _check_never(panel: LongPanel) -> None:
    if not (panel.unit_cohorts == NEVER).any():
        raise MeasureError(
            f"All {len(panel.starts)} units begin sooner or later; an event study needs some that never do."
        )


@dataclass(frozen=True)
class _Fitted:
    """Coefficients with their covariance."""

    estimates: FloatArray
    covariance: FloatArray

    def combined(self, weights: FloatArray) -> "_Fitted":
        """Put coefficients together, one row of weights for each."""
        return _Fitted(weights @ self.estimates, weights @ self.covariance @ weights.T)


def _fitted(panel: LongPanel, effects: dict[str, FloatArray]) -> _Fitted:
    import pyfixest  # noqa: PLC0415 - slow to load

    held = [f"x{at}" for at in range(len(panel.covariates))]
    formula = f"outcome ~ {' + '.join([*effects, *held])} | unit + period"
    with warnings.catch_warnings():
        # Collinear effects are found by name below; the rest is about pandas.
        warnings.simplefilter("ignore")
        model = pyfixest.feols(formula, panel.table.assign(**effects), vcov={"CRV1": "cluster"})
    names = [str(name) for name in model._coefnames]  # noqa: SLF001 - there is no public covariance
    absent = len(effects) + len(held) - len(names)
    if absent:
        raise MeasureError(
            f"{absent} of {len(effects)} effects and {len(held)} covariates cannot be told from the effects "
            "of unit and period; leave covariates out."
        )
    chosen = [names.index(name) for name in effects]
    return _Fitted(
        np.asarray(model._beta_hat)[chosen],  # noqa: SLF001
        np.asarray(model._vcov)[np.ix_(chosen, chosen)],  # noqa: SLF001
    )


def _effect(
    design: str,
    panel: LongPanel,
    fitted: _Fitted,
    level: float,
    weights: FloatArray,
    events: list[int] | None = None,
    anticipation: int = 0,
) -> Effect:
    freedom = panel.treated_clusters + panel.other_clusters - 1
    half = float(stats.t.ppf((1 + level) / 2, freedom))
    estimate = float(weights @ fitted.estimates)
    error = float(np.sqrt(weights @ fitted.covariance @ weights))
    errors = np.sqrt(np.diag(fitted.covariance))
    index = pd.Index(events or [], name="event", dtype=np.int64)
    parts = pd.DataFrame(
        {
            "estimate": fitted.estimates,
            "error": errors,
            "lower": fitted.estimates - half * errors,
            "upper": fitted.estimates + half * errors,
        }
    )
    several = len(np.unique(panel.unit_cohorts[panel.unit_cohorts != NEVER])) > 1
    named = (_STAGGERED,) if several else ()
    holes = () if panel.is_balanced else ("exits_while_there",)
    return Effect(
        design=design,
        estimate=estimate,
        lower=estimate - half * error,
        upper=estimate + half * error,
        level=level,
        inference="clustered",
        treated=panel.treated_clusters,
        comparisons=panel.other_clusters,
        assumption=_ASSUMED,
        library=made_by("pyfixest"),
        p=float(2 * stats.t.sf(abs(estimate) / error, freedom)) if error > 0 else np.nan,
        error=error,
        parts=parts.set_index(index) if events else pd.DataFrame(),
        notes=(*panel.notes, *holes, *named),
        covariance=pd.DataFrame(fitted.covariance, index, index) if events else pd.DataFrame(),
        pre_test=_pre_test(fitted, events or [], anticipation),
    )


def _pre_test(fitted: _Fitted, events: list[int], anticipation: int) -> PreTest | None:
    early = np.array([one < -1 - anticipation for one in events], dtype=bool)
    spread = fitted.covariance[np.ix_(early, early)] if events else np.zeros((0, 0))
    if not early.any() or np.linalg.matrix_rank(spread, hermitian=True) < early.sum():
        return None
    found = fitted.estimates[early]
    statistic = float(found @ np.linalg.solve(spread, found))
    return PreTest(statistic, int(early.sum()), float(stats.chi2.sf(statistic, int(early.sum()))))
