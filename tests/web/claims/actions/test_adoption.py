from datetime import date

import pytest

from sandan.data.profiles.claims import CLAIMS, EVIDENCE
from sandan.errors import OfficeError
from sandan.evaluate.cases.adopting import adopt_case
from sandan.web.audit.models import Event
from sandan.web.claims import actions, queries
from sandan.web.claims.models import Adoption, Claim, Evidence, Opinion, Source, Wording

NOTES = """
[[check]]
key = "K1-twice"
claim = "K1"
kind = "formula"
title_ko = "두 배"
title_en = "Twice"
formula = "2 * x"
expected = { evidence = "jobs" }
values = { x = { claim = "value" } }
[[entry]]
claim = "K1"
verdict = "conflicts"
role = "evaluator"
on = 2014-03-01
reason = "The minutes give 70."
"""


def test_adopted_case_keeps_everything_that_stands_beside_it(adopted):
    assert (Claim.objects.count(), Evidence.objects.count(), Source.objects.count()) == (16, 45, 20)
    assert Wording.objects.get(words="venture firms").ko == "벤처기업"
    assert Claim.objects.get(key="C15").settles_en.startswith("A count by a stated method")
    assert Source.objects.get(key="S9").name_en == "Money Today"
    assert Evidence.objects.get(measures="Daejeon").place == "Daejeon"
    event = Event.objects.get()
    assert (event.action, event.after["offer"], event.after["evidence"]) == (
        "claims.adopted",
        "case-seongnam_2013",
        45,
    )


def test_claims_are_taken_over_once(adopted, person_with, workspace):
    assert queries.untaken_offers() == []
    adopt_case(workspace.vault, "seongnam_2013")
    assert queries.untaken_offers() == []


def test_shipped_case_in_the_vault_is_offered_from_there(workspace, person_with):
    claims, evidence = adopt_case(workspace.vault, "seongnam_2013")
    [offer] = queries.untaken_offers()
    taken = actions.adopt(by=person_with("planner"), offer=offer)
    assert (taken.case, taken.claims_snapshot, taken.evidence_snapshot) == (
        "seongnam_2013",
        claims.id,
        evidence.id,
    )
    assert len(queries.office().judged.checks) == 17


@pytest.fixture
def own_tables(workspace, tmp_path):
    files = {
        "claims.csv": "claim,subject,said,value,value_before,unit,period,place,kind,source\n"
        "K1,jobs,100 jobs,100,,persons,2013,here,level,A\n",
        "evidence.csv": "claim,value,unit,period,measures,stance,differs_in,source\n"
        "K1,200,persons,2013,jobs,differs-in,definition,B\n",
        "notes.toml": NOTES,
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    options = {"notes": str(tmp_path / "notes.toml")}
    vault = workspace.vault
    vault.import_file(CLAIMS, tmp_path / "claims.csv", as_of=date(2014, 1, 1), options=options)
    vault.import_file(EVIDENCE, tmp_path / "evidence.csv", as_of=date(2014, 1, 1))


def test_own_tables_come_with_their_checks_and_verdicts(own_tables, person_with):
    [offer] = [one for one in queries.untaken_offers() if one.claims_snapshot]
    actions.adopt(by=person_with("planner"), offer=offer)
    judged = queries.office().judged
    row = judged.claims["K1"]
    assert (row["verdict"], row["decided_by"], row["entry_role"]) == ("conflicts", "entry", "evaluator")
    assert [(one["check"], one["outcome"], one["written"]) for one in judged.checks] == [
        ("K1-twice", "passed", "2 × 100")
    ]
    opinion = Opinion.objects.get()
    assert (opinion.decided_on, opinion.proposed_by, opinion.decided_by) == (date(2014, 3, 1), None, None)


def test_known_keys_are_refused_and_nothing_is_kept(own_tables, person_with):
    offers = queries.untaken_offers()
    [own] = [one for one in offers if one.claims_snapshot]
    planner = person_with("planner")
    actions.adopt(by=planner, offer=own)
    with pytest.raises(OfficeError, match="has the claim K1 already, and 1 of these 1 in all"):
        actions.adopt(by=planner, offer=own)
    assert (Adoption.objects.count(), Claim.objects.count()) == (1, 1)
