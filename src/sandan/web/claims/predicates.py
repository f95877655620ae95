"""What a permission may ask about a proposed verdict."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

__all__ = ["PREDICATES"]


def own_proposal(person: Any, opinion: Any) -> bool:
    return person.pk is not None and opinion.proposed_by_id == person.pk


def proposal_of_somebody_else(person: Any, opinion: Any) -> bool:
    return person.pk is not None and opinion.proposed_by_id != person.pk


PREDICATES: Mapping[str, Callable[[Any, Any], bool]] = MappingProxyType(
    {"own_proposal": own_proposal, "proposal_of_somebody_else": proposal_of_somebody_else}
)
