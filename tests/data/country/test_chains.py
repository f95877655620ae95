"""Branches of the economy: every group of industries has one."""

import numpy as np

from sandan.data.codes.ksco import ksco
from sandan.data.codes.ksic import ksic10
from sandan.data.country.chains import GENERAL, chains_table, make_chains
from sandan.data.country.industries import make_industries


def test_longest_beginning_decides():
    table = chains_table(("261", "272", "271", "611", "612", "952", "953"))
    assert table["chain"].tolist() == [
        "electronics",
        "machinery",
        "bio",
        "logistics",
        "digital",
        "mobility",
        "personal",
    ]
    assert table["kind"].tolist() == ["chain"] * 6 + [GENERAL]
    assert table.loc[0, "name_ko"] == "전자"


def test_every_group_has_a_branch_and_every_chain_several_groups(demo):
    groups = demo.world.industries.groups
    chains = make_chains(groups)
    assert len(chains.of_group) == len(groups)
    counts = np.bincount(chains.of_group, minlength=len(chains.table))
    assert counts[~chains.general].min() >= 4
    assert (chains.chained == ~chains.general[chains.of_group]).all()
    assert not chains.chained[[role == "offset" for role in demo.world.industries.roles]].any()


def test_every_beginning_is_one_of_the_classification_and_stands_once():
    codes = [code for text in make_chains(("261",)).table["industries"] for code in text.split("|")]
    assert len(set(codes)) == len(codes)
    assert set(codes) <= {*ksic10().at_level(2), *ksic10().at_level(3)}


def test_typical_occupations_are_shares_of_known_codes():
    known = set(ksco("6").at_level(2))
    for text in make_chains(("261",)).table["occupations"]:
        shares = {code: float(share) for code, _, share in (part.partition(":") for part in text.split("|"))}
        assert set(shares) <= known
        assert 40 < sum(shares.values()) < 80


def test_sites_change_their_code_within_their_branch_if_asked():
    groups = make_industries(1).groups
    branch = make_chains(groups).of_group
    free, kept = (make_industries(1, within_chains=within) for within in (False, True))
    chance = np.diff(kept.successors, axis=1, prepend=0.0)
    of_code = branch[kept.group]
    leaves = of_code[:, None] != of_code
    assert chance[leaves].max() == 0
    assert np.diff(free.successors, axis=1, prepend=0.0)[leaves].max() > 0
