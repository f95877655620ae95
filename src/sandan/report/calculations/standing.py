"""Calculations on how a place stands: peers, targets, jobs by kind, and arithmetic of what if."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from sandan.data.missing import Status
from sandan.evaluate.indicators import indicator_registry
from sandan.evaluate.standing.characteristics import characteristics_of
from sandan.evaluate.standing.job_kinds import job_counts, job_sums, repeated_clients
from sandan.evaluate.standing.peers import (
    peer_contributions,
    peer_distances,
    peer_stability,
    standardized,
)
from sandan.evaluate.standing.scenarios import at_peer_rates, under_definition, without_complex
from sandan.evaluate.standing.targets import target_paths, target_verdicts
from sandan.report.calculations.base import Registered
from sandan.report.calculations.percent import percent
from sandan.report.calculations.protected import gives_away

__all__ = ["FROM_STANDING"]

Tables = Mapping[str, pd.DataFrame]
Parameters = Mapping[str, Any]


def _vector(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    return characteristics_of(tables["establishments"], year=parameters["year"], before=parameters["before"])


def _characteristics(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Give every characteristic of every city, in its own unit and in standard deviations."""
    vector = _vector(tables, parameters)
    differs = [name for name in vector if vector[name].std(ddof=0) > 0]
    scaled = standardized(vector[differs]).reindex(columns=vector.columns)
    long = pd.DataFrame(
        {
            "area": np.repeat(vector.index.to_numpy(), vector.shape[1]),
            "characteristic": np.tile(vector.columns.to_numpy(), len(vector)),
            "value": vector.to_numpy(dtype=float).reshape(-1),
            "standardized": scaled.to_numpy(dtype=float).reshape(-1),
        }
    )
    missing = np.where(long["value"].isna(), Status.NOT_STATED, Status.REPORTED)
    return long.assign(status=missing)


def _distances(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Rank all other cities by their distance from one."""
    found = peer_distances(_vector(tables, parameters), parameters["city"], weights=parameters["weights"])
    return found.assign(farther_percent=100 * found["farther"])


def _contributions(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Divide every squared distance among the characteristics, as shares in percent."""
    parts = peer_contributions(_vector(tables, parameters), parameters["city"], weights=parameters["weights"])
    missing = np.where(parts["value"].isna(), Status.NOT_STATED, Status.REPORTED)
    return parts.assign(share=100 * parts["share"], status=missing)


def _stability(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Leave out each characteristic in turn; count for each how many of the list stay."""
    return peer_stability(
        _vector(tables, parameters),
        parameters["city"],
        weights=parameters["weights"],
        count=parameters["count"],
    )


def _stability_counts(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Count for each characteristic how many of the list stay, and for each place in how many lists it is."""
    found = _stability(tables, parameters)
    full = found[found["in_full_list"]]
    of_lists = full.groupby("left_out", sort=False)["listed"].sum().rename("kept").reset_index()
    of_places = found.groupby("area", sort=False)["listed"].sum().rename("kept").reset_index()
    return pd.concat([of_lists, of_places], ignore_index=True).assign(lists=len(parameters["weights"]))


def _targets(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Judge every target of a place."""
    found = target_verdicts(
        tables["indicators"],
        indicator_registry(parameters["registry"]),
        area=parameters["city"],
        baselines=parameters["baselines"],
        path=parameters["path"],
        as_of=parameters["as_of"],
    )
    rates = {
        f"{name}_percent": percent(100 * found[name].to_numpy()) for name in ("usual", "fastest", "needed")
    }
    return found.assign(**rates, progress_percent=100 * found["progress"])


def _target_path(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Give the path and band of one target by year."""
    return target_paths(
        tables["indicators"],
        indicator_registry(parameters["registry"]),
        area=parameters["city"],
        **{
            name: parameters[name]
            for name in (
                "indicator",
                "due",
                "target_stage",
                "definition_version",
                "start",
                "path",
                "as_of",
            )
        },
    )


def _jobs(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Count the jobs of a place and year by kind."""
    counts = job_counts(tables["jobs"], area=parameters["city"], period=parameters["period"])
    missing = np.where(counts["persons"].isna(), Status.NOT_STATED, Status.REPORTED)
    return counts.assign(status=missing)


def _job_sums(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Compare stated totals of jobs with the sum of their kinds."""
    sums = job_sums(tables["jobs"], area=parameters["city"], period=parameters["period"])
    return sums.assign(status=np.where(sums["sum_of_kinds"].isna(), Status.NOT_STATED, Status.REPORTED))


def _repeated(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Count clients in more than one row, and the rows that do not count."""
    rows = repeated_clients(tables["jobs"], area=parameters["city"], period=parameters["period"])
    return pd.DataFrame(
        {
            "clients": [rows["client"].nunique()],
            "rows": [len(rows)],
            "dropped": [int((~rows["counts"]).sum())],
        }
    )


def _without_complex(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Take the jobs of a complex out of the change; hidden where they would give a firm away."""
    register, years = tables["establishments"], (parameters["start"], parameters["end"])
    found = without_complex(
        register,
        area=parameters["city"],
        complex_code=parameters["complex"],
        start=years[0],
        end=years[1],
    )
    day = date.fromisoformat(parameters["published_on"])
    inside = register[register["complex"].eq(parameters["complex"]).fillna(value=False)]
    if any(gives_away(inside[inside["period"] == year], published_on=day) for year in years):
        hidden = found["role"] != "actual"
        numbers = {name: found[name].mask(hidden) for name in ("value", "lower", "upper")}
        status = np.where(hidden, Status.SUPPRESSED, Status.REPORTED)
        return found.assign(**numbers, status=status)
    return found.assign(status=Status.REPORTED.value)


def _under_definition(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Give an indicator under another version of its definition."""
    return under_definition(
        tables["indicators"],
        indicator_registry(parameters["registry"]),
        indicator=parameters["indicator"],
        area=parameters["city"],
        period=parameters["period"],
        version=parameters["version"],
    )


def _at_peer_rates(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Give an indicator at the rates of the peers."""
    return at_peer_rates(
        tables["indicators"],
        indicator_registry(parameters["registry"]),
        indicator=parameters["indicator"],
        area=parameters["city"],
        peers=parameters["peers"],
        start=parameters["start"],
        end=parameters["end"],
    )


FROM_STANDING = (
    Registered("characteristics", ("establishments",), _characteristics),
    Registered("peer_distances", ("establishments",), _distances),
    Registered("peer_contributions", ("establishments",), _contributions),
    Registered("peer_stability", ("establishments",), _stability),
    Registered("peer_stability_counts", ("establishments",), _stability_counts),
    Registered("targets", ("indicators",), _targets),
    Registered("target_path", ("indicators",), _target_path),
    Registered("job_counts", ("jobs",), _jobs),
    Registered("job_sums", ("jobs",), _job_sums),
    Registered("repeated_clients", ("jobs",), _repeated),
    Registered("without_complex", ("establishments",), _without_complex),
    Registered("under_definition", ("indicators",), _under_definition),
    Registered("at_peer_rates", ("indicators",), _at_peer_rates),
)
