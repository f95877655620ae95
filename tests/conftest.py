"""What every test may ask for."""

import fcntl
import gc
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

from sandan.data.codes.ksic import ksic10
from sandan.data.country.generate import Country, generate_country
from sandan.data.country.load import import_country
from sandan.data.country.plan import CountryPlan
from sandan.data.country.write import write_country
from sandan.data.profiles.classifications import CONCORDANCE
from sandan.data.profiles.definitions import STRATEGIC_DEFINITION
from sandan.data.profiles.places import REGIONS
from sandan.data.profiles.register import (
    SANDAN_APPLICATIONS,
    SANDAN_INDICATORS,
    SANDAN_INDUSTRY_OCCUPATIONS,
    SANDAN_INDUSTRY_TABLE,
    SANDAN_INPUT_OUTPUT,
    SANDAN_JOBS,
    SANDAN_OCCUPATIONS,
    SANDAN_REGISTER,
    SANDAN_TIES,
)
from sandan.data.workspace import Workspace, create_workspace, open_workspace
from sandan.evaluate.cases.adopting import adopt_case
from sandan.evaluate.comparison_sets import chosen_by_size
from sandan.evaluate.indicators import indicator_registry
from sandan.types import FloatArray

ROOT = Path(__file__).parents[1]

# A process of tests holds millions of objects that stay; going through them all the time finds nothing.
gc.set_threshold(100_000, 20, 20)

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


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let each of several processes begin with its share of what takes long, module by module.

    Each gets as many tests as the others; what it takes over from them at the end is quick.
    """
    count = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    modules: dict[str, list[pytest.Item]] = {}
    for item in items:
        if item.get_closest_marker("slow"):
            modules.setdefault(item.nodeid.partition("::")[0], []).append(item)
    slow = list(modules.values())
    quick = [item for item in items if not item.get_closest_marker("slow")]
    size = -(-len(items) // count)
    ordered: list[pytest.Item] = []
    for first in range(count):
        long = [item for module in slow[first::count] for item in module]
        room = max(0, size - len(long))
        ordered += [*long, *quick[:room]]
        quick = quick[room:]
    items[:] = [*ordered, *quick]


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
    "input_output": SANDAN_INPUT_OUTPUT,
    "industry_occupations": SANDAN_INDUSTRY_OCCUPATIONS,
    "occupations": SANDAN_OCCUPATIONS,
    "concordance": CONCORDANCE,
    "ties": SANDAN_TIES,
    "applications": SANDAN_APPLICATIONS,
    "job_counts": SANDAN_JOBS,
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


@pytest.fixture(scope="session")
def grouped_register() -> pd.DataFrame:
    """Sixteen cities at two dates: sixty industries, every four of which stand in the same cities.

    A has many sites of the first four. In B one firm has nearly all sites of the second four; C has none.
    """
    rng = np.random.default_rng(4)
    pull = rng.gamma(0.6, 5.0, (16, 15))
    pull[0, 0], pull[1:3, 1] = 25.0, [0.5, 0.0]
    count = rng.poisson(pull.repeat(4, axis=1))
    count[1, 4] = 40
    row, column = (np.repeat(one, count.ravel()) for one in np.indices(count.shape).reshape(2, -1))
    workers = rng.integers(3, 20, len(row))
    own = [f"{k:04}" for k in range(len(row))]
    sites = pd.DataFrame(
        {
            "city": np.array(list("ABCDEFGHIJKLMNOP"))[row],
            "industry": np.array(ksic10().at_level(3)[:60])[column] + "11",
            "workers": workers,
            "establishment": own,
            "enterprise": np.where((row == 1) & (column == 4), "works", own),
        }
    ).assign(name=None, complex=None, classification="KSIC10", product=None, status="reported")
    sites["region"] = sites["city"] + "1"
    later = sites.assign(period=2013, workers=workers + rng.integers(0, 5, len(sites)))
    return pd.concat([sites.assign(period=2010), later], ignore_index=True)


@pytest.fixture(scope="session")
def relations() -> dict[str, pd.DataFrame]:
    """Who sells to whom and who works where, for the industries of the grouped register, four by four."""
    codes = ksic10().at_level(3)[:60]
    rng = np.random.default_rng(5)
    alike = np.kron(np.eye(15), np.ones((4, 4)))
    flows = pd.DataFrame(40 * alike + rng.integers(1, 9, (60, 60)), index=codes, columns=codes)
    trade = flows.rename_axis("supplier").reset_index().melt("supplier", var_name="user")
    people = pd.DataFrame(
        60 * np.eye(15).repeat(4, axis=0) + rng.integers(1, 20, (60, 15)),
        index=codes,
        columns=[f"{k:02}" for k in range(15)],
    )
    work = people.rename_axis("industry").reset_index().melt("industry", var_name="occupation")
    return {
        "input_output": trade.assign(classification="KSIC10", period=2012, unit="million KRW"),
        "industry_occupations": work.assign(
            industry_name=None,
            industry_classification="KSIC10",
            occupation_name=None,
            occupation_classification="KSCO7",
            period=2012,
            unit="persons",
            status="reported",
        ),
    }


@pytest.fixture(scope="session")
def grouped_office(grouped_register: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with the grouped register; tests read it."""
    folder = tmp_path_factory.mktemp("grouped")
    workspace = create_workspace(folder / "workspace", name="Grouped")
    grouped_register.to_csv(folder / "register.csv", index=False)
    workspace.vault.import_file(
        SANDAN_REGISTER, folder / "register.csv", as_of=date(2015, 12, 31), edition="final"
    )
    return workspace


