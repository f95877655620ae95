"""What was the growth made of: one change, every variant of the decomposition, and what is left over."""

from functools import partial

from sandan.report import charts
from sandan.report.calculations.base import Result
from sandan.report.calculations.growth_parts import PARTS_OF
from sandan.report.case import Case
from sandan.report.document import Block, Chart, Inline, Number, Paragraph, Section, TableBlock, Tone
from sandan.report.sections.common import absent, both_widths, cannot_say, section, table
from sandan.report.wording.numbers import unit_step

PARTS = tuple(dict.fromkeys(part for parts in PARTS_OF.values() for part in parts))
MAIN = "dunn"


def growth(case: Case) -> Section:
    """Make the section from a register, or from published totals where there is none."""
    if not case.has("establishments") and not case.has("statistics"):
        return absent(case, "growth", "needs_table")
    if not case.covers_both_years():
        return absent(case, "growth", "needs_two_dates")
    if case.has("establishments"):
        result = _without(case, None)
        return section(
            case,
            "growth",
            [_lead(case, result), _chart(case, result), *_complexes(case), cannot_say(case, "growth")],
        )
    return _from_statistics(case)


def _without(case: Case, complex_code: str | None) -> Result:
    return case.calculate(
        "growth",
        city=case.city,
        start=case.start,
        end=case.end,
        digits=case.parameters["digits"],
        without_complex=complex_code,
        published_on=case.published_on,
    )


def _part(case: Case, result: Result, variant: str, part: str, *, label: str = "") -> Number:
    published = result.calculation.name == "published_growth"
    return case.number(
        result,
        "published_growth_part" if published else "growth_part",
        "value",
        where={"variant": variant, "part": part},
        label=f"{variant}: {part}{label}",
        unit=case.unit if published else None,
        signed=True,
    )


def _lead(case: Case, result: Result, *, key: str = "growth.lead", measure: str = "") -> Paragraph:
    parts: dict[str, Inline] = {
        name: _part(case, result, MAIN, part)
        for name, part in (
            ("change", "change"),
            ("national", "national"),
            ("mix", "mix"),
            ("residual", "not_explained_by_mix"),
        )
    }
    parts |= {
        "start": str(case.start),
        "end": str(case.end),
        "city": case.place(case.city),
        "measure": measure[:1].upper() + measure[1:],
    }
    return Paragraph(case.words.inlines(key, **parts), Tone.LEAD)


def _chart(case: Case, result: Result) -> Chart:
    words = case.words
    table_of_parts = result.table
    used = [part for part in PARTS if table_of_parts.loc[table_of_parts["part"] == part, "value"].ne(0).any()]
    drawn = table_of_parts.loc[table_of_parts["part"].isin([*used, "change"])]
    variants = dict.fromkeys(drawn["variant"])
    unit, factor, decimals = _axis(case, result)
    return Chart(
        title=words.text("growth.chart_title"),
        description=words.text("growth.chart_description"),
        how_to_read=words.text("growth.how_to_read"),
        **both_widths(
            partial(
                charts.growth_parts,
                drawn.assign(value=drawn["value"] / factor),
                variant_labels={variant: words.text(f"growth.{variant}") for variant in variants},
                part_labels={part: words.text(f"growth.{part}") for part in used},
                unit=unit,
                decimals=decimals,
                lang=case.language,
                description=words.text("growth.chart_description"),
            )
        ),
        twin=_table(case, result),
    )


def _axis(case: Case, result: Result) -> tuple[str, float, int]:
    """Give the title of the axis, what one step on it is worth, and the decimals that are shown."""
    if case.has("establishments"):
        return case.words.text("growth.axis"), 1.0, 0
    word, factor = unit_step(result.table["value"].abs().max(), case.unit, language=case.language)
    return f"{case.measure_title} ({word})", factor, 0 if factor == 1 else 2


def _table(case: Case, result: Result) -> TableBlock:
    words = case.words
    variants = list(dict.fromkeys(result.table["variant"]))
    known = set(zip(result.table["variant"], result.table["part"], strict=True))
    rows = [
        [
            words.text(f"growth.{part}"),
            *(_part(case, result, variant, part) if (variant, part) in known else "" for variant in variants),
        ]
        for part in (*PARTS, "change")
    ]
    years = {"start": str(case.start), "end": str(case.end), "city": case.place(case.city)}
    return table(
        words.text("growth.table_caption", **years),
        [words.text("growth.part"), *(words.text(f"growth.{variant}") for variant in variants)],
        rows,
        row_tones=[*[""] * len(PARTS), "total"],
    )


def _complexes(case: Case) -> list[Block]:
    """Show the decomposition without each complex of the city."""
    found = case.complexes()
    if not found:
        return []
    words = case.words
    columns = ("change", "national", "mix", "not_explained_by_mix")
    header = [words.text("growth.complex"), *(words.text(f"growth.{part}") for part in columns)]
    rows = [[words.text("growth.nothing_left_out"), *_complex_row(case, None, columns)]]
    rows += [[case.place(code), *_complex_row(case, code, columns)] for code in found]
    leads = [_lead_without(case, code) for code in found if _without(case, code).table["value"].notna().all()]
    return [table(words.text("growth.complex_caption"), header, rows), *leads]


def _lead_without(case: Case, code: str) -> Paragraph:
    change, residual = _complex_row(case, code, ("change", "not_explained_by_mix"))
    return case.words.paragraph(
        "growth.without_lead", complex=case.place(code), change=change, residual=residual
    )


def _complex_row(case: Case, code: str | None, parts: tuple[str, ...]) -> list[Inline]:
    result = _without(case, code)
    label = "" if code is None else f": without {code}"
    return [_part(case, result, MAIN, part, label=label) for part in parts]


def _from_statistics(case: Case) -> Section:
    result, totals = case.published("published_growth"), case.published("published_totals")
    lead = _lead(case, result, key="growth.lead_published", measure=case.measure_name)
    blocks: list[Block] = [lead, _chart(case, result), _sample(case, totals), cannot_say(case, "growth")]
    return section(case, "growth", blocks)


def _sample(case: Case, totals: Result) -> Paragraph:
    """Say what the common sample holds, and what was done about cells without a number."""

    def count(column: str) -> Number:
        definition = "places_counted" if column in {"places", "left_out"} else "published_cells"
        return case.number(totals, definition, column, where={"region": case.city}, label=column)

    content = [*case.words.inlines("growth.sample", places=count("places"), left_out=count("left_out"))]
    for column in ("industries_left_out", "cells_as_nothing", "cells_left_out", "cells_negative"):
        if totals.table[column].iloc[0]:
            content += [" ", *case.words.inlines(f"growth.{column}", count=count(column))]
    return Paragraph(tuple(content), Tone.NOTE)
