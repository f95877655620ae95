"""Which stored tables a new one replaces: editions of the same thing, told by the keys that they share."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sandan.data.quality import Action, Finding, merge_findings
from sandan.data.tables import contract_of
from sandan.data.vault.keys import shared_keys
from sandan.data.vault.sidecar import Edition, Snapshot
from sandan.errors import VaultError

if TYPE_CHECKING:
    from sandan.data.vault.store import Vault

__all__ = ["place_among_editions"]

_RANK = {edition: rank for rank, edition in enumerate(Edition)}


def place_among_editions(vault: "Vault", draft: Snapshot, table: Path, explicit: Sequence[str]) -> Snapshot:
    """Fill in what a new snapshot supersedes, and what was there before it came too late.

    Parameters
    ----------
    vault : Vault
        What is stored already.
    draft : Snapshot
        The new record, without identifier.
    table : Path
        The new table, not yet in the vault.
    explicit : sequence of str
        Snapshots that the person who imports says are replaced.

    Returns
    -------
    Snapshot
        The draft with ``supersedes``, ``outdated_by`` and, where an older edition has rows that the
        new one lacks, a finding.

    Raises
    ------
    VaultError
        If a stored table of the same edition has some of the same keys but came from another file:
        both would be current, and every sum over them would count twice.
    SnapshotMissingError
        If an explicit snapshot is not in the vault.

    Notes
    -----
    Two snapshots are editions of the same thing if profile, as-of date and options are equal and
    they share at least one key. Of two such, the one whose edition comes later in provisional,
    final, revised stays current; the same bytes read by another version of the profile count as
    later. Tables without a common key (another district's file of the same series) stand side by side.

    References
    ----------
    ``docs/decisions/0003-vault.md``.

    Examples
    --------
    Called by the importer; see ``docs/how-to/import-a-file.md`` for editions at work.
    """
    named = {vault.get(key).id: vault.get(key) for key in explicit}
    for other in named.values():
        if other.kind != draft.kind:
            raise VaultError(
                f"Snapshot {other.short} is of the kind {other.kind}, so a table of the kind {draft.kind} "
                "cannot supersede it; name another snapshot."
            )
    key = contract_of(draft.kind).key
    older, newer, findings = dict(named), [], []
    for other in vault.current(draft.kind):
        if other.id not in older and _same_series(other, draft):
            shared = shared_keys(table, vault.parquet_path(other.id), key)
            if shared and _comes_after(draft, other, shared):
                older[other.id] = other
            elif shared:
                newer.append(other.id)
    for other in older.values():
        lacking = other.rows - shared_keys(table, vault.parquet_path(other.id), key)
        if lacking:
            findings.append(_lacking(other, lacking))
    quality = replace(draft.quality, findings=merge_findings((*draft.quality.findings, *findings)))
    return replace(draft, supersedes=tuple(older), outdated_by=tuple(newer), quality=quality)


def _same_series(one: Snapshot, other: Snapshot) -> bool:
    return (one.profile, one.as_of, dict(one.options)) == (other.profile, other.as_of, dict(other.options))


def _comes_after(draft: Snapshot, other: Snapshot, shared: int) -> bool:
    if draft.edition != other.edition:
        return _RANK[draft.edition] > _RANK[other.edition]
    if draft.original_sha256 == other.original_sha256:
        return True
    raise VaultError(
        f"Snapshot {other.short} ({other.original_name}) is the {other.edition} edition of the same "
        f"profile and date and has {shared} of the same keys, so they would count twice. "
        f"If the new file replaces it, say so with --edition revised or --supersedes {other.short}."
    )


def _lacking(older: Snapshot, rows: int) -> Finding:
    return Finding(
        code="edition-lacks-rows",
        action=Action.NOTED,
        message="An older edition has rows whose key is not in this one; they are no longer current.",
        rows=rows,
        examples=(f"{older.short} ({older.original_name}): {rows} rows",),
    )
