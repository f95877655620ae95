import subprocess
import sys
import threading

import pytest

from sandan.data.vault.locks import is_held, lock
from sandan.errors import VaultError

HOLD = """
import sys, time
from pathlib import Path
from sandan.data.vault.locks import lock
with lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


def test_lock_is_free_held_and_free_again(tmp_path):
    path = tmp_path / "lock"
    assert not is_held(path)
    with lock(path):
        assert is_held(path)
    assert not is_held(path)


def test_lock_is_not_given_twice(tmp_path):
    path = tmp_path / "lock"
    with lock(path), pytest.raises(VaultError, match="could not be locked"), lock(path, wait_s=0.05):
        pass


def test_lock_waits_for_another_thread(tmp_path):
    path, order = tmp_path / "lock", []

    def second():
        with lock(path):
            order.append("second")

    with lock(path):
        thread = threading.Thread(target=second)
        thread.start()
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_lock_of_a_killed_process_is_free(tmp_path):
    path = tmp_path / "lock"
    with subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"held\n"
        assert is_held(path)
        process.kill()
    assert not is_held(path)
    with lock(path, wait_s=0):
        assert [p.name for p in tmp_path.iterdir()] == ["lock"]
