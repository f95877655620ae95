import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandan.evaluate.cases.loading import case_from, load_case
from sandan.evaluate.cases.writing import case_toml
from sandan.evaluate.claims import ledger

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SCALARS = (
    WORDS | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
)
VALUES = SCALARS | st.dates() | st.lists(SCALARS, max_size=3) | st.dictionaries(WORDS, SCALARS, max_size=3)
TABLES = st.dictionaries(WORDS, VALUES, min_size=1, max_size=4)


@given(st.dictionaries(WORDS, TABLES | st.lists(TABLES, min_size=1, max_size=3), max_size=3))
def test_written_document_is_read_back_as_it_was(document):
    assert tomllib.loads(case_toml(document)) == document


def test_empty_parts_are_left_out_and_empty_values_refused():
    assert case_toml({"check": [], "words": {}}) == ""
    with pytest.raises(TypeError, match="no empty value"):
        case_toml({"words": {"jobs": None}})


def test_written_case_gives_the_same_ledger():
    shipped = load_case("seongnam_2013")
    entry = {
        "claim": "C15",
        "verdict": "cannot_be_checked",
        "role": "evaluator",
        "on": date(2026, 3, 1),
        "reason": 'No "count"\nwas made.',
    }
    document = {"entry": [entry], "settles": shipped.settles, "words": shipped.korean}
    opened = case_from("own", shipped.claims, shipped.evidence, tomllib.loads(case_toml(document)))
    book = ledger(opened.claims, opened.evidence, (), opened.entries, settles=opened.settles).claims
    row = book.set_index("claim").loc["C15"]
    assert (row["verdict"], row["entry_reason"]) == ("cannot_be_checked", 'No "count"\nwas made.')
    assert opened.say("venture firms", "ko") == "벤처기업"
    assert row["settles_en"] == shipped.settles["C15"]["en"]
