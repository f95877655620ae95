import numpy as np

from sandan.data.country.names import enterprise_ids, establishment_ids, site_names


def test_identifiers_are_numbered():
    assert establishment_ids(np.array([0, 12])).to_pylist() == ["GE00000000", "GE00000012"]
    assert enterprise_ids(np.array([7])).to_pylist() == ["GN00000007"]


def test_names_are_korean_with_the_forms_of_companies(demo):
    names = site_names(demo.register, demo.world.industries).to_pylist()
    assert len(names) == len(demo.register.enterprise)
    assert all("가" <= name.replace("㈜", "").removeprefix("주식회사 ")[0] <= "힣" for name in names)
    shares = [sum(form in name for name in names) / len(names) for form in ("㈜", "주식회사 ")]
    assert 0.45 < shares[0] < 0.55
    assert 0.2 < shares[1] < 0.3


def test_branches_carry_the_name_of_their_enterprise(demo):
    names = site_names(demo.register, demo.world.industries).to_pylist()
    enterprise = demo.register.enterprise
    branches = np.flatnonzero(enterprise != np.arange(len(enterprise)))
    assert all(names[k] == names[enterprise[k]] + " 지점" for k in branches)
