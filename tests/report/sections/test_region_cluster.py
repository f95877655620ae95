import pandas as pd
import pytest

from sandan.errors import ReportError
from sandan.report.assemble import open_case
from sandan.report.document import Chart, Number, Paragraph, TableBlock, Tone
from sandan.report.sections.clusters import cells_of
from sandan.report.sections.grouping import cells_of_city, members_of, part_of
from sandan.report.sections.region_cluster import cluster_with, region_cluster, related_to


def said(section):
    return [
        "".join(part if isinstance(part, str) else part.shown for part in block.content)
        for block in section.blocks
        if isinstance(block, Paragraph)
    ]


def tables(section):
    return [block for block in section.blocks if isinstance(block, TableBlock)]


@pytest.fixture(scope="module")
def cluster(grouped_case):
    return cells_of_city(grouped_case)["cluster"].iloc[0]


@pytest.fixture(scope="module")
def in_city(grouped_case, grouped_office):
    def opened(city):
        return open_case(
            grouped_office, city, start=2010, end=2013, language="en", draws=99, shelf=grouped_case.shelf
        )

    return opened


@pytest.mark.parametrize("language", ["ko", "en"])
def test_section_is_whole_in_both_languages(grouped_case, cluster, language, words_of_section):
    made = region_cluster(grouped_case.in_language(language), cluster)
    assert not [text for text in words_of_section(made) if "{" in text and "datum" not in text]
    assert made.blocks[-1].tone is Tone.CANNOT_SAY


def test_any_industry_of_a_cluster_leads_to_it(grouped_case, cluster):
    for code in members_of(grouped_case, cluster):
        assert cluster_with(grouped_case, code) == cluster
    assert region_cluster(grouped_case, members_of(grouped_case, cluster)[-1]).anchor == f"cluster-{cluster}"


def test_industry_of_no_cluster_is_refused(grouped_case):
    with pytest.raises(ReportError, match="No cluster holds the industry 'XYZ'"):
        region_cluster(grouped_case, "XYZ")


def test_cities_stand_by_what_is_known_of_their_quotients(grouped_case, cluster):
    (chart,) = [one for one in region_cluster(grouped_case, cluster).blocks if isinstance(one, Chart)]
    cells = part_of(grouped_case, "cell")
    present = cells.loc[(cells["cluster"] == cluster) & cells["present"].eq(other=True)]
    assert len(chart.twin.rows) == len(present)
    shown = [row[3][0].figure for row in chart.twin.rows]
    middles = [one.value if one.value is not None else (one.lower * one.upper) ** 0.5 for one in shown]
    assert middles == sorted(middles, reverse=True)
    assert [row[0] for row, tone in zip(chart.twin.rows, chart.twin.row_tones, strict=True) if tone] == [
        ("A",)
    ]


def test_members_are_what_the_page_on_industries_says(grouped_case, cluster):
    members, *_ = tables(region_cluster(grouped_case, cluster))
    codes = members_of(grouped_case, cluster)
    assert [row[0][0][-4:-1] for row in members.rows] == codes
    found = cells_of(grouped_case).table.set_index(["city", "industry"])
    for row, code in zip(members.rows, codes, strict=True):
        number = row[2][0]
        assert isinstance(number, Number)
        assert number.figure.calculation.name == "clusters"
        jobs = found.loc[("A", code), "jobs"]
        assert number.figure.value == (None if pd.isna(jobs) else jobs)


def test_related_clusters_are_above_the_ninetieth_percentile(grouped_case):
    found = {code: related_to(grouped_case, code) for code in set(part_of(grouped_case, "member")["cluster"])}
    for related in found.values():
        assert (related["percentile"] >= 90).all()
        assert (related["related_pairs"] >= 1).all()
    nothing = grouped_case.words.text("region_cluster.related_nothing")
    for is_empty in (True, False):
        code = next(code for code, related in found.items() if related.empty is is_empty)
        assert (nothing in said(region_cluster(grouped_case, code))) is is_empty


def test_cluster_that_hangs_on_one_firm_is_called_so(in_city):
    here = in_city("B")
    assert said(region_cluster(here, cluster_with(here, "015")))[1].startswith(
        "Confirmed here, but by one firm"
    )


def test_cluster_that_the_city_lacks_is_shown_elsewhere(in_city):
    here = in_city("C")
    cells = part_of(here, "cell")
    absent = cells.loc[(cells["city"] == "C") & cells["present"].eq(other=False), "cluster"].iloc[0]
    lead, why, *_ = said(region_cluster(here, absent))
    assert "C has no jobs in" in lead
    assert why.startswith("Not confirmed here.")


def test_without_a_country_it_says_what_it_needs(workspace_with, planted_register, case_of, words_of_section):
    made = region_cluster(case_of(workspace_with(establishments=planted_register), "A"), "261")
    assert made.title == "Who else has this cluster, and what is it made of here?"
    assert "at least six cities" in words_of_section(made)[1]
