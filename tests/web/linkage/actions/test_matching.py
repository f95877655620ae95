import uuid

import pandas as pd
import pytest

from sandan.web.audit.models import Event
from sandan.web.companies.actions import merge
from sandan.web.companies.queries.firms import register_of_other_names, register_of_today
from sandan.web.linkage import actions
from sandan.web.linkage.queries.lists import rows_of
from web.linkage.factories import company, pensions, snapshot

pytestmark = pytest.mark.django_db

PLACE = "경기도 성남시 중원구 둔촌대로 12"


def found_in(*rows):
    """Match some rows with the register as it stands."""
    list_ = snapshot(pensions(rows))
    register = register_of_today()
    return list_, actions.find(rows_of(list_), register, register_of_other_names(register))


def kept(*rows):
    list_, found = found_in(*rows)
    return actions.keep_run(by=None, key=uuid.uuid4(), snapshot=list_, found=found)


def test_whole_number_makes_a_match_that_is_only_proposed():
    known = company("㈜한빛전자", business_number="1248100998")
    entry = kept({"name": "한빛전자", "business_number": "1248100998"}).entries.get()
    assert (entry.state, entry.why, entry.proposed, entry.decision, entry.company) == (
        "match",
        "number",
        known,
        "",
        None,
    )


def test_four_states_are_told_apart():
    company("㈜한빛전자", address=PLACE)
    company("새빛정밀")
    company("새빛정밀")
    run = kept(
        {"name": "한빛전자", "address": PLACE}, {"name": "새빛정밀"}, {"name": "한빗전자"}, {"name": "노을"}
    )
    assert list(run.entries.values_list("state", "why")) == [
        ("match", "name-and-address"),
        ("multiple", "several-possible"),
        ("unknown", "one-possible"),
        ("none", "nothing-near"),
    ]
    assert run.counts == {"match": 1, "multiple": 1, "unknown": 1, "none": 1}


def test_former_name_is_for_a_person():
    known = company("한빛소재", names=["옛빛전자"], address=PLACE)
    entry = kept({"name": "옛빛전자", "address": PLACE}).entries.get()
    assert (entry.state, entry.why, entry.proposed) == ("unknown", "other-name", None)
    assert [(one["company"], one["as"], one["score"]) for one in entry.candidates] == [
        (known.pk, "옛빛전자", 11.0)
    ]


def test_former_name_of_another_company_takes_a_match_away():
    company("한빛전자", address=PLACE)
    company("새빛소재", names=["한빛전자"], address=PLACE)
    entry = kept({"name": "한빛전자", "address": PLACE}).entries.get()
    assert (entry.state, entry.why, len(entry.candidates), entry.proposed) == (
        "multiple",
        "several-possible",
        2,
        None,
    )


def test_own_former_name_is_no_rival_of_a_match():
    known = company("한빛전자", names=["한빛전기전자"], address=PLACE)
    entry = kept({"name": "한빛전자", "address": PLACE}).entries.get()
    assert (entry.state, entry.proposed, len(entry.candidates)) == ("match", known, 1)


def test_five_candidates_are_kept_the_likeliest_first():
    same = [company("한빛전자") for _ in range(6)]
    near = company("한빛전자", address=PLACE)
    entry = kept({"name": "한빛전자", "address": PLACE}, {"name": "노을"}).entries.get(row=1)
    assert [one["company"] for one in entry.candidates] == [near.pk, *(one.pk for one in same[:4])]


def test_register_without_companies_is_near_to_nothing():
    assert kept({"name": "한빛전자"}).counts == {"match": 0, "multiple": 0, "unknown": 0, "none": 1}


def test_merged_company_is_not_found(person_with):
    away, stays = company("한빛전자", address=PLACE), company("새빛소재")
    merge(by=person_with("planner"), absorbed=away, into=stays, reason="one firm")
    assert kept({"name": "한빛전자", "address": PLACE}).entries.get().candidates[0]["company"] == stays.pk


def test_kept_row_holds_what_the_list_says_and_leaves_empty_cells_out():
    entry = kept({"name": "한빛전자", "address": PLACE}).entries.get()
    assert entry.data == {"address": PLACE, "workers": 7, "valid_from": "2020-01-01"}


def test_keeping_a_run_leaves_one_event(person_with):
    company("㈜한빛전자")
    list_, found = found_in({"name": "한빛전자"})
    planner = person_with("planner")
    run = actions.keep_run(by=planner, key=uuid.uuid4(), snapshot=list_, found=found)
    event = Event.objects.get(action="list.matched")
    assert (event.actor_id, event.object_id, event.after) == (
        planner.pk,
        str(run.pk),
        {"rows": 1, "match": 0, "multiple": 0, "unknown": 1, "none": 0},
    )


def test_rows_of_several_pieces_keep_their_own_candidates(monkeypatch):
    monkeypatch.setattr("sandan.web.linkage.actions.matching.TOGETHER", 2)
    names = ["가람전자", "나루정밀", "다솜화학", "라온기계", "마루산업"]
    companies = [company(name) for name in names]
    run = kept(*({"name": name} for name in names))
    assert [entry.candidates[0]["company"] for entry in run.entries.all()] == [one.pk for one in companies]


def test_no_other_names_are_an_empty_table():
    company("한빛전자")
    others = register_of_other_names(register_of_today())
    assert isinstance(others, pd.DataFrame)
    assert others.empty


def test_asking_twice_gives_one_job(person_with):
    planner, list_ = person_with("planner"), snapshot(pensions([{"name": "한빛전자"}]))
    assert actions.ask(by=planner, snapshot=list_) == actions.ask(by=planner, snapshot=list_)
