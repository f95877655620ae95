"""Lists of firms in the vault, as the matching reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from django.conf import settings
from django.db.models import Count, Q

from sandan.data.vault.sidecar import Snapshot
from sandan.web.linkage.models import SHOWN_TO_PERSONS, Run

__all__ = ["FIELDS", "FirmList", "firm_lists", "list_of", "rows_of", "snapshot_of"]

KIND = "firm_list"
FIELDS = (
    "business_number",
    "address",
    "representative",
    "phone",
    "complex",
    "industry",
    "industry_name",
    "product",
    "workers",
    "valid_from",
    "valid_to",
    "certificate",
)
"""What is kept of a row beside its name, if the list has it."""


@dataclass(frozen=True)
class FirmList:
    """A list of the vault with the runs that were made of it, the newest first."""

    snapshot: Snapshot
    is_current: bool
    runs: Sequence[Run]


def firm_lists() -> list[FirmList]:
    """Return the lists of firms, the newest import first."""
    vault = settings.WORKSPACE.vault
    current = {snapshot.id for snapshot in vault.current(KIND)}
    runs: dict[str, list[Run]] = {}
    to_review = Count("entries", filter=Q(entries__state__in=SHOWN_TO_PERSONS, entries__decision=""))
    for run in Run.objects.select_related("by").annotate(waiting=to_review):
        runs.setdefault(run.snapshot, []).append(run)
    found = reversed(vault.snapshots(KIND))
    return [FirmList(one, one.id in current, runs.get(one.id, ())) for one in found]


def list_of(lists: Sequence[FirmList], key: str) -> FirmList | None:
    return next((one for one in lists if one.snapshot.id == key), None)


def snapshot_of(key: str) -> Snapshot | None:
    found = settings.WORKSPACE.vault.snapshots(KIND)
    return next((snapshot for snapshot in found if snapshot.id == key), None)


def rows_of(snapshot: Snapshot) -> pd.DataFrame:
    """Return the rows of a list by their number, with an empty text where nothing is printed."""
    table = settings.WORKSPACE.vault.read(snapshot.id)
    known = [name for name in ("name", *FIELDS) if name in table]
    rows = table.set_index("row")[known].sort_index().astype(object)
    return rows.map(_plain)


def _plain(cell: Any) -> Any:
    if cell is None or cell is pd.NA or cell != cell:  # noqa: PLR0124 -- that is how a missing number is told
        return ""
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
