import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from sandan.data.contracts import CONTRACTS
from sandan.data.country.generate import generate_country
from sandan.data.country.panel import EVENTS, Words, event_table, panel_table
from sandan.data.country.plan import CountryPlan
from sandan.data.tables import check_table

TRACKED = ("region", "complex", "industry", "product", "workers")


def panel(country, words, year):
    """The sites of a year as plain records, by identifier."""
    frame = panel_table(country, words, year).to_pandas().astype(object)
    frame = frame.where(frame.notna(), None)
    return {row["establishment"]: {name: row[name] for name in TRACKED} for row in frame.to_dict("records")}


def apply_events(sites, events):
    """Carry out one event after the other: slow and obvious."""
    sites = {name: dict(record) for name, record in sites.items()}
    for event in events:
        name, kind = event["establishment"], event["kind"]
        if kind == "birth":
            assert name not in sites
            sites[name] = {column: event[f"to_{column}"] for column in TRACKED}
            continue
        about = {
            "death": TRACKED,
            "move": ("region", "complex"),
            "reclassification": ("industry", "product"),
            "growth": ("workers",),
        }[kind]
        assert {column: sites[name][column] for column in about} == {c: event[f"from_{c}"] for c in about}
        if kind == "death":
            del sites[name]
        else:
            sites[name] |= {column: event[f"to_{column}"] for column in about}
    return sites


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000), establishments=st.integers(100, 400), clusters=st.booleans())
def test_panel_and_events_give_the_next_panel(seed, establishments, clusters):
    plan = CountryPlan(establishments=establishments, provinces=2, cities=5, clusters=clusters)
    country = generate_country(plan, seed=seed)
    words = Words.of(country)
    for year in plan.years[1:]:
        events = event_table(country, words, year).to_pylist()
        assert apply_events(panel(country, words, year - 1), events) == panel(country, words, year)


def test_every_kind_of_event_happens(demo, demo_words):
    for year in demo.years[1:]:
        kinds = event_table(demo, demo_words, year)["kind"].to_pylist()
        assert set(kinds) == {"birth", "death", "move", "reclassification", "growth"}


def test_events_are_numbered_once_and_say_their_year(small, small_words):
    pieces = [event_table(small, small_words, year) for year in small.years[1:]]
    events = pd.concat([piece.to_pandas() for piece in pieces])
    assert tuple(events.columns) == EVENTS
    assert events["event"].is_unique
    assert (events["event"] // 100_000_000 == events["year"]).all()


def test_panel_keeps_its_contract(small, small_words):
    table = panel_table(small, small_words, 2012).to_pandas()
    plain = table.astype({name: "str" for name in table if table[name].dtype == "category"})
    check_table(plain, CONTRACTS["establishments"])
    assert not plain.duplicated(["establishment", "period"]).any()


def test_products_stand_beside_technology_alone(demo, demo_words):
    table = panel_table(demo, demo_words, 2010).to_pandas()
    industries = demo.world.industries
    technology = {
        name for name, role in zip(industries.groups, industries.roles, strict=True) if role == "technology"
    }
    assert (table["product"].notna() == table["industry"].astype("str").str[:3].isin(technology)).all()
