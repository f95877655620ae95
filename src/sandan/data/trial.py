"""Trying an import: the same code over the whole file, in a vault that is thrown away afterwards."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from sandan.data.profiles.base import Profile
from sandan.data.tables import contract_of
from sandan.data.vault.editions import place_among_editions
from sandan.data.vault.importing import OnProgress
from sandan.data.vault.keys import shared_keys
from sandan.data.vault.sidecar import Edition, Snapshot
from sandan.data.vault.store import Vault
from sandan.errors import VaultError

__all__ = ["Trial", "try_import"]

ROWS_SHOWN = 20
COUNTED = ("region", "area", "city", "industry", "indicator", "measure")


@dataclass(frozen=True)
class Trial:
    """What an import would give.

    ``snapshot`` is the record as it would be stored. ``first_rows`` are rows of its table,
    ``periods`` the years in it, ``counts`` how many different regions, industries and so on it has.
    ``known`` is the snapshot that the same import gave before, ``same_file`` those of the same
    bytes. ``overlapping`` are current snapshots with some of the same keys which the import would
    not replace, and ``refused`` is the sentence with which the vault would refuse it for them.
    """

    snapshot: Snapshot
    first_rows: pd.DataFrame
    periods: tuple[int, ...]
    counts: Mapping[str, int]
    known: str = ""
    same_file: tuple[str, ...] = ()
    overlapping: tuple[str, ...] = ()
    refused: str = ""


def try_import(
    vault: Vault,
    profile: Profile,
    path: Path,
    *,
    as_of: date,
    edition: Edition | str = Edition.FINAL,
    options: Mapping[str, str],
    supersedes: Sequence[str] = (),
    on_progress: OnProgress | None = None,
    folder: Path | None = None,
) -> Trial:
    r"""Say what an import would give, without writing into the vault.

    Parameters
    ----------
    vault : Vault
        Where the file would go; it is only read.
    profile : Profile
        How the file is read.
    path : Path
        The file.
    as_of : date
        The day that the numbers speak of.
    edition : {"provisional", "final", "revised"}
        How final the source says it is.
    options : mapping of str to str
        What the profile needs to be told.
    supersedes : sequence of str
        Snapshots that the file would replace although nothing in it says so.
    on_progress : callable, optional
        As in :func:`sandan.data.vault.importing.import_file`.
    folder : Path, optional
        Where the vault that is thrown away is made; the system's folder if not given.

    Returns
    -------
    Trial
        The record, some rows, and what it would replace.

    Raises
    ------
    SourceError, TableError, DefinitionError, VaultError
        As the import itself.

    Notes
    -----
    The whole file is read, by the code of the import, so that what is said here holds there. Two
    tables of the same edition with the same keys are no error here: ``refused`` says what the
    vault would say, and ``overlapping`` between what a person has to choose.

    References
    ----------
    ``docs/decisions/0003-vault.md``.

    Examples
    --------
    >>> from sandan.data.profiles.registry import profile_of
    >>> with tempfile.TemporaryDirectory() as place:
    ...     path = Path(place, "codes.csv")
    ...     _ = path.write_text("code,name_ko\nC,제조업\nC10,식료품\n", encoding="utf-8")
    ...     vault, read = Vault(Path(place, "vault")), profile_of("classification")
    ...     told = {"classification": "KSIC10"}
    ...     trial = try_import(vault, read, path, as_of=date(2017, 7, 1), options=told)
    ...     trial.snapshot.rows, vault.snapshots()
    (2, [])
    """
    with tempfile.TemporaryDirectory(dir=folder, prefix="trial-") as place:
        scratch = Vault(Path(place))
        made = scratch.import_file(
            profile, path, as_of=as_of, edition=edition, options=options, on_progress=on_progress
        )
        table = scratch.parquet_path(made.id)
        same_file = [s for s in vault.snapshots() if s.original_sha256 == made.original_sha256]
        known = next((s.id for s in same_file if _is_same_import(s, made)), "")
        placed, refused = _placed(vault, made, table, supersedes, known)
        return Trial(
            snapshot=placed,
            first_rows=_first_rows(table),
            periods=_periods(table),
            counts=_counts(table),
            known=known,
            same_file=tuple(snapshot.id for snapshot in same_file),
            overlapping=_overlapping(vault, placed, table) if refused else (),
            refused=refused,
        )


def _is_same_import(one: Snapshot, other: Snapshot) -> bool:
    def recipe(snapshot: Snapshot) -> tuple[Any, ...]:
        words = {key: said for key, said in snapshot.options.items() if key not in snapshot.option_files}
        read = (snapshot.profile, snapshot.profile_version, snapshot.as_of, snapshot.edition)
        return (*read, words, dict(snapshot.option_files))

    return recipe(one) == recipe(other)


def _placed(
    vault: Vault, made: Snapshot, table: Path, supersedes: Sequence[str], known: str
) -> tuple[Snapshot, str]:
    """Put the record among those of the vault; a table that would count twice is told, not raised."""
    if known:
        return made, ""
    try:
        return place_among_editions(vault, made, table, supersedes), ""
    except VaultError as error:
        return made, str(error)


def _overlapping(vault: Vault, made: Snapshot, table: Path) -> tuple[str, ...]:
    key = contract_of(made.kind).key
    same = [s for s in vault.current(made.kind) if (s.profile, s.as_of) == (made.profile, made.as_of)]
    return tuple(s.id for s in same if shared_keys(table, vault.parquet_path(s.id), key))


def _first_rows(table: Path) -> pd.DataFrame:
    with pq.ParquetFile(table) as file:
        return next(file.iter_batches(batch_size=ROWS_SHOWN)).to_pandas()


def _periods(table: Path) -> tuple[int, ...]:
    years = _distinct(table, "period")
    return tuple(sorted(int(year) for year in years if year is not None))


def _counts(table: Path) -> dict[str, int]:
    found = {name: len(_distinct(table, name)) for name in COUNTED}
    return {name: count for name, count in found.items() if count}


def _distinct(table: Path, name: str) -> list[Any]:
    with pq.ParquetFile(table) as file:
        if name not in file.schema_arrow.names or str(file.schema_arrow.field(name).type) == "null":
            return []
        distinct: list[Any] = file.read(columns=[name]).column(name).unique().to_pylist()
        return distinct
