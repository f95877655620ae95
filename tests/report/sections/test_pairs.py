from sandan.report.sections.pairs import Pair, asked, hidden


def test_pair_is_asked_for_with_the_named_settings_alone(whole_bridge):
    about = asked(whole_bridge, Pair("X", "Y", "Old", "New"), "seed")
    assert about == {"first": "X", "second": "Y", "period": 2013, "published_on": "2015-12-31", "seed": 1}


def test_label_of_a_pair_is_the_same_in_every_language(whole_bridge):
    pair = Pair("X", "Y", "옛 단지", "새 단지")
    assert pair.label(whole_bridge) == pair.label(whole_bridge.in_language("ko")) == "X: Y"


def test_hiding_is_said_in_one_paragraph(whole_bridge):
    assert "hidden" in hidden(whole_bridge).content[0]
