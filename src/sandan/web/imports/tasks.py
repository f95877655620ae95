"""Work on files that takes longer than a page: the trial, the import, the comparison with the hashes."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext_noop

from sandan.data.profiles.registry import profile_of
from sandan.data.trial import Trial, try_import
from sandan.data.vault.store import Vault
from sandan.errors import SandanError, SnapshotMissingError, SnapshotTamperedError, SourceError
from sandan.web.imports import actions, queries
from sandan.web.imports.models import Upload
from sandan.web.jobs.registry import Outcome, Progress, job

__all__ = ["check", "take_in", "try_out"]

STEPS = {"copy": gettext_noop("copying the file"), "read": gettext_noop("reading rows")}
CHECKING = gettext_noop("comparing with the hashes")


@job("imports.try", ko="시험 등록", en="Trial of an import")
def try_out(progress: Progress, *, upload: int, plan: Mapping[str, Any]) -> Outcome:
    """Say what an import would give; a refusal is an answer too."""
    found = _upload(upload)
    with _recipe(found, plan) as recipe:
        try:
            trial = _told(try_import(queries.vault(), on_progress=_reporter(progress), **recipe))
        except SandanError as error:
            trial = {"refused": str(error), "code": error.code}
    by = queries.person(progress.by)
    return Outcome(
        {"refused": trial.get("refused", "")},
        write=partial(actions.keep_trial, by=by, upload=found, plan=plan, trial=trial),
    )


@job("imports.take_in", ko="자료 등록", en="Import of a file")
def take_in(progress: Progress, *, upload: int, plan: Mapping[str, Any], reason: str) -> Outcome:
    """Import a file. Killed after the vault has it and run again, it finds the same snapshot there."""
    found = _upload(upload)
    with _recipe(found, plan) as recipe:
        arguments = {name: given for name, given in recipe.items() if name not in {"profile", "path"}}
        snapshot = queries.vault().import_file(
            recipe["profile"], recipe["path"], on_progress=_reporter(progress), **arguments
        )
    by = queries.person(progress.by)

    def write() -> dict[str, Any]:
        return {"import": actions.keep_import(by=by, upload=found, snapshot=snapshot, reason=reason).pk}

    return Outcome({"snapshot": snapshot.id}, write=write)


@job("imports.check", ko="보관 자료 검사", en="Verification of a snapshot")
def check(progress: Progress, *, snapshot: str) -> Outcome:
    """Compare a snapshot with its hashes, afresh."""
    progress.step(0, 0, CHECKING)
    found = queries.vault().get(snapshot)
    state, detail = "ok", ""
    try:
        Vault(queries.vault().root).check(found)
    except SnapshotMissingError as error:
        state, detail = "missing", str(error)
    except SnapshotTamperedError as error:
        state, detail = "tampered", str(error)
    by = queries.person(progress.by)
    return Outcome(
        {"state": state},
        write=partial(actions.keep_check, by=by, snapshot=found, state=state, detail=detail),
    )


def _upload(number: int) -> Upload:
    found = queries.open_upload(number)
    if found is None:
        raise SourceError(f"The upload {number} was removed before its job began; upload the file again.")
    return found


def _reporter(progress: Progress) -> Callable[[str, int, int], None]:
    """Hand the progress of the core on; whoever cancels is heard at every step."""

    def on_progress(step: str, done: int, whole: int) -> None:
        progress.step(done, max(done, whole), STEPS[step])

    return on_progress


@contextmanager
def _recipe(upload: Upload, plan: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Give the arguments of an import as it was planned, with the files that it names."""
    recipe = {
        "profile": profile_of(plan["profile"]),
        "as_of": date.fromisoformat(plan["as_of"]),
        "edition": plan["edition"],
        "supersedes": plan["supersedes"],
    }
    with queries.under_its_name(upload) as path:
        if not plan.get("mapping"):
            yield {**recipe, "path": path, "options": plan["options"]}
            return
        with queries.mapping_file(plan["mapping"], plan["mapping_text"]) as mapping:
            yield {**recipe, "path": path, "options": {**plan["options"], "mapping": str(mapping)}}


def _told(trial: Trial) -> dict[str, Any]:
    """Write a trial as JSON; the sidecar's own form where it has one."""
    rows = queries.as_rows(trial.first_rows)
    return {
        "snapshot": trial.snapshot.to_json(),
        "rows": trial.snapshot.rows,
        "names": list(rows.names),
        "cells": [list(row) for row in rows.cells],
        "periods": list(trial.periods),
        "counts": dict(trial.counts),
        "known": trial.known,
        "same_file": list(trial.same_file),
        "overlapping": list(trial.overlapping),
        "refused": trial.refused,
        "code": "vault" if trial.refused else "",
    }
