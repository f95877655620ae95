"""The catalogs are complete, alike in both languages, and hold no sentence that nothing says."""

import string
from dataclasses import fields, replace
from datetime import date
from functools import cached_property
from typing import get_args

import numpy as np
import pandas as pd
import pytest

import policy_office
import ring_tables
import selection_tables
from sandan.data.codes.ksic import ksic10
from sandan.errors import ReportError
from sandan.evaluate.ladder.conclusion import Finding
from sandan.evaluate.ladder.rungs import LACKED, Rung, RungName
from sandan.evaluate.registration import store
from sandan.evaluate.registration.specification import specification_from
from sandan.report.assemble import make_report, open_case
from sandan.report.case import Case
from sandan.report.document import Document, Section, figures_of
from sandan.report.figures.definitions import definitions
from sandan.report.sections.account import brief, possible
from sandan.report.sections.bridge import bridge
from sandan.report.sections.bubbles import bubbles
from sandan.report.sections.closing import limits
from sandan.report.sections.clusters import cells_of
from sandan.report.sections.creative import creative
from sandan.report.sections.creative_lists import FAMILIES
from sandan.report.sections.detectable import detectable
from sandan.report.sections.effects import effects
from sandan.report.sections.grouping import part_of
from sandan.report.sections.hotspots import hotspots
from sandan.report.sections.indicators import standing
from sandan.report.sections.industry import industry
from sandan.report.sections.job_kinds import job_kinds
from sandan.report.sections.localization import every_industry, found_of, localization, what_is_missing
from sandan.report.sections.localization_curve import localization_curve
from sandan.report.sections.neighbors import neighbors
from sandan.report.sections.opportunities import opportunities
from sandan.report.sections.parts import LEVELS, parts
from sandan.report.sections.peers import peers
from sandan.report.sections.policy import NEEDED, policy, rungs_of
from sandan.report.sections.policy_rung import policy_rungs, summary_of
from sandan.report.sections.portfolio import portfolio
from sandan.report.sections.region_cluster import region_cluster
from sandan.report.sections.robustness import robustness
from sandan.report.sections.scenarios import scenarios
from sandan.report.sections.selection import selection
from sandan.report.sections.space import space
from sandan.report.sections.targets import targets
from sandan.report.wording.headlines import headline, lacking_in_words, rung_name
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
        figures += distances_in(listening)
    if listening.has("establishments") and listening.covers_both_years():
        bubbles(listening)
    if possible(listening) and listening.covers_both_years():
        brief(listening, 3)
    return heard_in(listening, figures)


def heard_in(listening, figures):
    labels = {piece for figure in figures for piece in figure.label.split(": ")}
    on_cards = {f"{section}.{piece}" for section in SECTIONS for piece in labels}
    return listening.words.heard | on_cards, {figure.definition for figure in figures}


def said_of_space(case):
    """Read the two screens of the industry space, with the list in both orders."""
    listening = ListeningCase(**{one.name: getattr(case, one.name) for one in fields(Case)})
    sections = (space(listening), *(opportunities(listening, order) for order in ("density", "excess")))
    return heard_in(listening, figures_of(Document("en", "", "", (), sections)))


def said_of_groups(case, *industries):
    """Read the portfolio, and the clusters that hold some industries; of the first case all clusters."""
    listening = ListeningCase(**{one.name: getattr(case, one.name) for one in fields(Case)})
    codes = industries or part_of(listening, "member")["cluster"].unique()
    clusters = [region_cluster(listening, code) for code in codes]
    made = Document("en", "", "", (), (portfolio(listening), *clusters))
    return heard_in(listening, figures_of(made))


def said_of_bridge(case, **chosen):
    listening = ListeningCase(**{one.name: getattr(case, one.name) for one in fields(Case)})
    return heard_in(listening, figures_of(Document("en", "", "", (), (bridge(listening, **chosen),))))


def said_of_gathering(case, code):
    """Read where an industry gathers, and how robust the rank of the city in it is."""
    listening = ListeningCase(**{one.name: getattr(case, one.name) for one in fields(Case)})
    sections = (*hotspots(listening, code), robustness(listening, code))
    return heard_in(listening, figures_of(Document("en", "", "", (), sections)))


