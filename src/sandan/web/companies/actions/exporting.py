"""Taking companies out of the office: noted before the first byte leaves."""

from typing import Any

from sandan.web.audit.actions import record
from sandan.web.companies.queries.register import Filters

__all__ = ["note_export"]


def note_export(*, by: Any, filters: Filters, companies: int, form: str, columns: list[str]) -> None:
    after = {"filter": filters.asked(), "companies": companies, "form": form, "columns": columns}
    record(by=by, action="register.exported", on=by, after=after)
