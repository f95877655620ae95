import pytest

from sandan.errors import DefinitionError
from sandan.evaluate.quantities import Quantity, find, quantity_from


@pytest.fixture(scope="module")
def rows(make_claims, make_evidence):
    record = make_evidence(
        {"measures": "workers 291,817 to 349709.5", "period": "2012", "value": 5},
        {"measures": "workers 291,817 to 349709.5 again", "period": "2012"},
        {"measures": "sites", "period": "2011", "value": None},
        {"measures": "sites", "period": "2012", "differs_in": "definition; year"},
    )
    return make_claims({"value_before": 7}), record


def test_find_takes_the_number_of_the_claim(rows):
    assert find(Quantity(of="K1", claim="value"), *rows).value == 1000
    assert find(Quantity(of="K1", claim="value_before"), *rows).value == 7


def test_find_prefers_exact_words_and_then_the_beginning(rows):
    assert find(Quantity(of="K1", evidence="workers 291,817 to 349709.5"), *rows).value == 5
    with pytest.raises(DefinitionError, match="2 rows answer"):
        find(Quantity(of="K1", evidence="workers"), *rows)


def test_find_uses_period_and_source(rows):
    found = find(Quantity(of="K1", evidence="sites", period="2012", source="B"), *rows)
    assert (found.value, found.unit, found.marks) == (1000, "persons", ("definition", "year"))
    assert find(Quantity(of="K1", evidence="sites", period="2011"), *rows).value is None
    with pytest.raises(DefinitionError, match="0 rows answer"):
        find(Quantity(of="K1", evidence="sites", source="Z"), *rows)


@pytest.mark.parametrize("number", [291817, 349709.5])
def test_find_takes_a_number_printed_in_the_words(rows, number):
    words = "workers 291,817 to 349709.5"
    assert find(Quantity(of="K1", evidence=words, number=number), *rows).value == number


@pytest.mark.parametrize("number", [91817, 349709, 29, 5])
def test_find_refuses_a_number_that_is_not_printed(rows, number):
    with pytest.raises(DefinitionError, match="is not printed"):
        find(Quantity(of="K1", evidence="workers 291,817 to 349709.5", number=number), *rows)


@pytest.mark.parametrize(
    "entry",
    [{}, {"claim": "value", "constant": 1}, {"claim": "said"}, {"evidence": "x", "row": 3}, {"number": 3}],
)
def test_quantity_from_refuses_what_is_not_well_formed(entry):
    with pytest.raises(DefinitionError, match="The check 'K'"):
        quantity_from(entry, check="K", claim="K1")
