import pytest

import policy_office
from sandan.report.case import Shelf
from sandan.report.document import Document, Paragraph, TableBlock, figures_of
from sandan.report.figures.replay import Outcome, replay
from sandan.report.sections.policy_rung import policy_rungs

SMALL = {"cities": 4}


def opened(policy_case, *, inside=12, **record):
    case = policy_case(record, **SMALL, regions=policy_office.policy_places(cities=4, inside=inside))
    gross, shares, *_ = policy_rungs(case, case.evaluations[0].fixed)
    return gross.blocks, shares.blocks


def values(rows, column=1):
    return [row[column][0].figure.value for row in rows]


def said(blocks):
    texts = (one.content for one in blocks if isinstance(one, Paragraph))
    return " ".join(getattr(piece, "shown", piece) for content in texts for piece in content)


def test_gross_change_opens_to_lines_that_add_up_to_the_total_shown(policy_case):
    lead, _, years, account = opened(policy_case)[0]
    assert "It claims nothing" in said([lead])
    assert "from one year, 2009, to another, 2013" in said([years])
    assert [row[0][0] for row in account.rows] == [
        "Counted in 2009",
        "More or fewer at those that stayed",
        "Births",
        "Deaths",
        "Moves in",
        "Moves out",
        "Reclassified in",
        "Reclassified out",
        "Net change",
        "Counted in 2013",
    ]
    start, *lines, change, end = values(account.rows)
    assert sum(lines) == change == end - start
    assert values(account.rows, 2)[-2] == pytest.approx(100 * change / start)
    assert account.row_tones[0] == account.row_tones[-1] == "total"


def test_firms_have_no_line_for_those_that_stayed(policy_case):
    account, shares = (blocks[3] for blocks in opened(policy_case, outcome="firms"))
    assert "More or fewer at those that stayed" not in [row[0][0] for row in account.rows]
    units = {row[1][0].figure.unit for one in (account, shares) for row in one.rows if row[1]}
    assert units == {"firms"}


def test_shift_share_stands_in_every_variant_with_its_base_year_and_spread(policy_case):
    _, _, lead, parts, *rest = opened(policy_case)[1]
    assert "The base year is 2009" in said([lead])
    assert parts.header[1:] == ("Static", "Dynamic (yearly)", "Esteban-Marquillas", "Among neighbors")
    named = {row[0][0]: row for row in parts.rows}
    assert "Without a rate to compare with" not in named
    for column in range(1, 5):
        *pieces, change = (row[column][0].figure.value for row in parts.rows if row[column])
        assert sum(pieces) == pytest.approx(change)
    third = [cell[0].figure.value for cell in named["Not explained by nation and mix"][1:4]]
    shown = [piece.figure.value for piece in rest[0].content if not isinstance(piece, str)]
    assert shown == [min(third), max(third)]
    assert "policy" not in said(rest)


def test_region_without_another_city_says_so(policy_case):
    *_, parts, _, last = opened(policy_case, inside=1)[1]
    assert len(parts.header) == 4
    assert "no other city" in said([last])


def test_what_would_give_a_firm_away_is_marked_and_no_zero(policy_case):
    register = policy_office.policy_register(cities=4)
    two = register["city"].eq("C00") & register["enterprise"].str.endswith(("-2", "-3"))
    case = policy_case({}, **SMALL, establishments=register.loc[~two])
    gross, shares, *_ = policy_rungs(case, case.evaluations[0].fixed)
    tables = [one for one in (*gross.blocks, *shares.blocks) if isinstance(one, TableBlock)]
    shown = {cell[0].shown for one in tables for row in one.rows for cell in row[1:] if cell}
    assert shown == {"hidden"}
    assert "would give one away" in said(shares.blocks)


def test_figures_replay_on_another_shelf(policy_case):
    case = policy_case({}, **SMALL, regions=policy_office.policy_places(cities=4))
    sections = tuple(policy_rungs(case, case.evaluations[0].fixed)[:2])
    figures = figures_of(Document("en", "", "", (), sections))
    another = Shelf(case.shelf)
    kinds = {"policy_account_line", "policy_account_share", "policy_growth_part"}
    assert kinds < {one.definition for one in figures}
    outcomes = {replay(one, another).outcome for one in figures if one.definition in kinds}
    assert outcomes == {Outcome.SAME}
