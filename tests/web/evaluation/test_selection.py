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


def test_one_round_is_answered_alone(selecting, client_as, answered):
    answered("choices")
    answered("selection", LENS, {"round": "2012-1"})
    page = client_as("planner").get(f"{PAGE}&round=2012-1")
    assert page.context["form"].initial == {"round": "2012-1"}
    assert "Selection rounds: " in page.content.decode()


def test_without_applications_the_page_says_what_is_needed(office_data, client_as, answered):
    lens = Lens("A", 2013, 2013)
    answered("choices")
    answered("selection", lens)
    page = client_as("director").get(f"/evaluation/selection/?{lens.address}")
    assert page.context["form"] is None
    assert "kind applications" in page.content.decode()
