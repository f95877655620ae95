"""The main pages of the office, asked for by twenty people at the same time, on SQLite and PostgreSQL.

    python benchmarks/office_pages.py [--users 20] [--seconds 30] [--companies 200000] [--on sqlite]

A demonstration is made and furnished in a temporary folder, or taken from --demo, and served by
``sandan serve`` with two web processes on the loopback. Everybody is signed in and asks for the next page as
soon as the last has come, so the times hold the waiting for others. The peer is the floor that the
framework and the server set: a bare Django view without middleware that returns the same bytes from a
string, under gunicorn with the same settings, asked by the same people in the same run. Memory is that of
all processes of ``sandan serve``: the sum of resident sets, and the share-aware sum that counts a page once.
"""

import argparse
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import office_load
import office_process
from postgresql_server import free_port, new_database

FLOOR = """
import sys
from pathlib import Path
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
from sandan.web.commands.web_server import Office, options

PAGES = [page.read_bytes() for page in sorted(Path(sys.argv[1]).glob("*.page"))]

def page(request, number):
    return HttpResponse(PAGES[number])

urlpatterns = [path("<int:number>/", page)]
settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="x")
application = get_wsgi_application()

class Floor(Office):
    def load(self):
        return application

Floor(options(socket=int(sys.argv[2]), workers=2, https=False)).run()
"""

OFFER = re.compile(r'name="asked" value="([^"]*)"')


def main_pages(desk: office_load.Desk) -> dict[str, str]:
    """Name the addresses of the ten main pages."""
    industry = re.search(r'href="(/clusters/[^"/?]+/)', desk.get("/clusters/").body)
    return {
        "overview": "/",
        "clusters": "/clusters/",
        "industry": industry[1] if industry else "/clusters/26/",
        "change": "/change/",
        "growth": "/growth/",
        "indicators": "/indicators/",
        "claims": "/claims/",
        "companies, a query": f"/companies/?q={quote('전자')}",
        "a company": "/companies/C-000001/",
        "reports": "/reports/",
    }


def ask_all(desks: list[office_load.Desk], pages: Mapping[str, str], seconds: float) -> pd.DataFrame:
    """Let everybody walk round the pages for a time; gives the milliseconds of every answer."""
    names = list(pages)
    until = time.perf_counter() + seconds
    taken: list[tuple[str, float]] = []

    def walk(start: int, desk: office_load.Desk) -> None:
        step = start
        while time.perf_counter() < until:
            name = names[step % len(names)]
            began = time.perf_counter()
            answer = desk.get(pages[name])
            taken.append((name, 1000 * (time.perf_counter() - began)))
            if answer.status != 200:
                raise RuntimeError(f"{pages[name]} was answered with {answer.status}.")
            step += 1

    office_load.all_at_once(lambda one: walk(*one), list(enumerate(desks)))
    return pd.DataFrame(taken, columns=["page", "ms"])


