"""How robust is a rank: the city's place in an industry under every combination of choices."""

from functools import partial
from typing import Any

import numpy as np

from sandan.report import charts
from sandan.report.calculations.base import Result
from sandan.report.calculations.robustness import CHOICES, RULES
from sandan.report.case import Case
from sandan.report.document import (
    Block,
    Chart,
    Inline,
    KeyFigure,
    KeyFigures,
    Number,
    Paragraph,
    Section,
    TableBlock,
    Tone,
)
from sandan.report.sections.clusters import USUAL_RULE, industry_name
from sandan.report.sections.common import Row, absent, both_widths, cannot_say, records, section, table

NAME = "robustness"
TOP = 3
DRAWS = 99
"""Of the test; where fewer than ten draws reach a cell, the exact probability decides."""
MOST_YEARS = 6
COLUMNS = (*CHOICES, "rank", "ranked", *RULES)


def robustness(case: Case, code: str) -> Section:
    """Make the section."""
    if not case.has("establishments"):
        return absent(case, NAME, "needs_establishments")
    if case.end not in case.known_years:
        return absent(case, NAME, "needs_last_year")
    told = _summary(case, code).table.iloc[0]
    hidden = case.words.paragraph(f"{NAME}.hidden", tone=Tone.NOTE, **_counts(case, code))
    if not told["told"]:
        lead = case.words.paragraph(
            f"{NAME}.lead_hidden",
            tone=Tone.LEAD,
            city=case.place(case.city),
            industry=industry_name(case, code),
            combinations=_counted(case, code, "combinations"),
        )
        return section(case, NAME, [lead, cannot_say(case, NAME)])
    shown: list[Block] = [
        _lead(case, code),
        _tiles(case, code),
        _verdicts(case, code),
        _strongest(case, code),
    ]
    after: list[Block] = [_chart(case, code), _effects(case, code), hidden, cannot_say(case, NAME)]
    return section(case, NAME, [*shown, *after])


def years_of(case: Case) -> tuple[int, ...]:
    """Take the years of the lens for which there are data; of many, some at even distances."""
    known = [year for year in case.known_years if case.start <= year <= case.end]
    chosen = np.linspace(0, len(known) - 1, min(len(known), MOST_YEARS)).round().astype(int)
    return tuple(known[place] for place in dict.fromkeys(chosen.tolist()))


def _asked(case: Case, code: str) -> dict[str, Any]:
    return {
        "industry": code,
        "city": case.city,
        "periods": list(years_of(case)),
        "draws": DRAWS,
        "top": TOP,
        "usual_rule": USUAL_RULE,
        "published_on": case.published_on,
        "seed": case.parameters["seed"],
        "level": case.parameters["level"],
    }


def combinations_of(case: Case, code: str) -> Result:
    """Rank the city under every combination."""
    return case.calculate("rank_combinations", **_asked(case, code))


def _summary(case: Case, code: str) -> Result:
    return case.calculate("rank_summary", **_asked(case, code))


def _choices(case: Case, code: str) -> Result:
    return case.calculate("rank_choices", **_asked(case, code))


def _counted(case: Case, code: str, column: str, definition: str = "combinations_counted") -> Number:
    return case.number(_summary(case, code), definition, column, label=f"{code}: ranks_{column}")


def _counts(case: Case, code: str) -> dict[str, Inline]:
    names = ("combinations", "told", "hidden")
    years = ", ".join(map(str, years_of(case)))
    return {**{name: _counted(case, code, name) for name in names}, "years": years}


def _lead(case: Case, code: str) -> Paragraph:
    about: dict[str, Inline] = {
        "city": case.place(case.city),
        "industry": industry_name(case, code),
        "told": _counted(case, code, "told"),
        "best": _counted(case, code, "best", "rank_of_city"),
    }
    told = _summary(case, code).table.iloc[0]
    if told["best"] == told["worst"]:
        return case.words.paragraph(f"{NAME}.lead_same", tone=Tone.LEAD, **about)
    about |= {"top": str(TOP), "inside": _counted(case, code, "top")}
    worst = _counted(case, code, "worst", "rank_of_city")
    return case.words.paragraph(f"{NAME}.lead", tone=Tone.LEAD, worst=worst, **about)


def _tiles(case: Case, code: str) -> KeyFigures:
    words = case.words
    ranked = {name: _counted(case, code, f"{name}_ranked", "cities_ranked") for name in ("least", "most")}
    return KeyFigures(
        (
            KeyFigure(words.text(f"{NAME}.best"), _counted(case, code, "best", "rank_of_city")),
            KeyFigure(
                words.text(f"{NAME}.middle"),
                _counted(case, code, "middle", "middle_rank"),
                words.inlines(f"{NAME}.ranked_note", **ranked),
            ),
            KeyFigure(words.text(f"{NAME}.worst"), _counted(case, code, "worst", "rank_of_city")),
            KeyFigure(
                words.text(f"{NAME}.top", top=str(TOP)),
                _counted(case, code, "top"),
                words.inlines(f"{NAME}.of_all", told=_counted(case, code, "told")),
            ),
        )
    )


