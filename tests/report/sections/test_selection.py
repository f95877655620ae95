"""What may be concluded of a selection follows from bands and counts alone."""

from dataclasses import fields

import pytest

import selection_tables
from sandan.report.case import Case
from sandan.report.document import Chart, Tone
from sandan.report.formats.pictures import inline_svg
from sandan.report.sections.selection import finding_of, growing_of, selection


class RoundCase(Case):
    """Has one answer for whatever is asked of rounds."""

    def has(self, *_roles):
        return True

    def calculate(self, name, **_parameters):
        return selection_tables.result(name, self.parameters["asked_of_rounds"])


@pytest.fixture
def answering(case):
    def make(asked, language="en"):
        about = {one.name: getattr(case, one.name) for one in fields(Case)}
        return RoundCase(
            **about | {"language": language, "parameters": {**case.parameters, "asked_of_rounds": asked}}
        )

    return make


@pytest.mark.parametrize("finding", selection_tables.BANDS)
def test_finding_follows_from_the_bands(finding):
    found = (
        selection_tables.jumps(finding).to_dict("records"),
        selection_tables.density(finding).to_dict("records"),
    )
    assert finding_of(*found) == finding


@pytest.mark.parametrize("finding", selection_tables.BEFORE)
def test_growing_before_follows_from_the_band(finding):
    rows = selection_tables.before("no_before" if finding == "lacking" else finding)
    assert growing_of(rows.to_dict("records")) == finding


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_answer_ends_with_what_it_cannot_say(answering, language):
    for asked in selection_tables.ALL:
        made = selection(answering(asked, language))
        assert made.blocks[-1].tone == Tone.CANNOT_SAY
        for block in made.blocks:
            if isinstance(block, Chart):
                assert block.twin.rows
                assert "<svg" in inline_svg(block, "some")


def test_growth_before_stands_in_front_of_the_jump(answering):
    titles = [block.title for block in selection(answering("gain")).blocks if isinstance(block, Chart)]
    assert titles[0] == "Were they already growing?"
    assert titles[2].startswith("The jump at the cut-off")


def test_without_applications_it_is_said_what_is_needed(case):
    (said,) = selection(case).blocks
    assert "kind applications" in str(said)
