import pandas as pd
import pytest

import selection_tables
from sandan.web.measurement.lens import Lens

LENS = Lens("A", 2008, 2014)
PAGE = f"/evaluation/selection/?{LENS.address}"


@pytest.fixture
def selecting(office_data, settings, workspace_with):
    settings.WORKSPACE = workspace_with("selecting", **selection_tables.office())


def test_rounds_are_offered_and_growth_before_comes_first(selecting, client_as, answered):
    answered("choices")
    answered("selection", LENS)
    page = client_as("council", language="ko").get(PAGE)
    assert [value for value, _ in page.context["form"].fields["round"].choices] == [
        "",
        *selection_tables.ROUNDS,
    ]
    said = page.content.decode()
    assert said.index("이미 성장하고 있었는가") < said.index("선정선에서의 차이, 그리고")


def test_only_programme_is_named_and_not_offered(selecting, client_as, answered):
    answered("choices")
    answered("selection", LENS)
    page = client_as("council").get(PAGE)
    assert "programme" not in page.context["form"].fields
    assert "Programme growth, the only one" in page.content.decode()


def test_one_of_two_programmes_is_chosen_and_never_mixed_with_the_other(
    office_data, settings, workspace_with, client_as, answered
):
    tables = selection_tables.office()
    rows = tables["applications"]
    other = rows.loc[rows["round"] == "2012-1"].assign(programme="start")
    tables["applications"] = pd.concat([rows, other], ignore_index=True)
    settings.WORKSPACE = workspace_with("programmes", **tables)
    answered("choices")
    answered("selection", LENS, {"programme": "start", "round": "2011-1"})
    page = client_as("council").get(f"{PAGE}&programme=start&round=2011-1")
    form = page.context["form"]
    assert [value for value, _ in form.fields["programme"].choices] == ["growth", "start"]
    assert [value for value, _ in form.fields["round"].choices] == ["", "2012-1"]
    assert form.initial == {"programme": "start", "round": ""}
    assert "programmes are never put together" in page.content.decode()


def test_one_round_is_answered_alone(selecting, client_as, answered):
    answered("choices")
    answered("selection", LENS, {"round": "2012-1"})
    page = client_as("planner").get(f"{PAGE}&round=2012-1")
    assert page.context["form"].initial == {"programme": "growth", "round": "2012-1"}
    assert "Selection rounds: " in page.content.decode()


def test_without_applications_the_page_says_what_is_needed(office_data, client_as, answered):
    lens = Lens("A", 2013, 2013)
    answered("choices")
    answered("selection", lens)
    page = client_as("director").get(f"/evaluation/selection/?{lens.address}")
    assert page.context["form"] is None
    assert "kind applications" in page.content.decode()
