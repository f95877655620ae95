"""The bridge between two complexes that can be added up by hand: opened anew, or read once by all."""

import pytest

from sandan.report.case import Shelf


@pytest.fixture
def opened_bridge(workspace_with, case_of, bridged):
    """Open the case of city A with the tables that are named, or changed."""

    def make(*roles, **changed):
        tables = {role: bridged[role] for role in (*roles, "establishments")} | changed
        return case_of(workspace_with("bridged", **tables), "A")

    return make


@pytest.fixture(scope="session")
def bridged_shelf(bridged_office):
    return Shelf(bridged_office.vault)


@pytest.fixture
def whole_bridge(bridged_office, case_of, bridged_shelf):
    return case_of(bridged_office, "A", shelf=bridged_shelf)


@pytest.fixture
def said(words_of_section):
    """Return everything that a section says as one text."""
    return lambda section: "\n".join(words_of_section(section))
