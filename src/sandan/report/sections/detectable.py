"""What could be detected at all: from places without the policy, before anybody looks at the estimate."""

from functools import partial

from sandan.data.missing import Status
from sandan.evaluate.registration.specification import Specification
from sandan.report import charts
from sandan.report.case import Case
from sandan.report.document import Block, Chart, Inline, Number, Paragraph, TableBlock, Tone
from sandan.report.sections.common import Row, both_widths, cannot_say, records, table
from sandan.report.sections.policy import (
    about,
    is_ranked,
    of_rung,
    outcome_words,
    result_of,
    rung_words,
    rungs_of,
)

NAME = "detectable"
CHANGES = ("as_it_is", "half_the_donors", "fewer_years", "half_the_noise")


def detectable(case: Case, fixed: Specification) -> list[Block]:
    """Make the blocks; no estimate stands in them."""
    rungs = [rung for rung in rungs_of(case, fixed) if is_ranked(rung)]
    if not rungs:
        return [case.words.paragraph(f"{NAME}.nothing", tone=Tone.LEAD)]
    return [
        _lead(case, fixed, rungs),
        case.words.paragraph(f"{NAME}.before_estimate"),
        _curves(case, fixed, rungs),
        _sizes(case, fixed, rungs),
        *_size(case, fixed, rungs),
        case.words.paragraph(f"{NAME}.helps"),
        _helps(case, fixed, rungs),
        cannot_say(case, NAME),
    ]


def _lead(case: Case, fixed: Specification, rungs: list[Row]) -> Paragraph:
    best = min(rungs, key=lambda rung: rung["detectable"])["rung"]
    said: dict[str, Inline] = {
        "city": case.place(fixed.place),
        "outcome": outcome_words(case, fixed),
        "smallest": of_rung(case, fixed, best, "detectable", "policy_detectable"),
    }
    if _is_hidden(case, fixed):
        return case.words.paragraph(f"{NAME}.lead_without_jobs", tone=Tone.LEAD, **said)
    said |= {
        "jobs": _in_jobs(case, fixed, best, "detectable"),
        "before": _in_jobs(case, fixed, best, "before"),
        "year": str(fixed.start - 1),
    }
    return case.words.paragraph(f"{NAME}.lead", tone=Tone.LEAD, **said)


def _is_hidden(case: Case, fixed: Specification) -> bool:
    status = result_of(case, fixed, "size", published_on=case.published_on).table["status"]
    return bool((status == Status.SUPPRESSED).any())


def _in_jobs(case: Case, fixed: Specification, rung: str, column: str) -> Number:
    result = result_of(case, fixed, "size", published_on=case.published_on)
    said = about(fixed, rung) | {"unit": "firms" if fixed.outcome == "firms" else "persons"}
    if column == "before":
        said |= {"label": "policy_before", "period": str(fixed.start - 1)}
    return case.number(result, "policy_detectable_count", column, **said)


def _size(case: Case, fixed: Specification, rungs: list[Row]) -> list[Block]:
    if _is_hidden(case, fixed):
        return [case.words.paragraph(f"{NAME}.jobs_hidden", tone=Tone.NOTE)]
    result = result_of(case, fixed, "size", published_on=case.published_on)
    said = about(fixed, rungs[0]["rung"])
    share = case.number(result, "median_share", "median_share", **said)
    return [case.words.paragraph(f"{NAME}.size", share=share)]


def _curves(case: Case, fixed: Specification, rungs: list[Row]) -> Chart:
    words, result = case.words, result_of(case, fixed, "power")
    description = words.text(f"{NAME}.chart_description")
    labels = {rung["rung"]: rung_words(case, rung["rung"]) for rung in rungs}
    return Chart(
        title=words.text(f"{NAME}.chart_title"),
        description=description,
        how_to_read=words.text(f"{NAME}.how_to_read"),
        **both_widths(
            partial(
                charts.power_curves, result.table, labels=labels, lang=case.language, description=description
            )
        ),
        twin=_curve_twin(case, fixed, list(labels.items())),
    )


def _curve_twin(case: Case, fixed: Specification, labels: list[tuple[str, str]]) -> TableBlock:
    """Give every fourth point of the curves."""
    result = result_of(case, fixed, "power")
    sizes = result.table.loc[result.table["rung"] == labels[0][0], "size"].tolist()[::4]
    rows: list[list[Inline]] = []
    for size in sizes:
        cells = []
        for rung, _ in labels:
            said = about(fixed, rung) | {"where": {"rung": rung, "size": size}}
            cells.append(case.number(result, "placebo_power", "power", **said))
        where = about(fixed, labels[0][0]) | {"where": {"rung": labels[0][0], "size": size}}
        rows.append([case.number(result, "policy_detectable", "size", **where), *cells])
    caption = case.words.text(f"{NAME}.chart_title")
    return table(
        caption, [case.words.text(f"{NAME}.percent"), *(name for _, name in labels)], rows, text_columns=0
    )


def _sizes(case: Case, fixed: Specification, rungs: list[Row]) -> TableBlock:
    words = case.words
    header = [words.text("policy.rung"), words.text(f"{NAME}.percent"), words.text(f"{NAME}.{fixed.outcome}")]
    header += [words.text(f"{NAME}.{column}") for column in ("donors", "least_p")]
    rows: list[list[Inline]] = [
        [
            rung_words(case, name),
            of_rung(case, fixed, name, "detectable", "policy_detectable"),
            _in_jobs(case, fixed, name, "detectable"),
            of_rung(case, fixed, name, "donors", "places_compared"),
            of_rung(case, fixed, name, "least_p", "placebo_p"),
        ]
        for name in (rung["rung"] for rung in rungs)
    ]
    return table(words.text(f"{NAME}.table_caption"), header, rows)


def _helps(case: Case, fixed: Specification, rungs: list[Row]) -> TableBlock:
    """Put beside each other what could be seen if one thing were otherwise."""
    words, result = case.words, result_of(case, fixed, "what_helps")
    known = {(row["rung"], row["change"]) for row in records(result.table)}
    names = [rung["rung"] for rung in rungs]
    rows: list[list[Inline]] = []
    for change in CHANGES:
        cells: list[Inline] = []
        for name in names:
            said = about(fixed, name)
            said |= {"where": {"rung": name, "change": change}, "label": f"{said['label']}: policy_{change}"}
            there = (name, change) in known
            cells.append(case.number(result, "policy_detectable", "detectable", **said) if there else "")
        rows.append([words.text(f"{NAME}.{change}"), *cells])
    header = [words.text(f"{NAME}.change"), *(rung_words(case, name) for name in names)]
    return table(words.text(f"{NAME}.helps_caption"), header, rows)