def said_of_creative(case):
    """Read the screen of the creative class by every list."""
    listening = ListeningCase(**{one.name: getattr(case, one.name) for one in fields(Case)})
    sections = tuple(creative(listening, family=family) for family in ("", *FAMILIES))
    return heard_in(listening, figures_of(Document("en", "", "", (), sections)))


def distances_in(listening):
    """Read the list of industries, and a curve of each kind."""
    made = localization(listening)
    if not what_is_missing(listening):
        every_industry(listening)
        found = found_of(listening).table.drop_duplicates(["verdict", "reason", "status"])
        sections = [made, *(localization_curve(listening, code) for code in found["industry"])]
        return figures_of(Document("en", "", "", (), tuple(sections)))
    return []


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
    scattered_register,
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
        *(
            case_of(workspace_with(name, establishments=one), "A", start=2013, digits=3)
            for name, one in (
                ("scattered", scattered_register),
                ("alone", scattered_register.loc[scattered_register["industry"] == "47111"]),
            )
        ),
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
def spaces(case, case_of, office, office_of_claims, workspace_with, planted_register):
    """Cases that between them bring out what the screens of the industry space can say."""
    two = planted_register.loc[planted_register["city"].isin(["A", "B"])]
    apart = two.assign(industry=two["city"].map({"A": "26112", "B": "10611"}))
    silent = planted_register.assign(workers=planted_register["workers"].astype("Int64"))
    silent.loc[silent["enterprise"].eq("chip0"), ["workers", "status"]] = [pd.NA, "not_surveyed"]
    shops = planted_register.loc[planted_register["industry"] == "47111"]
    made = {"apart": apart, "silent": silent, "shops-alone": shops}
    return [
        case,
        case_of(office_of_claims),
        case_of(office, start=2012, end=2014, digits=3),
        case_of(office, start=2013, end=2013),
        *(
            case_of(workspace_with(name, establishments=register), "A", digits=3)
            for name, register in made.items()
        ),
    ]


@pytest.fixture
def grouped(
    grouped_case, grouped_office, grouped_register, planted_register, relations, case_of, workspace_with
):
    """What cases say that between them bring out what the screens on groups of industries can say."""
    lot = grouped_register["industry"].sample(frac=1, random_state=1).to_numpy()
    noise = grouped_register.assign(industry=lot).loc[grouped_register["period"] == 2013]
    few = relations["input_output"].loc[lambda table: table["supplier"].lt("12") & table["user"].lt("12")]
    some = relations["industry_occupations"].loc[lambda table: table["industry"].lt("12")]
    whole = workspace_with("whole-relations", establishments=grouped_register, **relations)
    unfit = workspace_with("unfit", establishments=noise, input_output=few, industry_occupations=some)
    elsewhere = {"digits": 3, "shelf": grouped_case.shelf}
    return [
        said_of_groups(grouped_case),
        said_of_groups(case_of(grouped_office, "B", **elsewhere), "015"),
        said_of_groups(case_of(grouped_office, "C", **elsewhere), "015"),
        said_of_groups(case_of(whole, "A", digits=3), "012"),
        said_of_groups(case_of(unfit, "A", start=2013, digits=3), "012"),
        said_of_groups(case_of(workspace_with("few", establishments=planted_register), "A"), "261"),
    ]


