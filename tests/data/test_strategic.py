import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandan.data.codes.concordance import concordance_from_pairs
from sandan.data.strategic import compare_versions, count_under, explain, strategic_industry
from sandan.errors import CodeError, DefinitionError, InseparableError, TableError

NINE_TO_TEN = concordance_from_pairs(
    pd.DataFrame(
        {"source": ["26110", "26110", "26120", "58219"], "target": ["26111", "26112", "26121", "58219"]}
    ),
    source="KSIC9",
    target="KSIC10",
)


def rules_of(*rows: tuple[str, str, str, str], version: str = "1", used: str = "KSIC10") -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["strategic_industry", "rule", "effect", "value"])
    return table.assign(version=version, classification=[used if r[1] == "code" else None for r in rows])


def sites_of(*rows: tuple[str, str, str | None], used: str = "KSIC10") -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["enterprise", "industry", "product"]).assign(
        classification=used, period=2013, workers=10
    )


def keys(sites: pd.DataFrame, rules: pd.DataFrame) -> list[str]:
    return strategic_industry(sites, rules).fillna("").tolist()


def test_codes_match_by_prefix_and_exclude_beats_include() -> None:
    rules = rules_of(("chips", "code", "include", "261"), ("chips", "code", "exclude", "26111"))
    assert keys(sites_of(("a", "26112", None), ("b", "26111", None), ("c", "10", None)), rules) == [
        "chips",
        "",
        "",
    ]


def test_product_overrules_code_and_enterprise_overrules_product() -> None:
    rules = rules_of(
        ("chips", "code", "exclude", "26111"),
        ("chips", "product", "include", "팹리스"),
        ("chips", "enterprise", "exclude", "b"),
    )
    sites = sites_of(("a", "26111", "팹리스 설계"), ("b", "26111", "팹리스 설계"), ("c", "26111", None))
    assert keys(sites, rules) == ["chips", "", ""]


def test_exclude_beats_include_among_products() -> None:
    rules = rules_of(("chips", "product", "include", "반도체"), ("chips", "product", "exclude", "장비"))
    assert keys(sites_of(("a", "1", "반도체 장비"), ("b", "1", "반도체")), rules) == ["", "chips"]


@pytest.mark.parametrize(
    ("keyword", "product", "hit"),
    [
        ("시스템반도체", "시스템 반도체 설계", True),
        ("시스템 반도체", "시스템반도체", True),
        ("SoC", "모바일용 soc", True),
        ("SoC", "SoC용 검사", True),
        ("AI", "chair", False),
        ("AI", "AI, 로봇", True),
        ("a+b", "a+b", True),
        ("ＡＩ", "AI", True),
    ],
)
def test_product_keywords(keyword: str, product: str, hit: bool) -> None:
    rules = rules_of(("x", "product", "include", keyword))
    assert keys(sites_of(("a", "1", product)), rules) == (["x"] if hit else [""])


def test_between_industries_the_stronger_rule_wins_then_the_order() -> None:
    rules = rules_of(
        ("mobile", "code", "include", "26"),
        ("chips", "code", "include", "261"),
        ("health", "product", "include", "의료"),
    )
    sites = sites_of(("a", "26112", None), ("b", "26112", "의료기기"))
    assert keys(sites, rules) == ["mobile", "health"]


def test_index_is_kept_and_input_is_not_changed() -> None:
    sites = sites_of(("a", "26112", None)).set_axis([7])
    before = sites.copy()
    found = strategic_industry(sites, rules_of(("chips", "code", "include", "261")))
    assert found.to_dict() == {7: "chips"}
    pd.testing.assert_frame_equal(sites, before)


def test_several_versions_need_a_name() -> None:
    rules = pd.concat([rules_of(("a", "code", "include", "1"), version=v) for v in ("1", "2")])
    sites = sites_of(("a", "1", None))
    with pytest.raises(DefinitionError, match="`version` is None, but the definition has the versions 1, 2"):
        strategic_industry(sites, rules)
    assert strategic_industry(sites, rules, version="2").tolist() == ["a"]


def test_column_that_is_missing_is_named() -> None:
    with pytest.raises(TableError, match="no column `product`"):
        strategic_industry(sites_of().drop(columns="product"), rules_of(("a", "code", "include", "1")))


def test_other_revision_needs_a_concordance() -> None:
    with pytest.raises(CodeError, match="coded in KSIC9 but a rule names codes of KSIC10"):
        strategic_industry(
            sites_of(("a", "26110", None), used="KSIC9"), rules_of(("chips", "code", "include", "26"))
        )


def test_other_revision_is_translated_where_it_can_be() -> None:
    rules = rules_of(("chips", "code", "include", "261"), ("games", "code", "include", "5821"))
    sites = sites_of(("a", "26110", None), ("b", "58219", None), used="KSIC9")
    assert strategic_industry(sites, rules, concordances=[NINE_TO_TEN]).tolist() == ["chips", "games"]


