"""The joint for evaluations: the register of specifications, and what a form can offer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args

import pandas as pd
from django.conf import settings
from django.utils import timezone

from sandan.data.codes.ksic import ksic10
from sandan.errors import SandanError
from sandan.evaluate.ladder.counting import Outcome
from sandan.evaluate.panels.treatments import Basis
from sandan.evaluate.registration import store
from sandan.evaluate.registration.runs import Run
from sandan.evaluate.registration.runs import run_of as record_of
from sandan.evaluate.registration.specification import (
    RINGS,
    Specification,
    other_outcomes,
    specification_from,
)
from sandan.evaluate.registration.store import Tally
from sandan.evaluate.registration.targets import target_codes
from sandan.report.calculations.policy import ROLES as LADDER_ROLES
from sandan.report.calculations.policy_rungs import SUPPORTED, whole_ladder
from sandan.report.case import Case
from sandan.report.evaluations import came_before
from sandan.report.figures.code import code_fingerprint
from sandan.web.measurement.cases import current, shelf

__all__ = [
    "BASES",
    "OUTCOMES",
    "RINGS",
    "Offered",
    "Registered",
    "Run",
    "Specification",
    "beside",
    "checked",
    "find",
    "frozen",
    "keep_run",
    "named_codes",
    "offered",
    "register",
    "registered",
    "run_of",
    "standing_of",
]

OUTCOMES: tuple[str, ...] = get_args(Outcome)
BASES: tuple[str, ...] = get_args(Basis)
GROUP, LEAF = 3, 5
"""Digits of groups of the classification, and of its finest codes."""


@dataclass(frozen=True)
class Registered:
    """A specification with how it stands in the register.

    ``of_policy`` counts the specifications on the same policy and their runs; ``before_data`` says whether
    it was registered before any register of establishments came in, and is None if none has.
    """

    fixed: Specification
    runs: int
    of_policy: Tally
    before_data: bool | None

    @property
    def moment(self) -> datetime:
        """When it was registered."""
        return datetime.fromisoformat(self.fixed.registered_at)


def registered() -> list[Registered]:
    """List all specifications, the first registered first."""
    return [standing_of(fixed) for fixed in store.specifications(settings.WORKSPACE.root)]


def find(key: str) -> Specification:
    return store.specification(settings.WORKSPACE.root, key)


def standing_of(fixed: Specification) -> Registered:
    root = settings.WORKSPACE.root
    return Registered(
        fixed,
        runs=len(store.runs(root, fixed.hash)),
        of_policy=store.tally(root, place=fixed.place, policy=fixed.policy_ko),
        before_data=came_before(fixed, settings.WORKSPACE.vault.snapshots("establishments")),
    )


def beside(fixed: Specification) -> list[Specification]:
    return other_outcomes(fixed, store.specifications(settings.WORKSPACE.root))


def register(fixed: Specification) -> Specification:
    return store.register(settings.WORKSPACE.root, fixed)


def checked(record: Mapping[str, Any]) -> tuple[Specification | None, str]:
    """Return what a record would fix, or why it cannot be fixed."""
    try:
        return specification_from(record), ""
    except SandanError as error:
        return None, str(error)


@dataclass(frozen=True)
class Offered:
    """What a form can offer: places and sites by code with their names, industries by version of the list."""

    places: Mapping[str, Mapping[str, str]]
    sites: Mapping[str, Mapping[str, str]]
    city_of: Mapping[str, str]
    versions: Mapping[str, Mapping[str, Mapping[str, str]]]
    began: Mapping[str, str]


def offered() -> Offered:
    """Read places, sites and lists of strategic industries from what the vault has; nothing else is read."""
    tables = {
        one.kind: shelf().read(one.id) for one in current() if one.kind in {"regions", "strategic_rules"}
    }
    places = tables.get("regions")
    rules = tables.get("strategic_rules")
    city_of = {} if places is None else _city_of(places)
    return Offered(
        places={} if places is None else _named(places.loc[places["level"] == "city"]),
        sites={} if places is None else _named(places.loc[places["code"].isin(list(city_of))]),
        city_of=city_of,
        versions={} if rules is None else _versions(rules),
        began={}
        if rules is None
        else dict(zip(rules["version"], rules["valid_from"].astype(str), strict=True)),
    )


def _named(places: pd.DataFrame) -> dict[str, dict[str, str]]:
    rows = places[["code", "name_ko", "name_en"]].astype(object)
    rows = rows.where(rows.notna(), None)
    return {
        code: {"ko": ko or en or code, "en": en or ko or code}
        for code, ko, en in rows.itertuples(index=False)
    }


def _city_of(places: pd.DataFrame) -> dict[str, str]:
    """Say of every district and complex in which city it lies."""
    above = dict(zip(places["code"], places["parent"], strict=True))
    levels = dict(zip(places["code"], places["level"], strict=True))
    found = {}
    for code in places.loc[places["level"].isin(["district", "complex"]), "code"]:
        at = above.get(code)
        while isinstance(at, str) and levels.get(at) not in {"city", None}:
            at = above.get(at)
        if isinstance(at, str) and levels.get(at) == "city":
            found[code] = at
    return found


def _versions(rules: pd.DataFrame) -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, dict[str, str]]] = {}
    columns = ["version", "strategic_industry", "name_ko", "name_en"]
    for named, key, ko, en in rules[columns].drop_duplicates().itertuples(index=False):
        found.setdefault(str(named), {})[str(key)] = {"ko": str(ko), "en": str(en)}
    return found


def frozen(of: str, industries: list[str]) -> tuple[tuple[str, ...], str]:
    """Write strategic industries of a version as codes, or say why that cannot be done."""
    rules = [shelf().read(one.id) for one in current() if one.kind == "strategic_rules"]
    leaves = [code for code in ksic10().codes.index if len(code) == LEAF]
    try:
        return target_codes(rules[0], of, codes=leaves, industries=industries), ""
    except SandanError as error:
        return (), str(error)


def named_codes(codes: tuple[str, ...], language: str) -> list[tuple[str, str]]:
    """Name codes of industries for a reader."""
    return [(code, _name_of(code, language)) for code in codes]


def _name_of(code: str, language: str) -> str:
    """Name an industry; Korean names reach down to groups, so that a finer code has that of its group."""
    names = ksic10()
    if code not in names:
        return code
    group = code[:GROUP] if language == "ko" and code[:GROUP] in names else code
    return names.label(group, language)


def run_of(case: Case, key: str, *, by: str) -> Run:
    """Say what a specification was computed from, by what, and everything that came out."""
    fixed = find(key)
    roles = (*LADDER_ROLES, *((SUPPORTED,) if case.has(SUPPORTED) else ()))
    snapshots = {role: case.snapshots[role].id for role in roles}
    tables = {role: case.shelf.read(one) for role, one in snapshots.items()}
    found = whole_ladder(tables, {"specification": fixed.to_json()})
    return record_of(
        fixed,
        found,
        snapshots=snapshots,
        code=code_fingerprint(),
        at=timezone.localtime().isoformat(timespec="milliseconds"),
        by=by,
    )


def keep_run(run: Run) -> Run:
    return store.keep_run(settings.WORKSPACE.root, run.specification, run)
