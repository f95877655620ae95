"""What may be concluded of a selection follows from bands and counts alone."""

from dataclasses import fields, replace

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


def test_every_answer_ends_with_what_it_cannot_say(answering):
    for asked in selection_tables.ALL:
        blocks = selection(answering(asked)).blocks
        assert blocks[-1].tone == Tone.CANNOT_SAY
        assert all(block.twin.rows for block in blocks if isinstance(block, Chart))


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_chart_is_drawn(answering, language):
    charts = [one for one in selection(answering("hidden", language)).blocks if isinstance(one, Chart)]
    assert len(charts) == 4
    assert all("<svg" in inline_svg(one, "some") for one in charts)


def test_growth_before_stands_in_front_of_the_jump(answering):
    titles = [block.title for block in selection(answering("gain")).blocks if isinstance(block, Chart)]
    assert titles[0] == "Were they already growing?"
    assert titles[2].startswith("The jump at the cut-off")


def test_without_applications_it_is_said_what_is_needed(case):
    others = {role: one for role, one in case.snapshots.items() if role != "applications"}
    (said,) = selection(replace(case, snapshots=others)).blocks
    assert "kind applications" in str(said)
