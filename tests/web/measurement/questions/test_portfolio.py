import pytest

from sandan.report.assemble import open_case
from sandan.web.measurement.questions.catalog import QUESTIONS, WORDS
from sandan.web.measurement.questions.portfolio import ask_portfolio, ask_region_cluster


@pytest.fixture(scope="module")
def grouped_case(grouped_office):
    return open_case(grouped_office, "A", start=2010, end=2013, language="en", draws=99)


def test_every_row_of_the_list_says_which_cluster_it_is(grouped_case):
    answer = ask_portfolio(grouped_case, {})
    rows = answer.data["every"]["rows"]
    assert {"cluster", "verdict", "cells", "tone"} == set(rows[0])
    listed = {figure.cell.get("cluster") for figure in answer.figures("en")}
    assert {row["cluster"] for row in rows} <= listed


def test_cluster_leads_to_its_industries_and_to_related_ones(grouped_case):
    row = ask_portfolio(grouped_case, {}).data["every"]["rows"][0]
    answer = ask_region_cluster(grouped_case, {"cluster": row["cluster"]})
    assert answer.sections[0].anchor == f"cluster-{row['cluster']}"
    assert answer.data["industries"][0][0] == row["cluster"]
    assert all(code != row["cluster"] for code, _ in answer.data["related"])


def test_register_of_few_cities_has_no_list(planted_case):
    for question, options in (("portfolio", {}), ("region_cluster", {"cluster": "261"})):
        answer = QUESTIONS[question](planted_case, options)
        assert (len(answer.sections), dict(answer.data)) == (1, {})


def test_both_questions_have_words():
    assert {"portfolio", "region_cluster"} <= set(WORDS)
