"""What a permission may ask about a job."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

__all__ = ["PREDICATES"]


def own_job(person: Any, job: Any) -> bool:
    return person.pk is not None and job.by_id == person.pk


PREDICATES: Mapping[str, Callable[[Any, Any], bool]] = MappingProxyType({"own_job": own_job})
