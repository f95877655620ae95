import pytest

from sandan.errors import OfficeError
from sandan.web.audit.models import Event
from sandan.web.claims import actions
from sandan.web.claims.models import Claim, Source
from web.claims.factories import ClaimFactory, EvidenceFactory, SourceFactory

FIELDS = {
    "key": "",
    "subject": "jobs",
    "said": "1200 jobs in two years",
    "value": 1200.0,
    "value_before": None,
    "unit": "persons",
    "period": "2012/2013",
    "place": "Hanul",
    "kind": "flow",
    "settles_ko": "",
    "settles_en": "",
    "source": None,
    "new_outlet": "하늘신문",
    "new_published_on": None,
    "new_reference": "3면",
    "new_address": "",
}


def events():
    return [(one.action, one.object_label, one.reason) for one in Event.objects.order_by("number")]


def test_entered_claim_has_a_key_a_source_and_an_event(person_with):
    planner = person_with("planner")
    claim = actions.enter_claim(by=planner, fields=FIELDS)
    assert (claim.key, claim.source.key, claim.source.outlet, claim.source.reference) == (
        "C01",
        "S01",
        "하늘신문",
        "3면",
    )
    assert claim.entered_by == planner
    assert events() == [("claim.entered", "C01 jobs", "")]
    assert Event.objects.get().after["source"] == "S01"


def test_claim_without_any_source_is_refused_and_nothing_kept(person_with):
    with pytest.raises(OfficeError, match="There is no source"):
        actions.enter_claim(by=person_with("planner"), fields=FIELDS | {"new_outlet": ""})
    assert (Claim.objects.count(), Event.objects.count()) == (0, 0)


def test_changed_claim_leaves_what_changed(person_with):
    claim = ClaimFactory(said="1000 jobs")
    other = SourceFactory()
    fields = FIELDS | {"said": "1200 jobs", "value": 1000.0, "source": other}
    actions.change_claim(by=person_with("planner"), claim=claim, fields=fields)
    event = Event.objects.get()
    assert (event.before, event.after) == (
        {"said": "1000 jobs", "source": claim.source.key},
        {"said": "1200 jobs", "source": other.key},
    )
    assert Claim.objects.get().said == "1200 jobs"


def test_change_of_nothing_leaves_no_event(person_with):
    claim = ClaimFactory()
    same = {name: getattr(claim, name) for name in FIELDS if hasattr(claim, name)}
    actions.change_claim(by=person_with("planner"), claim=claim, fields=FIELDS | same)
    assert Event.objects.count() == 0


def test_withdrawn_claim_changes_no_more_until_it_is_restored(person_with):
    planner, claim = person_with("planner"), ClaimFactory()
    actions.withdraw_claim(by=planner, claim=claim, reason="It was said of another city.")
    with pytest.raises(OfficeError, match="was withdrawn, so nothing about it can be changed"):
        actions.change_claim(by=planner, claim=claim, fields=FIELDS)
    actions.restore_claim(by=planner, claim=claim)
    actions.restore_claim(by=planner, claim=claim)
    assert [(action, reason) for action, _, reason in events()] == [
        ("claim.withdrawn", "It was said of another city."),
        ("claim.restored", ""),
    ]
    assert Claim.objects.get().withdrawn_at is None


def test_claim_is_not_withdrawn_without_a_reason(person_with):
    with pytest.raises(OfficeError, match="for no reason"):
        actions.withdraw_claim(by=person_with("planner"), claim=ClaimFactory(), reason=" ")


def test_claim_that_a_check_elsewhere_counts_on_cannot_be_withdrawn(person_with):
    from sandan.errors import DefinitionError  # noqa: PLC0415 -- named where it is expected

    planner, base, other = person_with("planner"), ClaimFactory(key="K1"), ClaimFactory(key="K2")
    EvidenceFactory(claim=other)
    term = {"claim": "value", "of": "K1"}
    told = {
        "title_ko": "가",
        "title_en": "a",
        "formula": "x",
        "terms": {"x": term},
        "expected": {"constant": 1},
    }
    more = {"about": "record", "relation": "equal", "within": 0.0}
    actions.add_check(by=planner, claim=other, fields=told | more)
    with pytest.raises(DefinitionError, match="0 rows answer"):
        actions.withdraw_claim(by=planner, claim=base, reason="Said elsewhere.")
    assert Claim.objects.get(pk=base.pk).withdrawn_at is None
    assert Source.objects.count() == 3
