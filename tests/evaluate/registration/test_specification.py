import pytest

from policy_office import RATES
from sandan.errors import DefinitionError
from sandan.evaluate.registration.specification import other_outcomes, specification_from

RECORD = {
    "policy_ko": "연구단지",
    "policy_en": "research complex",
    "place": "A",
    "site": "A1",
    "outcome": "jobs",
    "target": ["26", "62"],
    "target_from": "strategic list of 2010",
    "basis": "decided",
    "first": 2006,
    "start": 2011,
    "last": 2015,
    "author": "Kim",
    "registered_at": "2016-01-04T09:00:00+09:00",
}


def test_hash_is_of_every_field():
    own = specification_from(RECORD)
    changed = {
        "policy_ko": "단지",
        "policy_en": "park",
        "place": "B",
        "site": "B1",
        "outcome": "firms",
        "target": ["26"],
        "target_from": "list of 2012",
        "basis": "paid",
        "first": 2007,
        "start": 2012,
        "last": 2014,
        "author": "Lee",
        "registered_at": "2016-01-05T09:00:00+09:00",
        "treated_elsewhere": ["C"],
        "rings": [0, 5, 10],
        "level": 0.95,
    }
    hashes = {specification_from(RECORD | {name: value}).hash for name, value in changed.items()}
    assert set(changed) == set(own.to_json())
    assert len(hashes | {own.hash}) == len(changed) + 1


def test_rates_count_for_the_hash_and_their_absence_is_not_written():
    own, with_rates = specification_from(RECORD), specification_from(RECORD | {"rates": RATES})
    more = {"deadweight": RATES["deadweight"] | {"upper": 0.7}}
    assert "rates" not in own.to_json()
    assert len({own.hash, with_rates.hash, specification_from(RECORD | {"rates": more}).hash}) == 3


@pytest.mark.parametrize("more", [{}, {"rates": RATES}])
def test_record_that_was_written_gives_the_same_specification(more):
    own = specification_from(RECORD | more)
    assert specification_from(own.to_json()) == own


def test_distances_written_as_whole_numbers_are_the_same_distances():
    whole, broken = ({"rings": rings} for rings in ([0, 5, 10], [0.0, 5.0, 10.0]))
    assert specification_from(RECORD | whole).id == specification_from(RECORD | broken).id


@pytest.mark.parametrize("name", RECORD)
def test_specification_without_a_field_is_refused(name):
    with pytest.raises(DefinitionError, match=name):
        specification_from({key: value for key, value in RECORD.items() if key != name})


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"seed": 1}, "no part"),
        ({"rates": {}}, "lack 'deadweight'"),
        ({"outcome": "profit"}, "outcome"),
        ({"basis": "wished"}, "basis"),
        ({"start": 2006}, "years"),
        ({"last": 2010}, "years"),
        ({"rings": [0, 20, 10]}, "rings"),
        ({"rings": [5, 10, 20]}, "rings"),
        ({"level": 90}, "level"),
        ({"treated_elsewhere": ["A"]}, "elsewhere"),
        ({"first": "2006"}, "`first` is '2006'"),
        ({"rings": [0, "10", 25]}, "'10' is no number"),
        ({"registered_at": "yesterday"}, "registered_at"),
        ({"registered_at": "2016-01-04T09:00:00"}, "offset"),
    ],
)
def test_specification_with_a_wrong_field_is_refused(wrong, said):
    with pytest.raises(DefinitionError, match=said):
        specification_from(RECORD | wrong)


def test_other_outcomes_are_those_of_the_same_question():
    own = specification_from(RECORD)
    firms, again, later, elsewhere = (
        specification_from(RECORD | {"outcome": "firms"} | changed)
        for changed in ({"author": "Lee"}, {}, {"start": 2012}, {"place": "B"})
    )
    assert other_outcomes(own, [own, firms, again, later, elsewhere]) == [firms]
    assert other_outcomes(firms, [firms, own]) == [own]
