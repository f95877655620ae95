import uuid

import pytest
from django.http import Http404

from sandan.web.linkage.views.finding import Proposals, find_entry, find_proposals, find_run
from web.linkage.factories import EntryFactory, RunFactory

pytestmark = pytest.mark.django_db


def test_what_is_there_is_found():
    run = RunFactory()
    entry = EntryFactory(run=run)
    assert find_run(None, run.pk) == run
    assert find_entry(None, entry.pk) == entry
    assert find_proposals(None, run.pk, "match") == Proposals(run, "match")


def test_what_is_not_there_is_not_found():
    with pytest.raises(Http404):
        find_run(None, uuid.uuid4())
    with pytest.raises(Http404):
        find_entry(None, 1)
