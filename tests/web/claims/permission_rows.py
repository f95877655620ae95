from django.core.files.base import ContentFile

from sandan.web.accounts.models import Person
from sandan.web.claims.models import Attachment, Check
from web.claims.factories import ClaimFactory, EvidenceFactory, OpinionFactory
from web_table import Row

READERS = {"director", "planner", "coordinator", "programme_manager", "evaluator", "council", "expert"}
DECIDERS = {"director", "evaluator"}
NOBODY: set[str] = set()


def _claim():
    return {"claim": ClaimFactory().pk}


def _evidence():
    return {"evidence": EvidenceFactory().pk}


def _check():
    claim = ClaimFactory()
    check = Check.objects.create(
        claim=claim, key="own", title_ko="가", title_en="a", formula="1 + 1", expected={"constant": 2}
    )
    return {"check": check.pk}


def _file():
    kept = Attachment(claim=ClaimFactory(), name="a.txt", kind="txt", size=1, sha256="0" * 64)
    kept.file.save("a.txt", ContentFile(b"a"))
    return {"file": kept.pk}


def _opinion(state):
    """A proposal of somebody who is none of the roles that are tried."""

    def make():
        proposer = Person.objects.create_user(email="proposer@example.org", name="제안자")
        return {"opinion": OpinionFactory(state=state, proposed_by=proposer).pk}

    return make


ROWS = [
    Row("claims:ledger", READERS),
    Row("claims:claim", READERS, make=_claim),
    Row("claims:file", READERS, make=_file),
    Row("claims:add", {"planner"}),
    Row("claims:edit", {"planner"}, make=_claim),
    Row("claims:withdraw", {"planner"}, "POST", make=_claim, data={"reason": "Said elsewhere."}),
    Row("claims:restore", {"planner"}, "POST", make=_claim),
    Row("claims:add_evidence", {"planner"}, make=_claim),
    Row("claims:edit_evidence", {"planner"}, make=_evidence),
    Row("claims:remove_evidence", {"planner"}, "POST", make=_evidence),
    Row("claims:add_check", {"planner"}, make=_claim),
    Row("claims:remove_check", {"planner"}, "POST", make=_check),
    Row("claims:add_file", {"planner"}, "POST", make=_claim),
    Row("claims:adopt", {"planner"}),
    Row("claims:filing", {"planner", "director"}),
    Row("claims:propose", {"planner", "evaluator"}, make=_claim),
    Row("claims:revise", NOBODY, make=_opinion("draft")),
    Row("claims:retract", NOBODY, "POST", make=_opinion("proposed")),
    Row("claims:decide", DECIDERS, "POST", make=_opinion("proposed"), data={"approve": "1"}),
    Row("claims:show_public", DECIDERS, "POST", make=_opinion("approved"), data={"on": "1"}),
]
