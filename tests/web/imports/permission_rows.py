from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from web_table import Row

_spec = spec_from_file_location("import_factories", Path(__file__).with_name("factories.py"))
factories = module_from_spec(_spec)
_spec.loader.exec_module(factories)

SEE = {"administrator", "director", "planner"}
WORK = {"administrator", "planner"}


def _upload():
    return {"upload": factories.UploadFactory(plan=factories.PLAN).pk}


def _tried():
    return {"upload": factories.UploadFactory(plan=factories.PLAN, trial={"rows": 2, "refused": ""}).pk}


def _mapping():
    return {"mapping": factories.MappingFactory().pk}


def _snapshot():
    # A date of long ago, so that no other test of the same process takes it for its own.
    return {"key": factories.snapshot(as_of=date(1963, 1, 1)).id}


ROWS = [
    Row("imports:history", SEE),
    Row("imports:new", WORK),
    Row("imports:new", WORK, method="POST"),
    Row("imports:upload", SEE, make=_upload),
    Row("imports:reading", WORK, make=_upload),
    Row("imports:reading", WORK, method="POST", make=_upload),
    Row("imports:mapping", WORK, make=_upload),
    Row("imports:mapping", WORK, method="POST", make=_upload),
    Row("imports:take_in", WORK, method="POST", make=_tried),
    Row("imports:file", WORK, make=_upload),
    Row("imports:discard", WORK, method="POST", make=_upload),
    Row("imports:mappings", SEE),
    Row("imports:mapping_file", SEE, make=_mapping),
    Row("imports:snapshot", SEE, make=_snapshot),
    Row("imports:original", WORK, make=_snapshot),
    Row("imports:check", WORK, method="POST", make=_snapshot),
]
