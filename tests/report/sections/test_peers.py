from dataclasses import replace
from datetime import date

import pytest

from sandan.report.document import Chart, TableBlock, Tone
from sandan.report.sections.peers import COUNT, peers, peers_as_set


def test_nearest_cities_are_ranked_with_what_makes_them_alike(case):
    made = peers(case)
    table = next(block for block in made.blocks if isinstance(block, TableBlock))
    assert len(table.rows) >= min(COUNT, 5)
    assert all(cell for row in table.rows for cell in row)


def test_every_picture_has_its_numbers_beside_it(case):
    charts = [block for block in peers(case).blocks if isinstance(block, Chart)]
    assert len(charts) == 2
    _characteristic, *cities = zip(*charts[0].twin.rows, strict=True)
    shares = [
        sum(cell[0].figure.value for cell in city if cell and cell[0].figure.value is not None)
        for city in cities
    ]
    assert shares == pytest.approx([100] * len(shares))


@pytest.mark.parametrize("language", ["ko", "en"])
def test_what_it_cannot_tell_stands_last(case, language):
    assert peers(case.in_language(language)).blocks[-1].tone is Tone.CANNOT_SAY


def test_first_year_without_an_earlier_one_is_said(case):
    (said,) = peers(replace(case, start=2006)).blocks
    assert "earlier year is needed" in said.content[0]
    assert peers_as_set(replace(case, start=2006), chosen_on=date(2014, 1, 1)) is None


def test_set_holds_the_city_first_and_the_rule_in_both_languages(case):
    found = peers_as_set(case, chosen_on=date(2014, 1, 1))
    assert found.areas[0] == case.city
    assert len(found.areas) >= min(COUNT, 5) + 1
    assert "weight 1" in found.rule_en
    assert "가중치 1" in found.rule_ko
    assert found.key == f"like-{case.city.lower()}-2010"
