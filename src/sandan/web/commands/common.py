"""What commands of the office share: Django for a workspace, and children that end with their parent."""

import atexit
import ctypes
import gc
import os
import signal
import sys
from pathlib import Path

import django

from sandan.data.workspace import open_workspace

__all__ = ["end_with_parent", "prepare"]

PR_SET_PDEATHSIG = 1


def prepare(workspace: Path) -> None:
    """Set Django up for a workspace; everything that needs models is imported after it."""
    os.environ["SANDAN_WORKSPACE"] = str(open_workspace(workspace).root.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sandan.web.settings")
    # Three thousand modules make a million objects that stay: to look for waste among them again and again
    # takes time at the start, and makes each web process write to memory that all could share.
    gc.disable()
    django.setup()
    gc.freeze()
    gc.enable()
    atexit.register(gc.unfreeze)


def end_with_parent() -> None:
    """Ask the kernel to end this process when its parent is killed; elsewhere than on Linux nobody can."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
