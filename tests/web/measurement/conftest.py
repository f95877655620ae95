"""A case of the planted register, for tests of how answers are written down."""

import pytest

from sandan.report.assemble import open_case


@pytest.fixture
def planted_case(workspace_with, planted_register):
    workspace = workspace_with("planted", establishments=planted_register)
    return open_case(workspace, "A", start=2010, end=2013, language="en")
