"""A workspace of its own for every test, as the vault keeps what the database rolls back."""

import pytest

from sandan.data.workspace import create_workspace


@pytest.fixture(autouse=True)
def workspace(settings, tmp_path):
    settings.WORKSPACE = create_workspace(tmp_path / "office", name="하늘시 산업진흥원")
    return settings.WORKSPACE
