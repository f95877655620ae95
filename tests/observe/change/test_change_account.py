"""The change account: every line by hand, exact sums for any register, net beside gross."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandan.errors import MeasureError, TableError
from sandan.observe.change.change_account import FLOWS, ChangeAccount, chained_account, change_account

PLACES = ["here", "there"]
BOTH = (PLACES, PLACES)
STATE = tuple[str | None, bool, bool]


def table(states: dict[str, STATE]) -> pd.DataFrame:
    """Write unit: (place, counts under the old definition, counts under the new) as a register."""
    frame = pd.DataFrame.from_dict(states, orient="index", columns=["place", "counts_old", "counts_new"])
    frame = frame.astype({"place": "str", "counts_old": bool, "counts_new": bool})
    return frame.rename_axis("unit").reset_index()


def firms(account: ChangeAccount, here: str = "here") -> dict[str, int]:
    lines = account.lines[account.lines["place"] == here]
    return dict(zip(lines["line"], lines["firms"], strict=True))


def adds_up(account: ChangeAccount, here: str) -> bool:
    lines = account.lines[account.lines["place"] == here].set_index("line")
    signed = lines["sign"] * lines["firms"]
    flows = signed[lines["role"] == "flow"]
    first = flows[~flows.index.str.startswith("definition")].sum()
    return bool(
        signed["start"] + first == lines.at["end_under_first_definition", "firms"]
        and signed["start"] + flows.sum() == lines.at["end", "firms"]
    )


def test_every_line_by_hand() -> None:
    counts, not_yet = ("here", True, True), ("here", False, False)
    before = table(
        {
            "stayer": counts,
            "dead": counts,
            "leaver": counts,
            "left code": counts,
            "arrival": ("there", True, True),
            "new code": not_yet,
            "new on the list": not_yet,
            "struck off": counts,
        }
    )
    after = table(
        {
            "stayer": counts,
            "born": counts,
            "leaver": ("there", True, True),
            "left code": not_yet,
            "arrival": counts,
            "new code": counts,
            "new on the list": ("here", False, True),
            "struck off": ("here", True, False),
        }
    )
    account = change_account(before, after, places=["here"], surveyed=BOTH)
    assert firms(account) == {
        "start": 5,
        "stayers": 2,
        "births": 1,
        "deaths": 1,
        "moves_in": 1,
        "moves_out": 1,
        "reclassified_in": 1,
        "reclassified_out": 1,
        "end_under_first_definition": 5,
        "definition_in": 1,
        "definition_out": 1,
        "end": 5,
    }
    by_line = account.units.groupby("line")["unit"].agg(list).to_dict()
    assert by_line["births"] == ["born"]
    assert by_line["definition_in"] == ["new on the list"]
    assert by_line["stayers"] == ["stayer", "struck off"]


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ((None, True, True), ("here", True, True), "moves_in"),  # from outside of all places
        (("there", False, False), ("here", True, True), "moves_in"),  # place comes before code
        (("here", True, True), ("there", False, False), "moves_out"),
        (("here", True, True), (None, False, True), "moves_out"),
        (("here", False, True), ("here", False, True), "definition_in"),  # only the definition changed
        (("there", True, True), ("here", False, True), "definition_in"),  # did not count under the old
    ],
)
def test_combined_events_follow_the_precedence(before: STATE, after: STATE, line: str) -> None:
    account = change_account(table({"u": before}), table({"u": after}), places=["here"], surveyed=BOTH)
    assert account.units["line"].tolist() == [line]
    assert adds_up(account, "here")


states = st.tuples(st.sampled_from([*PLACES, None]), st.booleans(), st.booleans())
registers = st.dictionaries(st.sampled_from("abcdefgh"), states).map(
    lambda register: {"always there": ("here", True, True)} | register
)


def naive_line(before: STATE | None, after: STATE | None, here: str) -> str | None:
    """Follow one unit by the rules in words; the first stage only."""
    was = before is not None and before[0] == here and before[1]
    is_ = after is not None and after[0] == here and after[1]
    if was and is_:
        return "stayers"
    if not was and not is_:
        return None
    other = after if was else before
    if other is None:
        return "deaths" if was else "births"
    if other[0] != here:
        return "moves_out" if was else "moves_in"
    return "reclassified_out" if was else "reclassified_in"


@settings(deadline=None)
@given(before=registers, after=registers)
def test_any_two_registers_add_up(before: dict[str, STATE], after: dict[str, STATE]) -> None:
    account = change_account(table(before), table(after), places=PLACES, surveyed=BOTH)
    for here in PLACES:
        assert adds_up(account, here)
        mine = firms(account, here)
        assert mine["end"] == sum(place == here and new for place, _, new in after.values())
        listed = account.units[account.units["place"] == here]
        expected = {
            unit: line
            for unit in ("always there", *"abcdefgh")
            if (line := naive_line(before.get(unit), after.get(unit), here)) is not None
        }
        first = listed[~listed["line"].str.startswith("definition")]
        assert dict(zip(first["unit"], first["line"], strict=True)) == expected
        for line in FLOWS:
            assert mine[line] == (listed["line"] == line).sum()


@settings(deadline=None, max_examples=50)
@given(tables=st.lists(registers, min_size=2, max_size=5))
def test_any_chain_adds_up_and_agrees_with_the_net_account(tables: list[dict[str, STATE]]) -> None:
    years = {2010 + k: table(states) for k, states in enumerate(tables)}
    gross = chained_account(years, places=PLACES, surveyed=dict.fromkeys(years, PLACES))
    net = change_account(years[2010], years[2010 + len(tables) - 1], places=PLACES, surveyed=BOTH)
    for here in PLACES:
        assert adds_up(gross, here)
        levels = ("start", "end_under_first_definition", "definition_in", "definition_out", "end")
        assert [firms(gross, here)[line] for line in levels] == [firms(net, here)[line] for line in levels]
        assert firms(gross, here)["stayers"] <= firms(net, here)["stayers"]
        for line in FLOWS:
            assert (gross.units[gross.units["place"] == here]["line"] == line).sum() == firms(gross, here)[
                line
            ]


def test_firm_that_comes_and_goes_is_in_the_gross_account_only() -> None:
    counts = ("here", True, True)
    years = {2010: table({"u": counts}), 2011: table({"u": counts, "v": counts}), 2012: table({"u": counts})}
    gross = chained_account(years, places=["here"], surveyed=dict.fromkeys(years, PLACES))
    net = change_account(years[2010], years[2012], places=["here"], surveyed=BOTH)
    assert (firms(gross)["births"], firms(gross)["deaths"]) == (1, 1)
    assert (firms(net)["births"], firms(net)["deaths"]) == (0, 0)
    assert gross.units[["line", "unit", "period"]].to_numpy().tolist() == [
        ["stayers", "u", 2012],
        ["births", "v", 2011],
        ["deaths", "v", 2012],
    ]


def test_enterprise_with_two_sites_counts_once_in_each_place() -> None:
    before = table({"e": ("here", True, True)})
    after = pd.concat([before, table({"e": ("there", True, True)})])
    account = change_account(before, after, places=PLACES, surveyed=BOTH, many_places=True)
    assert firms(account, "here")["stayers"] == 1
    assert firms(account, "there")["moves_in"] == 1
    with pytest.raises(TableError, match=r"\['e'\] more than once"):
        change_account(before, after, places=PLACES, surveyed=BOTH)


def test_columns_may_have_other_names() -> None:
    counts = table({"u": ("here", True, True)}).rename(columns={"unit": "establishment", "place": "complex"})
    account = change_account(
        counts, counts, places=["here"], surveyed=BOTH, unit="establishment", place="complex"
    )
    assert firms(account)["stayers"] == 1


def test_place_not_surveyed_is_refused() -> None:
    counts = table({"u": ("here", True, True)})
    with pytest.raises(MeasureError, match="'here' was not surveyed at the first date"):
        change_account(counts, counts, places=["here"], surveyed=(["there"], PLACES))
    with pytest.raises(MeasureError, match="'here' was not surveyed at 2011"):
        chained_account({2010: counts, 2011: counts}, places=["here"], surveyed={2010: PLACES})


def test_missing_or_vague_membership_is_refused() -> None:
    counts = table({"u": ("here", True, True)})
    with pytest.raises(TableError, match="lacks the column 'counts_new'"):
        change_account(counts, counts.drop(columns="counts_new"), places=["here"], surveyed=BOTH)
    with pytest.raises(TableError, match="no 'counts_old' in row 0"):
        change_account(
            counts.assign(counts_old=pd.array([None], dtype="boolean")),
            counts,
            places=["here"],
            surveyed=BOTH,
        )
    with pytest.raises(TableError, match="True or False"):
        change_account(counts.assign(counts_old="yes"), counts, places=["here"], surveyed=BOTH)


def test_places_in_another_code_system_are_refused() -> None:
    counts = table({"u": ("31020", True, True)})
    with pytest.raises(MeasureError, match="'41130'"):
        change_account(counts, counts, places=["41130"], surveyed=(["41130"], ["41130"]))


def test_no_place_and_one_year_are_refused() -> None:
    counts = table({"u": ("here", True, True)})
    with pytest.raises(MeasureError, match="`places` is empty"):
        change_account(counts, counts, places=[], surveyed=BOTH)
    with pytest.raises(MeasureError, match="1 year"):
        chained_account({2010: counts}, places=["here"], surveyed={2010: PLACES})
    with pytest.raises(TableError, match="lacks the column 'place'"):
        change_account(counts.drop(columns="place"), counts, places=["here"], surveyed=BOTH)
