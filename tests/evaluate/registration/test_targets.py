import pandas as pd
import pytest

from sandan.errors import DefinitionError
from sandan.evaluate.registration.targets import target_codes

CODES = ["21101", "21102", "26111", "26112", "26119", "58211", "58221"]


@pytest.fixture
def rules():
    rows = [
        ("2006", "bio", "code", "include", "21"),
        ("2010", "chips", "code", "include", "2611"),
        ("2010", "chips", "code", "exclude", "26111"),
        ("2010", "chips", "product", "include", "SoC"),
        ("2010", "bio", "code", "include", "21"),
        ("2010", "bio", "code", "include", "21101"),
        ("2010", "named", "enterprise", "include", "x"),
    ]
    return pd.DataFrame(rows, columns=["version", "strategic_industry", "rule", "effect", "value"])


def test_codes_of_a_version_without_what_is_taken_out(rules):
    assert target_codes(rules, "2010", codes=CODES) == ("21", "26112", "26119")


def test_codes_of_some_industries_of_the_version(rules):
    assert target_codes(rules, "2010", codes=CODES, industries=["chips"]) == ("26112", "26119")


def test_code_inside_of_what_is_taken_out_is_no_target(rules):
    more = pd.DataFrame([("2012", "a", "code", "include", "26112"), ("2012", "a", "code", "exclude", "2611")])
    more.columns = rules.columns
    with pytest.raises(DefinitionError, match="names no industry by its code"):
        target_codes(more, "2012", codes=CODES)


@pytest.mark.parametrize(
    ("version", "industries", "said"),
    [
        ("1999", (), "no version '1999'"),
        ("2010", ("ships",), "no strategic industry 'ships'"),
        ("2010", ("named",), "no industry by its code"),
    ],
)
def test_unknown_version_or_industry_is_refused(rules, version, industries, said):
    with pytest.raises(DefinitionError, match=said):
        target_codes(rules, version, codes=CODES, industries=industries)
