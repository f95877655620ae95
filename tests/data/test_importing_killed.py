"""An import is killed before each of its steps in the file system, one after the other."""

import json
import subprocess
import sys

PROGRAM = """
# It forks before any thread runs. Each line that it prints is one kill: the states of the vault,
# the snapshot that the same import gives afterwards, and what then lies in the vault.
import itertools
import json
import os
import signal
import sys
from datetime import date
from pathlib import Path

sys.path.insert(0, sys.argv[1])
from conftest import read
from sandan.data.profiles.base import Profile
from sandan.data.vault.store import Vault

STEPS = {"os.mkdir", "os.rename", "os.chmod", "os.remove", "os.rmdir", "open", "sqlite3.connect"}
TINY = Profile("tiny", "1", "industry_table", "t", "s", "l", read)
ROOT, EARLIER, FILE = map(Path, sys.argv[2:5])


def import_one(path):
    return Vault(ROOT).import_file(TINY, path, as_of=date(2015, 12, 31)).id


def in_a_fork(action):
    # The exit status is negative if the process was killed.
    process = os.fork()
    if process == 0:
        action()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def killed_before_step(last):
    count = itertools.count()

    def watch(event, arguments):
        if event in STEPS and str(arguments[0]).startswith(str(ROOT)) and next(count) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    import_one(FILE)


def tell():
    before = Vault(ROOT).verify()["state"].tolist()
    print(json.dumps({"states": before, "id": import_one(FILE), "after": tell_names()}), flush=True)


def tell_names():
    return [sorted(os.listdir(ROOT / place)) for place in ("incoming", "snapshots")]


def forget(name):
    for path in [*(ROOT / "snapshots" / name).iterdir(), ROOT / "snapshots" / name]:
        path.rmdir() if path.is_dir() else path.unlink()


in_a_fork(lambda: import_one(EARLIER))
earlier = os.listdir(ROOT / "snapshots")
for step in itertools.count():
    status = in_a_fork(lambda step=step: killed_before_step(step))
    in_a_fork(tell)
    if status == 0:
        break
    for name in set(os.listdir(ROOT / "snapshots")) - set(earlier):
        forget(name)
"""


def test_import_killed_before_any_step_leaves_a_whole_vault_and_can_be_repeated(vault, jobs, request):
    earlier = jobs("11,C26,2015,3", name="earlier.csv")
    path = jobs(*(f"{k},C26,2016,3" for k in range(8)))
    arguments = [request.path.parent, vault.root, earlier, path]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, arguments)], capture_output=True, text=True, check=True
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(told) > 20
    ids = {line["id"] for line in told}
    assert len(ids) == 1
    assert {tuple(line["states"]) for line in told} == {("ok",), ("ok", "ok")}
    (earlier_id,) = {s.id for s in vault.snapshots()} - ids
    assert all(line["after"] == [[], sorted([earlier_id, *ids])] for line in told)
