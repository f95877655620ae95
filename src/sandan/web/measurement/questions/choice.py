"""What a page offers to choose an industry from."""

from typing import Any

from sandan.report.case import Case
from sandan.report.sections.choice import choices_of

__all__ = ["offered"]


def offered(case: Case, chosen: str, *, broad: bool) -> dict[str, Any]:
    """List the industries by kind, and say which one the answer is about."""
    kinds: dict[str, list[dict[str, str]]] = {}
    for one in choices_of(case, broad=broad):
        kinds.setdefault(one.kind, []).append({"code": one.code, "name": one.name})
    return {"industries": kinds, "industry": chosen}
