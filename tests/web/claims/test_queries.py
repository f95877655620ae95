from collections import Counter

import pytest

from sandan.evaluate.cases.loading import load_case
from sandan.evaluate.claims import ledger
from sandan.report.case import plain_value
from sandan.web.claims import queries
from sandan.web.claims.models import Claim, State
from web.claims.factories import ClaimFactory, EvidenceFactory, OpinionFactory

SEONGNAM = load_case("seongnam_2013")
CORE = ledger(SEONGNAM.claims, SEONGNAM.evidence, SEONGNAM.checks, SEONGNAM.entries, settles=SEONGNAM.settles)


def _plain(table):
    return [{name: plain_value(cell) for name, cell in row.items()} for row in table.to_dict("records")]


def test_pages_and_core_agree_on_every_claim_of_the_shipped_case(adopted):
    shown = {line.claim.key: line.judged for line in queries.board().lines}
    assert shown == {row["claim"]: row for row in _plain(CORE.claims)}


def test_pages_and_core_agree_on_every_row_and_check_of_the_shipped_case(adopted):
    judged = queries.office().judged
    assert judged.evidence == _plain(CORE.evidence)
    own = [{name: check[name] for name in CORE.checks.columns} for check in judged.checks]
    assert own == _plain(CORE.checks)


def test_counts_of_the_shipped_case_are_those_published(adopted):
    board = queries.board()
    assert (board.whole, board.counts["supported"], board.counts["cannot_be_checked"]) == (16, 0, 11)
    assert sum(board.counts.values()) == 16
    assert board.by_rule == board.counts
    assert board.by_people == 0


def test_claims_stand_in_the_order_of_people(db):
    for key in ("K10", "K2", "가1", "K1"):
        ClaimFactory(key=key)
    assert [line.claim.key for line in queries.board().lines] == ["K1", "K2", "K10", "가1"]


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        ({"verdict": "conflicts"}, ["C15"]),
        ({"kind": "rank 1"}, ["C04", "C05", "C08"]),
        ({"q": "벤처"}, ["C07"]),
        ({"q": "VENTURE"}, ["C07"]),
        ({"source": "S1", "verdict": "causal_without_design"}, ["C10"]),
        ({"source": "S2"}, []),
        ({"state": "approved"}, []),
        ({"state": "by_rule", "kind": "event"}, ["C14"]),
    ],
)
def test_list_shows_what_was_asked_for(adopted, asked, keys):
    assert [line.claim.key for line in queries.board(**asked).lines] == keys


def test_state_of_a_claim_is_that_of_the_newest_word_of_people(db, person_with):
    claim = ClaimFactory()
    states = []
    planner, director = person_with("planner"), person_with("director")
    first = OpinionFactory(claim=claim, proposed_by=planner)
    for state in (State.DRAFT, State.PROPOSED, State.SENT_BACK, State.WITHDRAWN):
        first.state = state
        first.save()
        states.append(queries.board().lines[0].state)
    OpinionFactory(
        claim=claim,
        state=State.APPROVED,
        proposed_by=planner,
        decided_by=director,
        decided_at=first.created_at,
    )
    states.append(queries.board().lines[0].state)
    OpinionFactory(claim=claim, state=State.PROPOSED, proposed_by=planner)
    states.append(queries.board().lines[0].state)
    assert states == ["draft", "proposed", "sent_back", "by_rule", "approved", "proposed"]


def test_withdrawn_claims_are_listed_only_when_asked_for(db, person_with):
    ClaimFactory(key="K1")
    gone = ClaimFactory(key="K2")
    EvidenceFactory(claim=gone)
    Claim.objects.filter(pk=gone.pk).update(withdrawn_at=gone.entered_at)
    assert [line.claim.key for line in queries.board().lines] == ["K1"]
    assert [line.claim.key for line in queries.board(state="withdrawn").lines] == ["K2"]
    assert queries.office().record.evidence == []


def test_named_numbers_are_those_of_the_claim_and_of_its_rows(db):
    claim = ClaimFactory(value=1000.0, value_before=400.0)
    rows = [EvidenceFactory(claim=claim, value=value) for value in (5.0, None, 7.0)]
    named = queries.named_numbers(claim)
    assert {name: term for name, (term, _) in named.items()} == {
        "value": {"claim": "value", "of": claim.key},
        "before": {"claim": "value_before", "of": claim.key},
        "e1": {"row": rows[0].pk},
        "e3": {"row": rows[2].pk},
    }


def test_free_key_follows_the_largest(db):
    assert queries.free_key(Claim, "C") == "C01"
    for key in ("C02", "C16", "CX", "K99"):
        ClaimFactory(key=key)
    assert queries.free_key(Claim, "C") == "C17"


def test_public_entries_are_the_verdicts_that_were_marked(adopted, person_with):
    planner, director = person_with("planner"), person_with("director")
    told = {"state": State.APPROVED, "proposed_by": planner, "decided_by": director}
    shown, hidden = Claim.objects.get(key="C15"), Claim.objects.get(key="C14")
    now = shown.entered_at
    OpinionFactory(claim=shown, decided_at=now, public_since=now, verdict="cannot_be_checked", **told)
    OpinionFactory(claim=hidden, decided_at=now, **told)
    [entry] = queries.public_entries()
    assert (entry.claim.key, entry.judged["verdict"], entry.judged["rule_verdict"]) == (
        "C15",
        "cannot_be_checked",
        "conflicts",
    )
    assert [row.measures for row, _ in entry.evidence] == ["another daily on the same event"]


def test_public_entry_is_gone_when_a_later_verdict_was_not_marked(db, person_with):
    claim, planner, director = ClaimFactory(), person_with("planner"), person_with("director")
    told = {"claim": claim, "state": State.APPROVED, "proposed_by": planner, "decided_by": director}
    first = OpinionFactory(decided_at=claim.entered_at, public_since=claim.entered_at, **told)
    assert [entry.opinion for entry in queries.public_entries()] == [first]
    OpinionFactory(decided_at=claim.entered_at, **told)
    assert queries.public_entries() == []


def test_trial_of_a_check_is_not_kept(db):
    claim = ClaimFactory(value=1000.0)
    row = EvidenceFactory(claim=claim, value=700.0)
    told = {
        "title_ko": "차",
        "title_en": "Difference",
        "formula": "value - e1",
        "expected": {"constant": 300},
    }
    terms = {"value": {"claim": "value", "of": claim.key}, "e1": {"row": row.pk}}
    found = queries.trial(claim=claim, fields=told | {"terms": terms})
    assert (found["outcome"], found["written"], found["computed"]) == ("passed", "1,000 − 700", 300.0)
    assert claim.checks.count() == 0


def test_ledger_is_read_in_the_same_few_queries_however_long(db, django_assert_num_queries):
    # claims, evidence, opinions, wordings, checks, sources, the last filing
    for claims in (1, 3):
        while Claim.objects.count() < claims:
            EvidenceFactory()
        with django_assert_num_queries(7):
            assert queries.board().whole == claims


def test_natural_order_of_keys():
    keys = ["C10", "C2", "B7", "C2a"]
    assert sorted(keys, key=queries.natural) == ["B7", "C2", "C2a", "C10"]
    assert Counter(keys) == Counter(sorted(keys, key=queries.natural))
