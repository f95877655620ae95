"""Several outcomes of one policy, each registered, corrected together."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from sandan.evaluate.ladder.rungs import COMPARED, RungName
from sandan.evaluate.placebos.several import corrected_together
from sandan.report.calculations.base import Registered
from sandan.report.calculations.percent import percent
from sandan.report.calculations.policy import ROLES, LadderRun, run_ladder

__all__ = ["FROM_SEVERAL"]

COLUMNS = ["specification", "outcome", "rung", "estimate", "p", "p_together", "donors"]


def _together(tables: Mapping[str, pd.DataFrame], parameters: Mapping[str, Any]) -> pd.DataFrame:
    """Give one row per specification, on the last rung that all of them reach; no row if there is none."""
    runs = {
        run.fixed.id: run
        for record in parameters["specifications"]
        for run in [run_ladder(tables, {"specification": record})]
    }
    rung = _last_common(list(runs.values()))
    if rung is None:
        return pd.DataFrame(columns=COLUMNS)
    tests = {key: test for key, run in runs.items() if (test := run.ladder[rung].test) is not None}
    found = corrected_together(tests).rename_axis("specification").reset_index()
    outcomes = {key: run.fixed.outcome for key, run in runs.items()}
    estimates = percent(found["estimate"].to_numpy())
    return found.assign(outcome=found["specification"].map(outcomes), rung=rung, estimate=estimates)[COLUMNS]


def _last_common(runs: Sequence[LadderRun]) -> RungName | None:
    reached = [name for name in COMPARED if all(run.ladder[name].test is not None for run in runs)]
    return reached[-1] if reached else None


FROM_SEVERAL = (Registered("policy_together", ROLES, _together),)
