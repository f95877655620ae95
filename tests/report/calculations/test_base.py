import pandas as pd
import pytest

import sandan
from sandan.errors import FigureError
from sandan.report.calculations.base import Registered, combine, run
from sandan.report.calculations.catalog import CALCULATIONS
from sandan.report.figures.code import code_fingerprint


class Shelf:
    def read(self, key):
        return pd.DataFrame({"firms": [len(key)]})


DOUBLE = Registered("double", ("list",), lambda tables, parameters: tables["list"] * parameters["times"])


def test_run_keeps_the_record_of_what_was_read_and_by_which_code():
    result = run(DOUBLE, Shelf(), {"list": "abc", "other": "x"}, {"times": 2})
    assert result.table["firms"].tolist() == [6]
    record = result.calculation
    assert (record.name, record.parameters, record.snapshots) == ("double", {"times": 2}, ("abc",))
    assert (record.version, record.code) == (sandan.__version__, code_fingerprint())


def test_run_without_a_snapshot_for_a_role_is_refused():
    with pytest.raises(FigureError, match="'double' needs a snapshot for 'list'"):
        run(DOUBLE, Shelf(), {}, {"times": 2})


def test_combine_refuses_two_calculations_of_one_name():
    with pytest.raises(FigureError, match="Two calculations are named 'double'"):
        combine((DOUBLE,), (DOUBLE,))


def test_every_calculation_says_what_it_does():
    assert all(one.function.__doc__ and one.roles for one in CALCULATIONS.values())
