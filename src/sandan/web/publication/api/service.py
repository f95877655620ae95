"""The interface, version 1: put together, and its schema told truly."""

from typing import Any

from ninja import NinjaAPI

from sandan.web.publication.api import office, public
from sandan.web.publication.api.entering import BY_ADDRESS, BY_KEY, Key
from sandan.web.publication.api.problems import PROBLEM, REFUSALS, Problem, handle_all

__all__ = ["api"]

DESCRIPTION = (
    "Everything that the pages of the office show, for the person of the key and with the same rights. "
    "Paths begin with the version; within a version fields are only added."
)
REFERENCE = "#/components/schemas/Problem"
WITHOUT_KEY = (422, 429)


class Service(NinjaAPI):
    """Says in the schema that every operation may be refused, and in which form."""

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> Any:
        schema = super().get_openapi_schema(*args, **kwargs)
        schema["components"]["schemas"] |= _forms_of_refusals()
        for methods in schema["paths"].values():
            for operation in methods.values():
                statuses = REFUSALS if operation.get("security") else (400, 404, *WITHOUT_KEY)
                operation["responses"] |= {status: _refusal(status) for status in statuses}
        return schema


def _forms_of_refusals() -> dict[str, Any]:
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    return schema.pop("$defs", {}) | {"Problem": schema}


def _refusal(status: int) -> dict[str, Any]:
    return {"description": f"Refused ({status})", "content": {PROBLEM: {"schema": {"$ref": REFERENCE}}}}


api = Service(
    title="Sandan",
    version="1",
    description=DESCRIPTION,
    docs_url=None,
    urls_namespace="api-v1",
    openapi_extra={"info": {"license": {"name": "Apache-2.0"}}},
)
handle_all(api)
api.add_router("", office.router, auth=Key(), throttle=[BY_KEY], tags=["office"])
api.add_router("/open", public.router, throttle=[BY_ADDRESS], tags=["open"])
