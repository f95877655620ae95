import re

import pandas as pd
import pytest

from sandan.data.contracts import CLAIMS, EVIDENCE
from sandan.errors import DefinitionError, SourceError
from sandan.evaluate.cases.loading import case_names, load_case, read_case
from sandan.evaluate.catalog import term, words
from sandan.evaluate.claims import ledger

SEONGNAM = load_case("seongnam_2013")
BOOK = ledger(SEONGNAM.claims, SEONGNAM.evidence, SEONGNAM.checks, SEONGNAM.entries, settles=SEONGNAM.settles)


CHECKS = """
[[check]]
key = "k"
claim = "K1"
kind = "formula"
title_ko = "가"
title_en = "a"
formula = "x"
expected = { constant = 100 }
values = { x = { claim = "value" } }
[[entry]]
claim = "K1"
verdict = "conflicts"
role = "council"
on = 2026-01-01
reason = "Minutes."
"""


@pytest.mark.parametrize("name", ["claims", "evidence"])
def test_case_holds_every_row_of_the_public_record(shared, name):
    record = pd.read_csv(shared / "claims" / f"{name}.csv")
    mine = getattr(SEONGNAM, name)
    assert len(mine) == {"claims": 16, "evidence": 45}[name]
    pd.testing.assert_frame_equal(mine, record, check_dtype=False)


@pytest.mark.parametrize(
    ("claim", "verdict", "rule"),
    [
        ("C01", "not_comparable", "same-number-other-quantity"),
        ("C02", "not_comparable", "definition-changed-inside"),
        ("C03", "not_comparable", "same-number-other-quantity"),
        ("C04", "cannot_be_checked", "order-without-set"),
        ("C05", "cannot_be_checked", "nothing-on-record"),
        ("C06", "cannot_be_checked", "nothing-on-record"),
        ("C07", "cannot_be_checked", "order-without-set"),
        ("C08", "cannot_be_checked", "nothing-on-record"),
        ("C09", "cannot_be_checked", "one-side-only"),
        ("C10", "causal_without_design", "causal-without-design"),
        ("C11", "cannot_be_checked", "more-than-existence"),
        ("C12", "cannot_be_checked", "nothing-on-record"),
        ("C13", "cannot_be_checked", "nothing-on-record"),
        ("C14", "cannot_be_checked", "nothing-on-record"),
        ("C15", "conflicts", "like-with-like-differs"),
        ("C16", "cannot_be_checked", "recommendation"),
    ],
)
def test_verdicts_of_the_first_case(claim, verdict, rule):
    row = BOOK.claims.set_index("claim").loc[claim]
    assert (row["verdict"], row["rule"], row["decided_by"]) == (verdict, rule, "rule")


def test_number_of_the_venture_firms_is_supported_though_the_order_is_not():
    assert BOOK.claims.set_index("claim").loc["C07", "number_verdict"] == "supported"


@pytest.mark.parametrize(
    ("check", "outcome", "computed", "difference"),
    [
        ("C01-parts", "impossible", 38326 + 89663 + 19415 + 12938 + 30801, 67143),
        ("C01-rounding", "passed", 124040, 40),
        ("C01-yearly", "impossible", 38326 + 89663, 3949),
        ("C01-contents", "impossible", 19415 + 12938 + 30801, -60886),
        ("C01-sites", "impossible", 149485 + 272600, 298045),
        ("C01-workers", "passed", 349709 - 291817, 0),
        ("C02-increase", "passed", 2839 - 2411, 0),
        ("C02-percent", "passed", 100 * 428 / 2411, -0.048),
        ("C02-establishments", "passed", 100 * (56436 / 49441 - 1), 0.048),
        ("C03-rounding", "passed", 66.5e12, -0.5e12),
        ("C06-implied", "passed", 1017 * 100000 / 101, 6930.693),
        ("C07-level", "passed", 1017, 17),
        ("C09-nation", "passed", 22.2, 0.2),
        ("C09-index", "failed", 32 / 22, -0.522),
        ("C10-city", "passed", 100 * 57892 / 291817, 0.038),
        ("C10-national", "passed", 291817 * 10.4 / 100, -0.032),
        ("C10-remainder", "passed", 57892 - 30349, 0),
    ],
)
def test_arithmetic_of_the_first_case(check, outcome, computed, difference):
    row = BOOK.checks.set_index("check").loc[check]
    assert row["outcome"] == outcome
    assert row["computed"] == pytest.approx(computed)
    assert row["difference"] == pytest.approx(difference, abs=0.001)


def test_mixed_sums_of_the_first_case_say_what_they_mix():
    mixed = BOOK.checks.set_index("check")["mixed"]
    assert mixed["C01-yearly"].startswith("cumulative with shorter periods")
    assert mixed["C01-sites"].startswith("unit")
    assert "stock not flow" in mixed["C01-contents"]


def test_every_check_of_the_case_was_carried_out():
    assert len(BOOK.checks) == 17
    assert BOOK.claims[["checks_passed", "checks_failed", "checks_impossible"]].sum().tolist() == [12, 1, 4]