def summary(taken: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Give the median and the 95th percentile of each page."""
    grouped = taken.groupby("page")["ms"]
    table = pd.DataFrame({"n": grouped.size(), "p50": grouped.median(), "p95": grouped.quantile(0.95)})
    return table.reindex(names)


def memory(pid: int) -> tuple[float, float]:
    """Sum the memory of a process and all it started, in MiB: resident sets, and proportional ones."""
    family, rss, pss = [pid], 0, 0
    for one in family:
        family += office_process.children(one)
        told = Path(f"/proc/{one}/smaps_rollup").read_text()
        rss += int(re.search(r"^Rss:\s+(\d+)", told, re.MULTILINE)[1])
        pss += int(re.search(r"^Pss:\s+(\d+)", told, re.MULTILINE)[1])
    return rss / 1024, pss / 1024


@contextmanager
def floor(folder: Path, bodies: list[str]) -> Iterator[str]:
    """Serve the same bytes by a bare view."""
    folder.mkdir()
    for number, body in enumerate(bodies):
        (folder / f"{number:02}.page").write_text(body, encoding="utf-8")
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(("127.0.0.1", free_port()))
        door.listen(128)
        words = [sys.executable, "-c", FLOOR, str(folder), str(door.fileno())]
        process = subprocess.Popen(words, pass_fds=[door.fileno()], start_new_session=True)
        try:
            yield f"http://127.0.0.1:{door.getsockname()[1]}"
        finally:
            office_process.stop(process)


def furnished(demo: Path, root: Path, database: str, companies: int) -> office_process.Office:
    """Fill an office like that of `make demo`, and more companies if asked for."""
    shutil.copytree(demo, root)
    office = office_process.Office(root, database, "sandan.web.settings")
    done = office.run("furnish")
    if done.returncode:
        raise RuntimeError(done.stderr)
    if companies:
        print(f"  {companies:,} companies after {office_load.fill(office, companies):.0f} s", flush=True)
    return office


def answered(office: office_process.Office, patience: float = 900) -> None:
    """Wait until the worker has answered what pages ask."""
    waiting = "SELECT 1 FROM jobs_job WHERE state IN ('waiting', 'running')"
    office_process.wait_until(lambda: not office.rows(waiting), what="the end of the jobs", patience=patience)


def have_answered(office: office_process.Office, desk: office_load.Desk, pages: Mapping[str, str]) -> None:
    """Ask for what a page offers to compute, so that answers are measured and not offers."""
    for path in pages.values():
        page = desk.get(path)
        if asked := OFFER.search(page.body):
            desk.send("/figures/ask/", page, asked=unescape(asked[1]), next=path)
    answered(office)
    left = [path for path in pages.values() if OFFER.search(desk.get(path).body)]
    if left:
        raise RuntimeError(f"{', '.join(left)} got no answer; a job failed, or the code changed meanwhile.")


def measure(office: office_process.Office, folder: Path, users: int, seconds: float) -> None:
    """Print the table of one database."""
    place = office_load.Place()
    with office.served("--workers", "2") as served:
        place.opens(served.address)
        answered(office)
        desks = office_load.desks(office, place, users)
        have_answered(office, desks[0], {"clusters": "/clusters/"})
        pages = main_pages(desks[0])
        have_answered(office, desks[0], pages)
        bodies = [desks[0].get(path).body for path in pages.values()]
        idle = memory(served.process.pid)
        ours = summary(ask_all(desks, pages, seconds), list(pages))
        busy = memory(served.process.pid)
    with floor(folder / f"{office.root.name}-floor", bodies) as address:
        bare = [office_load.Desk(office_load.Place(address), desk.email) for desk in desks]
        office_process.wait_until(lambda: reachable(bare[0]), what="the floor")
        theirs = summary(
            ask_all(bare, {name: f"/{k}/" for k, name in enumerate(pages)}, seconds / 2), list(pages)
        )
    table = ours.join(theirs.add_suffix(" floor"))
    table["KiB"] = [len(body.encode()) / 1024 for body in bodies]
    table["ratio of p50"] = table["p50"] / table["p50 floor"]
    print(table.round(1).to_string())
    print(f"{ours['n'].sum() / seconds:.1f} pages a second, floor {2 * theirs['n'].sum() / seconds:.0f}")
    print(
        f"memory: {idle[0]:.0f} MiB before, {busy[0]:.0f} after ({busy[1]:.0f} counting shared pages once)\n"
    )


def reachable(desk: office_load.Desk) -> bool:
    """Say whether the floor answers yet."""
    try:
        return desk.get("/0/").status == 200
    except OSError:
        return False


def main() -> None:
    """Make what is needed, measure each database, stop everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--companies", type=int, default=0, help="fill the register up to this number")
    parser.add_argument("--on", choices=["sqlite", "postgresql"], help="one database only")
    parser.add_argument("--demo", type=Path, help="a folder that `sandan demo` has made; it is copied")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        demo = arguments.demo or folder / "demo"
        if arguments.demo is None:
            subprocess.run([*office_process.SANDAN, "demo", str(demo)], check=True, capture_output=True)
        for kind in [arguments.on] if arguments.on else ["sqlite", "postgresql"]:
            print(f"{kind}, {arguments.users} people for {arguments.seconds:.0f} s, milliseconds", flush=True)
            database = "" if kind == "sqlite" else new_database()
            office = furnished(demo, folder / kind, database, arguments.companies)
            measure(office, folder, arguments.users, arguments.seconds)


if __name__ == "__main__":
    main()
