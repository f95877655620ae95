"""The bridge between two complexes that can be added up by hand: opened anew, or read once by all."""

import pytest

import policy_office
from sandan.evaluate.registration.specification import specification_from
from sandan.evaluate.registration.store import register
from sandan.report.assemble import open_case
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


@pytest.fixture
def policy_case(workspace_with):
    """Return a maker of cases of the city with the policy, with what was registered."""

    def make(*records, cities=24, language="en", **changed):
        tables = {
            "establishments": policy_office.policy_register(cities=cities),
            "regions": policy_office.policy_places(cities=cities),
        }
        workspace = workspace_with("policy", **tables | changed)
        for one in records:
            register(workspace.root, specification_from(policy_office.RECORD | one))
        return open_case(workspace, "C00", start=2005, end=2013, language=language, draws=9)

    return make
