from django.utils import translation

from sandan.web.jobs.forms import Filter


def test_filter_offers_every_kind_by_its_name():
    with translation.override("en"):
        choices = {key: str(name) for key, name in Filter({}).fields["kind"].choices}
    assert {key: choices[key] for key in ("", "test.count", "test.refuse")} == {
        "": "All",
        "test.count": "Counting",
        "test.refuse": "Refusing",
    }


def test_filter_with_an_unknown_state_is_not_valid():
    assert Filter({"state": "sleeping"}).errors.keys() == {"state"}
