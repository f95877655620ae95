import pytest

import policy_office
from sandan.evaluate.registration import store
from sandan.evaluate.registration.specification import specification_from
from sandan.web.audit.models import Event
from sandan.web.evaluation import actions


def test_registered_twice_it_is_kept_once_and_told_twice(office_data, person_with, settings):
    fixed = specification_from(policy_office.RECORD)
    for _ in range(2):
        assert actions.register(by=person_with("evaluator"), fixed=fixed) == fixed
    assert store.specifications(settings.WORKSPACE.root) == [fixed]
    assert Event.objects.filter(action="evaluation.registered").count() == 2


def test_nothing_is_told_of_what_could_not_be_kept(office_data, person_with, monkeypatch):
    def broken(fixed):
        raise OSError

    monkeypatch.setattr(actions, "keep", broken)
    with pytest.raises(OSError, match=r"^$"):
        actions.register(by=person_with("evaluator"), fixed=specification_from(policy_office.RECORD))
    assert not Event.objects.filter(action="evaluation.registered").exists()
