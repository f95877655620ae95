import numpy as np
import pandas as pd
import pytest

from sandan.observe.hotspots.moran import local_moran
from sandan.observe.hotspots.neighbors import nearest_neighbors


def test_moran_writes_what_the_library_gives(tmp_path, country, sandan):
    done = sandan(
        "observe", "moran", "areas.csv", "--value", "cases", "--neighbors", "3", "--csv", "moran.csv"
    )
    assert done.returncode == 0, done.stderr
    areas = pd.read_csv(tmp_path / "areas.csv").set_index("place")
    expected = local_moran(areas["cases"], nearest_neighbors(areas, 3), rng=np.random.default_rng(1))
    written = pd.read_csv(tmp_path / "moran.csv").set_index("place").loc[areas.index]
    np.testing.assert_allclose(written["p_value"], expected["p_value"])


def test_hotspots_and_scan_and_groups_answer(tmp_path, country, sandan):
    for arguments in (
        ("hotspots", "areas.csv", "--value", "cases", "--neighbors", "3"),
        ("scan", "areas.csv", "--replications", "99"),
        ("groups", "points.csv", "--of", "C26", "--distance", "4000", "--permutations", "99"),
    ):
        done = sandan("observe", *arguments, "--csv", "found.csv")
        assert done.returncode == 0, done.stderr
        assert len(pd.read_csv(tmp_path / "found.csv")) >= 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("moran", "areas.csv", "--value", "jobs"), "There is no column 'jobs'"),
        (
            ("moran", "areas.csv", "--value", "cases", "--name", "city"),
            "no column 'city' that names",
        ),
        (("groups", "points.csv", "--of", "C26", "--distance", "0"), "`distance` is 0"),
        (("scan", "areas.csv", "--cases", "jobs"), "lacks the column 'jobs'"),
    ],
)
def test_places_refuse_in_a_sentence(country, sandan, arguments, words):
    done = sandan("observe", *arguments)
    assert done.returncode not in (0, None)
    assert words in " ".join(done.stderr.split())
