"""From a foreign file to a snapshot: copied, read in pieces, checked, and visible all at once."""

import json
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from sandan import __version__
from sandan.data.profiles.base import Profile
from sandan.data.quality import Action, Chunk, Finding, QualityReport
from sandan.data.tables import contract_of
from sandan.data.vault.disk import Copied, copy_in, move_to, sha256_of, storing, to_disk
from sandan.data.vault.editions import place_among_editions
from sandan.data.vault.incoming import incoming_folder
from sandan.data.vault.keys import Repeated, first_repeated_key
from sandan.data.vault.locks import lock
from sandan.data.vault.parquet import write_table
from sandan.data.vault.sidecar import Edition, Snapshot
from sandan.errors import SourceError, VaultError

if TYPE_CHECKING:
    from sandan.data.vault.store import Vault

__all__ = ["OnProgress", "import_file"]

OnProgress: TypeAlias = Callable[[str, int, int], None]
"""Called with the step, what is done of it, and the whole: ``copy`` in bytes, ``read`` in rows with the
number of lines of the file as a measure of the whole."""

READ_ONLY = 0o444


@dataclass(frozen=True)
class _Files:
    """What was copied in: the file itself, and those that options name."""

    original: Copied
    attached: Mapping[str, Copied]

    def options(self, given: Mapping[str, str]) -> dict[str, str]:
        """Return the options as the profile gets them: it reads the copies, which are what was hashed."""
        return {**given, **{name: str(copied.path) for name, copied in self.attached.items()}}


def import_file(
    vault: "Vault",
    profile: Profile,
    path: Path,
    *,
    as_of: date,
    edition: Edition | str = Edition.FINAL,
    options: Mapping[str, str],
    supersedes: Sequence[str] = (),
    on_progress: OnProgress | None = None,
) -> Snapshot:
    """Turn a file into a snapshot.

    Parameters
    ----------
    vault : Vault
        Where the snapshot goes; its folder is made if it is not there.
    profile : Profile
        How the file is read.
    path : Path
        The file.
    as_of : date
        The day that the numbers speak of, or on which the source was taken.
    edition : {"provisional", "final", "revised"}
        How final the source says it is.
    options : mapping of str to str
        What the profile needs to be told.
    supersedes : sequence of str
        Snapshots that this one replaces although nothing in the file says so.
    on_progress : callable, optional
        Called with the step, what is done of it and the whole; see :data:`OnProgress`.

    Returns
    -------
    Snapshot
        The new record, or the one that is there already if the same bytes were imported before
        with the same profile, options, date and edition.

    Raises
    ------
    SourceError
        If the file cannot be read, gives no row, or has two rows with the same key.
    TableError
        If the profile gives a table that breaks its contract.
    VaultError
        If the vault cannot be written, or another table of the same edition has the same keys.

    Notes
    -----
    Everything is built in ``incoming/`` and written through to the disk; the snapshot appears by
    one rename. An import that ends in any other way leaves nothing that a reader sees, and the
    next import removes its folder.

    References
    ----------
    ``docs/decisions/0003-vault.md``.

    Examples
    --------
    Called as ``vault.import_file(profile, path, as_of=date(2015, 12, 31))``; a whole run is in
    ``docs/how-to/import-a-file.md``.
    """
    report = on_progress or _silent
    draft = _draft(profile, path, as_of, edition, options)
    with incoming_folder(vault.root) as folder:
        files = _take_in(vault, folder, profile, path, options, report)
        draft = _with_files(draft, files)
        known = _known(vault, draft)
        table = folder / "table.parquet"
        if known is None:
            draft = _with_table(vault, draft, profile, files, table, report)
        with lock(vault.root / "lock"):
            known = known or _known(vault, draft)
            if known is None:
                return _publish(vault, place_among_editions(vault, draft, table, supersedes), files, table)
            return _already_there(vault, known, files, supersedes)


