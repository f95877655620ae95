"""A workspace of its own for every test, as the vault keeps what the database rolls back."""

import copy

import pytest
from django.utils import translation

from sandan.data.workspace import create_workspace


@pytest.fixture(autouse=True)
def workspace(settings, tmp_path):
    settings.WORKSPACE = create_workspace(tmp_path / "office", name="하늘시 산업진흥원")
    storages = copy.deepcopy(settings.STORAGES)
    storages["default"]["OPTIONS"]["location"] = settings.WORKSPACE.root / "files"
    settings.STORAGES = storages
    return settings.WORKSPACE


@pytest.fixture
def in_english():
    with translation.override("en"):
        yield
