"""The catalogs are complete, alike in both languages, and hold no sentence that nothing says."""

import string
from dataclasses import fields
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd
import pytest

from sandan.errors import ReportError
from sandan.report.assemble import make_report
from sandan.report.case import Case
from sandan.report.document import figures_of
from sandan.report.figures.definitions import definitions
from sandan.report.sections.account import brief, possible
from sandan.report.sections.bubbles import bubbles
from sandan.report.sections.clusters import cells_of
from sandan.report.sections.indicators import standing
from sandan.report.sections.industry import industry
from sandan.report.sections.parts import LEVELS, parts
from sandan.report.wording.labels import SECTIONS
from sandan.report.wording.sentences import Wording, catalog, wording_in


def open_places(template):
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_both_catalogs_have_the_same_keys_and_open_places():
    korean, english = catalog("ko"), catalog("en")
    assert set(korean) == set(english)
    assert {key: open_places(korean[key]) for key in korean} == {
        key: open_places(english[key]) for key in english
    }


def test_no_sentence_is_empty_or_in_the_other_language():
    hangul = {key for key, text in catalog("en").items() if any("가" <= letter <= "힣" for letter in text)}
    assert not hangul
    assert all(text.strip() for language in ("ko", "en") for text in catalog(language).values())


def test_numbers_stay_figures_in_a_sentence(case):
    number = case.number(
        case.calculate("claim_verdicts", case=case.claim_case),
        "claims_counted",
        "claims",
        where={"verdict": "all"},
    )
    content = wording_in("en").inlines("limits.suppressed", count=number)
    assert content[0] is number
    assert content[1].startswith(" cells of the published")


def test_words_that_follow_words_are_joined():
    content = wording_in("en").inlines("account.chart_title", start="2010", end="2013")
    assert content == ("From 2010 to 2013: every firm on one line",)


def test_an_unknown_sentence_or_language_is_refused():
    with pytest.raises(ReportError, match=r"no sentence 'report\.nothing'"):
        wording_in("en").text("report.nothing")
    with pytest.raises(ReportError, match="'de'"):
        wording_in("de")


class Listening(Wording):
    """Remembers which sentences were asked for."""

    def __init__(self, language):
        super().__init__(language)
        self.heard = set()

    def template(self, key):
        self.heard.add(key)
        return super().template(key)


class ListeningCase(Case):
    @cached_property
    def words(self):
        return Listening(self.language)


def said_in(case):
    listening = ListeningCase(**{one.name: getattr(case, one.name) for one in fields(Case)})
    figures = figures_of(make_report(listening))
    standing(listening, "workers")
    if listening.has("establishments") and listening.end in listening.known_years:
        cells = cells_of(listening).table
        here = cells.loc[(cells["city"] == listening.city) & cells["p"].notna()]
        for code in here.drop_duplicates(["is_cluster", "vanishes_without_largest"])["industry"]:
            industry(listening, code)
        for level in LEVELS:
            parts(listening, level)
    if listening.has("establishments") and listening.covers_both_years():
        bubbles(listening)
    if possible(listening) and listening.covers_both_years():
        brief(listening, 3)
    labels = {piece for figure in figures for piece in figure.label.split(": ")}
    on_cards = {f"{section}.{piece}" for section in SECTIONS for piece in labels}
    return listening.words.heard | on_cards, {figure.definition for figure in figures}


def published(
    industries="CGJ", gaps=(("c", "*", 2013), ("*", "J", 2010)), hidden=(), upper=np.nan, below=False
):
    """Jobs of four places at two dates; by default one place and one industry lack a date."""
    rows = [
        (region, industry, year, 100.0 * (1 + place) + 7 * kind + (year - 2010) * (kind + 1))
        for place, region in enumerate("abcd")
        for kind, industry in enumerate(industries)
        for year in (2010, 2013)
        if not {(region, "*", year), ("*", industry, year)} & set(gaps)
    ]
    table = pd.DataFrame(rows, columns=["region", "industry", "period", "value"]).assign(
        region_name=None, industry_name=None, measure="employment", unit="persons", status="reported"
    )
    table["lower"] = table["upper"] = table["value"]
    for region, kind, year in hidden:
        here = (table["region"] == region) & (table["industry"] == kind) & (table["period"] == year)
        table.loc[here, ["value", "status", "lower", "upper"]] = [np.nan, "suppressed", 0.0, upper]
    if below:
        table.loc[0, ["value", "lower", "upper"]] = -5.0
        table["measure"] = "gross_value_added"
    return table


@pytest.fixture
def many_cases(
    case,
    case_elsewhere,
    one_indicator,
    case_of,
    office_of_claims,
    workspace_with,
    planted_register,
    small_country_files,
):
    """Cases that between them bring out everything that a report can say."""
    files = small_country_files / "files"
    register = pd.read_parquet(files / "establishments.parquet")
    shops = register.loc[register["industry"].str.startswith("47") & register["period"].isin([2010, 2013])]
    plain = workspace_with("plain", industry_table=published())
    only_register = workspace_with("register", establishments=shops, as_of=date(2014, 1, 1))
    nothing = workspace_with("nothing", industry_table=published(hidden=[("a", "C", 2010)], upper=0.0))
    opened = workspace_with("open", industry_table=published(hidden=[("b", "C", 2013)]))
    whole = workspace_with(
        "whole", edition="revised", industry_table=published("ABCDEFGHIJKLMNOPQRSTU", gaps=())
    )
    here = workspace_with("here", industry_table=published(hidden=[("a", "C", 2013)]))
    bounded = workspace_with("bounded", industry_table=published(hidden=[("b", "C", 2013)], upper=90.0))
    below = workspace_with("below", industry_table=published(below=True))
    return [
        case,
        case_of(office_of_claims),
        case_of(only_register),
        case_of(only_register, start=2013),
        case_elsewhere,
        case_of(workspace_with("planted", establishments=planted_register), "A"),
        case_of(plain, "a"),
        case_of(plain, "a", start=2013),
        *(case_of(workspace, "a") for workspace in (nothing, opened, bounded, below)),
        case_of(here, "a", start=2013),
        case_of(whole, "a"),
        case_of(
            workspace_with(
                "unknown", edition="provisional", industry_table=published(), indicator_values=one_indicator
            ),
            "z",
        ),
    ]


@pytest.fixture
def everything_said(many_cases):
    heard, used = set(), set()
    for one in many_cases:
        keys, kinds = said_in(one)
        heard, used = heard | keys, used | kinds
    return heard, used


def test_every_sentence_and_every_definition_is_used(everything_said):
    heard, used = everything_said
    assert sorted(set(catalog("en")) - heard) == []
    assert set(definitions()) == used
