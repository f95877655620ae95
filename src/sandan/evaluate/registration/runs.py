"""One run of a specification: what it was computed from, by what, and everything that came out."""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from importlib.metadata import version
from typing import Any

import sandan
from sandan.errors import RegistrationError
from sandan.evaluate.ladder.conclusion import conclude
from sandan.evaluate.ladder.rungs import Ladder, Rung
from sandan.evaluate.registration.specification import Specification

__all__ = ["Run", "RungKept", "kept_rungs", "run_from", "run_of"]

NUMBERS = ("estimate", "lower", "upper", "p", "detectable")
LIBRARIES = ("numpy", "pandas", "scipy")
"""What the rungs are computed with."""
ENDLESS = {math.inf: "inf", -math.inf: "-inf"}
"""JSON has no word for a band that excludes nothing."""


@dataclass(frozen=True)
class RungKept:
    """What one rung said, or what it lacked, as `sandan.evaluate.ladder.rungs.Rung` has it."""

    name: str
    estimate: float
    lower: float
    upper: float
    p: float
    rank: int
    donors: int
    detectable: float
    lacking: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Run:
    """A run of a specification on data.

    ``snapshots`` are identifiers of all that was read, by what it was read as. ``version`` and ``code`` are
    the release of Sandan and the fingerprint of its source, ``libraries`` versions of what it computed with.
    ``at`` is a moment with its offset.
    """

    specification: str
    snapshots: Mapping[str, str]
    seed: int
    version: str
    code: str
    libraries: Mapping[str, str]
    at: str
    by: str
    finding: str
    rungs: tuple[RungKept, ...]

    @property
    def id(self) -> str:
        """Short name: the same for the same specification, data, seed and code, whoever runs it when."""
        named = ("specification", "snapshots", "seed", "version", "code", "libraries")
        same = {name: self.to_json()[name] for name in named}
        return f"R-{sha256(json.dumps(same, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:12]}"

    def to_json(self) -> dict[str, Any]:
        """Return the record as plain JSON values."""
        return asdict(self) | {
            "snapshots": dict(self.snapshots),
            "libraries": dict(self.libraries),
            "rungs": [_plain(rung) for rung in self.rungs],
        }


def run_of(
    fixed: Specification, ladder: Ladder, *, snapshots: Mapping[str, str], code: str, at: str, by: str
) -> Run:
    """Make the record of a ladder that was climbed here and now.

    Parameters
    ----------
    fixed : Specification
        What was registered.
    ladder : Ladder
        What came out.
    snapshots : mapping of str to str
        Identifiers of all that was read, by what it was read as.
    code : str
        Fingerprint of the source of Sandan.
    at : str
        Moment with its offset.
    by : str
        Who ran it.

    Returns
    -------
    Run
        With the release and the versions of libraries that are installed here.

    Raises
    ------
    PackageNotFoundError
        If a library is not installed.

    Notes
    -----
    Every placebo is made and none drawn, so that the seed is 0.

    References
    ----------
    ``docs/methods/registration.md``.

    Examples
    --------
    Needs a ladder; ``tests/evaluate/registration/test_runs.py`` shows one.
    """
    return Run(
        specification=fixed.hash,
        snapshots=snapshots,
        seed=0,
        version=sandan.__version__,
        code=code,
        libraries={name: version(name) for name in LIBRARIES},
        at=at,
        by=by,
        finding=conclude(ladder).finding,
        rungs=kept_rungs(ladder.rungs),
    )


def kept_rungs(rungs: Iterable[Rung]) -> tuple[RungKept, ...]:
    """Take from rungs what is kept of them.

    Parameters
    ----------
    rungs : iterable of Rung
        Those of a ladder; estimated or not.

    Returns
    -------
    tuple of RungKept
        All of them, in their order.

    Raises
    ------
    AttributeError
        If something else than a rung is among them.

    Notes
    -----
    Placebos are not kept: the same data, code and specification give them again.

    References
    ----------
    ``docs/methods/registration.md``.

    Examples
    --------
    >>> kept_rungs([Rung("national", lacking=(("donors", 3, 19),))])[0].lacking
    (('donors', 3, 19),)
    """
    names = [one.name for one in fields(RungKept)]
    return tuple(RungKept(**{name: getattr(rung, name) for name in names}) for rung in rungs)


def run_from(record: dict[str, Any]) -> Run:
    """Read a run back from its JSON record.

    Parameters
    ----------
    record : dict
        What ``Run.to_json`` gave.

    Returns
    -------
    Run
        The same run.

    Raises
    ------
    RegistrationError
        If a field is absent or unknown.

    Notes
    -----
    A missing number is ``null``; the end of a band that excludes nothing is ``"inf"`` or ``"-inf"``.

    References
    ----------
    ``docs/methods/registration.md``.

    Examples
    --------
    >>> run_from({})
    Traceback (most recent call last):
    ...
    sandan.errors.RegistrationError: The record of a run lacks or misnames a field ('rungs'); use the release
    of Sandan that wrote it, or a later one.
    """
    try:
        return Run(**record | {"rungs": tuple(_rung(rung) for rung in record["rungs"])})
    except (KeyError, TypeError, ValueError) as error:
        raise RegistrationError(
            f"The record of a run lacks or misnames a field ({error}); use the release of Sandan that wrote "
            "it, or a later one."
        ) from error


def _plain(rung: RungKept) -> dict[str, Any]:
    numbers = {name: _number(getattr(rung, name)) for name in NUMBERS}
    return asdict(rung) | numbers | {"lacking": [list(one) for one in rung.lacking]}


def _number(value: float) -> float | str | None:
    return None if math.isnan(value) else ENDLESS.get(value, value)


def _rung(record: dict[str, Any]) -> RungKept:
    numbers = {name: math.nan if record[name] is None else float(record[name]) for name in NUMBERS}
    lacking = tuple((str(what), int(has), int(needs)) for what, has, needs in record["lacking"])
    return RungKept(**record | numbers | {"lacking": lacking})