def _verdicts(case: Case, code: str) -> Paragraph:
    counts: dict[str, Any] = {name: _counted(case, code, name) for name in ("verdicts", "called", *RULES)}
    return case.words.paragraph(f"{NAME}.verdicts", **counts, usual=f"{USUAL_RULE:g}")


def option_in_words(case: Case, choice: str, option: object) -> str:
    """Say an option of a choice in words."""
    if choice == "period":
        return str(option)
    if choice == "digits":
        return case.words.text(f"{NAME}.digits_of", digits=str(option))
    return case.words.text(f"{NAME}.{choice}_{option}")


def _strongest(case: Case, code: str) -> Paragraph:
    """Say which choice moves the mean rank most, and between which of its options."""
    rows = records(_choices(case, code).table)
    if not rows or rows[0]["spread"] == 0:
        return case.words.paragraph(f"{NAME}.nothing_moves")
    mine = [row for row in rows if row["choice"] == rows[0]["choice"]]
    best, worst = (pick(mine, key=lambda row: row["mean_rank"]) for pick in (min, max))

    def shown(row: Row, column: str, definition: str) -> Number:
        return _of_choice(case, code, row, definition, column)

    return case.words.paragraph(
        f"{NAME}.moves",
        choice=case.words.text(f"{NAME}.{best['choice']}"),
        best=option_in_words(case, best["choice"], best["option"]),
        best_rank=shown(best, "mean_rank", "mean_rank"),
        worst=option_in_words(case, worst["choice"], worst["option"]),
        worst_rank=shown(worst, "mean_rank", "mean_rank"),
        spread=shown(best, "spread", "rank_difference"),
    )


def _of_choice(case: Case, code: str, row: Row, definition: str, column: str) -> Number:
    return case.number(
        _choices(case, code),
        definition,
        column,
        where={"choice": row["choice"], "option": row["option"]},
        label=f"{code}: {option_in_words(case.in_language('en'), row['choice'], row['option'])}",
    )


def _effects(case: Case, code: str) -> TableBlock:
    """List the mean rank under every option of every choice."""
    rows = records(_choices(case, code).table)
    return table(
        case.words.text(f"{NAME}.effects_caption"),
        [case.words.text(f"{NAME}.{name}") for name in ("choice", "option", "mean", "spread", "compared")],
        [
            [
                case.words.text(f"{NAME}.{row['choice']}"),
                option_in_words(case, row["choice"], row["option"]),
                _of_choice(case, code, row, "mean_rank", "mean_rank"),
                _of_choice(case, code, row, "rank_difference", "spread"),
                _of_choice(case, code, row, "combinations_counted", "compared"),
            ]
            for row in rows
        ],
        text_columns=2,
        note=(case.words.text(f"{NAME}.effects_note"),),
    )


def _chart(case: Case, code: str) -> Chart:
    words = case.words
    about = {"city": case.place(case.city), "industry": industry_name(case, code)}
    drawn = combinations_of(case, code).table
    drawn = drawn.assign(
        **{choice: [option_in_words(case, choice, one) for one in drawn[choice]] for choice in CHOICES}
    )
    description = words.text(f"{NAME}.chart_description")
    draw = partial(
        charts.rank_combinations,
        drawn[["rank", *CHOICES, *RULES]],
        {choice: words.text(f"{NAME}.{choice}") for choice in CHOICES},
        {rule: words.text(f"{NAME}.rule_{rule}", usual=f"{USUAL_RULE:g}") for rule in RULES},
        top=TOP,
        lang=case.language,
        description=description,
    )
    ordered = combinations_of(case, code).table.sort_values(["rank", "combination"], kind="stable")
    rows = records(ordered)
    return Chart(
        title=words.text(f"{NAME}.chart_title", **about),
        description=description,
        how_to_read=words.text(f"{NAME}.how_to_read", top=str(TOP)),
        **both_widths(draw),
        twin=table(
            words.text(f"{NAME}.table_caption", **about),
            [words.text(f"{NAME}.{name}", usual=f"{USUAL_RULE:g}") for name in COLUMNS],
            [_row(case, code, row) for row in rows],
            text_columns=len(CHOICES),
            note=(words.text(f"{NAME}.table_note", draws=str(DRAWS)),),
        ),
    )


def _row(case: Case, code: str, row: Row) -> list[Inline]:
    def number(definition: str, column: str) -> Inline:
        return case.number(
            combinations_of(case, code),
            definition,
            column,
            where={"combination": row["combination"]},
            label=f"{code}: {row['combination']}",
            period=str(row["period"]),
        )

    yes, no, hidden = (case.words.text(f"{NAME}.{word}") for word in ("yes", "no", "hidden_cell"))
    is_hidden = row["status"] != "reported"
    return [
        *(option_in_words(case, choice, row[choice]) for choice in CHOICES),
        number("rank_of_city", "rank"),
        number("cities_ranked", "ranked"),
        *(hidden if is_hidden else yes if row[rule] else no for rule in RULES),
    ]
