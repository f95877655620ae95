import pytest

from sandan.data.contracts import CONTRACTS
from sandan.data.profiles.registry import PROFILES


@pytest.mark.parametrize("name", PROFILES)
def test_profile_says_everything_that_a_sidecar_needs(name):
    profile = PROFILES[name]
    assert profile.name == name
    assert all([profile.version, profile.title, profile.source, profile.licence])
    assert profile.kind in CONTRACTS
    assert all(len(sentence) > 10 for sentence in profile.not_to_be_read_as)
