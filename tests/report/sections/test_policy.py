import pytest

from sandan.report.document import Chart, KeyFigures, Number, Paragraph, Tone
from sandan.report.sections.policy import band_of, between, estimate_of, policy, rungs_of


def text_of(content):
    return "".join(one.shown if isinstance(one, Number) else one for one in content)


@pytest.fixture
def opened(policy_case):
    case = policy_case({})
    return case, case.evaluations[0].fixed


def test_what_cannot_be_decided_is_as_large_as_what_can_be_concluded(opened):
    headline, undecided, *_ = policy(*opened)
    assert (headline.tone, undecided.tone) == (Tone.LEAD, Tone.LEAD)
    assert text_of(headline.content).startswith(
        "City C00, jobs in the target industries. There is evidence of an effect: between +6"
    )
    assert text_of(undecided.content).startswith("What cannot be decided: ")


def test_every_rung_stands_in_the_chart_and_in_its_twin(opened):
    (chart,) = [block for block in policy(*opened) if isinstance(block, Chart)]
    assert len(chart.specification["data"]["values"]) == len(chart.twin.rows) == 8
    assert [text_of(row[1]) for row in chart.twin.rows][:3] == [
        "described, claims nothing",
        "described, claims nothing",
        "estimated",
    ]
    assert (
        text_of(chart.twin.rows[6][1])
        == "Not estimated: no coordinates in the register, or none of the site."
    )


def test_smallest_detectable_change_stands_before_the_estimate(opened):
    (tiles,) = [block for block in policy(*opened) if isinstance(block, KeyFigures)]
    labels = [tile.label for tile in tiles.items]
    assert labels.index("Smallest change that could be seen") < labels.index("Last rung that the data reach")


def test_figures_hold_the_band_and_the_record_that_replays(opened):
    case, fixed = opened
    (rung,) = [one for one in rungs_of(case, fixed) if one["rung"] == "national"]
    figure = estimate_of(case, fixed, rung).figure
    assert figure.lower < figure.value < figure.upper
    assert figure.calculation.parameters == {
        "specification": fixed.to_json(),
        "published_on": case.published_on,
    }
    assert figure.definition == "policy_estimate"


def test_too_few_places_only_describe(policy_case):
    case = policy_case({}, cities=4)
    fixed = case.evaluations[0].fixed
    blocks = policy(case, fixed)
    assert text_of(blocks[0].content).startswith("City C00, jobs in the target industries. These data only")
    assert text_of(blocks[1].content).startswith("What cannot be decided: whether any of this")
    assert between(case, fixed, "location") is None


def test_band_without_ends_says_so(policy_case):
    case = policy_case({"level": 0.99})
    fixed = case.evaluations[0].fixed
    (rung,) = [one for one in rungs_of(case, fixed) if one["rung"] == "same_region"]
    assert band_of(case, estimate_of(case, fixed, rung)) == "none: so few places exclude nothing"


def test_both_languages_have_the_same_figures(opened):
    case, fixed = opened

    def ids(language):
        blocks = policy(case.in_language(language), fixed)
        said = [block.content for block in blocks if isinstance(block, Paragraph)]
        return sorted(one.figure.id for content in said for one in content if isinstance(one, Number))

    assert ids("ko") == ids("en")
