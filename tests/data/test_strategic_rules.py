from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from sandan.data.codes.ksic import ksic10
from sandan.data.strategic_rules import check_definition, parse_definition, version_on
from sandan.data.tables import check_table, contract_of
from sandan.errors import DefinitionError

TEXT = """
classification = "KSIC10"

[[version]]
name = "2010"
from = 2010-01-01

[[version.industry]]
key = "chips"
name_ko = "시스템반도체"
name_en = "System semiconductors"
reason = "list of the council"
include.codes = ["2611", "26121"]
exclude.codes = [{ value = "26111", reason = "memory is made elsewhere" }]
include.products = ["팹리스"]
include.enterprises = ["E1"]

[[version]]
name = "2013"
from = 2013-01-01

[[version.industry]]
key = "games"
name_ko = "게임"
name_en = "Games"
include.codes = ["5821"]
"""
ONE = TEXT.rsplit("[[version]]", maxsplit=1)[0]


def test_definition_becomes_a_table_of_its_contract() -> None:
    rules = parse_definition(TEXT)
    check_table(rules, contract_of("strategic_rules"))
    assert rules[["version", "rule", "effect", "value", "reason"]].fillna("").to_numpy().tolist() == [
        ["2010", "code", "include", "2611", "list of the council"],
        ["2010", "code", "include", "26121", "list of the council"],
        ["2010", "product", "include", "팹리스", "list of the council"],
        ["2010", "enterprise", "include", "E1", "list of the council"],
        ["2010", "code", "exclude", "26111", "memory is made elsewhere"],
        ["2013", "code", "include", "5821", ""],
    ]


def test_version_without_end_ends_before_the_next() -> None:
    rules = parse_definition(TEXT)
    ends = rules.groupby("version")["valid_to"].first()
    assert ends["2010"] == date(2012, 12, 31)
    assert pd.isna(ends["2013"])


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (date(2010, 1, 1), "2010"),
        (date(2012, 12, 31), "2010"),
        (date(2013, 1, 1), "2013"),
        (date(2099, 1, 1), "2013"),
    ],
)
def test_version_on_both_sides_of_a_change(day: date, version: str) -> None:
    assert version_on(parse_definition(TEXT), day) == version


def test_day_without_a_version_is_refused() -> None:
    with pytest.raises(
        DefinitionError, match=r"On 2009-12-31 no versions .* \(2010 from 2010-01-01 to 2012-12-31"
    ):
        version_on(parse_definition(TEXT), date(2009, 12, 31))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('name = "2010"', "name = ", "The definition is not TOML"),
        ('name = "2010"', "", "`name` of a version is None"),
        (
            'name = "2010"',
            'name = "2010"\nbegin = 1',
            "'begin' in version '2010' is not known; the words are",
        ),
        ("from = 2010-01-01", 'from = "2010"', "write a date without quotes"),
        ("from = 2010-01-01", "from = 2010-01-01T00:00:00", "write a date without quotes"),
        ("from = 2010-01-01", "from = 2010-01-01\nto = 2009-01-01", "which is no period"),
        ('key = "chips"', "key = 3", "`key` of an industry of version '2010' is 3"),
        ('name_ko = "시스템반도체"', 'name_ko = ""', "`name_ko` of industry 'chips' of version '2010' is ''"),
        ('include.codes = ["2611", "26121"]', 'include.codes = "2611"', "write a list"),
        ('include.codes = ["2611", "26121"]', "include.codes = [2611]", "is 2611; write a text in quotes"),
        ('include.codes = ["2611", "26121"]', 'include.codes = ["2611", "2611"]', "names '2611' twice"),
        ('include.codes = ["2611", "26121"]', 'include.regions = ["31020"]', "'regions' in `include` of"),
        ('classification = "KSIC10"', "", "no classification is named"),
    ],
)
def test_definition_that_is_not_well_formed_is_refused(old: str, new: str, message: str) -> None:
    with pytest.raises(DefinitionError, match=message):
        parse_definition(ONE.replace(old, new))


def test_versions_that_overlap_or_share_a_name_are_refused() -> None:
    with pytest.raises(DefinitionError, match="overlaps with another version"):
        parse_definition(TEXT.replace("from = 2010-01-01", "from = 2010-01-01\nto = 2013-01-01"))
    with pytest.raises(DefinitionError, match="overlaps with another version"):
        parse_definition(TEXT.replace("from = 2010-01-01", "from = 2013-01-01"))
    with pytest.raises(DefinitionError, match="have the same name"):
        parse_definition(TEXT.replace('"2013"', '"2010"'))


def test_definition_without_versions_industries_or_rules_is_refused() -> None:
    with pytest.raises(DefinitionError, match=r"needs at least one table \[\[version\]\]"):
        parse_definition('classification = "KSIC10"')
    head = '[[version]]\nname = "1"\nfrom = 2010-01-01\n'
    with pytest.raises(DefinitionError, match=r"needs at least one table \[\[industry\]\]"):
        parse_definition(head)
    with pytest.raises(DefinitionError, match="has no rule"):
        parse_definition(head + '[[version.industry]]\nkey = "a"\nname_ko = "a"\nname_en = "a"\n')


def test_codes_that_are_not_in_the_classification_are_reported() -> None:
    text = TEXT.replace('"26121"', '"26199", "26112", "C"').replace("5821", "58219")
    found = check_definition(parse_definition(text), {"KSIC10": ksic10()})
    assert found[["version", "value", "problem"]].to_numpy().tolist() == [
        ["2010", "26199", "unknown-code"],
        ["2010", "26112", "covered"],
        ["2010", "C", "section-letter"],
    ]
    assert found.loc[0, "suggestion"].split()[0] == "261"
    assert found.loc[1, "suggestion"] == "2611"


def test_rules_of_a_classification_that_is_not_at_hand_are_reported() -> None:
    found = check_definition(parse_definition(TEXT.replace("KSIC10", "KSIC9")), {"KSIC10": ksic10()})
    assert set(found["problem"]) == {"no-classification"}
    assert set(found["suggestion"]) == {"KSIC9"}


def test_industry_that_includes_nothing_is_reported() -> None:
    text = TEXT.replace('include.codes = ["5821"]', 'exclude.codes = ["58219"]')
    found = check_definition(parse_definition(text), {"KSIC10": ksic10()})
    assert found["problem"].tolist() == ["no-include"]


def test_definition_of_the_how_to_is_good(root: Path) -> None:
    page = (root / "docs/how-to/define-strategic-industries.md").read_text(encoding="utf-8")
    rules = parse_definition(page.split("```toml\n")[1].split("```", maxsplit=1)[0])
    assert rules["version"].unique().tolist() == ["2010", "2013"]
    assert len(check_definition(rules, {"KSIC10": ksic10()})) == 0
    assert version_on(rules, date(2012, 6, 30)) == "2010"
