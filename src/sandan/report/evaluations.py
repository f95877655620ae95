"""What a report knows of the register of specifications: which are on its place, and how they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sandan.data.vault.sidecar import Snapshot
from sandan.evaluate.registration import store
from sandan.evaluate.registration.specification import Specification

__all__ = ["Evaluation", "came_before", "evaluations_of"]


@dataclass(frozen=True)
class Evaluation:
    """A specification, how many there are on the same policy, and whether it came before the data.

    ``before_data`` is None where no register has come in.
    """

    fixed: Specification
    registered: int
    before_data: bool | None


def evaluations_of(root: Path, place: str, registers: Sequence[Snapshot]) -> tuple[Evaluation, ...]:
    """List the specifications on a place.

    Parameters
    ----------
    root : Path
        Folder of the workspace.
    place : str
        Code of the place.
    registers : sequence of Snapshot
        Every register of establishments that has ever come in.

    Returns
    -------
    tuple of Evaluation
        The first registered first.

    Raises
    ------
    RegistrationError
        If one of them was changed.

    Notes
    -----
    See `came_before`.

    References
    ----------
    ``docs/methods/registration.md``.

    Examples
    --------
    >>> evaluations_of(Path("/nowhere"), "31020", [])
    ()
    """
    return tuple(
        Evaluation(
            fixed,
            store.tally(root, place=place, policy=fixed.policy_ko).registered,
            came_before(fixed, registers),
        )
        for fixed in store.specifications(root)
        if fixed.place == place
    )


def came_before(fixed: Specification, registers: Sequence[Snapshot]) -> bool | None:
    """Say whether a specification was registered before anybody here could have seen a register.

    Parameters
    ----------
    fixed : Specification
        The specification.
    registers : sequence of Snapshot
        Every register of establishments that has ever come in.

    Returns
    -------
    bool or None
        None where no register has come in.

    Raises
    ------
    ValueError
        If a moment is none.

    Notes
    -----
    ``registered_at`` is earlier than the earliest import, whatever the offsets. A register that somebody had
    on a desk is not known of.

    References
    ----------
    ``docs/methods/registration.md``.

    Examples
    --------
    ``came_before(fixed, workspace.vault.snapshots("establishments"))``
    """
    came = [datetime.fromisoformat(one.imported_at) for one in registers]
    return datetime.fromisoformat(fixed.registered_at) < min(came) if came else None
