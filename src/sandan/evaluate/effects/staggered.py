"""Support that begins in different years: the effect on every cohort in every period."""

from collections.abc import Sequence
from typing import Literal, TypeAlias, get_args

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.evaluate.effects.cells import CellEffects
from sandan.evaluate.effects.differences import Method
from sandan.evaluate.effects.group_time import Controls, Rule, cells_of
from sandan.evaluate.effects.result import made_by
from sandan.evaluate.panels.long import NEVER, LongPanel, long_panel
from sandan.types import FloatArray

__all__ = ["Controls", "Exits", "Method", "group_time_effects"]

Exits: TypeAlias = Literal["complete", "pairwise", "cross_sections"]
"""What is done with units that are not there in every period."""

_ASSUMED = {
    "never": "Without support, the supported would have changed as those that never had any.",
    "not_yet": "Without support, the supported would have changed as those that had none yet.",
}


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
    drawn_anew = exits == "cross_sections" and not panel.is_balanced
    rule = Rule(method, controls, anticipation, one_base, drawn_anew)
    cells, influence, about_cells = _filled(panel, rule)
    return CellEffects(
        cells,
        influence,
        panel.unit_cohorts,
        pd.factorize(panel.unit_clusters)[0],
        anticipation,
        _ASSUMED[controls],
        made_by("sandan"),
        (*_about_exits(panel, exits), *about_cells),
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


def _filled(panel: LongPanel, rule: Rule) -> tuple[pd.DataFrame, FloatArray, tuple[str, ...]]:
    """Add influences up by unit, one column for each cell; the room for them is taken once."""
    most = len(np.unique(panel.unit_cohorts)) * len(panel.periods)
    influence = np.zeros((len(panel.starts), most), order="F")
    rows: list[tuple[int, int, float, int, int]] = []
    left_out, is_few = 0, False
    for cell in cells_of(panel, rule):
        if cell.found is None:
            left_out += 1
            continue
        influence[cell.units, len(rows)] = cell.found.influence
        rows.append((cell.cohort, cell.period, cell.found.estimate, cell.treated, cell.comparisons))
        is_few |= cell.is_few
    few = ("few_treated_per_covariate",) if is_few else ()
    absent = (f"cells_left_out:{left_out}",) if left_out else ()
    columns = ["cohort", "period", "estimate", "treated", "comparisons"]
    return pd.DataFrame(rows, columns=columns), influence[:, : len(rows)], (*few, *absent)


def _about_exits(panel: LongPanel, exits: Exits) -> tuple[str, ...]:
    was_incomplete = any(note.startswith("incomplete_left_out") for note in panel.notes)
    named = (f"exits_{exits}",) if was_incomplete or not panel.is_balanced else ()
    return (*panel.notes, *named)
