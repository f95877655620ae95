"""Reading uploads, mappings and what lies in the vault."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as Lookup
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet

from sandan.data.profiles.detection import sample
from sandan.data.profiles.generic import GENERIC
from sandan.data.profiles.mapping import read_mapping
from sandan.data.quality import QualityReport
from sandan.data.reading.headers import plain_name
from sandan.data.vault.sidecar import Snapshot
from sandan.data.vault.store import Vault
from sandan.web.accounts.models import Person
from sandan.web.imports.models import Import, Mapping, Upload
from sandan.web.jobs.models import Job
from sandan.web.jobs.queries import latest_of_key

__all__ = [
    "Holding",
    "Preview",
    "Rows",
    "as_rows",
    "beginning_of",
    "first_rows",
    "fitting_mappings",
    "holding",
    "holdings",
    "latest_job",
    "mapping_file",
    "mapping_named",
    "mapping_of_file",
    "mappings",
    "named",
    "on_the_way",
    "open_upload",
    "open_uploads",
    "person",
    "preview",
    "replaceable",
    "same_bytes",
    "table_of",
    "under_its_name",
    "upload_with_bytes",
    "vault",
]

ROWS_SHOWN = 20
PREVIEWED = 10
ROWS_KEPT, CELL_KEPT = 40, 80
"""So much of an upload is kept beside it, to propose what its columns mean."""


@dataclass(frozen=True)
class Holding:
    """A snapshot of the vault, and what the office knows about how it came there."""

    snapshot: Snapshot
    superseded_by: Snapshot | None
    entry: Import | None

    @property
    def is_current(self) -> bool:
        return self.superseded_by is None and not self.snapshot.outdated_by


@dataclass(frozen=True)
class Rows:
    """Some rows of a table as text."""

    names: Sequence[str]
    cells: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Preview:
    """What a mapping makes of the first rows of a file."""

    rows: Rows
    quality: QualityReport


def vault() -> Vault:
    found: Vault = settings.WORKSPACE.vault
    return found


def person(number: int | None) -> Person | None:
    return Person.objects.filter(pk=number).first()


def open_uploads() -> QuerySet[Upload]:
    return Upload.objects.filter(discarded_at=None).select_related("by")


def open_upload(number: int) -> Upload | None:
    return open_uploads().prefetch_related("imports").filter(pk=number).first()


def on_the_way() -> QuerySet[Upload]:
    """Return uploads of which nothing has come into the vault yet."""
    return open_uploads().filter(imports=None)


def upload_with_bytes(sha256: str) -> Upload | None:
    return open_uploads().filter(sha256=sha256).order_by("at").first()


def latest_job(upload: Upload) -> Job | None:
    try:
        return latest_of_key(upload.key)
    except ObjectDoesNotExist:
        return None


def same_bytes(sha256: str) -> list[Snapshot]:
    """Return the snapshots that were made of these very bytes, whoever imported them."""
    return [snapshot for snapshot in vault().snapshots() if snapshot.original_sha256 == sha256]


def replaceable(kind: str, profile: str) -> list[Snapshot]:
    """Return current snapshots of a kind, those of the same profile first, the newest first."""
    found = sorted(vault().current(kind), key=lambda snapshot: snapshot.imported_at, reverse=True)
    return sorted(found, key=lambda snapshot: snapshot.profile != profile)


def mappings() -> QuerySet[Mapping]:
    return Mapping.objects.select_related("by", "upload")


def mapping_named(name: str) -> Mapping | None:
    return Mapping.objects.filter(name=name).first()


def mapping_of_file(file_name: str) -> Mapping | None:
    """Find the mapping that the vault keeps under a file name."""
    return next((mapping for mapping in mappings() if mapping.file_name == file_name), None)


def fitting_mappings(upload: Upload) -> list[Mapping]:
    """Return all mappings, those first whose columns the file has."""
    there = {plain_name(column["name"]) for column in upload.beginning.get("columns", [])}
    return sorted(mappings(), key=lambda mapping: not _fits(mapping, there))


def _fits(mapping: Mapping, there: set[str]) -> bool:
    return {plain_name(name) for name in mapping.columns} <= there


def holdings(*, kind: str = "", words: str = "", current: bool = False) -> list[Holding]:
    """Return the snapshots of the vault, the newest import first, with what the office knows of each."""
    found = vault().snapshots()
    newer = {key: snapshot for snapshot in found for key in snapshot.supersedes}
    entries = {entry.snapshot: entry for entry in Import.objects.select_related("by")}
    every = [Holding(s, newer.get(s.id), entries.get(s.id)) for s in reversed(found)]
    return [one for one in every if _wanted(one, kind, words.casefold(), current=current)]


def _wanted(one: Holding, kind: str, words: str, *, current: bool) -> bool:
    said = f"{one.snapshot.title} {one.snapshot.original_name} {one.snapshot.profile} {one.snapshot.id}"
    return kind in {"", one.snapshot.kind} and words in said.casefold() and (one.is_current or not current)


def holding(key: str) -> Holding | None:
    return next((one for one in holdings() if one.snapshot.id == key), None)


def named(keys: Iterable[str]) -> list[Snapshot]:
    """Return the snapshots with these identifiers that are there."""
    wanted = set(keys)
    return [snapshot for snapshot in vault().snapshots() if snapshot.id in wanted] if wanted else []


def first_rows(snapshot: Snapshot) -> Rows:
    """Return the first rows of a snapshot's table, after comparing it with its hash."""
    with pq.ParquetFile(vault().parquet_path(snapshot.id)) as file:
        return as_rows(next(file.iter_batches(batch_size=ROWS_SHOWN)).to_pandas())


