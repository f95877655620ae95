"""What the screens list beside the answers."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sandan.data.vault.sidecar import Snapshot
from sandan.web.accounts.models import Person
from sandan.web.claims.queries import to_approve
from sandan.web.jobs.models import ACTIVE, State
from sandan.web.jobs.queries import visible_to
from sandan.web.measurement.lens import Lens

__all__ = ["drawn", "gathered", "labelled", "narrowed", "newest", "waiting_for", "with_codes"]

FEW = 5
NEWEST = 3
BELOW = ("near", "own", "complex")
"""Kinds of shapes, those that lie below first."""
Row = Mapping[str, Any]
SHOWN = {"confirmed": {"confirmed", "fragile"}, "fragile": {"fragile"}}
"""Which verdicts a choice of the list keeps; a cluster that hangs on one firm is confirmed too."""
GATHERED = {"localized": "localized", "dispersed": "dispersed", "here": "localized"}
"""Which verdict of distances a choice of the list keeps."""


def narrowed(rows: Sequence[Row], show: str) -> list[Row]:
    """Keep the industries of some verdicts; all without a choice."""
    kept = SHOWN.get(show)
    return list(rows) if kept is None else [row for row in rows if row["verdict"] in kept]


def gathered(rows: Sequence[Row], show: str) -> list[Row]:
    """Keep the industries of one verdict, or those that gather and have plants here; all without a choice."""
    if show not in GATHERED:
        return list(rows)
    return [row for row in rows if row["verdict"] == GATHERED[show] and (show != "here" or row["here"])]


def labelled(rows: Iterable[Row], header: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    """Put the title of its column beside every cell, for cards on a phone."""
    titles = [title for title, _ in header]
    return [
        {**row, "cells": [(*cell, title) for cell, title in zip(row["cells"], titles, strict=True)]}
        for row in rows
    ]


def with_codes(tables: Sequence[Row]) -> list[dict[str, Any]]:
    """Put the code of a place beside its row, so that a map can lead there."""
    return [{**one, "coded": list(zip(one["rows"], one["codes"], strict=True))} for one in tables]


def drawn(data: Row, lens: Lens | None, cities: Collection[str]) -> list[dict[str, Any]]:
    """List the shapes of a map from below to above, with where they lead and their numbers in the points."""
    if lens is None or "shapes" not in data:
        return []
    rows = {code for one in data["tables"] for code in one["codes"]}
    complexes = {code: number for number, code in enumerate(data["complexes"], start=1)}
    shapes = [
        {
            **shape,
            "place": place,
            "complex": complexes.get(shape["code"]),
            "address": _address(shape["code"], lens, rows, cities),
        }
        for place, shape in enumerate(data["shapes"], start=1)
    ]
    return sorted(shapes, key=lambda shape: BELOW.index(shape["kind"]))


def _address(code: str, lens: Lens, rows: Collection[str], cities: Collection[str]) -> str:
    """Lead to a row of the tables below the map, or to the map of a neighbor."""
    if code in rows:
        return f"#place-{code}"
    return f"?{replace(lens, city=code, peers='').address}" if code in cities else ""


def newest(snapshots: Iterable[Snapshot]) -> list[tuple[str, datetime]]:
    """Name the data that came in last, with the moment."""
    ordered = sorted(snapshots, key=lambda one: one.imported_at, reverse=True)
    return [(one.title, datetime.fromisoformat(one.imported_at)) for one in ordered[:NEWEST]]


def waiting_for(person: Person) -> dict[str, Any]:
    """Return what waits for somebody: their running and failed jobs, and verdicts that they may approve."""
    mine = visible_to(person).filter(by=person)
    return {
        "my_running": list(mine.filter(state__in=ACTIVE)[:FEW]),
        "my_failed": list(mine.filter(state=State.FAILED)[:FEW]),
        "to_approve": list(to_approve(person)[:FEW]),
    }
