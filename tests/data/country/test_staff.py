"""The occupation of every job, and the home of everybody who does one."""

import numpy as np
import pytest

from sandan.data.codes.ksco import ksco
from sandan.data.country.chains import make_chains
from sandan.data.country.places import FOCAL
from sandan.data.country.staff import CREATIVE, SPLITS, STAY, Staff, at_home, jobs_by_pair


@pytest.fixture(scope="module")
def staff(demo):
    return Staff.of(demo)


@pytest.fixture(scope="module")
def jobs(demo, staff):
    return jobs_by_pair(demo, staff, 2010)


def test_pairs_hold_every_code_of_both_revisions(staff):
    codes = ksco("7").at_level(2)
    assert list(staff.codes) == codes == ksco("6").at_level(2)
    assert set(staff.old) == set(staff.new) == set(range(len(codes)))
    assert len(staff.old) == len(codes) + sum(len(parts) - 1 for parts in SPLITS.values())


def test_profiles_are_shares_and_split_old_codes_as_the_concordance_says(staff):
    assert np.allclose(staff.profiles.sum(axis=1), 1)
    row = staff.codes.index
    of_95 = staff.profiles[:, staff.old == row("95")]
    assert np.allclose(of_95[:, 1] / of_95.sum(axis=1), SPLITS["95"]["42"])


def test_every_job_has_one_occupation(demo, jobs):
    world, state = demo.world, demo.state(2010)
    city = world.places.district_city[state.district]
    assert (jobs.sum(axis=(1, 2)) == np.bincount(city, weights=state.workers)).all()
    group = world.industries.group[state.industry]
    assert (jobs.sum(axis=(0, 2)) == np.bincount(group, weights=state.workers)).all()


def test_groups_of_a_chain_hire_alike(demo, staff):
    chains = make_chains(demo.world.industries.groups)
    alike = np.corrcoef(staff.profiles)
    inside = (chains.of_group[:, None] == chains.of_group) & chains.chained[:, None]
    others = ~np.eye(len(alike), dtype=bool)
    assert alike[inside & others].mean() > alike[~inside & others].mean() + 0.5


def test_focal_city_is_more_creative_than_its_industries(demo, staff, jobs):
    of_group = jobs.sum(axis=0)
    share = of_group[:, staff.creative].sum(axis=1) / np.maximum(of_group.sum(axis=1), 1)
    expected = (jobs.sum(axis=2) * share).sum(axis=1) / jobs.sum(axis=(1, 2))
    lead = jobs[:, :, staff.creative].sum(axis=(1, 2)) / jobs.sum(axis=(1, 2)) - expected
    assert staff.lead[FOCAL] > 0.2
    assert lead[FOCAL] > 0.03
    assert np.corrcoef(lead, staff.lead)[0, 1] > 0.9


def test_creative_pairs_are_those_of_the_new_revision(staff):
    named = {code for codes in CREATIVE.values() for code in codes}
    assert {staff.codes[row] for row in staff.new[staff.creative]} == named


def test_nobody_is_lost_on_the_way_home(demo, staff, jobs):
    work = jobs.sum(axis=1)
    home = at_home(demo, staff, work, 2010)
    assert home.shape == work.shape
    assert (home.sum(axis=0) == work.sum(axis=0)).all()
    assert np.allclose(staff.homes.sum(axis=2), 1)
    assert np.allclose(staff.homes[:, 0, 0], list(STAY.values()))


def test_same_draws_for_the_same_year(demo, staff, jobs):
    assert (jobs_by_pair(demo, staff, 2010) == jobs).all()
    assert (jobs_by_pair(demo, staff, 2011) != jobs).any()