def as_rows(frame: pd.DataFrame) -> Rows:
    """Write a table as text; an empty cell stays empty, whole numbers stand without a point."""
    return Rows(
        list(frame.columns), [[_cell(cell) for cell in row] for row in frame.astype(object).to_numpy()]
    )


def _cell(cell: Any) -> str:
    if cell is None or cell is pd.NA or cell != cell:  # noqa: PLR0124 -- that is how a missing number is told
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


@contextmanager
def under_its_name(upload: Upload) -> Iterator[Path]:
    """Give the file under the name that people know, as that is what the vault and its sentences say."""
    with tempfile.TemporaryDirectory(prefix="upload-") as folder:
        path = Path(folder, upload.plain_name)
        path.symlink_to(upload.file.path)
        yield path


@contextmanager
def mapping_file(name: str, text: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="mapping-") as folder:
        path = Path(folder, name)
        path.write_text(text, encoding="utf-8")
        yield path


def preview(upload: Upload, text: str) -> Preview:
    """Let a mapping read the beginning of a file; raises what the import would."""
    with under_its_name(upload) as path, mapping_file("mapping.toml", text) as mapping:
        read_mapping(mapping)
        chunk = next(iter(GENERIC.read(path, {"mapping": str(mapping)})))
    return Preview(as_rows(chunk.table.head(PREVIEWED)), QualityReport().with_chunk(chunk))


def beginning_of(path: Path) -> dict[str, Any]:
    """Describe the first rows of a table, for people who have to say what its columns mean."""
    found = sample(path)
    shown = found.rows.head(ROWS_KEPT).apply(lambda cells: cells.str[:CELL_KEPT])
    return {
        "encoding": found.encoding,
        "before": found.header.before,
        "columns": [{"name": n, "values": shown[n].tolist()} for n in found.header.names],
    }


def table_of(upload: Upload) -> pd.DataFrame:
    """Return the first rows of an upload as they were kept."""
    columns: Sequence[Lookup[str, Any]] = upload.beginning.get("columns", [])
    return pd.DataFrame({column["name"]: column["values"] for column in columns}, dtype="str")
