"""What every test may ask for."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


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
