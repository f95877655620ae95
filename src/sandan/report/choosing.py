"""Choosing what a question is asked of: one snapshot of a kind, one measure of a table."""

from collections.abc import Iterable

import pandas as pd

from sandan.data.vault.sidecar import Snapshot
from sandan.data.vault.store import Vault
from sandan.errors import ReportError

__all__ = ["choose_measure", "choose_snapshot"]


def choose_snapshot(vault: Vault, kind: str, chosen: Iterable[Snapshot] = ()) -> Snapshot | None:
    """Choose the one snapshot of a kind that is meant.

    Parameters
    ----------
    vault : Vault
        Where the snapshots are.
    kind : str
        Kind of table.
    chosen : iterable of Snapshot
        What somebody named; others of the kind are passed over.

    Returns
    -------
    Snapshot or None
        None if the vault has none of the kind.

    Raises
    ------
    ReportError
        If several are current, or several were named.

    Notes
    -----
    Without a choice it is the current snapshot, the one that no later edition supersedes.

    References
    ----------
    ``docs/how-to/make-a-report.md``.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     choose_snapshot(Vault(Path(folder)), "industry_table") is None
    True
    """
    candidates = [one for one in chosen if one.kind == kind] or list(vault.current(kind))
    if len(candidates) > 1:
        names = ", ".join(f"{one.short} ({one.title}, {one.as_of})" for one in candidates)
        raise ReportError(
            f"There are {len(candidates)} snapshots of the kind {kind} to choose from: {names}. "
            "Say with --use which one is meant."
        )
    return candidates[0] if candidates else None


def choose_measure(table: pd.DataFrame, wanted: str | None) -> str:
    """Choose the measure of a published table that is meant.

    Parameters
    ----------
    table : DataFrame
        An industry table; only ``measure`` is read.
    wanted : str or None
        What somebody named.

    Returns
    -------
    str
        The measure; the only one of the table if none was named.

    Raises
    ------
    ReportError
        If the table has several and none was named, or it has not the one that was.

    Notes
    -----
    A look-up; nothing is computed.

    References
    ----------
    ``docs/how-to/make-a-report.md``.

    Examples
    --------
    >>> choose_measure(pd.DataFrame({"measure": ["firms", "firms"]}), None)
    'firms'
    """
    measures = list(dict.fromkeys(table["measure"]))
    if wanted is None and len(measures) == 1:
        return str(measures[0])
    if wanted not in measures:
        raise ReportError(
            f"The published table has the measures {', '.join(measures)}, and --measure says {wanted!r}; "
            "name one of them."
        )
    return str(wanted)
