import pytest

from sandan.errors import OfficeError
from sandan.evaluate.cases.adopting import adopt_case
from sandan.evaluate.catalog import term
from sandan.report.assemble import open_case
from sandan.report.document import TableBlock
from sandan.report.sections.claims import claims as section_of_claims
from sandan.web.audit.models import Event
from sandan.web.claims import actions, queries
from sandan.web.claims.actions import filing as filing_module
from sandan.web.claims.models import Claim, Evidence, Filing, State
from sandan.web.measurement.ledgers import Judged
from web.claims.factories import ClaimFactory, EvidenceFactory, OpinionFactory

CITY = "41130"


def reported(workspace, language="en"):
    """The tables of the section on claims, as text."""
    case = open_case(workspace, CITY, start=2010, end=2013, language=language)
    tables = [block for block in section_of_claims(case).blocks if isinstance(block, TableBlock)]
    return case, [[[_shown(cell) for cell in row] for row in table.rows] for table in tables]


def _shown(cell):
    return "".join(inline if isinstance(inline, str) else inline.shown for inline in cell)


def approve(claim, person_with, verdict="conflicts"):
    return OpinionFactory(
        claim=claim,
        verdict=verdict,
        state=State.APPROVED,
        proposed_by=person_with("planner"),
        decided_by=person_with("director"),
        decided_at=claim.entered_at,
    )


@pytest.mark.parametrize("language", ["ko", "en"])
def test_report_shows_the_same_rows_as_the_ledger_after_filing(adopted, person_with, workspace, language):
    claim = Claim.objects.get(key="C14")
    approve(claim, person_with, verdict="supported")
    own = ClaimFactory(key="C17", said="창업 기업 40개사", unit="enterprises", value=40.5)
    EvidenceFactory(claim=own, value=41.25, measures='쉼표, "따옴표"; 세미콜론')
    actions.file_ledger(by=person_with("planner"))
    _, (claims, evidence, checks, sources) = reported(workspace, language)
    judged = queries.office().judged
    assert [row[0] for row in claims] == list(judged.claims)
    assert [row[1].partition(" (")[0] for row in claims] == [
        term("verdicts", row["verdict"], language) for row in judged.claims.values()
    ]
    assert [row[4] for row in claims] == [row[f"why_{language}"] for row in judged.claims.values()]
    assert [row[0] for row in evidence] == [row["evidence"] for row in judged.evidence]
    assert [row[1] for row in checks] == [row[f"title_{language}"] for row in judged.checks]
    assert [row[4] for row in checks] == [term("outcomes", row["outcome"], language) for row in judged.checks]
    assert len(sources) == 22
    said = {row[0]: row[2] for row in claims}
    assert said["C06"] == {"ko": "인구 100만 명", "en": "population of one million"}[language]
    assert said["C17"] == "창업 기업 40개사"


def test_filed_edition_takes_the_place_of_the_former_one(workspace, person_with):
    adopt_case(workspace.vault, "seongnam_2013")
    planner = person_with("planner")
    actions.adopt(by=planner, offer=queries.untaken_offers()[0])
    first = actions.file_ledger(by=planner)
    Claim.objects.filter(key="C06").update(value=1_000_001.5)
    second = actions.file_ledger(by=planner)
    Claim.objects.filter(key="C06").update(value=1_000_000)
    third = actions.file_ledger(by=planner)
    assert [one.number for one in (first, second, third)] == [1, 2, 3]
    [claims] = workspace.vault.current("claims")
    [evidence] = workspace.vault.current("evidence")
    assert (claims.id, evidence.id) == (third.claims_snapshot, third.evidence_snapshot)
    assert claims.supersedes == (second.claims_snapshot,)
    assert queries.untaken_offers() == []


def test_filing_an_unchanged_ledger_again_files_nothing(adopted, person_with):
    planner = person_with("planner")
    first = actions.file_ledger(by=planner)
    assert actions.file_ledger(by=planner) == first
    assert [event.action for event in Event.objects.order_by("number")] == ["claims.adopted", "claims.filed"]
    assert queries.filing_page().fresh
    assert queries.board().fresh


@pytest.mark.parametrize("change", ["claim", "row", "verdict", "check"])
def test_page_says_when_the_filed_edition_is_older(adopted, person_with, change):
    actions.file_ledger(by=person_with("planner"))
    claim = Claim.objects.get(key="C02")
    if change == "claim":
        Claim.objects.filter(pk=claim.pk).update(said="other words")
    elif change == "row":
        claim.evidence.filter(measures="new corporations").update(value=5)
    elif change == "verdict":
        approve(claim, person_with)
    else:
        claim.checks.update(within=1.0)
    assert not queries.board().fresh
    assert not queries.filing_page().fresh


def test_filing_that_broke_off_between_two_tables_is_carried_on(adopted, person_with, workspace, monkeypatch):
    planner, real = person_with("planner"), filing_module._import
    calls = []

    def breaks_off(profile, path, options):
        calls.append(profile.name)
        if len(calls) == 2:
            raise OSError("the disk went away")
        return real(profile, path, options)

    monkeypatch.setattr(filing_module, "_import", breaks_off)
    with pytest.raises(OSError, match="went away"):
        actions.file_ledger(by=planner)
    assert Filing.objects.count() == 0
    filing = actions.file_ledger(by=planner)
    assert [one.id for one in workspace.vault.current("claims")] == [filing.claims_snapshot]
    assert len(workspace.vault.snapshots("claims")) == 1


def test_claims_of_the_vault_that_are_not_in_the_ledger_are_not_lost(workspace, person_with):
    adopt_case(workspace.vault, "seongnam_2013")
    EvidenceFactory()
    with pytest.raises(OfficeError, match=r"The vault holds the claim C01 in claims\.csv"):
        actions.file_ledger(by=person_with("planner"))
    assert len(workspace.vault.snapshots("claims")) == 1


def test_ledger_without_evidence_is_not_filed(workspace, person_with):
    ClaimFactory()
    with pytest.raises(OfficeError, match="1 claims and 0 pieces of evidence"):
        actions.file_ledger(by=person_with("planner"))


def test_files_that_would_be_read_otherwise_are_not_filed(adopted, person_with, workspace, monkeypatch):
    monkeypatch.setattr(filing_module, "judge_files", lambda *_: Judged())
    with pytest.raises(OfficeError, match="would not be read as they were meant"):
        actions.file_ledger(by=person_with("planner"))
    assert workspace.vault.snapshots() == []


def test_withdrawn_claims_leave_the_next_edition(adopted, person_with, workspace):
    planner = person_with("planner")
    actions.file_ledger(by=planner)
    claim = Claim.objects.get(key="C15")
    actions.withdraw_claim(by=planner, claim=claim, reason="Said of another event.")
    filing = actions.file_ledger(by=planner)
    assert (filing.claims, filing.evidence) == (15, Evidence.objects.exclude(claim=claim).count())
    _, (claims, *_) = reported(workspace)
    assert [row[0] for row in claims if row[0] == "C15"] == []
