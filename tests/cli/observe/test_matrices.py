import numpy as np
import pandas as pd
import pytest

from sandan.observe.specialization.diversity import diversity


def test_specialization_writes_what_the_library_gives(tmp_path, country, sandan):
    done = sandan("observe", "specialization", "cells.csv", "--csv", "found.csv")
    assert done.returncode == 0, done.stderr
    cells = pd.read_csv(tmp_path / "cells.csv")
    jobs = cells.pivot_table(index="region", columns="industry", values="value", fill_value=0)
    written = pd.read_csv(tmp_path / "found.csv").set_index("region").loc[jobs.index]
    np.testing.assert_allclose(written["krugman"], diversity(jobs)["krugman"])


def test_concentration_and_complexity_and_opportunities_answer(tmp_path, country, sandan):
    for arguments in (
        ("concentration", "points.csv", "--simulations", "99"),
        ("concentration", "points.csv", "--simulations", "0", "--plants"),
        ("complexity", "cells.csv"),
        ("opportunities", "cells.csv", "--of", "r03"),
    ):
        done = sandan("observe", *arguments, "--csv", "found.csv", "--rows", "3")
        assert done.returncode == 0, done.stderr
        assert len(pd.read_csv(tmp_path / "found.csv")) > 3
        assert "3 of " in done.stdout


def test_matrices_refuse_a_pair_that_stands_twice(tmp_path, country, sandan):
    (tmp_path / "twice.csv").write_text("region,industry,value\na,X,1\na,X,2\n")
    done = sandan("observe", "specialization", "twice.csv")
    assert done.returncode not in (0, None)
    assert "twice.csv has (a, X) twice; choose one year" in " ".join(done.stderr.split())


@pytest.mark.parametrize(
    ("name", "words"), [("cells.txt", "give a .csv or a .parquet file"), ("bad.csv", "cannot be read")]
)
def test_matrices_refuse_what_is_no_table(tmp_path, country, sandan, name, words):
    (tmp_path / name).write_bytes(b"\xff\xfe\x00\x01")
    done = sandan("observe", "complexity", name)
    assert done.returncode not in (0, None)
    assert words in " ".join(done.stderr.split())
