"""Days in names, plans, and mappings that say all that is needed."""

from datetime import date

import pytest

from sandan.data.profiles.registry import PROFILES
from sandan.web.imports.forms import MappingForm, ReadingForm, day_in_name
from web.imports.factories import MAPPING, PLAN, MappingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

COLUMNS = ["행정구역코드", "시군구", "업종코드", "기준연도", "근로자"]
FILLED = {
    "column_region": "행정구역코드",
    "column_region_name": "시군구",
    "column_industry": "업종코드",
    "column_period": "기준연도",
    "column_value": "근로자",
    "constant_measure": "employment",
    "constant_unit": "persons",
    "decimal": ".",
}


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("factories_20240630.csv", date(2024, 6, 30)),
        ("공장등록현황(2024-06).xlsx", date(2024, 6, 30)),
        ("stores_202402.csv", date(2024, 2, 29)),
        ("jobs 2015.csv", date(2015, 12, 31)),
        ("jobs-20240231.csv", date(2024, 2, 29)),
        ("112015.csv", None),
        ("jobs.csv", None),
    ],
)
def test_day_in_name_is_the_last_one_of_what_it_says(name, day):
    assert day_in_name(name) == day


def test_reading_form_makes_the_plan():
    data = {"as_of": "2017-07-01", "edition": "final", "option_classification": " KSIC10 "}
    form = ReadingForm(PROFILES["classification"], data, needs=["classification"])
    assert form.is_valid()
    assert form.plan() == PLAN


def test_reading_form_without_what_the_profile_needs_is_refused():
    form = ReadingForm(
        PROFILES["classification"], {"as_of": "31.12.", "edition": "x"}, needs=["classification"]
    )
    assert form.errors == {
        "as_of": ["“31.12.” is no day; write it like 2024-12-31."],
        "edition": ["Select a valid choice. x is not one of the available choices."],
        "option_classification": ["This field is required."],
    }


def test_reading_form_of_anybodys_table_takes_the_text_of_the_mapping():
    mapping = MappingFactory(name="시군구 근로자")
    data = {"as_of": "2015-12-31", "edition": "final", "option_mapping": str(mapping.pk)}
    form = ReadingForm(PROFILES["generic"], data, mappings=[mapping])
    assert form.is_valid()
    plan = form.plan()
    assert (plan["mapping"], plan["mapping_text"], plan["options"]) == ("시군구-근로자.toml", MAPPING, {})


def test_mapping_form_writes_the_mapping():
    form = MappingForm(COLUMNS, FILLED)
    assert form.is_valid()
    assert form.text() == MAPPING
    assert form.columns_named() == COLUMNS


def test_mapping_form_names_what_is_missing():
    form = MappingForm(COLUMNS, {**FILLED, "column_region": "", "constant_unit": ""})
    assert form.errors == {
        "__all__": ["Nothing says where “Region (code)”, “Unit” come from; choose a column, or write a word."]
    }


def test_mapping_form_with_column_and_word_for_one_field_is_refused():
    form = MappingForm(COLUMNS, {**FILLED, "constant_period": "2015"})
    assert form.errors == {
        "constant_period": ["“Year” has a column and a word for all rows; leave one of them."]
    }


def test_mapping_form_with_years_in_the_header_takes_them_for_the_numbers():
    filled = {**FILLED, "column_value": "wide:years", "column_period": ""}
    form = MappingForm([*COLUMNS, "2015", "2016"], filled)
    assert form.is_valid()
    assert '[wide]\npattern = "(?P<period>[12][0-9]{3})' in form.text()


def test_mapping_form_saved_under_a_known_name_has_to_say_so():
    MappingFactory(name="A")
    assert MappingForm(COLUMNS, {**FILLED, "name": "A", "save": "1"}).errors == {
        "name": ["There is a mapping “A” already; choose another name, or tick that it is replaced."]
    }
    assert MappingForm(COLUMNS, {**FILLED, "name": "A", "save": "1", "replace": "on"}).is_valid()
    assert MappingForm(COLUMNS, {**FILLED, "name": " ", "save": "1"}).errors == {
        "name": ["The mapping has no name; write one by which the next edition finds it."]
    }
