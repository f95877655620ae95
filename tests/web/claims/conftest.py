"""What tests of the ledger share: a vault of their own, and the shipped case taken over."""

from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.utils import translation

from sandan.data.workspace import Workspace, create_workspace
from sandan.web.claims.actions import adopt
from sandan.web.claims.models import Attachment
from sandan.web.claims.queries import untaken_offers


@pytest.fixture(autouse=True)
def english():
    """Let refusals be read in one language."""
    with translation.override("en"):
        yield


@pytest.fixture
def workspace(tmp_path: Path, settings) -> Workspace:
    """A workspace of this test alone."""
    made = create_workspace(tmp_path / "office", name="하늘시 산업진흥원")
    settings.WORKSPACE = made
    return made


@pytest.fixture
def private_files(tmp_path: Path, monkeypatch) -> Path:
    """Keep the files of this test in a folder of its own."""
    folder = tmp_path / "files"
    monkeypatch.setattr(Attachment._meta.get_field("file"), "storage", FileSystemStorage(location=folder))
    return folder


@pytest.fixture
def adopted(workspace, person_with):
    """Take the shipped case over."""
    [offer] = untaken_offers()
    return adopt(by=person_with("planner"), offer=offer)
