from sandan.web.measurement.actions import change_office
from sandan.web.measurement.lens import Lens
from sandan.web.measurement.screens import View


def test_view_without_data_waits_for_what_can_be_asked(rf, office_data):
    answer = View(rf.get("/")).answer("overview")
    assert (answer["lens"], answer["waiting"], answer["sections"]) == (None, True, [])


def test_view_takes_the_address_before_the_settings_and_those_before_the_data(rf, answered, person_with):
    answered("choices")
    assert View(rf.get("/")).lens == Lens("A", 2010, 2013)
    change_office(by=person_with("planner"), city="B", start=2013, end=2013, comparison_set="")
    assert View(rf.get("/")).lens == Lens("B", 2013, 2013)
    assert View(rf.get("/?city=C&from=2010&to=2013")).lens == Lens("C", 2010, 2013)


def test_view_of_nonsense_says_what_is_wrong_and_asks_nothing(rf, answered):
    answered("choices")
    seen = View(rf.get("/?city=Z&from=2013&to=2010"))
    answer = seen.answer("overview")
    assert (seen.lens, sorted(seen.form.errors), answer["waiting"]) == (None, ["city", "end"], False)
