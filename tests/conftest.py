"""What every test may ask for."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from sandan.data.country.generate import Country, generate_country
from sandan.data.country.load import import_country
from sandan.data.country.plan import CountryPlan
from sandan.data.country.write import write_country
from sandan.data.profiles.definitions import STRATEGIC_DEFINITION
from sandan.data.profiles.places import REGIONS
from sandan.data.profiles.register import SANDAN_INDICATORS, SANDAN_INDUSTRY_TABLE, SANDAN_REGISTER
from sandan.data.workspace import Workspace, create_workspace, open_workspace
from sandan.evaluate.cases.adopting import adopt_case
from sandan.evaluate.comparison_sets import chosen_by_size
from sandan.evaluate.indicators import indicator_registry
from sandan.types import FloatArray

ROOT = Path(__file__).parents[1]

# A busy machine is no failure, and in CI the same commit must always give the same answer.
settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("house")

# The browser may not look for updates or call home: tests run without a network.
BROWSER_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = Path(os.environ.get("SANDAN_SHARED", ROOT.parent / "shared"))
    if folder.is_dir():
        return folder
    reason = f"the shared files are not at {folder}; set SANDAN_SHARED to their folder"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which `sandan demo demo` was run, once for all; nobody changes it."""
    parallel = "PYTEST_XDIST_WORKER" in os.environ
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if parallel else base) / "demonstration"
    with (folder.parent / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "said").exists():
            folder.mkdir()
            words = [sys.executable, "-c", "from sandan.cli import main; main()", "demo", "demo"]
            done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
            (folder / "said").write_text(done.stdout, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Not longer than a module: while Playwright runs, Django takes this thread for an asynchronous one.
    program = shutil.which("chromium")
    if program is None:
        reason = "no Chromium was found; install Debian's package `chromium`"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=BROWSER_OPTIONS)
        yield started
        started.close()


SMALL_OFFICE = CountryPlan(
    establishments=3_000, provinces=3, cities=12, first_year=2009, last_year=2014, focal_share=0.25
)
CASE_OF_CLAIMS = "seongnam_2013"
OWN_LAYOUTS = {
    "establishments": SANDAN_REGISTER,
    "industry_table": SANDAN_INDUSTRY_TABLE,
    "indicator_values": SANDAN_INDICATORS,
    "regions": REGIONS,
    "strategic_rules": STRATEGIC_DEFINITION,
}


@pytest.fixture(scope="session")
def small_country() -> Country:
    """A country of three thousand sites; its first city is the focal one."""
    return generate_country(SMALL_OFFICE, seed=7)