def test_code_that_cannot_be_separated_is_refused_unless_something_stronger_decides() -> None:
    rules = rules_of(("chips", "code", "include", "26112"), ("chips", "product", "exclude", "DRAM"))
    decided = sites_of(("a", "26110", "DRAM"), used="KSIC9")
    assert strategic_industry(decided, rules, concordances=[NINE_TO_TEN]).isna().all()
    with pytest.raises(
        InseparableError, match=r"'26110' of KSIC9 .* for 'chips': it may be 26111, 26112; 2 rows"
    ):
        strategic_industry(
            sites_of(("a", "26110", None), ("b", "26110", None), used="KSIC9"),
            rules,
            concordances=[NINE_TO_TEN],
        )


def test_count_carries_what_cannot_be_separated_as_bounds() -> None:
    rules = rules_of(("chips", "code", "include", "26112"), ("chips", "product", "include", "SoC"))
    sites = sites_of(("a", "26110", None), ("b", "26110", "SoC"), used="KSIC9")
    found = count_under(sites, rules, concordances=[NINE_TO_TEN]).iloc[0]
    assert [found["lower"], found["upper"], found["workers_known"]] == [1, 2, 10]
    assert pd.isna(found["establishments"])
    assert pd.isna(found["workers"])


def test_count_keeps_missing_workers_apart_and_shows_empty_industries() -> None:
    rules = rules_of(("chips", "code", "include", "261"), ("games", "code", "include", "5821"))
    sites = sites_of(("a", "26112", None), ("b", "26112", None)).assign(workers=[5, None])
    found = count_under(sites, rules).set_index("strategic_industry")
    assert found.loc["games", ["establishments", "workers"]].tolist() == [0, 0]
    assert found.loc["chips", ["establishments", "workers_known"]].tolist() == [2, 5]
    assert pd.isna(found.at["chips", "workers"])


def test_explain_names_the_deciding_rule() -> None:
    rules = rules_of(
        ("mobile", "code", "include", "26"),
        ("chips", "code", "include", "261"),
        ("chips", "code", "exclude", "26111"),
    )
    found = explain(sites_of(("a", "26111", None)), rules)
    assert found.to_numpy().tolist() == [
        [0, "mobile", "code", "include", "26", True],
        [0, "chips", "code", "exclude", "26111", False],
    ]


def test_explain_shows_what_cannot_be_separated() -> None:
    rules = rules_of(("chips", "code", "include", "26112"))
    found = explain(sites_of(("a", "26110", None), used="KSIC9"), rules, concordances=[NINE_TO_TEN])
    assert found.to_numpy().tolist() == [[0, "chips", "code", "undecided", "26111, 26112", False]]


def test_change_of_definition_is_the_difference_of_the_counts() -> None:
    rules = pd.concat(
        [
            rules_of(("chips", "code", "include", "2611"), ("games", "code", "include", "58"), version="old"),
            rules_of(("chips", "code", "include", "261"), ("media", "code", "include", "58"), version="new"),
        ]
    )
    sites = sites_of(("a", "26111", None), ("b", "26121", None), ("c", "58219", None), ("d", "10", None))
    found = compare_versions(sites, rules, earlier="old", later="new")
    assert found["change"].value_counts().to_dict() == {"entered": 1, "moved": 1, "same": 1}
    old, new = (count_under(sites, rules, version=v)["establishments"].sum() for v in ("old", "new"))
    changed = found.groupby("change")["establishments"].sum()
    assert new - old == changed.get("entered", 0) - changed.get("left", 0) == 1


RULE = st.tuples(
    st.sampled_from(["chips", "games"]),
    st.sampled_from(["code", "product", "enterprise"]),
    st.sampled_from(["include", "exclude"]),
)
VALUES = {"code": ["2", "26", "261", "5"], "product": ["가", "나"], "enterprise": ["a", "b"]}
RULES = st.lists(
    RULE.flatmap(lambda rule: st.sampled_from(VALUES[rule[1]]).map(lambda value: (*rule, value))),
    min_size=1,
    max_size=8,
    unique=True,
)
SITES = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.sampled_from(["261", "262", "51", "9"]),
        st.sampled_from([None, "가", "나 가"]),
    ),
    min_size=1,
    max_size=12,
)


def slow(site: tuple[str, str, str | None], rules: list[tuple[str, str, str, str]]) -> str:
    """One site, one rule after the other, as the documentation says it."""
    enterprise, code, product = site
    best: tuple[int, int, str] | None = None
    for order, key in enumerate(dict.fromkeys(rule[0] for rule in rules)):
        for strength, kind in enumerate(["enterprise", "product", "code"]):
            effects = {
                effect
                for k, r, effect, value in rules
                if k == key
                and r == kind
                and (
                    (kind == "enterprise" and enterprise == value)
                    or (kind == "product" and product is not None and value in product)
                    or (kind == "code" and code.startswith(value))
                )
            }
            if effects:
                if "exclude" not in effects and (best is None or (strength, order) < best[:2]):
                    best = (strength, order, key)
                break
    return best[2] if best else ""


@given(SITES, RULES)
def test_strategic_industry_equals_the_slow_reading_of_the_rules(
    sites: list[tuple[str, str, str | None]], rules: list[tuple[str, str, str, str]]
) -> None:
    assert keys(sites_of(*sites), rules_of(*rules)) == [slow(site, rules) for site in sites]
