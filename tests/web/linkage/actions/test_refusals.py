import pytest
from django.utils import translation

from sandan.web.linkage.actions.refusals import AlreadyDecidedError, NotDecidedError
from web.linkage.factories import EntryFactory

pytestmark = pytest.mark.django_db


def test_decision_of_a_person_who_left_is_somebodys():
    entry = EntryFactory(row=7, decision="unclear")
    with translation.override("en"):
        said = str(AlreadyDecidedError(entry))
    assert said == "Somebody has decided row 7 (한빗전자) before you: cannot tell. Yours was not kept."


def test_refusals_speak_korean():
    with translation.override("ko"):
        said = str(NotDecidedError(EntryFactory(row=7)))
    assert said == "7행(한빗전자)은 아직 판단되지 않아 취소할 것이 없습니다."