@pytest.fixture(scope="session")
def small_country_files(small_country: Country, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("country") / "generated"
    write_country(small_country, folder)
    return folder


@pytest.fixture(scope="session")
def office(small_country_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with everything that a report can hold; tests read it, and copy it to change it."""
    workspace = create_workspace(tmp_path_factory.mktemp("office") / "workspace", name="Small")
    import_country(small_country_files, workspace.vault)
    adopt_case(workspace.vault, CASE_OF_CLAIMS)
    (indicators,) = workspace.vault.current("indicator_values")
    peers = chosen_by_size(
        workspace.vault.read(indicators.id),
        indicator_registry("generated_country"),
        key="large",
        period=2010,
        at_least=1_000,
        chosen_on=date(2010, 12, 31),
    )
    (workspace.root / "comparison_sets.toml").write_text(peers.to_toml(), encoding="utf-8")
    return workspace


@pytest.fixture
def office_copy(office: Workspace, tmp_path: Path) -> Workspace:
    shutil.copytree(office.root, tmp_path / "office")
    return open_workspace(tmp_path / "office")


@pytest.fixture
def office_of_claims(tmp_path: Path) -> Workspace:
    """A workspace with a ledger of claims and nothing else."""
    workspace = create_workspace(tmp_path / "claims", name="Claims")
    adopt_case(workspace.vault, CASE_OF_CLAIMS)
    return workspace


@pytest.fixture
def workspace_with(tmp_path: Path):
    """Make a workspace of tables in Sandan's own layouts, or of files, by kind."""

    def make(
        name: str = "made",
        as_of: date = date(2015, 12, 31),
        edition: str = "final",
        **content: pd.DataFrame | Path,
    ) -> Workspace:
        workspace = create_workspace(tmp_path / name, name=name)
        for kind, table in content.items():
            path = table if isinstance(table, Path) else tmp_path / f"{name}-{kind}.csv"
            if not isinstance(table, Path):
                table.to_csv(path, index=False)
            workspace.vault.import_file(OWN_LAYOUTS[kind], path, as_of=as_of, edition=edition)
        return workspace

    return make


@pytest.fixture(scope="session")
def planted_register() -> pd.DataFrame:
    """Four cities of shops at two dates; in A many chip makers, one shipyard with many sites, a mill."""
    shops = [(f"{city}{k}", city, "47111", 5) for city in "ABCD" for k in range(60)]
    chips = [(f"chip{k}", "A" if k < 14 else "B", "26112", 20) for k in range(17)]
    ships = [("yard", "A", "31111", 15)] * 12 + [(f"boat{k}", "C", "31111", 10) for k in range(4)]
    mills = [("mill", "A", "10611", 70), *((f"mill{k}", "B", "10611", 6) for k in range(5))]
    sites = pd.DataFrame(
        [*shops, *chips, *ships, *mills], columns=["enterprise", "city", "industry", "workers"]
    )
    sites = sites.assign(
        establishment=[f"e{k:03}" for k in range(len(sites))],
        name=None,
        region=sites["city"] + "1",
        complex=None,
        classification="KSIC10",
        product=None,
        status="reported",
    )
    later = sites.assign(period=2013, workers=sites["workers"] + 1)
    return pd.concat([sites.assign(period=2010), later], ignore_index=True)


@pytest.fixture
def one_indicator() -> pd.DataFrame:
    """A value of one indicator, of a city that stands in no other table."""
    told = {"indicator": "workers", "area": "z", "period": 2013, "value": 5.0, "unit": "persons"}
    rest = {"area_name": None, "status": "reported", "stage": "final", "definition_version": "1"}
    return pd.DataFrame([{**told, **rest, "lower": None, "upper": None}])


def _sites_of(rng: np.random.Generator, industry: str, x: FloatArray, y: FloatArray) -> pd.DataFrame:
    count = len(x)
    own = [f"{industry}-{k}" for k in range(count)]
    workers = rng.integers(5, 40, count)
    return pd.DataFrame({"enterprise": own, "industry": industry, "workers": workers, "x": x, "y": y})


@pytest.fixture(scope="session")
def scattered_register() -> pd.DataFrame:
    """A square of 100 km: A in its west, B in its east.

    Shops stand at random and where many others do, chip makers in a valley of A, toy makers in one of B,
    chemists evenly; a yard has all but one of the docks, which stand together; there are five mines in
    A and six makers of car parts in B; three shops have no coordinates.
    """
    rng = np.random.default_rng(5)
    even = np.arange(5.0, 100.0, 10.0)
    towns = np.array([(20, 30)] * 120 + [(80, 70)] * 90 + [(60, 20)] * 36) + rng.normal(0, 2, (246, 2))
    shops = np.concatenate([rng.uniform(0, 100, (300, 2)), towns])
    places = {
        "47111": (shops[:, 0], shops[:, 1]),
        "26112": (rng.normal(20, 2, 40), rng.normal(30, 2, 40)),
        "33401": (rng.normal(80, 2, 30), rng.normal(70, 2, 30)),
        "47811": (np.tile(even, 10), np.repeat(even, 10)),
        "31111": (rng.normal(60, 2, 12), rng.normal(20, 2, 12)),
        "07110": (rng.uniform(0, 40, 5), rng.uniform(0, 100, 5)),
        "30310": (rng.uniform(60, 100, 6), rng.uniform(0, 100, 6)),
    }
    sites = pd.concat([_sites_of(rng, code, *place) for code, place in places.items()], ignore_index=True)
    docks = sites["industry"].eq("31111")
    sites.loc[sites.index[docks][1:], "enterprise"] = "yard"
    known = ~sites.index.isin([0, 1, 2])
    sites = sites.assign(
        establishment=[f"e{k:03}" for k in range(len(sites))],
        city=np.where(sites["x"] < 50, "A", "B"),
        longitude=(127 + sites["x"] / 88.9).where(known),
        latitude=(37 + sites["y"] / 111.2).where(known),
        name=None,
        complex=None,
        classification="KSIC10",
        product=None,
        status="reported",
        period=2013,
    )
    return sites.assign(region=sites["city"] + "1").drop(columns=["x", "y"])
