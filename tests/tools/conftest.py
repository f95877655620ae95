"""Tools of the house are scripts, not a package; tests load them by their file."""

import importlib.util
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def load(root: Path):
    def loaded(name: str):
        spec = importlib.util.spec_from_file_location(name, root / "tools" / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return loaded
