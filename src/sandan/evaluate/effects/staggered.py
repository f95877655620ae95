"""Support that begins in different years: the one place that calls diff-diff."""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
import pandas as pd
from scipy import stats

from sandan.errors import MeasureError
from sandan.evaluate.effects.cells import CellEffects
from sandan.evaluate.effects.result import Effect, clustered_effect, made_by
from sandan.evaluate.panels.long import NEVER, LongPanel, long_panel
from sandan.types import FloatArray, IntArray

__all__ = [
    "Controls",
    "Exits",
    "Method",
    "group_time_effects",
    "imputed_effect",
    "sun_abraham_effect",
    "two_way_weights",
]

Method: TypeAlias = Literal["doubly_robust", "weighting", "regression"]
"""How covariates are held fixed; without any the three are one."""
Controls: TypeAlias = Literal["never", "not_yet"]
"""Who is compared with: units that never begin, or all that have not begun by the period."""
Exits: TypeAlias = Literal["complete", "pairwise", "cross_sections"]
"""What is done with units that are not there in every period."""

_METHODS = {"doubly_robust": "dr", "weighting": "ipw", "regression": "reg"}
_CONTROLS = {"never": "never_treated", "not_yet": "not_yet_treated"}
_ASSUMED = {
    "never": "Without support, the supported would have changed as those that never had any.",
    "not_yet": "Without support, the supported would have changed as those that had none yet.",
}
_IN_UNITS = {"outcome": "outcome", "unit": "unit", "time": "period", "first_treat": "cohort"}
_FEW_EVENTS = "Events Per Variable"