@pytest.fixture
def bridges(case, case_of, bridged, bridged_office, grouped_register, workspace_with):
    """What cases say that between them bring out what can be said of two complexes."""
    register, ties = bridged["establishments"], bridged["ties"]

    def opened(name, start=2010, digits=2, **tables):
        workspace = workspace_with(f"bridge-{name}", **{"establishments": register} | tables)
        return case_of(workspace, "A", start=start, digits=digits)

    ends = {"from": [f"x{k % 10}" for k in range(35)], "to": [f"y{k % 8}" for k in range(35)]}
    across = ties.assign(**ends)
    within = across.assign(to=[f"x{(k + 1) % 10}" for k in range(35)])
    in_a = grouped_register["city"].eq("A")
    turn = grouped_register.groupby(["period", "city", "industry"]).cumcount().mod(2).map({0: "X", 1: "Y"})
    alike = grouped_register.assign(complex=turn.where(in_a), workers=10)
    few = register.loc[~register["enterprise"].isin([f"y{k}" for k in range(2, 8)])]
    alone = register.assign(complex=register["complex"].replace("Y", None))
    return [
        said_of_bridge(case),
        said_of_bridge(case_of(bridged_office, "A")),
        said_of_bridge(case_of(bridged_office, "A", start=2013), second="Z"),
        said_of_bridge(opened("across", ties=across, input_output=bridged["input_output"])),
        said_of_bridge(opened("within", ties=within)),
        said_of_bridge(opened("alike", establishments=alike, start=2013, digits=3)),
        said_of_bridge(opened("few", establishments=few)),
        said_of_bridge(opened("alone", establishments=alone)),
        said_of_bridge(opened("one-date", ties=ties, start=2013)),
        said_of_bridge(opened("no-years", ties=ties.assign(date="2014-01-01"))),
        said_of_bridge(opened("nobody", ties=ties.assign(to="elsewhere"))),
        said_of_bridge(opened("bok", input_output=bridged["input_output"].assign(classification="BOK33"))),
        *(
            said_of_bridge(
                opened(name, establishments=two_groups(grouped_register, *groups), start=2013, digits=3)
            )
            for name, groups in (("near", (0, 0)), ("far", (1, 2)))
        ),
    ]


