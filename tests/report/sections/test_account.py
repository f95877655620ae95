from dataclasses import replace

import pytest

from sandan.data.strategic import strategic_industry
from sandan.observe.change.change_account import FLOWS
from sandan.report.document import Chart, Document, Number, figures_of
from sandan.report.sections.account import account, change, count_after, parameters_of, possible


def charts_of(section):
    return [block for block in section.blocks if isinstance(block, Chart)]


def test_the_table_has_every_line_and_adds_up(case):
    bridge, _ = charts_of(account(case))
    numbers = [row[1][0].figure.value for row in bridge.twin.rows]
    assert len(numbers) == len(FLOWS) + 2
    assert numbers[0] + sum(numbers[1:-1]) == numbers[-1] == count_after(case).figure.value
    assert change(case).figure.value == numbers[-1] - numbers[0]


def test_the_bridge_draws_the_numbers_of_its_table(case):
    bridge, _ = charts_of(account(case))
    drawn = str(bridge.specification)
    assert all(
        f"'firms': {abs(row[1][0].figure.value)}" in drawn
        or f"{row[1][0].figure.value:,}".lstrip("-") in drawn
        for row in bridge.twin.rows
    )


def test_versions_of_the_dates_are_those_in_force(case):
    assert (parameters_of(case)["version_before"], parameters_of(case)["version_after"]) == ("2010", "2012")


def test_every_version_is_counted_in_every_year(case):
    _, versions = charts_of(account(case))
    header = versions.twin.header
    assert len(header) == 4
    years = [row[0][0] for row in versions.twin.rows]
    assert years == [str(year) for year in range(2009, 2015)]
    shown = {row[0][0]: row for row in versions.twin.rows}
    bridge, _ = charts_of(account(case))
    start, end = bridge.twin.rows[0][1][0], bridge.twin.rows[-1][1][0]
    column = {name: header.index(f"Version {name}") for name in ("2010", "2012")}
    assert shown["2010"][column["2010"]][0].figure.value == start.figure.value
    assert shown["2013"][column["2012"]][0].figure.value == end.figure.value


def test_losses_are_shown_with_their_sign(case):
    bridge, _ = charts_of(account(case))
    deaths = next(row for row in bridge.twin.rows if row[0] == ("Deaths",))[1][0]
    assert isinstance(deaths, Number)
    assert deaths.shown.startswith("−")
    assert deaths.figure.value < 0


@pytest.mark.parametrize(
    ("which", "need"),
    [
        ("claims", "it needs a register of establishments (kind establishments)."),
        ("register", "it needs strategic-industry rules in force at both dates (kind strategic_rules)."),
        ("one date", "it compares two dates"),
    ],
)
def test_it_says_what_it_needs(
    which, need, office, office_of_claims, workspace_with, planted_register, case_of, words_of_section
):
    case = {
        "claims": lambda: case_of(office_of_claims),
        "register": lambda: case_of(workspace_with(establishments=planted_register), "A"),
        "one date": lambda: case_of(office, start=2013),
    }[which]()
    section = account(case)
    assert need in words_of_section(section)[1]
    assert figures_of(Document("en", "", "", (), (section,))) == []
    assert which == "one date" or not possible(case)


def test_rules_that_were_not_yet_in_force_are_none(
    workspace_with, small_country_files, planted_register, case_of
):
    old = planted_register.assign(period=planted_register["period"] - 20)
    rules = small_country_files / "files" / "strategic.toml"
    case = case_of(workspace_with(establishments=old, strategic_rules=rules), "A", start=1990, end=1993)
    assert not possible(case)


def test_account_under_one_version_has_no_change_of_definition(case):
    under = replace(case, parameters={**case.parameters, "version": "2010"})
    lines = account_lines(under)
    assert (lines["definition_in"], lines["definition_out"]) == (0, 0)
    assert lines["start"] == account_lines(case)["start"]


def test_account_with_a_complex_elsewhere_leaves_its_firms_out_at_both_dates(case):
    (complex_code, *_) = case.complexes()
    without = replace(case, parameters={**case.parameters, "complex_elsewhere": complex_code})
    register = case.shelf.read(case.snapshots["establishments"].id)
    rules = case.shelf.read(case.snapshots["rules"].id)
    expected = {}
    for end, year in (("start", case.start), ("end", case.end)):
        rows = register.loc[(register["period"] == year) & (register["city"] == case.city)]
        kept = rows.loc[rows["complex"].ne(complex_code).fillna(value=True)]
        version = parameters_of(case)["version_before" if end == "start" else "version_after"]
        expected[end] = int(strategic_industry(kept, rules, version=version).notna().sum())
    lines = account_lines(without)
    assert {end: lines[end] for end in expected} == expected


def account_lines(case):
    result = case.calculate("account", **parameters_of(case))
    return result.table.set_index("line")["change"].to_dict()
