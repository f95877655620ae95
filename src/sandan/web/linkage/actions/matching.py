"""Matching a list with the register: the comparison, and keeping what it found."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from django.db import transaction
from django.urls import reverse

from sandan import __version__
from sandan.data.vault.sidecar import Snapshot
from sandan.operate.firm_features import FEATURES
from sandan.operate.matching import RIVAL_MARGIN, SHOWN, match_firms
from sandan.web.audit.actions import record
from sandan.web.jobs.actions import enqueue
from sandan.web.jobs.models import Job
from sandan.web.linkage.models import Entry, Run, State

__all__ = ["Found", "as_candidate", "ask", "find", "job_key", "keep_run"]

CANDIDATES = 5
"""Candidates that are kept for a row: as many as a person compares, and as there are keys for."""
TOGETHER = 2_000
"""Rows that are in memory as objects at one time."""
LONGEST = 255
FIRM_COLUMNS = ("name", "business_number", "address", "representative", "phone")


@dataclass(frozen=True)
class Found:
    """What the comparison found: a state for each row, and its candidates, the likeliest first."""

    rows: pd.DataFrame
    states: pd.DataFrame
    pairs: pd.DataFrame
    companies: int


def job_key(snapshot: str) -> str:
    return f"linkage:match:{snapshot}"


def ask(*, by: Any, snapshot: Snapshot) -> Job:
    """Have a list matched; who asks twice waits for the same job."""
    return enqueue(
        by=by,
        kind="linkage.match",
        title=snapshot.original_name,
        parameters={"snapshot": snapshot.id},
        key=job_key(snapshot.id),
        address=f"{reverse('linkage:start')}?snapshot={snapshot.id}",
    )


def find(rows: pd.DataFrame, register: pd.DataFrame, others: pd.DataFrame) -> Found:
    """Compare a list with the names of today and with all other names.

    A match rests on the name of today. What comes near by another name only is for a person, and takes a
    match away if it is another company that comes as near.
    """
    incoming = rows.reindex(columns=list(FIRM_COLUMNS), fill_value="")
    if register.empty:
        return Found(rows, _nothing_near(rows), _pairs(pd.DataFrame()), 0)
    today = match_firms(incoming, register)
    pairs = today.candidates.assign(**{"as": ""})
    if not others.empty:
        by_other = match_firms(incoming, others.drop(columns="company")).candidates
        named = others.loc[by_other["firm"]]
        pairs = pd.concat(
            [
                pairs,
                by_other.assign(firm=named["company"].to_numpy(), **{"as": named["name"].to_numpy()}),
            ]
        )
    pairs = _pairs(pairs)
    return Found(rows, _states(today.states, pairs), pairs, len(register))


def _nothing_near(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({"state": "none", "why": "nothing-near", "score": np.nan}, index=rows.index)


def _pairs(pairs: pd.DataFrame) -> pd.DataFrame:
    """Keep the best comparison of a row with each company, the name of today before others."""
    if pairs.empty:
        return pd.DataFrame(columns=["row", "firm", "as", "score", "certain", *FEATURES])
    ordered = pairs.sort_values(["row", "score", "as"], ascending=[True, False, True], kind="stable")
    return ordered.drop_duplicates(["row", "firm"]).reset_index(drop=True)


def _states(states: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Let other names have their say: they add candidates, and rivals of a match."""
    count = pairs.groupby("row").size().reindex(states.index, fill_value=0)
    matched = states["state"] == State.MATCH
    own = states.loc[pairs["row"], ["firm", "score"]].reset_index(drop=True)
    as_near = (
        pairs["certain"] | (pairs["number"] == "whole") | (pairs["score"] >= own["score"] - RIVAL_MARGIN)
    )
    rival = (as_near & (pairs["firm"] != own["firm"])).groupby(pairs["row"]).any()
    kept = matched & ~rival.reindex(states.index, fill_value=False)
    by_other = (pairs["as"] != "").groupby(pairs["row"]).all().reindex(states.index, fill_value=False)
    cases = [kept, count > 1, (count == 1) & by_other, count == 1]
    state = np.select(cases, ["match", "multiple", "unknown", "unknown"], states["state"])
    why = np.select(cases, [states["why"], "several-possible", "other-name", "one-possible"], states["why"])
    score = pairs.groupby("row")["score"].max().reindex(states.index)
    return pd.DataFrame({"state": state, "why": why, "score": score}, index=states.index)


@transaction.atomic
def keep_run(*, by: Any, key: uuid.UUID, snapshot: Snapshot, found: Found) -> Run:
    """Write a run with all of its rows, a few thousand at a time."""
    counts = {state: int((found.states["state"] == state).sum()) for state in State.values}
    run = Run.objects.create(
        key=key,
        snapshot=snapshot.id,
        title=snapshot.original_name[:LONGEST],
        profile=snapshot.profile[:60],
        as_of=snapshot.as_of,
        by=by,
        rows=len(found.rows),
        companies=found.companies,
        counts=counts,
        thresholds={"shown": SHOWN, "margin": RIVAL_MARGIN, "candidates": CANDIDATES},
        version=__version__,
    )
    for start in range(0, len(found.rows), TOGETHER):
        Entry.objects.bulk_create(_entries(run, found, slice(start, start + TOGETHER)))
    record(by=by, action="list.matched", on=run, after={"rows": run.rows, **counts})
    return run


def _entries(run: Run, found: Found, piece: slice) -> Iterator[Entry]:
    rows, states = found.rows.iloc[piece], found.states.iloc[piece]
    row_of_pair = found.pairs["row"].to_numpy(dtype=np.int64)
    first = np.searchsorted(row_of_pair, rows.index, side="left")
    last = np.minimum(np.searchsorted(row_of_pair, rows.index, side="right"), first + CANDIDATES)
    offset = first[0]
    pairs = found.pairs.iloc[offset : last[-1]].to_dict("records")
    printed = rows.to_dict("records")
    said = states.to_dict("records")
    for number, one, state, begin, end in zip(
        rows.index, printed, said, first - offset, last - offset, strict=True
    ):
        candidates = [as_candidate(pair) for pair in pairs[begin:end]]
        matched = state["state"] == State.MATCH
        yield Entry(
            run=run,
            row=int(number),
            name=str(one["name"])[:LONGEST],
            data={name: value for name, value in one.items() if name != "name" and value != ""},
            state=state["state"],
            why=state["why"],
            score=candidates[0]["score"] if candidates else None,
            candidates=candidates,
            proposed_id=candidates[0]["company"] if matched else None,
        )


def as_candidate(pair: Mapping[Any, Any]) -> dict[str, Any]:
    return {
        "company": int(pair["firm"]),
        "score": float(pair["score"]),
        "certain": bool(pair["certain"]),
        "as": pair.get("as", ""),
        "answers": {feature: pair[feature] for feature in FEATURES},
    }
