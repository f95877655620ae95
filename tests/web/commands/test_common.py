import os
import subprocess
import sys
import time

import pytest

from office_process import wait_until
from sandan.errors import WorkspaceError
from sandan.web.commands.common import prepare

CHILD = """
import os, time
from sandan.web.commands.common import end_with_parent
end_with_parent()
print(os.getpid(), flush=True)
time.sleep(60)
"""
PARENT = f"""
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", {CHILD!r}])
time.sleep(60)
"""


def _ended(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_prepare_of_a_folder_that_is_no_workspace_is_refused(tmp_path):
    with pytest.raises(WorkspaceError):
        prepare(tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="only the kernel of Linux ends children")
def test_child_ends_with_a_parent_that_is_killed():
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        child = int(parent.stdout.readline())
        time.sleep(0.1)
        parent.kill()
        wait_until(lambda: _ended(child), what="the end of the child", patience=10)