def _silent(step: str, done: int, whole: int) -> None:
    """Report nothing."""


def _draft(
    profile: Profile, path: Path, as_of: date, edition: Edition | str, options: Mapping[str, str]
) -> Snapshot:
    """Write down what is known before the file was read."""
    for name in options:
        if name not in profile.options:
            known = ", ".join(profile.options) or "no options"
            raise SourceError(
                f"`{name}` is no option of the profile {profile.name}, which takes {known}; correct it."
            )
    if edition not in list(Edition):
        raise VaultError(
            f"`edition` is {edition!r}, but it must be one of {', '.join(Edition)}; use one of them."
        )
    contract_of(profile.kind)
    return Snapshot(
        profile=profile.name,
        profile_version=profile.version,
        kind=profile.kind,
        title=profile.title,
        source=profile.source,
        licence=profile.licence,
        as_of=date(as_of.year, as_of.month, as_of.day),
        edition=Edition(edition),
        original_name=path.name,
        original_sha256="",
        original_bytes=0,
        table_sha256="",
        rows=0,
        options=dict(options),
        option_files={},
        quality=QualityReport(),
        not_to_be_read_as=profile.not_to_be_read_as,
        supersedes=(),
        outdated_by=(),
        sandan_version=__version__,
    )


def _take_in(
    vault: "Vault", folder: Path, profile: Profile, path: Path, options: Mapping[str, str], report: OnProgress
) -> _Files:
    """Copy the file and those that options name; whatever is read later is what was hashed here."""

    def copied(source: Path, place: str, on_bytes: Callable[[int, int], None]) -> Copied:
        target = folder / place / source.name
        with storing(vault.root):
            target.parent.mkdir(exist_ok=True)
            return copy_in(source, target, on_bytes=on_bytes)

    original = copied(path, "original", lambda done, whole: report("copy", done, whole))
    named = [name for name in options if name in profile.file_options]
    return _Files(
        original, {name: copied(Path(options[name]), f"option-{name}", _no_bytes) for name in named}
    )


def _no_bytes(done: int, whole: int) -> None:
    """Small files beside the large one are not reported."""


def _with_files(draft: Snapshot, files: _Files) -> Snapshot:
    names = {name: copied.path.name for name, copied in files.attached.items()}
    return replace(
        draft,
        original_sha256=files.original.sha256,
        original_bytes=files.original.size,
        options={**draft.options, **names},
        option_files={name: copied.sha256 for name, copied in files.attached.items()},
    )


def _known(vault: "Vault", draft: Snapshot) -> Snapshot | None:
    """Find the snapshot that the same import gave before; the names of files do not count."""

    def recipe(snapshot: Snapshot) -> tuple[Any, ...]:
        words = {k: v for k, v in snapshot.options.items() if k not in snapshot.option_files}
        return (
            snapshot.profile,
            snapshot.profile_version,
            snapshot.original_sha256,
            snapshot.as_of,
            snapshot.edition,
            words,
            dict(snapshot.option_files),
        )

    wanted = recipe(draft)
    return next((snapshot for snapshot in vault.snapshots() if recipe(snapshot) == wanted), None)


def _with_table(
    vault: "Vault", draft: Snapshot, profile: Profile, files: _Files, table: Path, report: OnProgress
) -> Snapshot:
    """Let the profile read the copy, write its table, and refuse what cannot be stored."""
    quality = QualityReport()

    def pieces() -> Iterator[Any]:
        nonlocal quality
        for chunk in _chunks(profile, files, draft):
            quality = quality.with_chunk(chunk)
            report("read", quality.rows_read, files.original.lines)
            yield chunk.table

    contract = contract_of(profile.kind)
    with storing(vault.root):
        rows = write_table(pieces(), contract, table)
    _refuse_wrong_counts(draft, quality)
    repeated = first_repeated_key(table, contract.key)
    if repeated is not None:
        raise SourceError(_repeated_sentence(draft, repeated))
    if draft.as_of > datetime.now(tz=UTC).date():
        quality = replace(quality, findings=(*quality.findings, _in_future(draft, quality)))
    return replace(draft, quality=quality, rows=rows, table_sha256=sha256_of(table))


