import pytest

from sandan.web.measurement.lens import Lens
from sandan.web.observatory.queries import drawn, labelled, narrowed, with_codes

LENS = Lens("A", 2010, 2013, peers="large")
ROWS = [{"verdict": "confirmed"}, {"verdict": "fragile"}, {"verdict": "chance"}]


@pytest.mark.parametrize(("show", "kept"), [("", 3), ("confirmed", 2), ("fragile", 1), ("nonsense", 3)])
def test_rows_are_narrowed_by_verdict(show, kept):
    assert len(narrowed(ROWS, show)) == kept


def test_cell_carries_the_title_of_its_column():
    rows = labelled([{"cells": [[["x"], False], [["1"], True]]}], [["Place", False], ["Jobs", True]])
    assert rows == [{"cells": [(["x"], False, "Place"), (["1"], True, "Jobs")]}]


def test_row_stands_beside_the_code_of_its_place():
    assert with_codes([{"rows": ["x"], "codes": ["A1"]}])[0]["coded"] == [("x", "A1")]


def test_shape_leads_to_its_row_or_to_the_map_of_a_neighbor_or_nowhere():
    data = {
        "tables": [{"codes": ["A1"]}],
        "complexes": ["X"],
        "shapes": [{"code": "A1", "kind": "own"}, {"code": "X", "kind": "complex"}]
        + [{"code": code, "kind": "near"} for code in "BC"],
    }
    found = [(one["code"], one["place"], one["complex"], one["address"]) for one in drawn(data, LENS, {"B"})]
    assert found == [
        ("B", 3, None, "?city=B&from=2010&to=2013"),
        ("C", 4, None, ""),
        ("A1", 1, None, "#place-A1"),
        ("X", 2, 1, ""),
    ]


def test_answer_without_shapes_draws_none():
    assert (drawn({}, LENS, {"B"}), drawn({"shapes": []}, None, {"B"})) == ([], [])