def group_time_effects(
    table: pd.DataFrame,
    *,
    covariates: Sequence[str] = (),
    method: Method = "doubly_robust",
    controls: Controls = "never",
    anticipation: int = 0,
    exits: Exits = "pairwise",
    cluster: str | None = None,
    one_base: bool = False,
) -> CellEffects:
    """Estimate the effect on every cohort in every period.

    Parameters
    ----------
    table : DataFrame, shape (n_unit_periods, n_columns)
        As for `long_panel`: ``unit``, ``period``, ``outcome``, ``cohort``, and the columns named below.
    covariates : sequence of str
        What must be alike, with its value in the base period.
    method : {"doubly_robust", "weighting", "regression"}
        Right if the model of who is treated or that of the outcome is; only the first; only the second.
    controls : {"never", "not_yet"}
        Units that never begin, or all that have not begun by the period.
    anticipation : int
        Periods before the beginning in which there may be an effect; the base lies before them.
    exits : {"complete", "pairwise", "cross_sections"}
        Only units with every period; in each comparison the units with both of its periods; or all rows as
        if they were drawn anew each period. The same for a table without holes.
    cluster : str, optional
        Column whose groups err alike.
    one_base : bool
        Compare the periods before the beginning with the last one before it, as those after; by default each
        is compared with the one before it, which is what a pre-test asks.

    Returns
    -------
    CellEffects
        By cohort and period, for `aggregated`. ``notes`` name the rule for exits, if it mattered
        (``exits_pairwise`` and so on), and how many cells could not be compared (``cells_left_out``).

    Raises
    ------
    TableError
        As for `long_panel`.
    MeasureError
        If a choice is not known, no unit never begins though ``controls`` is ``never``, or the covariates
        cannot be held fixed.

    Notes
    -----
    ``ATT(g,t) = E[Y_t - Y_b | G = g] - E[Y_t - Y_b | controls]`` with base ``b`` the last period before
    ``g - anticipation``, adjusted for the covariates by the doubly robust equations of Sant'Anna and Zhao.

    References
    ----------
    Callaway, B. and Sant'Anna, P. H. C. (2021), Difference-in-differences with multiple time periods, Journal
    of Econometrics 225, 200-230. Sant'Anna, P. H. C. and Zhao, J. (2020), Doubly robust difference-in-
    differences estimators, Journal of Econometrics 219, 101-122. ``docs/methods/staggered.md``.

    Examples
    --------
    >>> rows = [(f"f{k}", year, k % 3 + year + 5 * (k < 4 and year > 2011), 2012 if k < 4 else None)
    ...         for k in range(12) for year in (2010, 2011, 2012)]
    >>> table = pd.DataFrame(rows, columns=["unit", "period", "outcome", "cohort"])
    >>> group_time_effects(table).cells[["cohort", "period", "estimate"]].values.round(6).tolist()
    [[2012.0, 2011.0, 0.0], [2012.0, 2012.0, 5.0]]
    """
    for name, value, known in (("method", method, Method), ("controls", controls, Controls)):
        if value not in get_args(known):
            raise MeasureError(f"`{name}` is {value!r}; use one of {', '.join(get_args(known))}.")
    panel = _after_exits(
        long_panel(table, covariates=covariates, cluster=cluster, anticipation=anticipation), exits
    )
    if controls == "never":
        _check_never(panel)
    fitted, warned = _fitted(
        "CallawaySantAnna",
        panel,
        estimation_method=_METHODS[method],
        control_group=_CONTROLS[controls],
        anticipation=anticipation,
        base_period="universal" if one_base else "varying",
        allow_unbalanced_panel=exits == "cross_sections",
    )
    return _cells(fitted, panel, anticipation, _ASSUMED[controls], _notes(panel, exits, warned))


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
    TableError, MeasureError
        As for `group_time_effects`.

    Notes
    -----
    A regression with unit and period effects and a dummy for every cohort and event time; event times are
    put together by the shares of cohorts.

    References
    ----------
    Sun, L. and Abraham, S. (2021), Estimating dynamic treatment effects in event studies with heterogeneous
    treatment effects, Journal of Econometrics 225, 175-199. ``docs/methods/staggered.md``.

    Examples
    --------
    Needs errors that are not 0; ``tests/evaluate/effects/test_staggered.py`` shows one.
    """
    panel = long_panel(table, cluster=cluster, anticipation=anticipation)
    _check_never(panel)
    fitted, _ = _fitted("SunAbraham", panel, anticipation=anticipation, cluster="cluster", alpha=1 - level)
    index = pd.Index([int(at) for at in fitted.event_study_vcov_index], name="event")
    return _event_effect(
        "sun_abraham",
        panel,
        fitted,
        _by_event(fitted.event_study_effects),
        level,
        _ASSUMED["never"],
        covariance=pd.DataFrame(np.asarray(fitted.event_study_vcov), index=index, columns=index),
    )


def imputed_effect(table: pd.DataFrame, *, cluster: str | None = None, level: float = 0.95) -> Effect:
    """Estimate effects against what unit and period effects of untreated cells let expect.

    Parameters
    ----------
    table : DataFrame, shape (n_unit_periods, n_columns)
        As for `long_panel`.
    cluster : str, optional
        Column whose groups err alike; units by default.
    level : float
        Probability of the bands.

    Returns
    -------
    Effect
        The mean over treated unit-periods; ``parts`` by ``event``. The errors are on the safe side.

    Raises
    ------
    TableError, MeasureError
        As for `group_time_effects`.

    Notes
    -----
    ``Y_it = a_i + b_t`` is fitted to untreated cells only; the estimate is the mean of ``Y_it - a_i - b_t``
    over treated ones.

    References
    ----------
    Borusyak, K., Jaravel, X. and Spiess, J. (2024), Revisiting event-study designs: robust and efficient
    estimation, Review of Economic Studies 91, 3253-3285. ``docs/methods/staggered.md``.

    Examples
    --------
    Needs errors that are not 0; ``tests/evaluate/effects/test_staggered.py`` shows one.
    """
    panel = long_panel(table, cluster=cluster)
    fitted, _ = _fitted("ImputationDiD", panel, cluster="cluster", alpha=1 - level)
    by_event = fitted.aggregate("event_study")
    parts = pd.DataFrame(
        {
            "estimate": by_event.att,
            "error": by_event.se,
            "lower": by_event.conf_int_lower,
            "upper": by_event.conf_int_upper,
        },
        index=pd.Index(by_event.event_time.astype(np.int64), name="event"),
    ).loc[lambda found: found.index >= 0]
    return _event_effect("imputation", panel, fitted, parts, level, _ASSUMED["not_yet"])


def two_way_weights(table: pd.DataFrame) -> pd.DataFrame:
    """Say of which comparisons a two-way regression is made, and how many of them are wrong ones.

    Parameters
    ----------
    table : DataFrame, shape (n_unit_periods, n_columns)
        As for `long_panel`; units with every period are used.

    Returns
    -------
    DataFrame, shape (n_comparisons, 5)
        ``kind`` (``treated_vs_never``, ``earlier_vs_later``, ``later_vs_earlier``), ``cohort``,
        ``compared_with`` (a cohort, or 0 for never), ``weight`` (they sum to 1) and ``estimate``. In
        ``later_vs_earlier`` those that have begun stand for those that have not: if their effect still
        changes, the comparison is wrong.

    Raises
    ------
    TableError, MeasureError
        As for `long_panel`.

    Notes
    -----
    ``sum weight * estimate`` is the two-way coefficient without covariates.

    References
    ----------
    Goodman-Bacon, A. (2021), Difference-in-differences with variation in treatment timing, Journal of
    Econometrics 225, 254-277. ``docs/methods/two-way.md``.

    Examples
    --------
    >>> rows = [(k, year, k + year * (k < 2), {0: 2, 1: 3}.get(k)) for k in range(4) for year in (1, 2, 3)]
    >>> table = pd.DataFrame(rows, columns=["unit", "period", "outcome", "cohort"])
    >>> two_way_weights(table).groupby("kind")["weight"].sum().round(3).to_dict()
    {'earlier_vs_later': 0.1, 'later_vs_earlier': 0.1, 'treated_vs_never': 0.8}
    """
    fitted, _ = _fitted("BaconDecomposition", _after_exits(long_panel(table), "complete"))
    found = fitted.to_dataframe()
    never = found["control_group"].eq("never_treated")
    return pd.DataFrame(
        {
            "kind": found["comparison_type"],
            "cohort": found["treated_group"].astype(np.int64),
            "compared_with": found["control_group"].mask(never, NEVER).astype(np.int64),
            "weight": found["weight"],
            "estimate": found["estimate"],
        }
    )


def _after_exits(panel: LongPanel, exits: Exits) -> LongPanel:
    if exits not in get_args(Exits):
        raise MeasureError(f"`exits` is {exits!r}; use one of {', '.join(get_args(Exits))}.")
    return panel.complete() if exits == "complete" and not panel.is_balanced else panel


def _check_never(panel: LongPanel) -> None:
    if not (panel.unit_cohorts == NEVER).any():
        raise MeasureError(
            f"All {len(panel.starts)} units begin sooner or later; compare with those that have not begun "
            "yet (`not_yet`)."
        )


@contextmanager
def _heard() -> Iterator[list[warnings.WarningMessage]]:
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        yield heard


def _fitted(name: str, panel: LongPanel, **options: Any) -> tuple[Any, list[str]]:
    import diff_diff  # noqa: PLC0415 - slow to load

    estimator = getattr(diff_diff, name)
    if name != "BaconDecomposition":
        options["rank_deficient_action"] = "error" if panel.covariates else "silent"
    chosen = [f"x{at}" for at in range(len(panel.covariates))]
    about = {"covariates": chosen} if chosen else {}
    with _heard() as heard:
        try:
            fitted = estimator(**options).fit(panel.table, **_IN_UNITS, **about)
        except (ValueError, np.linalg.LinAlgError) as error:
            held = ", ".join(panel.covariates) or "no covariates"
            raise MeasureError(
                f"{len(panel.starts)} units cannot be compared with {held} held fixed ({error}); leave "
                "covariates out, or take broader groups."
            ) from error
    return fitted, [str(one.message) for one in heard]


def _notes(panel: LongPanel, exits: Exits, warned: list[str]) -> tuple[str, ...]:
    few = ("few_treated_per_covariate",) if any(_FEW_EVENTS in one for one in warned) else ()
    is_complete = any(note.startswith("incomplete_left_out") for note in panel.notes)
    named = (f"exits_{exits}",) if is_complete or not panel.is_balanced else ()
    return (*panel.notes, *named, *few)


def _cells(
    fitted: Any, panel: LongPanel, anticipation: int, assumption: str, notes: tuple[str, ...]
) -> CellEffects:
    found = {at: cell for at, cell in fitted.group_time_effects.items() if np.isfinite(cell["effect"])}
    # What each unit contributes is not in the public result; the reference panels notice a change.
    contributions = fitted._aggregation_kit.influence  # noqa: SLF001
    units = panel.table["unit"].to_numpy()
    counts = np.diff(panel.starts, append=len(units)) if fitted.used_rc_on_unbalanced_panel else 1
    place = np.repeat(np.arange(len(panel.starts)), counts)
    influence = np.zeros((len(panel.starts), len(found)), order="F")
    for column, at in enumerate(found):
        _add(influence[:, column], place, contributions.get(at, {}))
    left_out = len(fitted.group_time_effects) - len(found)
    cells = pd.DataFrame(
        [
            (int(at[0]), int(at[1]), float(cell["effect"]), cell["n_treated"], cell["n_control"])
            for at, cell in found.items()
        ],
        columns=["cohort", "period", "estimate", "treated", "comparisons"],
    )
    return CellEffects(
        cells,
        influence,
        panel.unit_cohorts,
        pd.factorize(panel.unit_clusters)[0],
        anticipation,
        assumption,
        made_by("diff-diff"),
        (*notes, *([f"cells_left_out:{left_out}"] if left_out else [])),
    )


def _add(column: FloatArray, place: IntArray, contribution: dict[str, Any]) -> None:
    for who in ("treated", "control") if contribution else ():
        rows, values = contribution[f"{who}_idx"], contribution[f"{who}_inf"]
        np.add.at(column, place[rows], values)


def _by_event(effects: dict[Any, dict[str, Any]]) -> pd.DataFrame:
    index = pd.Index([int(at) for at in effects], name="event")
    found = pd.DataFrame(
        [(one["effect"], one["se"], *one["conf_int"]) for one in effects.values()],
        index=index,
        columns=["estimate", "error", "lower", "upper"],
    )
    return found.sort_index()


def _event_effect(
    design: str,
    panel: LongPanel,
    fitted: Any,
    parts: pd.DataFrame,
    level: float,
    assumption: str,
    covariance: pd.DataFrame | None = None,
) -> Effect:
    error = float(fitted.overall_se)
    z = float(stats.norm.ppf((1 + level) / 2))
    estimate = float(fitted.overall_att)
    return clustered_effect(
        Effect(
            design=design,
            estimate=estimate,
            lower=estimate - z * error,
            upper=estimate + z * error,
            level=level,
            inference="clustered",
            treated=panel.treated_clusters,
            comparisons=panel.other_clusters,
            assumption=assumption,
            library=made_by("diff-diff"),
            p=float(2 * stats.norm.sf(abs(estimate) / error)) if error > 0 else np.nan,
            error=error,
            parts=parts,
            notes=(*panel.notes, *(() if panel.is_balanced else ("exits_while_there",))),
            covariance=pd.DataFrame() if covariance is None else covariance,
        )
    )
