from dataclasses import replace

import policy_office
from sandan.report.document import Chart, TableBlock, Tone
from sandan.report.sections.closing import limits
from sandan.report.sections.effects import effects


def test_without_a_specification_it_is_one_sentence(policy_case, words_of_section):
    section = effects(policy_case())
    (said,) = section.blocks
    assert said.tone is Tone.CANNOT_SAY
    assert "nothing is said about effects" in said.content[0]


def test_registered_specification_is_told_of_with_the_order_of_things(policy_case, words_of_section):
    case = policy_case({}, {"registered_at": "2099-01-04T09:00:00+09:00", "outcome": "firms"}, cities=4)
    section = effects(case)
    first, second = [text for text in words_of_section(section) if text.startswith("Compared as")]
    assert "registered by Kim on 2014-01-04" in first
    assert "before the register came in. Specifications registered for this policy: 2" in first
    assert "after the register had come in" in second
    assert sum(isinstance(block, Chart) for block in section.blocks) == 2


def test_before_and_after_stays_out_and_the_limits_say_where_effects_stand(policy_case, words_of_section):
    case = policy_case({}, cities=4)
    assert "Effects are spoken of in one section" in " ".join(words_of_section(limits(case)))
    section = effects(case)
    (chart,) = [block for block in section.blocks if isinstance(block, Chart)]
    assert chart.twin.rows[0][0][0] == "Not explained by nation and mix"
    assert "Gross change" not in " ".join(words_of_section(section))


def test_without_a_list_of_places_nothing_is_compared(policy_case, words_of_section):
    case = policy_case({}, cities=4)
    alone = replace(case, snapshots={"establishments": case.snapshots["establishments"]})
    assert "no register of establishments with a list of places" in words_of_section(effects(alone))[-1]


def test_outcomes_of_one_policy_are_corrected_together_once(policy_case):
    sites = policy_office.policy_register(firms=12).sample(frac=0.9, random_state=4).sort_index()
    case = policy_case({}, {"outcome": "firms"}, establishments=sites)
    captions = [block.caption for block in effects(case).blocks if isinstance(block, TableBlock)]
    assert captions == ["Outcomes corrected together, on the rung “Target minus other industries”"]
