import pytest
from django.http import QueryDict
from django.utils.translation import override

from sandan.web.measurement.forms import BridgeForm, CreativeForm
from sandan.web.measurement.queries import Choices

NAMES = {code: {"ko": f"{code} 단지", "en": f"Complex {code}"} for code in "XYZ"}
CHOICES = Choices({}, (2010, 2013), {"A": {code: NAMES[code] for code in "XY"}, "B": {"Z": NAMES["Z"]}}, ())


def form(address, city="A"):
    return BridgeForm(CHOICES, city, data=QueryDict(address))


def test_complexes_of_the_city_are_offered_by_name():
    with override("ko"):
        assert form("").fields["first"].choices[1:] == [("X", "X 단지"), ("Y", "Y 단지")]


def test_nothing_chosen_is_left_open():
    assert form("").is_valid()
    assert form("").fields["second"].choices[0][0] == ""


def test_same_complex_twice_is_refused_at_the_second():
    twice = form("first=X&second=X")
    assert not twice.is_valid()
    assert list(twice.errors) == ["second"]


@pytest.mark.parametrize("address", ["first=Z", "first=nothing&second=Z"])
def test_complex_of_another_city_is_left_open(address):
    found = form(address)
    assert found.is_valid()
    assert set(found.cleaned_data.values()) == {""}


def test_unknown_list_or_basis_is_refused():
    found = CreativeForm(CHOICES, "A", data=QueryDict("family=own&basis=workplace"))
    assert list(found.errors) == ["family"]
