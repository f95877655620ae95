from sandan.web.measurement import queries
from sandan.web.measurement.lens import Lens
from sandan.web.measurement.models import Office


def test_office_unset_is_empty(db):
    found = queries.office()
    assert (found.city, found.start, found.end, found.comparison_set) == ("", None, None, "")
    assert Office.objects.count() == 0


def test_key_depends_on_the_question_and_on_the_data(office_data, settings, workspace_with, one_indicator):
    lens = Lens("A", 2010, 2013)
    first, other = (queries.key_of(queries.asked_of(name, lens, {})) for name in ("growth", "clusters"))
    settings.WORKSPACE = workspace_with("other", indicator_values=one_indicator)
    assert len({first, other, queries.key_of(queries.asked_of("growth", lens, {}))}) == 3


def test_options_without_a_value_do_not_make_another_question():
    lens = Lens("A", 2010, 2013)
    assert queries.asked_of("account", lens, {"version": ""}) == queries.asked_of("account", lens, {})
