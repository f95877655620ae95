from django.conf import settings

import policy_office
from sandan.evaluate.registration.specification import specification_from
from sandan.evaluate.registration.store import register
from web_table import SIGNED_IN, Row

SEE = SIGNED_IN - {"firm"}


def _registered():
    return {"key": register(settings.WORKSPACE.root, specification_from(policy_office.RECORD)).id}


ROWS = [
    Row("evaluation:index", SEE),
    Row("evaluation:register", {"evaluator", "planner"}),
    Row("evaluation:policy", SEE, make=_registered),
    Row("evaluation:detectable", SEE, make=_registered),
    Row("evaluation:peers", SEE),
    Row("evaluation:targets", SEE),
    Row("evaluation:selection", SEE),
    Row("evaluation:store_peers", {"planner"}, method="POST"),
    Row("evaluation:neighbors", SEE, make=_registered),
]
