"""Who gets in at the addresses of reports, open data and keys."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from web_table import EVERYBODY, Row

_spec = spec_from_file_location("publication_factories", Path(__file__).with_name("factories.py"))
factories = module_from_spec(_spec)
_spec.loader.exec_module(factories)

SEE = {"director", "planner", "coordinator", "programme_manager", "council", "evaluator", "expert"}
DECIDE = {"director", "planner"}
STAFF = {"administrator", "director", "planner", "coordinator", "programme_manager"}
ASKED = {
    "city": "A",
    "from": "2010",
    "to": "2013",
    "sections": ["overview"],
    "languages": ["ko"],
    "formats": ["html"],
}
FILE = "A-2010-2013-ko.zip"


def _made():
    return {"report": factories.MadeFactory().pk}


def _published():
    return {"report": factories.PublishedFactory().pk}


def _nobodys_key():
    """Give a number that no key has: keys of others are not there, whatever the role."""
    return {"token": 10**6}


ROWS = [
    Row("publication:reports", SEE),
    Row("publication:make", {"planner"}),
    Row("publication:make", {"planner"}, method="POST", data=ASKED),
    Row("publication:report", SEE, make=_made),
    Row("publication:preview", SEE, make=lambda: _made() | {"language": "ko"}),
    Row("publication:file", SEE, make=lambda: _made() | {"name": FILE}),
    Row("publication:publish", DECIDE, method="POST", make=_made, data={"reason": "yearly report"}),
    Row("publication:withdraw", DECIDE, method="POST", make=_published, data={"reason": "it was wrong"}),
    Row("publication:open", EVERYBODY),
    Row("publication:catalog", EVERYBODY),
    Row("publication:open_claims", EVERYBODY),
    Row("publication:open_report", EVERYBODY, make=_published),
    Row("publication:open_file", EVERYBODY, make=lambda: _published() | {"name": FILE}),
    Row("publication:operations", EVERYBODY),
    Row("publication:tokens", STAFF),
    Row("publication:tokens", STAFF, method="POST", data={"name": "a key", "days": "30"}),
    Row("publication:revoke", set(), method="POST", make=_nobodys_key),
]
