"""An office as it is in service: a workspace folder, a database, real processes on a port of its own."""

import atexit
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest

from postgresql_server import free_port, new_database
from sandan.data.workspace import create_workspace
from sandan.web.commands.common import end_with_parent

TESTS = Path(__file__).parent
SANDAN = (sys.executable, "-c", "from sandan.cli import main; main()")
SET_UP = "import gc, os, sys, django; gc.disable(); django.setup()"
AT_ONCE = "sys.stdout.flush(); os._exit(0)"
"""Python takes a second to throw away what it loaded."""
PATIENCE = 90
"""Seconds within which anything must have happened, also on a busy machine."""


@dataclass(frozen=True)
class Served:
    """A server that runs: where it is, and the process that keeps the others."""

    address: str
    process: subprocess.Popen[bytes]


@dataclass(frozen=True)
class Office:
    """A workspace with its database; without an address of PostgreSQL that is a file in the workspace."""

    root: Path
    database: str = ""
    settings: str = "office_settings"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SANDAN_")}
        return kept | {
            "SANDAN_WORKSPACE": str(self.root),
            "SANDAN_DATABASE": self.database,
            "DJANGO_SETTINGS_MODULE": self.settings,
            "PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS.parent / "src")]),
        }

    def start(self, *words: str, log: Path | None = None) -> subprocess.Popen[bytes]:
        """Start a command of Sandan in a session of its own; what it says goes into a file."""
        with (log or self.log(words[0])).open("ab") as file:
            return subprocess.Popen(
                [*SANDAN, *words],
                env=self.environment,
                stdout=file,
                stderr=file,
                start_new_session=True,
                preexec_fn=end_with_parent,  # noqa: PLW1509 -- tests that are killed must leave none behind
            )

    def log(self, name: str) -> Path:
        return self.root / f"{name}.log"

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*SANDAN, *words], env=self.environment, capture_output=True, text=True, check=False
        )

    def python(self, code: str, *arguments: str) -> Any:
        """Run Python with Django set up in a process of its own; what it prints is read as JSON."""
        done = subprocess.run(
            [sys.executable, "-c", f"{SET_UP}\n{code}\n{AT_ONCE}", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else None

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the database itself."""
        if self.database:
            with psycopg.connect(self.database) as connection:
                return connection.execute(sql).fetchall()
        with closing(sqlite3.connect(self.root / "sandan.sqlite3", timeout=30)) as connection:
            return connection.execute(sql).fetchall()

    @contextmanager
    def worker(self, count: int = 1) -> Iterator[list[subprocess.Popen[bytes]]]:
        self.log("worker").unlink(missing_ok=True)
        workers = [self.start("worker") for _ in range(count)]
        try:
            yield workers
        finally:
            for one in workers:
                stop(one)

    @contextmanager
    def served(self, *options: str) -> Iterator[Served]:
        """Serve the office on a free port until the block ends."""
        port = free_port()
        self.log("serve").unlink(missing_ok=True)
        process = self.start("serve", "--port", str(port), *options)
        address = f"http://127.0.0.1:{port}"
        try:
            wait_until(lambda: answers(address, process), what=f"an answer of {address}")
            yield Served(address, process)
        finally:
            stop(process)


def make_office(root: Path, *, database: str = "", settings: str = "office_settings") -> Office:
    """Make a workspace and its database: a copy of one that was migrated once."""
    shutil.copytree(_migrated().root, root, ignore=shutil.ignore_patterns("*.log", "secret.key"))
    office = Office(root, database, settings)
    if database and not office.rows("SELECT 1 FROM pg_tables WHERE tablename = 'django_migrations'"):
        migrated(office)
    return office


def migrated(office: Office) -> Office:
    done = office.run("migrate")
    assert done.returncode == 0, done.stderr
    return office


@cache
def _migrated() -> Office:
    """Migrate one office for all tests of this process."""
    folder = Path(tempfile.mkdtemp(prefix="sandan-migrated-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    create_workspace(folder / "office", name="하늘시 산업진흥원")
    return migrated(Office(folder / "office"))


@cache
def _migrated_postgresql() -> str:
    """Migrate one database of PostgreSQL for all tests of this process, as a template of others."""
    return migrated(Office(_migrated().root, new_database())).database


def stop(process: subprocess.Popen[bytes]) -> int:
    """Ask a process to end, and kill it if it does not."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(40)
        except subprocess.TimeoutExpired:
            kill(process)
    return process.returncode


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process as a lack of memory does: at once, without a word."""
    process.send_signal(signal.SIGKILL)
    process.wait()


def children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def answers(address: str, process: subprocess.Popen[bytes]) -> bool:
    assert process.poll() is None, "the server ended before it answered"
    try:
        with urllib.request.urlopen(f"{address}/account/login/", timeout=20) as response:
            return bool(response.status == 200)
    except urllib.error.HTTPError as error:
        raise AssertionError(f"{error.code} at {address}") from error
    except OSError:
        return False


def wait_until(holds: Callable[[], Any], *, what: str, patience: float = PATIENCE) -> Any:
    until = time.monotonic() + patience
    while not (found := holds()):
        assert time.monotonic() < until, f"{what} did not come within {patience} seconds"
        time.sleep(0.1)
    return found


@pytest.fixture(params=["sqlite", "postgresql"])
def office_database(request) -> str:
    """Return the address of a migrated database, once for each kind that Sandan runs on; SQLite has none."""
    return "" if request.param == "sqlite" else new_database(like=_migrated_postgresql())


@pytest.fixture
def real_office(tmp_path: Path, office_database: str) -> Office:
    return make_office(tmp_path / "office", database=office_database)
