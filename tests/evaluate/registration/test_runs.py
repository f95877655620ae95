"""What of a run makes it the same run, and that its record gives it back."""

import json

import numpy as np
import pytest

import sandan
from sandan.errors import RegistrationError
from sandan.evaluate.ladder.rungs import COMPARED, Ladder, Rung
from sandan.evaluate.registration.runs import run_from
from sandan.evaluate.registration.runs import run_of as run_of_ladder

NO = (("donors", 3, 19),)


def test_record_is_plain_json_and_gives_the_same_run(fixed, run_of):
    run = run_of(fixed())
    record = json.loads(json.dumps(run.to_json(), allow_nan=False))
    again = run_from(record)
    assert again.to_json() == run.to_json()
    national, region = again.rungs[1:]
    assert (national.lower, national.upper, national.rank, national.donors) == (-np.inf, np.inf, 3, 12)
    assert np.isnan([national.detectable, region.estimate]).all()
    assert region.lacking == (("donors", 3, 9),)


def test_id_is_of_all_that_can_change_a_number_and_of_nothing_else(fixed, run_of):
    own = fixed()
    changed = {
        "specification": fixed(author="Lee").hash,
        "snapshots": {"establishments": "cd" * 32},
        "seed": 1,
        "version": "0.2.0",
        "code": "fedcba9876543210",
        "libraries": {"numpy": "2.1"},
    }
    ids = {run_of(own, **{name: value}).id for name, value in changed.items()}
    assert len(ids | {run_of(own).id}) == len(changed) + 1
    later = run_of(own, at="2017-02-01T09:00:00+09:00", by="Lee", finding="effect", rungs=())
    assert later.id == run_of(own).id


def test_record_with_an_unknown_field_is_refused(fixed, run_of):
    with pytest.raises(RegistrationError, match="weather"):
        run_from(run_of(fixed()).to_json() | {"weather": "fair"})


def test_run_of_a_ladder_names_what_it_was_computed_with(fixed):
    rungs = (Rung("gross", 9.0), Rung("shift_share", 2.0), *(Rung(name, lacking=NO) for name in COMPARED))
    moment = "2016-02-01T09:00:00+09:00"
    run = run_of_ladder(
        fixed(),
        Ladder(rungs, None, None, 0.9),
        snapshots={"places": "ab" * 32},
        code="0123",
        at=moment,
        by="Lee",
    )
    assert (run.specification, run.finding, run.seed) == (fixed().hash, "descriptive_only", 0)
    assert [rung.name for rung in run.rungs] == ["gross", "shift_share", *COMPARED]
    assert run.libraries["numpy"] == np.__version__
    assert (run.version, run.code, run.at, run.by) == (sandan.__version__, "0123", moment, "Lee")