def _chunks(profile: Profile, files: _Files, draft: Snapshot) -> Iterator[Chunk]:
    try:
        yield from profile.read(files.original.path, files.options(draft.options))
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(
            f"{draft.original_name} breaks off or is damaged ({error}), so nothing was imported; "
            "fetch it again."
        ) from error


def _refuse_wrong_counts(draft: Snapshot, quality: QualityReport) -> None:
    """Refuse a table without rows, and a profile that lost rows without saying so."""
    if quality.rows_used < 0 or (quality.rows_used > 0) != (quality.rows_written > 0):
        raise SourceError(
            f"The profile {draft.profile} says that it used {quality.rows_used} of {quality.rows_read} rows "
            f"of {draft.original_name}, but its table has {quality.rows_written}; "
            "a profile must account for every row."
        )
    if quality.rows_written == 0:
        lost = [f for f in quality.findings if f.action in (Action.REFUSED, Action.SET_ASIDE)]
        why = " ".join(f"{f.message} ({f.rows} rows)" for f in sorted(lost, key=lambda f: -f.rows)[:3])
        raise SourceError(
            f"No row of {draft.original_name} could be used of {quality.rows_read} that were read, so "
            f"nothing was imported. {why or 'There is nothing below the header; is it the right file?'}"
        )


def _repeated_sentence(draft: Snapshot, repeated: Repeated) -> str:
    first = ", ".join(f"{name} {value!r}" for name, value in repeated.key.items())
    return (
        f"{draft.original_name} gives {repeated.rows} rows for {first}, and {repeated.keys} keys stand more "
        "than once in all. Nobody can tell which row is right, so nothing was imported; "
        "correct the file or its mapping."
    )


def _in_future(draft: Snapshot, quality: QualityReport) -> Finding:
    return Finding(
        code="as-of-in-future",
        action=Action.NOTED,
        message=f"The as-of date {draft.as_of} lay in the future when the file was imported.",
        rows=quality.rows_read,
    )


def _publish(vault: "Vault", finished: Snapshot, files: _Files, table: Path) -> Snapshot:
    """Make the snapshot visible: first what it refers to, then itself, by one rename."""
    snapshot = replace(finished, imported_at=datetime.now(tz=UTC).isoformat()).with_id()
    with storing(vault.root):
        ready = table.parent / "snapshot"
        ready.mkdir()
        table.rename(ready / "table.parquet")
        with (ready / "sidecar.json").open("x", encoding="utf-8", newline="\n") as file:
            json.dump(snapshot.to_json(), file, ensure_ascii=False, indent=1, sort_keys=True)
            file.flush()
            to_disk(file.fileno())
        for path in ready.iterdir():
            path.chmod(READ_ONLY)
        to_disk(ready)
        _keep_originals(vault, files)
        move_to(ready, vault.folder(snapshot.id))
    return snapshot


def _keep_originals(vault: "Vault", files: _Files) -> None:
    for copied in (files.original, *files.attached.values()):
        copied.path.chmod(READ_ONLY)
        move_to(copied.path, vault.place_of_original(copied.sha256))


def _already_there(vault: "Vault", known: Snapshot, files: _Files, supersedes: Sequence[str]) -> Snapshot:
    """Return the snapshot of an earlier import; its original is put back if it was lost."""
    unmet = [key for key in supersedes if vault.get(key).id not in known.supersedes]
    if unmet:
        raise VaultError(
            f"The file is in the vault already, as snapshot {known.short}, which does not supersede "
            f"{unmet[0]}. A stored snapshot is never changed; import without --supersedes."
        )
    with storing(vault.root):
        _keep_originals(vault, files)
    vault.check(known)
    return known
