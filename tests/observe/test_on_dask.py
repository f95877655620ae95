"""Heavy measures on a cluster of separate processes: the same bits, also when a worker is killed."""

import os
import signal
import threading
import time

import numpy as np
import pandas as pd
import pytest
from distributed import Client, LocalCluster

from sandan.observe.concentration.ellison_glaeser import ellison_glaeser
from sandan.observe.hotspots.scan import scan_statistic
from sandan.observe.localization.duranton_overman import k_density_test
from sandan.observe.localization.industries import localize_industries
from sandan.observe.localization.marcon_puech import m_function_test

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cluster():
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
        ) as local,
        Client(local) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def sites():
    rng = np.random.default_rng(1)
    centers = rng.uniform(0, 2e5, (12, 2))
    town = rng.integers(0, 12, 1_200)
    table = pd.DataFrame(centers[town] + rng.normal(0, 5_000, (1_200, 2)), columns=["x", "y"])
    return table.assign(
        industry=rng.choice([f"C{code}" for code in range(20, 32)], 1_200),
        workers=rng.integers(1, 80, 1_200),
        region=[f"r{number:02}" for number in town],
    )


def areas_of(sites):
    return sites.groupby("region").agg(
        x=("x", "mean"),
        y=("y", "mean"),
        at_risk=("workers", "size"),
        cases=("industry", lambda codes: int((codes == "C26").sum())),
    )


MEASURES = {
    "kd": lambda sites, **how: (
        k_density_test(sites, "C26", simulations=99, rng=np.random.default_rng(1), **how).table
    ),
    "kd by workers": lambda sites, **how: (
        k_density_test(
            sites, "C26", weight="workers", simulations=99, rng=np.random.default_rng(1), **how
        ).table
    ),
    "m": lambda sites, **how: (
        m_function_test(
            sites,
            "C26",
            weight="workers",
            simulations=50,
            distances=np.array([5e3, 2e4]),
            rng=np.random.default_rng(1),
            **how,
        ).table
    ),
    "localization": lambda sites, **how: (
        localize_industries(sites, simulations=99, rng=np.random.default_rng(1), **how).curves
    ),
    "concentration": lambda sites, **how: ellison_glaeser(
        sites, simulations=99, rng=np.random.default_rng(1), **how
    ),
    "scan": lambda sites, **how: (
        scan_statistic(areas_of(sites), replications=99, rng=np.random.default_rng(1), **how).clusters
    ),
}


@pytest.mark.parametrize("name", MEASURES)
def test_measure_on_a_cluster_gives_the_same_bits(cluster, sites, name):
    here = MEASURES[name](sites)
    there = MEASURES[name](sites, executor=cluster.get_executor())
    pd.testing.assert_frame_equal(there, here, check_exact=True)


def test_measure_survives_a_worker_that_is_killed(cluster, sites):
    asked = {"simulations": 2_000, "rng": np.random.default_rng(3)}
    executor = cluster.get_executor(retries=3)
    killed = []

    def kill() -> None:
        time.sleep(1)
        worker = next(iter(cluster.run(os.getpid).values()))
        os.kill(worker, signal.SIGKILL)
        killed.append(worker)

    thread = threading.Thread(target=kill)
    thread.start()
    there = localize_industries(sites, executor=executor, **asked)
    thread.join()
    assert len(killed) == 1
    here = localize_industries(sites, **{**asked, "rng": np.random.default_rng(3)})
    pd.testing.assert_frame_equal(there.curves, here.curves, check_exact=True)
