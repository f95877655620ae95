from sandan.web.claims.models import Check
from sandan.web.claims.queries import office
from sandan.web.claims.records import table_csv
from web.claims.factories import ClaimFactory, EvidenceFactory


def test_terms_of_a_check_stand_in_one_order_whatever_the_database_gives(db):
    claim = ClaimFactory(value=66.0)
    rows = [EvidenceFactory(claim=claim, stance="part-of", value=float(n)) for n in range(1, 12)]
    terms = {f"part_{n}": {"row": row.pk} for n, row in enumerate(rows, start=1)}
    told = {"claim": claim, "kind": "sum", "title_ko": "가", "title_en": "a"}
    expected = {"claim": "value", "of": claim.key}
    Check.objects.create(key="sum", expected=expected, terms=dict(reversed(terms.items())), **told)
    names = {"y": {"row": rows[1].pk}, "before": {"row": rows[0].pk}}
    more = {"kind": "formula", "formula": "y - before", "expected": {"constant": 1}}
    Check.objects.create(key="formula", terms=names, **told | more)
    by_key = {check["check"]: check for check in office().judged.checks}
    assert [one["value"] for one in by_key["sum"]["numbers"]] == [float(n) for n in range(1, 12)]
    assert [one["name"] for one in by_key["formula"]["numbers"]] == ["y", "before"]


def test_cells_of_a_table_keep_their_digits_and_signs():
    rows = [{"a": 0.1 + 0.2, "b": None}, {"a": 67e12, "b": 'one, "two"; 셋'}, {"a": -1e-7, "b": "x"}]
    assert table_csv(rows, ("a", "b")) == (
        'a,b\n0.30000000000000004,\n67000000000000,"one, ""two""; 셋"\n-0.0000001,x\n'
    )
