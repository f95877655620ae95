"""An office in which one policy is registered, with a register that has come in or has not."""

import pytest

import policy_office
from sandan.evaluate.registration.specification import specification_from
from sandan.evaluate.registration.store import register
from sandan.web.measurement.lens import Lens

LENS = Lens("C00", 2005, 2013)


@pytest.fixture
def policy_workspace(settings, workspace_with, db):
    """Return a maker of offices; the record is changed by what is given."""

    def make(*records, cities=24, **tables):
        settings.WORKSPACE = workspace_with("policy", **tables)
        return [
            register(settings.WORKSPACE.root, specification_from(policy_office.RECORD | one))
            for one in records
        ]

    return make


@pytest.fixture
def with_data(policy_workspace):
    """An office with data on 24 cities, in which one specification is registered."""
    (fixed,) = policy_workspace(
        {}, establishments=policy_office.policy_register(), regions=policy_office.policy_places()
    )
    return fixed


@pytest.fixture
def found(answered, with_data):
    """Return the specification after the worker has answered a question on it."""

    def make(question):
        answered(question, LENS, {"specification": with_data.id})
        return with_data

    return make