@pytest.fixture(scope="session")
def bridged() -> dict[str, pd.DataFrame]:
    """City A with the complexes X and Y, who works with whom there, and who sells to whom, at two dates.

    X has 60 jobs in 26 and 40 in 58, Y 20 in 26 and 80 in 70: they overlap by 20 %. Four ties are inside
    X, three inside Y; two join them in 2010 and five in 2013.
    """
    sites = [
        *((f"x{k}", "A", "X", "26112", 10) for k in range(6)),
        *((f"x{k}", "A", "X", "58211", 10) for k in range(6, 10)),
        *((f"y{k}", "A", "Y", "26112", 5) for k in range(4)),
        *((f"y{k}", "A", "Y", "70111", 20) for k in range(4, 8)),
        *((f"o{k}", "A", None, "47111", 5) for k in range(6)),
        *((f"b{k}", "B", None, ("26112", "47111")[k % 2], 10) for k in range(10)),
        *((f"c{k}", "C", None, ("58211", "70111", "47111")[k % 3], 10) for k in range(15)),
    ]
    register = pd.DataFrame(sites, columns=["enterprise", "city", "complex", "industry", "workers"])
    register = register.assign(
        establishment=register["enterprise"] + "-1",
        name=None,
        region=register["city"] + "1",
        classification="KSIC10",
        product=None,
        status="reported",
    )
    inside = [("x", 0), ("x", 1), ("x", 2), ("x", 3), ("y", 0), ("y", 1), ("y", 2)]
    pairs = [
        (year, *ends)
        for year, across in ((2010, 2), (2013, 5))
        for ends in (
            *((f"{one}{k}", f"{one}{k + 1}", "meeting") for one, k in inside),
            *((f"x{k}", f"y{k}", "joint_project") for k in range(across)),
            *((f"x{k}", f"o{k}", "contract") for k in range(3)),
            *((f"o{k}", f"o{k + 1}", "contract") for k in range(4)),
        )
    ]
    ties = pd.DataFrame(pairs, columns=["year", "from", "to", "kind"])
    ties = ties.assign(tie=[f"t{k}" for k in range(len(ties))], date=ties["year"].astype(str) + "-05-02")
    codes = ("26", "47", "58", "70")
    sales = {("26", "26"): 100.0, ("58", "26"): 50.0, ("70", "26"): 50.0, ("47", "70"): 20.0}
    trade = [(one, other, sales.get((one, other), 0.0)) for one in codes for other in codes]
    return {
        "establishments": pd.concat([register.assign(period=year) for year in (2010, 2013)]),
        "ties": ties.drop(columns="year"),
        "input_output": pd.DataFrame(trade, columns=["supplier", "user", "value"]).assign(
            supplier_name=None, user_name=None, classification="KSIC10", period=2012, unit="million KRW"
        ),
    }


