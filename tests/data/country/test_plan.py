import pytest

from sandan.data.country.plan import SCALES, CountryPlan
from sandan.errors import DefinitionError


def test_years_include_both_ends():
    assert list(CountryPlan(first_year=2009, last_year=2011).years) == [2009, 2010, 2011]


def test_scales_have_the_promised_sizes():
    assert {name: plan.establishments for name, plan in SCALES.items()} == {
        "demo": 80_000,
        "region": 200_000,
        "nation": 4_000_000,
    }


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"establishments": 9}, "9 establishments"),
        ({"provinces": 1}, "1 provinces"),
        ({"cities": 3}, "3 cities"),
        ({"cities": 401}, "401 cities"),
        ({"first_year": 2015}, "2015 to 2015"),
        ({"focal_share": 0.5}, "0.5"),
    ],
)
def test_plan_refuses_what_cannot_be(change, named):
    with pytest.raises(DefinitionError, match=named):
        CountryPlan(**change)
