from dataclasses import replace

from sandan.report.document import Chart
from sandan.report.sections.bridge import bridge
from sandan.report.sections.bridge_ties import ties_lead
from sandan.report.sections.pairs import Pair

PAIR = Pair("X", "Y", "X", "Y")


def test_openness_stands_beside_chance_and_its_change_has_an_interval(whole_bridge, said):
    text = said(bridge(whole_bridge))
    assert "From 2010 to 2013 the index went from −0.556 to −0.167, a change of +0.389 (95% interval " in text
    assert "By chance it would have gone from 0.046 to 0.046" in text


def test_ties_elsewhere_are_counted_apart(whole_bridge, said):
    text = said(bridge(whole_bridge))
    assert (
        "Of the 19 ties on record in 2013, 3 have only one end in the two complexes and 4 have both ends"
        in text
    )


def test_hidden_year_of_ties_is_hidden_in_the_twin(opened_bridge, bridged):
    ties = bridged["ties"]
    between = ties["kind"].eq("joint_project") & ties["date"].str.startswith("2010")
    made = bridge(opened_bridge("ties", ties=ties.drop(index=ties.index[between][1:])))
    twins = [block.twin for block in made.blocks if isinstance(block, Chart)]
    row = twins[1].rows[0]
    assert (row[0][0], row[3][0].shown) == ("2010", "hidden")
    assert twins[2].rows[0][1][0].shown == "hidden"


def test_two_dates_are_needed_for_a_change(whole_bridge, said):
    text = said(bridge(replace(whole_bridge, start=2013)))
    assert "Fewer than two years of the period have an index" in text


def test_two_kinds_of_ties_have_names_and_others_stand_as_they_are(opened_bridge, bridged, words_of_section):
    ties = bridged["ties"].replace({"kind": {"contract": "lunch"}})
    texts = words_of_section(bridge(opened_bridge("ties", ties=ties)))
    assert "Joint project" in texts
    assert "lunch" in texts


def test_ties_of_years_without_a_register_are_said(opened_bridge, bridged, said):
    text = said(bridge(opened_bridge("ties", ties=bridged["ties"].assign(date="2014-01-01"))))
    assert "do not meet" in text


def test_lead_is_of_the_last_year_with_an_index(whole_bridge):
    (lead,) = ties_lead(whole_bridge, PAIR)
    assert "Of the ties on record in 2013, " in lead.content[0]
    assert ties_lead(replace(whole_bridge, end=2009), PAIR) == []
