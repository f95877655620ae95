"""Rungs of firms and of rings from a register and applications, and what is said where they do not reach."""

import numpy as np
import pandas as pd
import pytest

from policy_office import RECORD, ring_register
from sandan.evaluate.registration.further import specified_rungs
from sandan.evaluate.registration.rings import specified_rings
from sandan.evaluate.registration.specification import specification_from
from sandan.evaluate.registration.support import jobs_before, supported_share

EFFECT, START = 0.1, 2010
RINGS = [0, 8, 16, 24]


def supported_country(*, firms=700, effect=EFFECT, seed=5):
    """Firms of one city with growth of their own; better ones apply, and half of these are chosen by lot."""
    rng = np.random.default_rng(seed)
    years = np.arange(2005, 2014)
    growth = rng.normal(0.02, 0.03, firms)
    year = rng.integers(START, 2013, firms)
    chosen = rng.random(firms) < 0.5
    logs = np.log(rng.integers(40, 200, firms))[:, None] + growth[:, None] * (years - 2005)
    logs = logs + rng.normal(0, 0.02, logs.shape) + effect * (chosen[:, None] & (years >= year[:, None]))
    names = [f"F{number:03}" for number in range(firms)]
    register = pd.DataFrame(np.round(np.exp(logs)), index=names, columns=years).rename_axis("enterprise")
    register = register.reset_index().melt("enterprise", var_name="period", value_name="workers")
    register = register.assign(
        city="C00", region="C001", complex=None, industry="26112", status="reported"
    ).astype({"period": int})
    asked = pd.DataFrame(
        {"enterprise": names, "decided_on": [f"{one}-03-15" for one in year], "selected": chosen}
    )
    return register, asked


def fixed(**other):
    return specification_from(RECORD | other)


def test_firms_find_what_support_did_to_the_place():
    register, asked = supported_country()
    firms, rings = specified_rungs(fixed(), register, asked)
    share = supported_share(fixed(), register, asked)
    assert 0.25 < share < 0.5
    assert firms.lower < 100 * np.log1p(share * np.expm1(EFFECT)) < firms.upper
    assert rings.lacking == (("coordinates", 0, 1),)


def test_share_counts_the_years_since_the_decision():
    rows = [("a", 60.0), ("b", 30.0), ("c", 10.0)]
    register = pd.DataFrame(rows, columns=["enterprise", "workers"]).assign(
        city="C00", period=2009, industry="26112", status="reported"
    )
    decided = pd.DataFrame(
        {
            "enterprise": ["a", "b", "b", "c"],
            "decided_on": ["2012-05-01", "2008-05-01", "2010-05-01", "2011-05-01"],
            "selected": [True, True, True, False],
        }
    )
    assert supported_share(fixed(), register, decided) == pytest.approx(0.6 * 2 / 4)
    assert jobs_before(fixed(), register, decided)["since"].tolist()[0] == 2012
    assert supported_share(fixed(place="C01", site="C011"), register, decided) == 0


@pytest.mark.parametrize(
    ("other", "applications", "lacking"),
    [
        ({"outcome": "firms"}, True, "outcome_jobs"),
        ({}, False, "applications"),
        ({"place": "C01", "site": "C011"}, True, "applications"),
    ],
)
def test_firms_that_cannot_be_compared_say_why(other, applications, lacking):
    register, asked = supported_country(firms=40)
    firms, _ = specified_rungs(fixed(**other), register, asked if applications else None)
    assert [name for name, _, _ in firms.lacking] == [lacking]


def test_few_firms_are_counted_and_rounds_without_refused_are_none():
    register, asked = supported_country(firms=80)
    firms, _ = specified_rungs(fixed(), register, asked)
    assert {name for name, _, _ in firms.lacking} == {"supported", "comparable"}
    firms, _ = specified_rungs(fixed(), register, asked.assign(selected=True))
    assert firms.lacking == (("firm_comparison", 0, 1),)


def test_progress_is_told_of_both_rungs():
    register, asked = supported_country(firms=40)
    told = []
    specified_rungs(fixed(), register, asked, progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]


def test_rings_find_a_gain_at_the_site():
    _, rings = specified_rungs(fixed(rings=RINGS), ring_register())
    net, inner = rings.effect.parts["estimate"].iloc[:2]
    assert inner == pytest.approx(100 * np.log(1.5), abs=6)
    assert 0 < net < inner
    here = ring_register().query("city == 'C00' and period < @START and industry.str.startswith('2611')")
    before = here.groupby("period")["workers"].sum().mean()
    jobs = rings.effect.parts["jobs"].iloc[0]
    assert rings.estimate == pytest.approx(100 * np.log1p(jobs / before))
    assert rings.lower < rings.estimate < rings.upper


def test_rings_that_are_known_are_not_found_again():
    table = ring_register()
    known = specified_rings(fixed(rings=RINGS), table)
    without = table.drop(columns=["longitude", "latitude"])
    _, rung = specified_rungs(fixed(rings=RINGS), without, rings=known)
    assert rung.effect is known.effect


def test_rings_with_few_cells_or_few_sites_alike_say_so():
    table = ring_register()
    _, few = specified_rungs(fixed(rings=[0, 3, 16, 24]), table)
    assert [name for name, _, _ in few.lacking] == ["cells_per_ring"]
    near = table.loc[np.hypot(table["longitude"] - 127, table["latitude"]) < 0.22]
    _, lonely = specified_rungs(fixed(rings=RINGS), near)
    ((name, _, needed),) = lonely.lacking
    assert (name, needed) == ("placebo_sites", 9)
    _, empty = specified_rungs(
        fixed(rings=RINGS), table.assign(workers=table["workers"].where(table["period"] < START, 0))
    )
    assert [name for name, _, _ in empty.lacking] == ["jobs_in_ring"]
    assert specified_rungs(fixed(site="nowhere"), table)[1].lacking == (("coordinates", 0, 1),)
