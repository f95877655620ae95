"""The joint: from the office's workspace to a case of the core."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
from django.conf import settings

from sandan.data.vault.sidecar import Snapshot
from sandan.data.vault.store import Vault
from sandan.evaluate.comparison_sets import ComparisonSet, comparison_sets_from
from sandan.report.assemble import ROLES, SETS_FILE, open_case
from sandan.report.case import Case, Shelf
from sandan.report.figures.code import code_fingerprint
from sandan.web.measurement.lens import Lens

__all__ = [
    "boundaries",
    "case_of",
    "comparison_set_of",
    "comparison_sets",
    "sets_path",
    "shelf",
    "state_of_data",
    "vintage",
]


@lru_cache(maxsize=1)
def _shelf_for(vault: Vault, keys: tuple[str, ...]) -> Shelf:
    """Keep the tables of a vault in memory until it holds others."""
    return Shelf(vault)


def shelf() -> Shelf:
    return _shelf_for(settings.WORKSPACE.vault, tuple(one.id for one in current()))


def current() -> list[Snapshot]:
    """List the snapshots that answers are made from: the current one of every kind that has a role."""
    return [one for one in settings.WORKSPACE.vault.current() if one.kind in set(ROLES.values())]


def vintage() -> list[Snapshot]:
    return sorted(current(), key=lambda one: (one.as_of, one.kind), reverse=True)


def _shapes() -> list[Snapshot]:
    return settings.WORKSPACE.vault.current("boundaries")


def boundaries() -> pd.DataFrame | None:
    """Return the shapes of places from all their files together; nothing without any."""
    tables = [shelf().read(one.id) for one in _shapes()]
    return pd.concat(tables, ignore_index=True) if tables else None


def state_of_data(*, with_peers: bool, with_shapes: bool = False) -> str:
    """Name what an answer depends on besides the question: data, code, peers, and boundaries of a map."""
    parts = [sorted(one.id for one in current()), code_fingerprint(), _sets_text() if with_peers else ""]
    parts += [sorted(one.id for one in _shapes())] if with_shapes else []
    return sha256(json.dumps(parts).encode()).hexdigest()


def sets_path() -> Path:
    return settings.WORKSPACE.root / SETS_FILE


def _sets_text() -> str:
    return sets_path().read_text(encoding="utf-8") if sets_path().is_file() else ""


def comparison_sets() -> dict[str, ComparisonSet]:
    return comparison_sets_from(tomllib.loads(_sets_text()))


def comparison_set_of(record: Mapping[str, Any], *, chosen_on: date) -> ComparisonSet:
    """Read a set that a screen offers, as chosen on the day on which it is stored."""
    (made,) = comparison_sets_from({"set": [{**record, "chosen_on": chosen_on.isoformat()}]}).values()
    return made


def case_of(lens: Lens, language: str) -> Case:
    """Open the case of a lens on the shelf of this process."""
    case = open_case(
        settings.WORKSPACE,
        lens.city,
        start=lens.start,
        end=lens.end,
        language=language,
        chosen=lens.use,
        shelf=shelf(),
    )
    return replace(case, comparison_set=comparison_sets().get(lens.peers, case.comparison_set))