def two_groups(register, first, second):
    """Let sites of two groups of four industries stand in two complexes of A."""
    group = register["industry"].str[:3].map({c: k // 4 for k, c in enumerate(ksic10().at_level(3)[:60])})
    rank = register.groupby(["period", group]).cumcount()
    there = register.assign(complex=None)
    for code, wanted, odd in (("X", first, 0), ("Y", second, 1)):
        chosen = group.eq(wanted) & rank.lt(40) & rank.mod(2).eq(odd)
        there.loc[chosen, ["city", "region", "complex"]] = ["A", "A1", code]
    return there


@pytest.fixture
def gathering(case_of, gathered_office, gathered_register, office_of_claims, workspace_with):
    """What cases say that between them bring out what can be said of places where an industry gathers."""
    register = gathered_register
    some = register.groupby(["city", "industry"]).cumcount().lt(15)
    second = register["city"].isin(["C44", "C45", "C54"]) & register["industry"].eq("47111") & some
    chips = register["industry"].eq("26112")
    made = {
        "one-city": register.loc[register["city"] == "C00"],
        "two-places": register.assign(industry=register["industry"].mask(second, "26112")),
        "late": pd.concat(
            [
                register.assign(period=2010),
                register.assign(
                    enterprise=register["enterprise"].mask(chips & register["city"].eq("C02"), "x")
                ),
            ]
        ),
        "lot": register.assign(industry=np.random.default_rng(2).permutation(register["industry"])),
    }

    def opened(name, city, start=2013):
        return case_of(workspace_with(name, establishments=made[name]), city, start=start, digits=3)

    return [
        *(
            said_of_gathering(case_of(gathered_office, city, start=start, digits=3), code)
            for city, start, code in (
                ("C00", 2010, "261"),
                ("C01", 2013, "261"),
                ("C02", 2010, "261"),
                ("C55", 2013, "261"),
                ("C30", 2013, "620"),
            )
        ),
        said_of_gathering(opened("one-city", "C00"), "261"),
        said_of_gathering(opened("two-places", "C00"), "261"),
        said_of_gathering(opened("late", "C02", start=2010), "261"),
        said_of_gathering(opened("lot", "C00"), "620"),
        said_of_gathering(case_of(office_of_claims), ""),
    ]


@pytest.fixture
def classes(case, case_of, bridged_office, staffed, workspace_with, planted_register):
    """What cases say that between them bring out what can be said of the creative class."""
    people = staffed["occupations"]
    open_cells = people.assign(
        **{name: people[name].where(people["occupation"] != "21") for name in ("value", "lower", "upper")},
        status=people["status"].where(people["occupation"] != "21", "suppressed"),
    )
    major = people.loc[people["occupation"] != "23"]
    coarse = major.assign(occupation=major["occupation"].str[0])
    planted = {"establishments": planted_register}

    def opened(name, **tables):
        return case_of(workspace_with(f"class-{name}", **planted | tables), "A")

    some = replace(case.comparison_set, areas=("A", "B", "Z"))
    return [
        said_of_creative(case),
        said_of_creative(replace(case, start=2009)),
        said_of_creative(replace(case_of(bridged_office, "A"), comparison_set=some)),
        said_of_creative(opened("no-occupations")),
        said_of_creative(opened("not-carried", occupations=people)),
        said_of_creative(opened("coarse", occupations=coarse)),
        said_of_creative(opened("other-city", occupations=people.loc[people["region"] != "A"])),
        said_of_creative(opened("open-cells", occupations=open_cells)),
    ]


def said_of_standing(case):
    """Read who is like a city, whether it is on track, its jobs and its scenarios."""
    listening = ListeningCase(**{one.name: getattr(case, one.name) for one in fields(Case)})
    sections = tuple(make(listening) for make in (peers, targets, job_kinds, scenarios))
    return heard_in(listening, figures_of(Document("en", "", "", (), sections)))


@pytest.fixture
def standings(case, judged_case, case_of, workspace_with, planted_register):
    """What cases say that between them bring out how a place can stand."""
    alone = planted_register.loc[planted_register["city"].isin(["A", "B"])]
    job = {"record": "1", "area": "A", "period": 2013, "kind": "other", "persons": 2.0, "stage": "final"}
    jobs = pd.DataFrame([job]).assign(programme=None, client=None, person_days=None, anyway=None)
    other = next(code for code in case.names["code"] if code != case.city and code.startswith("G"))
    few = case_of(workspace_with("few-peers", establishments=alone, job_counts=jobs), "A", start=2013)
    return [
        said_of_standing(case),
        said_of_standing(replace(case, start=2006)),
        said_of_standing(replace(case, city=other)),
        said_of_standing(few),
        said_of_standing(judged_case),
    ]


def said_of_ladders():
    """Read every headline, the name of every rung, and everything that a rung can lack."""
    words = Listening("en")
    numbers = dict.fromkeys(("lowest", "highest", "estimate", "rank", "of"), "1")
    for finding in get_args(Finding):
        headline(words, finding, "national", **numbers)
    for name in get_args(RungName):
        rung_name(words, name)
    for what in LACKED:
        lacking_in_words(words, Rung("national", lacking=((what, 1, 2),)))
    return words.heard, set()


def said_of_policy(case):
    """Read the section of a report, both screens, and every rung that can be opened."""
    listening = ListeningCase(**{one.name: getattr(case, one.name) for one in fields(Case)})
    sections = [effects(listening), limits(listening)]
    for one in listening.evaluations if listening.has(*NEEDED) else ():
        sections.append(Section("policy", "", tuple(policy(listening, one.fixed))))
        sections += policy_rungs(listening, one.fixed)
        sections.append(Section("detectable", "", tuple(detectable(listening, one.fixed))))
        for rung in rungs_of(listening, one.fixed):
            summary_of(listening, one.fixed, rung)
    listening.words.text("policy.title")
    listening.words.text("outcomes.title")
    listening.words.text("detectable.title")
    return heard_in(listening, figures_of(Document("en", "", "", (), tuple(sections))))


class RingCase(ListeningCase):
    """Has one answer for whatever is asked of rings."""

    def calculate(self, name, **_parameters):
        return ring_tables.result(name, self.parameters["asked_of_rings"])


def said_of_rings(case):
    """Read everything that the bands of rings let say, and everything that they can lack."""
    heard, used = set(), set()
    about = {one.name: getattr(case, one.name) for one in fields(Case)}
    for asked in ring_tables.ALL:
        listening = RingCase(**about | {"parameters": {**case.parameters, "asked_of_rings": asked}})
        for outcome in ("jobs", "firms"):
            fixed = specification_from(policy_office.RECORD | {"outcome": outcome})
            made = Section("neighbors", "", tuple(neighbors(listening, fixed)))
            keys, kinds = heard_in(listening, figures_of(Document("en", "", "", (), (made,))))
            heard, used = heard | keys, used | kinds
    return heard | {"neighbors.title"}, used


class RoundCase(ListeningCase):
    """Has one answer for whatever is asked of selection rounds."""

    def has(self, *_roles):
        return True

    def calculate(self, name, **_parameters):
        return selection_tables.result(name, self.parameters["asked_of_rounds"])


def said_of_rounds(case):
    """Read everything that selection rounds let say, and that there are none."""
    about = {one.name: getattr(case, one.name) for one in fields(Case)}
    heard, used = set(), set()
    for asked in selection_tables.ALL:
        listening = RoundCase(**about | {"parameters": {**case.parameters, "asked_of_rounds": asked}})
        keys, kinds = heard_in(listening, figures_of(Document("en", "", "", (), (selection(listening),))))
        heard, used = heard | keys, used | kinds
    without = {role: one for role, one in case.snapshots.items() if role != "applications"}
    lacking = ListeningCase(**about | {"snapshots": without})
    selection(lacking)
    return heard | lacking.words.heard, used


@pytest.fixture
def evaluated(workspace_with):
    """Open the cases of a registered policy: enough places, places of one region, too few, too few firms."""
    register, places = policy_office.policy_register(), policy_office.policy_places()
    two = register["city"].eq("C00") & register["enterprise"].str.endswith(("-2", "-3"))

    def opened(name, record=(), **tables):
        workspace = workspace_with(f"policy-{name}", **tables)
        for one in [record] if isinstance(record, dict) else record:
            store.register(workspace.root, specification_from(policy_office.RECORD | one))
        return open_case(workspace, "C00", start=2005, end=2013, language="en", draws=9)

    wide = {"establishments": register, "regions": places}
    one_region = {
        "establishments": policy_office.policy_register(cities=13),
        "regions": policy_office.policy_places(cities=13, inside=13),
    }
    few = {
        "establishments": policy_office.policy_register(cities=4),
        "regions": policy_office.policy_places(cities=4),
    }
    moving = policy_office.policy_register(firms=12).sample(frac=0.9, random_state=4).sort_index()
    late = {"outcome": "firms", "registered_at": "2099-01-04T09:00:00+09:00"}
    gaps = {"establishments": policy_office.with_gaps(register), "regions": places}
    cases = [
        opened("wide", {}, **wide),
        opened("nothing", (), **few),
        opened("firms", late, **gaps),
        opened("region", {"level": 0.95, "rates": policy_office.EVERY_RATE}, **one_region),
        opened("few", {}, **few),
        opened("outcomes", ({}, {"outcome": "firms"}), establishments=moving, regions=places),
        opened("hidden", {}, establishments=register.loc[~two], regions=places),
        opened("no-places", {}, establishments=few["establishments"]),
        opened("alone", {}, **few | {"regions": policy_office.policy_places(cities=4, inside=1)}),
        opened(
            "few-near",
            {},
            establishments=few["establishments"].loc[
                lambda rows: ~(rows["city"].eq("C01") & rows["enterprise"].str.endswith(("-2", "-3")))
            ],
            regions=policy_office.policy_places(cities=4, inside=2),
        ),
        opened("supported", policy_office.SUPPORTED_RINGS, **policy_office.supported_office()),
        opened("supported-few", {}, **policy_office.supported_office(cities=13)),
    ]
    return list(map(said_of_policy, cases))


@pytest.fixture
def everything_said(many_cases, spaces, grouped, bridges, classes, gathering, evaluated, standings):
    said = [*map(said_in, many_cases), *map(said_of_space, spaces), *grouped, *bridges, *classes, *gathering]
    said += [
        said_of_ladders(),
        said_of_rings(many_cases[0]),
        said_of_rounds(many_cases[0]),
        *evaluated,
        *standings,
    ]
    return set().union(*(keys for keys, _ in said)), set().union(*(kinds for _, kinds in said))


@pytest.mark.slow
def test_every_sentence_and_every_definition_is_used(everything_said):
    heard, used = everything_said
    assert sorted(set(catalog("en")) - heard) == []
    assert set(definitions()) == used
