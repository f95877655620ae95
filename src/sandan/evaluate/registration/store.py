"""The register of specifications and their runs: files that are written once, each under its own hash."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sandan.data.vault.disk import replace_file
from sandan.errors import RegistrationError, SandanError
from sandan.evaluate.registration.runs import Run, run_from
from sandan.evaluate.registration.specification import Specification, specification_from

__all__ = ["FOLDER", "Tally", "keep_run", "register", "runs", "specification", "specifications", "tally"]

FOLDER = "evaluations"
"""Folder of a workspace that holds the register."""

RUNS = "runs"
_HASH = re.compile("[0-9a-f]{64}")
_ID = re.compile("S-[0-9a-f]{12}|[0-9a-f]{64}")
_RUN = re.compile("(R-[0-9a-f]{12})-([0-9a-f]{64})")
_MEND = "Put the file back from a backup, and find out who changed it."


@dataclass(frozen=True)
class Tally:
    """How many specifications were registered, how many of them were run, and how often together."""

    registered: int
    run: int
    runs: int


def register(root: Path, fixed: Specification) -> Specification:
    """Keep a specification for good.

    Parameters
    ----------
    root : Path
        Folder of the workspace.
    fixed : Specification
        What will be compared.

    Returns
    -------
    Specification
        As it is kept; registered twice, it is kept once.

    Raises
    ------
    RegistrationError
        If it is there already and was changed since, or the folder cannot be written.

    Notes
    -----
    One JSON file, named by `Specification.hash`. Another word gives another file: nothing is overwritten,
    and there is no function that removes one.

    References
    ----------
    ``docs/methods/registration.md``.

    Examples
    --------
    ``register(workspace.root, specification_from(record)).id``
    """
    place = _place(root, fixed.hash)
    if not place.is_file():
        _write(place, _content(fixed.to_json()))
    return _read(place)


def specifications(root: Path) -> list[Specification]:
    """List what was registered, in order of registration.

    Parameters
    ----------
    root : Path
        Folder of the workspace.

    Returns
    -------
    list of Specification
        All of them, the first registered first.

    Raises
    ------
    RegistrationError
        If one of them was changed.

    Notes
    -----
    By ``registered_at``, whatever its offset, then by hash.

    References
    ----------
    ``docs/methods/registration.md``.

    Examples
    --------
    >>> specifications(Path("/nowhere"))
    []
    """
    found = [_read(path) for path in _files(root)]
    return sorted(found, key=lambda one: (datetime.fromisoformat(one.registered_at), one.hash))


def specification(root: Path, key: str) -> Specification:
    """Look a specification up.

    Parameters
    ----------
    root : Path
        Folder of the workspace.
    key : str
        ``S-`` and twelve hexadecimal digits, or the whole hash.

    Returns
    -------
    Specification
        As it was registered.

    Raises
    ------
    RegistrationError
        If it is not there, or its file was changed.

    Notes
    -----
    The content is hashed again and compared with the name of the file.

    References
    ----------
    ``docs/methods/registration.md``.

    Examples
    --------
    >>> specification(Path("/nowhere"), "S-d155cc15e2d5")
    Traceback (most recent call last):
    ...
    sandan.errors.RegistrationError: No specification 'S-d155cc15e2d5' is registered here;
    `sandan evaluate specifications` lists those that are.
    """
    beginning = key.removeprefix("S-") if _ID.fullmatch(key) else None
    for path in _files(root):
        if beginning and path.stem.startswith(beginning):
            return _read(path)
    raise RegistrationError(
        f"No specification {key!r} is registered here; `sandan evaluate specifications` lists those that are."
    )


def keep_run(root: Path, key: str, run: Run) -> Run:
    """Keep what came out of a specification.

    Parameters
    ----------
    root : Path
        Folder of the workspace.
    key : str
        The specification that was run, by its short name or hash.
    run : Run
        What was read, by what it was computed, what came out.

    Returns
    -------
    Run
        As it is kept: the first one with the same specification, data, seed and code.

    Raises
    ------
    RegistrationError
        If the specification is not there, is not that of the run, or the folder cannot be written.

    Notes
    -----
    The file is named by `Run.id` and a hash of its content, so that no other content can take its place.

    References
    ----------
    ``docs/methods/registration.md``.

    Examples
    --------
    ``keep_run(workspace.root, "S-d155cc15e2d5", run).at``
    """
    own = specification(root, key)
    if run.specification != own.hash:
        raise RegistrationError(
            f"The run is of the specification {run.specification!r}, not of {own.hash!r}; keep it there."
        )
    before = {one.id: one for one in runs(root, key)}
    if run.id in before:
        return before[run.id]
    content = _content(run.to_json())
    _write(_runs_of(root, own) / f"{run.id}-{sha256(content).hexdigest()}.json", content)
    return {one.id: one for one in runs(root, key)}[run.id]


def runs(root: Path, key: str) -> list[Run]:
    """List what came out of a specification, the first run first.

    Parameters
    ----------
    root : Path
        Folder of the workspace.
    key : str
        The specification, by its short name or hash.

    Returns
    -------
    list of Run
        Each combination of data, seed and code once.

    Raises
    ------
    RegistrationError
        If the specification is not there, or a run was changed.

    Notes
    -----
    Where two people ran the same at the same moment, the earlier run is taken.

    References
    ----------
    ``docs/methods/registration.md``.

    Examples
    --------
    ``runs(workspace.root, "S-d155cc15e2d5")``
    """
    own = specification(root, key)
    found = [_read_run(path, own) for path in sorted(_runs_of(root, own).glob("R-*.json"))]
    found.sort(key=lambda one: (datetime.fromisoformat(one.at), one.id))
    first: dict[str, Run] = {}
    for one in found:
        first.setdefault(one.id, one)
    return list(first.values())


def tally(root: Path, *, place: str | None = None, policy: str | None = None) -> Tally:
    """Count specifications and their runs, so that a reader sees of how many this is one.

    Parameters
    ----------
    root : Path
        Folder of the workspace.
    place : str, optional
        Only those on this place.
    policy : str, optional
        Only those on the policy with this name, in either language.

    Returns
    -------
    Tally
        Specifications, specifications that were run at least once, runs.

    Raises
    ------
    RegistrationError
        If a specification or a run was changed.

    Notes
    -----
    Many specifications find something by chance: of 20 without any effect, two have a p of at most .10.

    References
    ----------
    ``docs/methods/registration.md``.

    Examples
    --------
    >>> tally(Path("/nowhere"), place="31020")
    Tally(registered=0, run=0, runs=0)
    """
    chosen = [
        one
        for one in specifications(root)
        if place in (None, one.place) and policy in (None, one.policy_ko, one.policy_en)
    ]
    counts = [len(runs(root, one.hash)) for one in chosen]
    return Tally(len(chosen), sum(count > 0 for count in counts), sum(counts))


def _place(root: Path, digest: str) -> Path:
    return root / FOLDER / f"{digest}.json"


def _runs_of(root: Path, own: Specification) -> Path:
    return root / FOLDER / RUNS / own.hash


def _files(root: Path) -> list[Path]:
    return sorted(path for path in (root / FOLDER).glob("*.json") if _HASH.fullmatch(path.stem))


def _content(record: dict[str, object]) -> bytes:
    text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    return f"{text}\n".encode()


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, content)
    except OSError as error:
        raise RegistrationError(
            f"{path} cannot be written ({error.strerror or error}), so nothing was registered. Make room or "
            "correct the permissions, then do it again."
        ) from error


def _read(path: Path) -> Specification:
    try:
        found = specification_from(json.loads(path.read_bytes()))
    except (ValueError, TypeError, SandanError) as error:
        raise _changed(path) from error
    if found.hash != path.stem:
        raise _changed(path)
    return found


def _read_run(path: Path, own: Specification) -> Run:
    named = _RUN.fullmatch(path.stem)
    content = path.read_bytes()
    if named is None or sha256(content).hexdigest() != named[2]:
        raise _changed(path)
    found = run_from(json.loads(content))
    if (found.id, found.specification) != (named[1], own.hash):
        raise _changed(path)
    return found


def _changed(path: Path) -> RegistrationError:
    return RegistrationError(f"{path} is not what was registered: its content has another hash. {_MEND}")
