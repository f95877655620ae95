import pytest

from sandan.data.contracts import CONTRACTS
from sandan.data.profiles.registry import PROFILES, profile_of
from sandan.errors import SourceError


def test_profiles_are_found_by_name_and_say_what_they_are() -> None:
    for name, profile in PROFILES.items():
        assert profile_of(name) is profile
        assert profile.kind in CONTRACTS
        assert all((profile.version, profile.title, profile.source, profile.licence))
        assert all(sentence.endswith(".") for sentence in profile.not_to_be_read_as)
        assert profile.file_options <= set(profile.options)


def test_unknown_profile_is_refused() -> None:
    with pytest.raises(SourceError, match="There is no profile 'x'"):
        profile_of("x")
