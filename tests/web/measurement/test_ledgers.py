import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandan.data.contracts import CLAIMS, EVIDENCE
from sandan.evaluate.catalog import words
from sandan.evaluate.verdicts import Verdict
from sandan.web.claims.records import CLAIM_COLUMNS, EVIDENCE_COLUMNS, table_csv
from sandan.web.measurement import ledgers
from sandan.web.measurement.ledgers import Judged, Record, judge, judge_files

CLAIM = {
    "claim": "K1",
    "subject": "jobs",
    "said": "1000 jobs",
    "value": 1000.0,
    "value_before": None,
    "unit": "persons",
    "period": "2013",
    "place": "here",
    "kind": "level",
    "source": "A",
}
ROW = {
    "claim": "K1",
    "value": 1000.0,
    "unit": "persons",
    "period": "2013",
    "measures": "jobs",
    "stance": "same",
    "differs_in": None,
    "source": "B",
}
CHECK = {
    "key": "k",
    "claim": "K1",
    "kind": "formula",
    "title_ko": "가",
    "title_en": "a",
    "formula": "x - y",
    "values": {"x": {"claim": "value"}, "y": {"evidence": "jobs"}},
    "expected": {"constant": 0},
}


def test_columns_are_those_of_the_contracts():
    assert (list(CLAIM_COLUMNS), list(EVIDENCE_COLUMNS)) == (CLAIMS.names, EVIDENCE.names)


def test_rows_are_judged_with_their_arithmetic():
    judged = judge(Record([CLAIM], [ROW], {"check": [CHECK]}))
    assert (judged.claims["K1"]["verdict"], judged.claims["K1"]["rule"]) == ("supported", "agrees")
    assert [row["evidence"] for row in judged.evidence] == ["K1-1"]
    [check] = judged.checks
    assert (check["written"], check["computed"], check["outcome"]) == ("1,000 − 1,000", 0.0, "passed")


def test_ledger_without_claims_has_nothing_to_judge():
    assert judge(Record([], [])) == Judged()


def test_words_of_the_core_are_all_known():
    assert tuple(Verdict) == ledgers.VERDICTS
    assert ledgers.names("kinds") == tuple(words()["kinds"])
    assert ledgers.name_of("verdicts", "conflicts", "ko") == "다른 기록과 어긋남"


@pytest.mark.parametrize(
    ("formula", "used"), [("a + b / 2", {"a", "b"}), ("1 + 1", set()), ("a ** 2", None), ("f(x)", None)]
)
def test_formula_names_are_those_of_plain_arithmetic(formula, used):
    assert ledgers.formula_names(formula) == used


LINE = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=12)
NUMBERS = st.none() | st.floats(-1e15, 1e15).filter(lambda value: value == 0 or abs(value) > 1e-9)


@given(said=LINE, measures=LINE, value=NUMBERS, other=NUMBERS)
def test_written_files_mean_what_the_record_means(tmp_path_factory, said, measures, value, other):
    record = Record([CLAIM | {"said": said, "value": value}], [ROW | {"measures": measures, "value": other}])
    folder = tmp_path_factory.mktemp("files")
    paths = [folder / name for name in ("claims.csv", "evidence.csv", "notes.toml")]
    texts = (
        table_csv(record.claims, CLAIM_COLUMNS),
        table_csv(record.evidence, EVIDENCE_COLUMNS),
        record.notes_toml(),
    )
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8", newline="\n")
    assert judge_files(*paths) == judge(record)
