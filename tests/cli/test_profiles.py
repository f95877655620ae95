from sandan.data.profiles.registry import PROFILES


def test_every_profile_is_listed(sandan):
    told = sandan("profiles").stdout
    assert [name for name in PROFILES if name not in told] == []


def test_one_profile_is_shown_in_full(sandan):
    told = sandan("profiles", "generic").stdout
    assert "option mapping" in told
    assert PROFILES["generic"].not_to_be_read_as[0] in told


def test_unknown_profile_is_an_error_of_the_source(sandan):
    done = sandan("profiles", "tea-leaves")
    assert done.returncode == 12
    assert done.stderr.startswith("error [source]: There is no profile 'tea-leaves'")
