"""Taking a matched list out of the office: noted before the first byte leaves."""

from typing import Any

from sandan.web.audit.actions import record
from sandan.web.linkage.models import Run
from sandan.web.linkage.queries.runs import Asked

__all__ = ["note_export"]


def note_export(*, by: Any, run: Run, asked: Asked, rows: int, form: str) -> None:
    filters = {"state": asked.state, "decision": asked.decision, "q": asked.q}
    after = {"filter": {name: value for name, value in filters.items() if value}, "rows": rows, "form": form}
    record(by=by, action="list.exported", on=run, after=after)
