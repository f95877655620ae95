"""What connects two complexes: how alike and how related their industries are, supply, and observed ties."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from sandan.data.missing import Status
from sandan.errors import ReportError
from sandan.report import charts
from sandan.report.calculations.base import Result
from sandan.report.case import Case
from sandan.report.document import Block, Chart, KeyFigure, KeyFigures, Number, Paragraph, Section, Tone
from sandan.report.sections.bridge_supply import supply, supply_tiles
from sandan.report.sections.bridge_ties import openness_tile, ties, ties_lead
from sandan.report.sections.clusters import industry_name
from sandan.report.sections.common import Row, absent, both_widths, cannot_say, records, section, table
from sandan.report.sections.pairs import NAME, Pair, asked, hidden, is_hidden

SHOWN = 15
"""Industries in the chart and its table."""
CLOSEST = 0.1
"""Industries count as related if they are among so large a part of all pairs, the closest."""
MIXED = ("first_jobs", "second_jobs", "first_share", "second_share", "common")
RELATED = ("industries", "shared", "related", "unrelated", "complementarity")
WORDS = {"related": "new_related"}
"""Columns whose words another section has under their own name."""
TWO = 2


def bridge(case: Case, *, first: str = "", second: str = "") -> Section:
    """Make the section; without complexes that are named, the two with most establishments."""
    if not case.has("establishments"):
        return absent(case, NAME, "needs_establishments")
    if case.end not in case.known_years:
        return absent(case, NAME, "needs_last_year")
    if first and first == second:
        raise ReportError(f"Both complexes are {first!r}; choose two that differ.")
    known = complexes_by_size(case)
    if len(known) < TWO:
        return absent(case, NAME, "needs_two_complexes")
    if gone := [code for code in (first, second) if code and code not in known]:
        place = {"place": case.place(gone[0]), "end": str(case.end)}
        return section(case, NAME, [case.words.paragraph(f"{NAME}.not_there", tone=Tone.LEAD, **place)])
    pair = _pair(case, list(known), first, second)
    if is_hidden(overlap_of(case, pair)):
        said = case.words.paragraph(f"{NAME}.few", tone=Tone.LEAD, end=str(case.end), **pair.names)
        return section(case, NAME, [said, cannot_say(case, NAME)])
    blocks: list[Block] = [
        _lead(case, pair),
        *ties_lead(case, pair),
        KeyFigures((*_tiles(case, pair), *supply_tiles(case, pair), *openness_tile(case, pair))),
        *_mixes(case, pair),
        *_related(case, pair),
        *supply(case, pair),
        *ties(case, pair),
        hidden(case),
        cannot_say(case, NAME),
    ]
    return section(case, NAME, blocks)


def complexes_by_size(case: Case) -> Mapping[str, int]:
    """Count the establishments of every complex of the city in the last year, the largest first."""
    register = case.shelf.read(case.snapshots["establishments"].id)
    here = register.loc[
        register["city"].eq(case.city)
        & register["period"].eq(case.end)
        & register["status"].eq(Status.REPORTED.value)
    ]
    counts = here["complex"].dropna().value_counts()
    ordered = sorted(counts.items(), key=lambda found: (-found[1], str(found[0])))
    return {str(code): int(count) for code, count in ordered}


def _pair(case: Case, known: list[str], first: str, second: str) -> Pair:
    one = first or next(code for code in known if code != second)
    other = second or next(code for code in known if code != one)
    return Pair(one, other, case.place(one), case.place(other))


def overlap_of(case: Case, pair: Pair) -> Result:
    """Test how much the mixes of the two share."""
    return case.calculate("bridge_overlap", **asked(case, pair, "digits", "draws", "seed", "level"))


def _overlap(case: Case, pair: Pair, definition: str, column: str, **about: Any) -> Number:
    return case.number(
        overlap_of(case, pair), definition, column, label=pair.label(case), period=str(case.end), **about
    )


def _lead(case: Case, pair: Pair) -> Paragraph:
    verdict = overlap_of(case, pair).table["verdict"].iloc[0]
    return case.words.paragraph(
        f"{NAME}.lead_{verdict}",
        tone=Tone.LEAD,
        end=str(case.end),
        overlap=_overlap(case, pair, "mix_overlap", "overlap"),
        expected=_overlap(case, pair, "mix_overlap_by_chance", "expected"),
        p=_overlap(case, pair, "bridge_p_value", "p"),
        **pair.names,
    )


def _tiles(case: Case, pair: Pair) -> list[KeyFigure]:
    words = case.words
    chance = words.inlines(
        f"{NAME}.by_chance", expected=_overlap(case, pair, "mix_overlap_by_chance", "expected")
    )
    share = _overlap(case, pair, "mix_overlap", "overlap")
    return [KeyFigure(words.text(f"{NAME}.overlap_tile"), share, chance)]


def _mixes(case: Case, pair: Pair) -> list[Block]:
    """Show the shares of the largest industries that may be told of, and how chance was drawn."""
    words = case.words
    null = words.paragraph(
        f"{NAME}.null",
        draws=str(case.parameters["draws"]),
        seed=str(case.parameters["seed"]),
        first_sites=_overlap(case, pair, "establishments", "first_sites", area=pair.first),
        second_sites=_overlap(case, pair, "establishments", "second_sites", area=pair.second),
        **pair.names,
    )
    result = case.calculate("bridge_mixes", city=case.city, **asked(case, pair, "digits"))
    told = result.table.loc[result.table["status"] == Status.REPORTED]
    rows = records(told.head(SHOWN))
    counts = {"shown": str(len(rows)), "told": str(len(told)), "hidden": str(len(result.table) - len(told))}
    about = {"end": str(case.end), **pair.names}
    description = words.text(f"{NAME}.mix_description")
    drawn = told.head(SHOWN).assign(
        label=[industry_name(case, str(code)) for code in told.head(SHOWN)["industry"]]
    )
    twin = table(
        words.text(f"{NAME}.mix_caption", **about),
        [words.text(f"{NAME}.industry"), *(words.text(f"{NAME}.{name}", **pair.names) for name in MIXED)],
        [[industry_name(case, str(row["industry"])), *_mix(case, pair, result, row)] for row in rows],
        note=words.inlines(f"{NAME}.mix_note", **counts),
    )
    chart = Chart(
        title=words.text(f"{NAME}.mix_title", **about),
        description=description,
        how_to_read=words.text(f"{NAME}.mix_how_to_read", **pair.names),
        **both_widths(
            partial(
                charts.mix_overlap,
                drawn[["label", "first_share", "second_share"]].rename(
                    columns={"first_share": "first", "second_share": "second"}
                ),
                names=(pair.first_name, pair.second_name),
                lang=case.language,
                description=description,
            )
        ),
        twin=twin,
    )
    return [chart, null]


def _mix(case: Case, pair: Pair, result: Result, row: Row) -> list[Number]:
    """Show the jobs and shares of one industry."""
    areas = {"first": pair.first, "second": pair.second, "common": None}

    def number(column: str) -> Number:
        kind = "persons_employed" if column.endswith("jobs") else "mix_share"
        area = areas[column.partition("_")[0]]
        industry = str(row["industry"])
        return case.number(
            result,
            "mix_common" if area is None else kind,
            column,
            where={"industry": industry},
            label=industry if area else f"{industry}: {pair.label(case)}",
            area=area,
            period=str(case.end),
        )

    return [number(column) for column in MIXED]


def _related_of(case: Case, pair: Pair) -> Result:
    chosen = asked(case, pair, "digits", "draws", "seed")
    return case.calculate("bridge_related", closest=CLOSEST, **chosen)


def _of_direction(
    case: Case, pair: Pair, row: Row, column: str, definition: str | None = None, **about: Any
) -> Number:
    kinds = {"complementarity": "complementarity"}
    return case.number(
        _related_of(case, pair),
        definition or kinds.get(column, "specialized_industries"),
        column,
        where={"giver": row["giver"]},
        label=": ".join(
            [WORDS.get(column, column), case.area(str(row["giver"])), case.area(str(row["taker"]))]
        ),
        period=str(case.end),
        **about,
    )


def _related(case: Case, pair: Pair) -> list[Block]:
    words = case.words
    rows = records(_related_of(case, pair).table)
    low, high = (rows[0][name] for name in ("p_low", "p_high"))
    significant = rows[0]["p"] <= case.parameters["level"]
    verdict = ("closer" if high < low else "farther") if significant else "as_usual"
    shown = table(
        words.text(f"{NAME}.related_caption", end=str(case.end), **pair.names),
        [words.text(f"{NAME}.{WORDS.get(name, name)}") for name in ("direction", *RELATED)],
        [
            [
                f"{case.place(str(row['giver']))} → {case.place(str(row['taker']))}",
                *(_of_direction(case, pair, row, column) for column in RELATED),
            ]
            for row in rows
        ],
    )
    number = partial(_of_direction, case, pair, rows[0])
    said = words.paragraph(
        f"{NAME}.related_{verdict}",
        closest=f"{100 * CLOSEST:g}",
        at_least=number("at_least", "industry_proximity"),
        mean=number("mean_proximity", "industry_proximity"),
        national=number("national_mean", "industry_proximity"),
        p=number("p", "bridge_p_value"),
    )
    return [shown, said]
