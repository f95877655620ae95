import numpy as np
import pandas as pd
import pytest

from sandan.observe.localization.duranton_overman import k_density_test

FEW = ("--simulations", "39", "--reach", "40000", "--steps", "20")


def test_kd_writes_what_the_library_gives_and_says_what_was_found(tmp_path, country, sandan):
    done = sandan("observe", "kd", "points.csv", "--of", "C26", *FEW, "--seed", "5", "--csv", "kd.csv")
    assert done.returncode == 0, done.stderr
    expected = k_density_test(
        country,
        "C26",
        distances=np.linspace(0, 40_000, 21),
        simulations=39,
        rng=np.random.default_rng(5),
    )
    written = pd.read_csv(tmp_path / "kd.csv")
    pd.testing.assert_frame_equal(written, expected.table, rtol=1e-12)
    assert f"localized: p = {expected.p:.4g} over all distances" in done.stdout
    assert f"39 simulations of random_location, bandwidth {expected.bandwidth:,.0f} m" in done.stdout


def test_kd_projects_degrees_and_says_so(tmp_path, country, sandan):
    country.drop(columns=["x", "y"]).to_csv(tmp_path / "degrees.csv", index=False)
    columns = ("--longitude", "longitude", "--latitude", "latitude")
    done = sandan("observe", "kd", "degrees.csv", "--of", "C26", *FEW, *columns)
    assert done.returncode == 0, done.stderr
    assert "Projected to" in done.stdout
    assert "no distance is off by more than" in done.stdout


def test_kd_refuses_degrees_that_are_taken_for_meters(tmp_path, country, sandan):
    degrees = country.assign(x=country["longitude"], y=country["latitude"])
    degrees.to_csv(tmp_path / "degrees.csv", index=False)
    done = sandan("observe", "kd", "degrees.csv", "--of", "C26", *FEW)
    assert done.returncode not in (0, None)
    assert "degrees" in done.stderr


def test_m_of_two_industries_by_workers(country, sandan):
    two = ("--of", "C26", "--neighbors", "C21", "--weight", "workers")
    done = sandan("observe", "m", "points.csv", *two, *FEW)
    assert done.returncode == 0, done.stderr
    assert "39 simulations of random_location, seed" in done.stdout


def test_localization_goes_on_from_the_folder_of_a_broken_run(tmp_path, country, sandan):
    command = ("observe", "localization", "points.csv", *FEW, "--keep", "kept", "--curves", "curves.csv")
    first = sandan(*command, "--csv", "first.csv")
    assert first.returncode == 0, first.stderr
    kept = sorted((tmp_path / "kept").glob("*.npy"))
    assert len(kept) == 2
    kept[0].unlink()
    again = sandan(*command, "--csv", "again.csv")
    assert again.returncode == 0, again.stderr
    assert (tmp_path / "again.csv").read_bytes() == (tmp_path / "first.csv").read_bytes()
    assert set(pd.read_csv(tmp_path / "curves.csv")["industry"]) == set(country["industry"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("points.csv", "--of", "C99"), "No site has the industry 'C99'"),
        (("missing.csv", "--of", "C26"), "There is no file missing.csv"),
        (("points.csv", "--of", "C26", "--bandwidth", "wide"), "`bandwidth` is 'wide'"),
        (("points.csv", "--of", "C26", "--null", "csr"), "`null` is 'csr'"),
        (("points.csv", "--of", "C26", "--dask", "tcp://127.0.0.1:1"), "No Dask scheduler answers"),
    ],
)
def test_kd_refuses_in_a_sentence(country, sandan, arguments, words):
    done = sandan("observe", "kd", *arguments)
    assert done.returncode not in (0, None)
    assert words in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
