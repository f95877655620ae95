from sandan.web.linkage.models import Decision
from web.linkage.factories import EntryFactory, RunFactory, company
from web_table import Row

READERS = {"director", "planner", "coordinator", "programme_manager"}
DECIDERS = {"planner", "coordinator"}


def a_run():
    return {"run": RunFactory().pk}


def found_rows():
    return a_run() | {"state": "match"}


def a_row():
    return {"entry": EntryFactory().pk}


def a_decided_row():
    return {"entry": EntryFactory(decision=Decision.SAME, company=company()).pk}


ROWS = [
    Row("linkage:start", READERS),
    Row("linkage:match", {"planner"}, method="POST"),
    Row("linkage:run", READERS, make=a_run),
    Row("linkage:export", READERS, method="POST", make=a_run, data={"form": "utf-8"}),
    Row("linkage:confirm", DECIDERS, make=found_rows),
    Row("linkage:confirm", DECIDERS, method="POST", make=found_rows, data={"seen": "on"}),
    Row("linkage:review", DECIDERS, make=a_run),
    Row("linkage:entry", READERS, make=a_row),
    Row("linkage:decide", DECIDERS, method="POST", make=a_row, data={"seen": "1", "decision": "new"}),
    Row("linkage:reopen", DECIDERS, method="POST", make=a_decided_row),
    Row("linkage:take_over", {"planner"}, make=a_run),
    Row("linkage:take_over", {"planner"}, method="POST", make=a_run),
    Row("linkage:take_back", {"planner"}, method="POST", make=a_decided_row, data={"reason": "x"}),
]