@pytest.fixture(scope="session")
def staffed() -> dict[str, pd.DataFrame]:
    """Jobs of three cities by occupation: in the sixth revision in 2010, in the seventh in 2013.

    In 2010 A has 20 persons in 21, 10 in 23 and 70 in 31, and nobody counted how 23 was split into 23 and
    31; in 2013 it has 30 in 21 and 70 in 31. The 21 of C is hidden.
    """
    counts = [
        ("A", "KSCO6", 2010, {"21": 20, "23": 10, "31": 70}),
        ("B", "KSCO6", 2010, {"21": 20, "23": 0, "31": 80}),
        ("A", "KSCO7", 2013, {"21": 30, "31": 70}),
        ("B", "KSCO7", 2013, {"21": 20, "31": 80}),
        ("C", "KSCO7", 2013, {"21": None, "31": 96}),
    ]
    rows = [
        (region, code, revision, year, basis, value)
        for region, revision, year, jobs in counts
        for code, value in jobs.items()
        for basis in ("residence", "workplace")
    ]
    columns = ["region", "occupation", "classification", "period", "basis", "value"]
    table = pd.DataFrame(rows, columns=columns).astype({"value": float})
    hidden = table["value"].isna()
    table = table.assign(
        region_name=None,
        occupation_name=None,
        unit="persons",
        status=np.where(hidden, "suppressed", "reported"),
        lower=table["value"].fillna(1.0),
        upper=table["value"].fillna(4.0),
    )
    pairs = [("21", "21"), ("23", "23"), ("23", "31"), ("31", "31")]
    return {"occupations": table, "concordance": pd.DataFrame(pairs, columns=["ksco6_cd", "ksco7_cd"])}


@pytest.fixture(scope="session")
def bridged_office(
    bridged: dict[str, pd.DataFrame],
    staffed: dict[str, pd.DataFrame],
    tmp_path_factory: pytest.TempPathFactory,
) -> Workspace:
    """A workspace with the two complexes and the occupations; tests read it."""
    folder = tmp_path_factory.mktemp("bridged")
    workspace = create_workspace(folder / "workspace", name="Bridged")
    for kind, table in (bridged | staffed).items():
        table.to_csv(folder / f"{kind}.csv", index=False)
        path, day = folder / f"{kind}.csv", date(2015, 12, 31)
        workspace.vault.import_file(OWN_LAYOUTS[kind], path, as_of=day, edition="final")
    return workspace


@pytest.fixture(scope="session")
def gathered_register() -> pd.DataFrame:
    """36 cities in a square: chip makers in four of a corner, eight of them in a park; one alone in C55."""
    rng = np.random.default_rng(3)
    rows = []
    for row in range(6):
        for column in range(6):
            city = f"C{row}{column}"
            chips = 20 if row < 2 and column < 2 else 3
            chips = 1 if city == "C55" else chips
            kinds = ["47111"] * 30 + ["26112"] * chips + ["62010"] * 6
            for k, industry in enumerate(kinds):
                x, y = 20 * column + rng.uniform(-6, 6), 20 * row + rng.uniform(-6, 6)
                name = f"{city}-{k}"
                if city == "C00" and 30 <= k < 38:
                    name, x, y = f"park-{k}", 0.05 * (k - 34), -9.0
                rows.append((name, city, industry, int(rng.integers(8, 12)), x, y))
    sites = pd.DataFrame(rows, columns=["establishment", "city", "industry", "workers", "x", "y"])
    return sites.assign(
        enterprise=sites["establishment"],
        region=sites["city"] + "1",
        longitude=127 + sites["x"] / 88.9,
        latitude=37 + sites["y"] / 111.2,
        period=2013,
        status="reported",
        name=None,
        complex=None,
        classification="KSIC10",
        product=None,
    ).drop(columns=["x", "y"])


@pytest.fixture(scope="session")
def gathered_office(gathered_register: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with the 36 cities in two years; tests read it."""
    folder = tmp_path_factory.mktemp("gathered")
    workspace = create_workspace(folder / "workspace", name="Gathered")
    both = pd.concat([gathered_register.assign(period=2010), gathered_register], ignore_index=True)
    both.to_csv(folder / "establishments.csv", index=False)
    path, day = folder / "establishments.csv", date(2015, 12, 31)
    workspace.vault.import_file(OWN_LAYOUTS["establishments"], path, as_of=day, edition="final")
    return workspace
