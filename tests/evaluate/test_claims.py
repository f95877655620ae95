from datetime import date

import pytest

from sandan.errors import DefinitionError
from sandan.evaluate.claims import Entry, entries_from, ledger
from sandan.evaluate.verdicts import Verdict

ENTRY = {
    "claim": "K1",
    "verdict": "cannot_be_checked",
    "role": "evaluator",
    "on": date(2026, 3, 1),
    "reason": "The count was never made.",
}


def test_ledger_of_one_supported_claim(make_claims, make_evidence):
    book = ledger(make_claims(), make_evidence({}, {"stance": "context", "value": 3}))
    row = book.claims.iloc[0]
    assert (row["verdict"], row["rule"], row["decisive"], row["decided_by"]) == (
        "supported",
        "agrees",
        "K1-1",
        "rule",
    )
    assert book.evidence["decides"].tolist() == [True, False]


def test_entry_goes_before_the_rule_and_both_are_shown(make_claims, make_evidence):
    entries = entries_from({"entry": [ENTRY]})
    row = ledger(make_claims(), make_evidence({}), (), entries).claims.iloc[0]
    assert (row["verdict"], row["rule_verdict"], row["rule"]) == ("cannot_be_checked", "supported", "agrees")
    assert (row["decided_by"], row["entry_role"], row["entry_reason"]) == (
        "entry",
        "evaluator",
        "The count was never made.",
    )
    assert row["entry_date"] == date(2026, 3, 1)


def test_latest_entry_counts(make_claims, make_evidence):
    later = Entry("K1", Verdict.CONFLICTS, "council", date(2026, 4, 1), "The minutes differ.")
    earlier = entries_from({"entry": [ENTRY]})
    row = ledger(make_claims(), make_evidence({}), (), (later, *earlier)).claims.iloc[0]
    assert (row["verdict"], row["entry_role"]) == ("conflicts", "council")


def test_entry_on_an_unknown_claim_is_refused(make_claims, make_evidence):
    entries = entries_from({"entry": [ENTRY | {"claim": "K9"}]})
    with pytest.raises(DefinitionError, match="'K9'"):
        ledger(make_claims(), make_evidence({}), (), entries)


@pytest.mark.parametrize(
    "change",
    [{"role": "Hong Gil-dong"}, {"verdict": "true"}, {"reason": " "}, {"on": "yesterday"}, {"name": "x"}],
)
def test_entries_from_refuses_persons_and_what_is_not_well_formed(change):
    with pytest.raises(DefinitionError):
        entries_from({"entry": [ENTRY | change]})


def test_entries_from_reads_a_date_in_words():
    assert entries_from({"entry": [ENTRY | {"on": "2026-03-01"}]})[0].on == date(2026, 3, 1)


def test_own_sentence_goes_before_that_of_the_rule(make_claims, make_evidence):
    own = {"K1": {"ko": "명부.", "en": "The list."}}
    row = ledger(make_claims(), make_evidence({}), settles=own).claims.iloc[0]
    assert (row["settles_ko"], row["settles_en"]) == ("명부.", "The list.")


def test_parts_above_the_claim_change_the_record_but_not_the_verdict(make_claims, make_evidence):
    rows = make_evidence({}, {"stance": "part-of", "value": 2000})
    row = ledger(make_claims(), rows).claims.iloc[0]
    assert (row["verdict"], row["checks_failed"]) == ("supported", 1)


def test_ledger_of_nothing_is_empty(make_claims, make_evidence):
    book = ledger(make_claims().iloc[:0], make_evidence())
    assert book.claims.empty
    assert book.checks.empty


def test_ledger_leaves_its_inputs_alone(make_claims, make_evidence):
    claims, rows = make_claims(), make_evidence({})
    before = claims.copy(), rows.copy()
    ledger(claims, rows)
    assert claims.equals(before[0])
    assert rows.equals(before[1])