def test_case_speaks_korean_throughout():
    printed = [SEONGNAM.claims[name] for name in ("subject", "said", "unit")]
    printed += [SEONGNAM.evidence[name] for name in ("measures", "unit")]
    said = {cell for column in printed for cell in column.dropna()}
    said |= {part for cell in SEONGNAM.evidence["differs_in"].dropna() for part in cell.split("; ")}
    assert sorted(said - set(SEONGNAM.korean)) == []
    places = {*SEONGNAM.claims["place"], *SEONGNAM.elsewhere.values()}
    assert places <= set(SEONGNAM.korean)
    assert set(SEONGNAM.korean) - said - places == {"as of 2013", "by 2013", "not stated"}
    assert set(SEONGNAM.claims["kind"]) <= set(words()["kinds"])
    for cell in [*BOOK.evidence["dimensions"], *BOOK.checks["mixed"]]:
        assert not re.search("[a-z]", SEONGNAM.dimensions(cell, "ko"))


def test_case_says_for_every_open_claim_what_would_settle_it():
    wanted = set(SEONGNAM.claims["claim"]) - {"C16"}
    assert set(SEONGNAM.settles) == wanted
    assert all(set(sentences) == {"ko", "en"} for sentences in SEONGNAM.settles.values())
    assert all(SEONGNAM.titles[lang] and SEONGNAM.notes[lang] for lang in ("ko", "en"))


def test_every_source_of_the_case_is_explained():
    used = {*SEONGNAM.claims["source"], *SEONGNAM.evidence["source"]}
    assert set(SEONGNAM.sources["source"]) == used
    assert (SEONGNAM.sources[["outlet", "name_ko", "name_en", "reference"]] != "").all(axis=None)


def test_evidence_about_another_place_names_it():
    measured = set(SEONGNAM.evidence["measures"])
    assert set(SEONGNAM.elsewhere) <= measured
    in_the_nation = {one for one in measured if re.search(r"in the nation|nation on|national share", one)}
    assert len(in_the_nation) == 4
    assert {SEONGNAM.elsewhere[one] for one in in_the_nation} == {"nation"}
    assert SEONGNAM.place_of({"measures": "Daejeon"}, "Seongnam") == "Daejeon"
    assert SEONGNAM.place_of({"measures": "awards"}, "Seongnam") == "Seongnam"


def test_outlets_are_named_where_their_names_are_known():
    named = SEONGNAM.sources.set_index("source")
    assert named.loc["S9", ["name_ko", "name_en"]].tolist() == ["머니투데이", "Money Today"]
    assert named.loc["S15", ["name_ko", "name_en"]].tolist() == [
        "한국경제, sobien",
        "The Korea Economic Daily, sobien",
    ]
    assert named.loc["S10", ["name_ko", "name_en"]].tolist() == ["ebundangnews", "ebundangnews"]


def test_case_words_fall_back_to_the_original():
    assert SEONGNAM.say("not translated", "ko") == "not translated"
    assert SEONGNAM.say("population", "en") == "population"
    assert SEONGNAM.say(None, "ko") == ""
    assert SEONGNAM.dimensions("period; denominator", "ko") == f"{term('dimensions', 'period', 'ko')}, 분모"


def test_unknown_case_is_refused():
    with pytest.raises(DefinitionError, match=f"shipped are {', '.join(case_names())}"):
        load_case("atlantis")


@pytest.fixture
def tables(tmp_path):
    claim = ["K1", "jobs", "100 jobs", "100", "", "persons", "2013", "here", "level", "A"]
    record = ["K1", "100", "persons", "2013", "jobs", "same", "", "B"]
    for name, contract, row in (("claims", CLAIMS, claim), ("evidence", EVIDENCE, record)):
        (tmp_path / f"{name}.csv").write_text(f"{','.join(contract.names)}\n{','.join(row)}\n")
    return tmp_path


def test_own_tables_are_a_case(tables):
    (tables / "checks.toml").write_text(CHECKS, encoding="utf-8")
    case = read_case(tables / "claims.csv", tables / "evidence.csv", tables / "checks.toml")
    row = ledger(case.claims, case.evidence, case.checks, case.entries).claims.iloc[0]
    assert (row["verdict"], row["rule_verdict"], row["checks_passed"]) == ("conflicts", "supported", 1)


def test_refused_row_stops_the_reading(tables):
    with (tables / "claims.csv").open("a") as file:
        file.write("K2,jobs,many jobs,many,,persons,2013,here,level,A\n")
    with pytest.raises(SourceError, match="has 1 refused rows"):
        read_case(tables / "claims.csv", tables / "evidence.csv")


def test_missing_and_broken_files_are_named(tables):
    with pytest.raises(SourceError, match=r"nowhere\.csv is not a file"):
        read_case(tables / "nowhere.csv", tables / "evidence.csv")
    (tables / "checks.toml").write_text("[[check")
    with pytest.raises(DefinitionError, match=r"checks\.toml cannot be read as TOML"):
        read_case(tables / "claims.csv", tables / "evidence.csv", tables / "checks.toml")
