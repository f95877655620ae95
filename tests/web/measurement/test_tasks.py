import json

from sandan.report.figures.book import find_figure
from sandan.web.measurement.lens import Lens
from sandan.web.measurement.models import Sheet

LENS = Lens("A", 2010, 2013)
DEFINITION = """
classification = "KSIC10"

[[version]]
name = "1"
from = 2000-01-01

[[version.industry]]
key = "all"
name_ko = "전부"
name_en = "All"
include.codes = ["26112", "47111"]
"""


def _figures(content):
    """Gather the identifiers of all numbers in an answer, whatever block they stand in."""
    if isinstance(content, list) and len(content) == 3 and str(content[0]).startswith("F-"):
        yield content[0]
    elif isinstance(content, list | dict):
        for part in content.values() if isinstance(content, dict) else content:
            yield from _figures(part)


def test_choices_are_those_of_the_data(answered):
    content = answered("choices").content
    assert (sorted(content["cities"]), content["years"]) == (["A", "B", "C", "D"], [2010, 2013])


def test_answer_has_both_languages_with_the_same_figures(answered):
    content = answered("overview", LENS).content
    korean, english = (set(_figures(content[language])) for language in ("ko", "en"))
    assert korean == english
    assert len(korean) > 3


def test_every_number_of_an_answer_stands_in_the_book(answered, office_data):
    content = answered("clusters", LENS).content
    keys = set(_figures(content))
    assert {find_figure(office_data.figures_dir, key).id for key in keys} == keys


def test_answer_that_was_given_is_not_computed_again(answered):
    first = answered("growth", LENS)
    assert answered("growth", LENS).pk == first.pk
    assert Sheet.objects.count() == 1


def test_firms_of_an_account_add_up_to_its_lines(
    settings, workspace_with, planted_register, tmp_path, answered
):
    register = planted_register.copy()
    moved = register["establishment"].eq("e000") & register["period"].eq(2013)
    register.loc[moved, "city"] = "B"
    definition = tmp_path / "definition.toml"
    definition.write_text(DEFINITION, encoding="utf-8")
    settings.WORKSPACE = workspace_with("moved", establishments=register, strategic_rules=definition)
    content = answered("account", LENS).content["en"]
    assert {line: len(firms) for line, firms in content["data"]["firms"].items() if firms} == {"moves_out": 1}
    assert json.dumps(content["data"]["firms"]["moves_out"]).count("e000") == 1
