"""Who is like us: the nearest cities in a stated vector, what makes them alike, how firm the list is."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import pandas as pd

from sandan.evaluate.comparison_sets import ComparisonSet
from sandan.evaluate.standing.characteristics import CHARACTERISTICS
from sandan.evaluate.standing.peers import peer_set
from sandan.report import charts
from sandan.report.calculations.base import Result
from sandan.report.case import Case
from sandan.report.document import Block, Chart, Inline, Number, Paragraph, Section, TableBlock, Tone
from sandan.report.sections.common import absent, both_widths, cannot_say, section, table

NAME = "peers"
COUNT = 8
"""How many of the nearest are listed."""
SPAN = 3
"""Years before the first year from which growth is measured, if the register has them."""
NAMED = 2
"""Characteristics that are named as most alike and most different."""
UNLIKE = 50.0
"""Share of pairs, in percent, below which the nearest city is called unlike."""


@dataclass(frozen=True)
class _Found:
    """What the blocks share: years, weights, and the results."""

    year: int
    before: int
    weights: dict[str, float]
    lacking: list[str]
    vector: Result
    distances: Result
    parts: Result
    stability: Result
    counts: Result

    @property
    def nearest(self) -> list[str]:
        """Codes of the list, nearest first."""
        near = self.distances.table
        return [str(one) for one in near.loc[(near["rank"] <= COUNT).fillna(value=False), "area"]]


def peers(case: Case) -> Section:
    """Make the section."""
    found = _found(case)
    if isinstance(found, str):
        return absent(case, NAME, found)
    blocks: list[Block] = [
        *_lead(case, found),
        _ranked(case, found),
        _columns(case, found),
        _strips(case, found),
        _left_out(case, found),
        cannot_say(case, NAME),
    ]
    return section(case, NAME, blocks)


def peers_as_set(case: Case, *, chosen_on: date) -> ComparisonSet | None:
    """Give the list as a comparison set, with its rule and a key that names place and year."""
    found = _found(case)
    if isinstance(found, str):
        return None
    named = case.in_language("ko"), case.in_language("en")
    words = {**CHARACTERISTICS, case.city: (named[0].place(case.city), named[1].place(case.city))}
    return peer_set(
        found.distances.table,
        case.city,
        key=f"like-{case.city.lower()}-{found.year}",
        weights=found.weights,
        count=COUNT,
        chosen_on=chosen_on,
        period=str(found.year),
        words=words,
    )


def _found(case: Case) -> _Found | str:
    """Compute everything, or say what is lacking."""
    if not case.has("establishments"):
        return "needs_establishments"
    years = case.known_years
    earlier = [year for year in years if year < case.start]
    if case.start not in years or not earlier:
        return "needs_earlier_year"
    before = case.start - SPAN if case.start - SPAN in earlier else earlier[0]
    asked: dict[str, Any] = {"year": case.start, "before": before}
    vector = case.calculate("characteristics", **asked)
    own = vector.table[vector.table["area"] == case.city].set_index("characteristic")["standardized"]
    weights = {name: 1.0 for name in CHARACTERISTICS if pd.notna(own.get(name))}
    if len(weights) < NAMED or vector.table["area"].nunique() <= NAMED:
        return "needs_other_cities"
    asked |= {"city": case.city, "weights": weights}
    return _Found(
        year=case.start,
        before=before,
        weights=weights,
        lacking=[name for name in CHARACTERISTICS if name not in weights],
        vector=vector,
        distances=case.calculate("peer_distances", **asked),
        parts=case.calculate("peer_contributions", **asked),
        stability=case.calculate("peer_stability", **asked, count=COUNT),
        counts=case.calculate("peer_stability_counts", **asked, count=COUNT),
    )


def _called(case: Case, name: str) -> str:
    return CHARACTERISTICS[name][0 if case.language == "ko" else 1]


def _distance(case: Case, found: _Found, area: str) -> Number:
    figure = case.figure(
        found.distances,
        "peer_distance",
        "distance",
        where={"area": area},
        label=case.area(area),
        period=str(found.year),
        interval=("least", "most"),
    )
    return case.shown(figure)


def _of(case: Case, found: _Found, definition: str, column: str, area: str, **more: Any) -> Number:
    return case.number(
        found.distances,
        definition,
        column,
        where={"area": area},
        label=case.area(area),
        period=str(found.year),
        **more,
    )


def _farther(case: Case, found: _Found, area: str) -> Number:
    return _of(case, found, "peer_farther", "farther_percent", area)


def _lead(case: Case, found: _Found) -> list[Paragraph]:
    nearest = found.nearest[0]
    farther = _farther(case, found, nearest)
    unlike = float(str(farther.figure.value)) < UNLIKE
    about: dict[str, Inline] = {
        "city": case.place(case.city),
        "nearest": case.place(nearest),
        "distance": _distance(case, found, nearest),
        "farther": farther,
    }
    said = {
        kind: case.words.paragraph(f"{NAME}.{kind}", tone=Tone.LEAD, **about) for kind in ("lead", "unlike")
    }
    names = ", ".join(_called(case, name) for name in found.weights)
    vector = case.words.paragraph(
        f"{NAME}.vector",
        names=names,
        count=str(len(found.weights)),
        year=str(found.year),
        before=str(found.before),
    )
    lacking = ", ".join(_called(case, name) for name in found.lacking)
    without = case.words.paragraph(f"{NAME}.lacking", tone=Tone.NOTE, names=lacking)
    return [said["unlike" if unlike else "lead"], vector, *([without] if lacking else [])]


def _parts_of(found: _Found, area: str) -> pd.DataFrame:
    parts = found.parts.table
    return parts[parts["area"] == area]


def _share(case: Case, found: _Found, area: str, name: str) -> Number:
    return case.number(
        found.parts,
        "peer_contribution",
        "share",
        where={"area": area, "characteristic": name},
        label=f"{case.area(area)}: {name}",
        period=str(found.year),
    )


def _ranked(case: Case, found: _Found) -> TableBlock:
    words = case.words
    rows: list[list[Inline]] = []
    for area in found.nearest:
        known = _parts_of(found, area).dropna(subset=["share"]).sort_values("share", kind="stable")
        alike = ", ".join(_called(case, name) for name in known["characteristic"].head(NAMED))
        apart = str(known["characteristic"].iloc[-1])
        figure = case.figure(
            found.distances,
            "peer_rank",
            "rank",
            where={"area": area},
            label=case.area(area),
            period=str(found.year),
            interval=("best_rank", "worst_rank"),
        )
        lists = case.number(
            found.counts,
            "peer_lists",
            "kept",
            where={"area": area},
            label=case.area(area),
            period=str(found.year),
        )
        rows.append(
            [
                case.place(area),
                alike,
                _called(case, apart),
                case.interval(figure),
                _distance(case, found, area),
                _farther(case, found, area),
                lists,
            ]
        )
    header = ("city", "alike", "apart", "rank", "distance", "farther", "lists")
    about = {"city": case.place(case.city), "year": str(found.year), "count": str(len(found.weights))}
    return table(
        words.text(f"{NAME}.ranked_caption", **about),
        [words.text(f"{NAME}.{name}_column", **about) for name in header],
        rows,
        text_columns=3,
        note=words.inlines(f"{NAME}.ranked_note", **about),
    )


def _columns(case: Case, found: _Found) -> Chart:
    words = case.words
    names = [_called(case, name) for name in found.weights]
    pieces = [_parts_of(found, area).assign(label=case.place(area)) for area in found.nearest]
    drawn = pd.concat(pieces).assign(
        characteristic=lambda rows: [_called(case, name) for name in rows["characteristic"]]
    )
    about = {"city": case.place(case.city)}
    title = words.text(f"{NAME}.columns_title", **about)
    description = words.text(f"{NAME}.columns_description", **about)
    # There are more characteristics than cities, and their names are longer: they are the rows.
    rows: list[list[Inline]] = [
        [_called(case, name), *(_share(case, found, area, name) for area in found.nearest)]
        for name in found.weights
    ]
    header = [words.text(f"{NAME}.characteristic_column"), *map(case.place, found.nearest)]
    return Chart(
        title=title,
        description=description,
        how_to_read=words.text(f"{NAME}.columns_how_to_read"),
        **both_widths(
            partial(
                charts.peer_columns,
                drawn[["label", "characteristic", "contribution"]],
                characteristics=names,
                lang=case.language,
                description=description,
            )
        ),
        twin=table(title, header, rows),
    )


def _strips(case: Case, found: _Found) -> Chart:
    words = case.words
    vector = found.vector.table
    own, near = vector["area"] == case.city, vector["area"].isin(found.nearest)
    who = pd.Series("other", index=vector.index).mask(near, "peer").mask(own, "own")
    drawn = vector.assign(
        who=who, characteristic=[_called(case, name) for name in vector["characteristic"]]
    ).loc[vector["characteristic"].isin(list(found.weights))]
    title = words.text(f"{NAME}.strips_title", city=case.place(case.city), year=str(found.year))
    description = words.text(f"{NAME}.strips_description")
    rows: list[list[Inline]] = [
        [
            _called(case, name),
            case.number(
                found.vector,
                "characteristic",
                "value",
                where={"area": case.city, "characteristic": name},
                label=name,
                period=str(found.year),
            ),
            *(_difference(case, found, area, name) for area in found.nearest),
        ]
        for name in found.weights
    ]
    header = [words.text(f"{NAME}.characteristic_column"), case.place(case.city)]
    return Chart(
        title=title,
        description=description,
        how_to_read=words.text(f"{NAME}.strips_how_to_read"),
        **both_widths(
            partial(
                charts.peer_strips,
                drawn[["characteristic", "standardized", "who"]],
                unit=words.text(f"{NAME}.strips_axis"),
                lang=case.language,
                description=description,
            )
        ),
        twin=table(title, [*header, *(case.place(area) for area in found.nearest)], rows),
    )


def _difference(case: Case, found: _Found, area: str, name: str) -> Number:
    return case.number(
        found.parts,
        "characteristic_difference",
        "difference",
        signed=True,
        where={"area": area, "characteristic": name},
        label=f"{case.area(area)}: {name}",
        period=str(found.year),
    )


def _left_out(case: Case, found: _Found) -> TableBlock:
    """Say for each characteristic who would leave the list without it, and who would come."""
    words = case.words
    rows: list[list[Inline]] = []
    for name in found.weights:
        lists = found.stability.table.query("left_out == @name")
        gone = lists.loc[lists["in_full_list"] & ~lists["listed"], "area"]
        come = lists.loc[~lists["in_full_list"] & lists["listed"], "area"]
        kept = case.number(
            found.counts,
            "peers_kept",
            "kept",
            where={"left_out": name},
            label=name,
            period=str(found.year),
        )
        leaving, coming = (", ".join(case.place(str(one)) for one in some) or "–" for some in (gone, come))
        rows.append([_called(case, name), leaving, coming, kept])
    header = ("characteristic", "leaving", "coming", "kept")
    return table(
        words.text(f"{NAME}.left_out_caption", count=str(len(found.nearest))),
        [words.text(f"{NAME}.{one}_column") for one in header],
        rows,
        text_columns=3,
        note=words.inlines(f"{NAME}.left_out_note"),
    )
