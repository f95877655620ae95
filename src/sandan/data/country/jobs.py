"""The jobs that the focal city's programmes count, with the faults that such tables have."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from sandan.data.contracts import JOB_COUNTS
from sandan.data.country.chance import stream
from sandan.data.country.generate import Country
from sandan.data.country.places import FOCAL
from sandan.data.country.truth import applications_table
from sandan.data.job_kinds import JobKind
from sandan.data.missing import Stage
from sandan.types import Rng

FIRST_ROUND_KINDS = (JobKind.SUBSIDY, JobKind.START_UP)
AGAIN, ASKED = 0.25, 0.5
"""Shares of the supported that a second programme counts too, and that were asked what would be anyway."""
UNNAMED = {
    JobKind.DIRECT: (400, 90),
    JobKind.TRAINING: (150, None),
    JobKind.PLACEMENT: (600, None),
    JobKind.INFRASTRUCTURE: (None, 12_000),
}
"""Kinds without clients: mean persons, and days for each (all days, where no persons are counted)."""
MIXED_TOTAL = 2013
"""The year whose stated total adds days to persons."""


def job_table(country: Country) -> pd.DataFrame:
    """Return what the programmes of the focal city count, by the contract ``job_counts``."""
    rng = stream(country.world.seed, "programme jobs")
    asked = applications_table(country)
    supported = asked[asked["selected"].astype(bool)]
    years = pd.Series([day.year for day in supported["decided_on"]], index=supported.index)
    rows = [
        {"record": f"J{year}-{number:04d}", "period": year, **row}
        for year in country.world.plan.rounds
        for number, row in enumerate(_of_year(rng, supported.loc[years == year, "enterprise"], year), start=1)
    ]
    last = country.years[-1]
    stage = [(Stage.PROVISIONAL if row["period"] == last else Stage.FINAL).value for row in rows]
    table = pd.DataFrame(rows).reindex(columns=JOB_COUNTS.names)
    return table.assign(area=country.world.places.cities[FOCAL], stage=stage)


def _of_year(rng: Rng, clients: pd.Series, year: int) -> Iterator[dict[str, Any]]:
    rows = [*_of_clients(rng, clients.tolist()), *_unnamed(rng)]
    yield from rows
    persons, days = (
        int(np.nansum([row.get(unit) or 0 for row in rows])) for unit in ("persons", "person_days")
    )
    yield {"kind": "total", "persons": persons + (days if year == MIXED_TOTAL else 0)}


def _of_clients(rng: Rng, clients: list[str]) -> Iterator[dict[str, Any]]:
    """Count new jobs of supported firms; some of them in a second programme too."""
    for client in clients:
        persons = 1 + int(rng.poisson(2))
        kind = FIRST_ROUND_KINDS[int(rng.integers(2))]
        anyway = int(rng.binomial(persons, 0.4)) if rng.random() < ASKED else None
        about = {"kind": kind.value, "client": client}
        yield about | {"programme": "growth", "persons": persons, "anyway": anyway}
        if rng.random() < AGAIN:
            yield about | {"programme": "hiring", "persons": max(1, persons - int(rng.integers(2)))}


def _unnamed(rng: Rng) -> Iterator[dict[str, Any]]:
    for kind, (mean, days) in UNNAMED.items():
        persons = None if mean is None else int(rng.poisson(mean))
        worked = None if days is None else days * (persons or 1)
        yield {"kind": kind.value, "programme": "city", "persons": persons, "person_days": worked}
