"""How large the creative class is, by which list: here, among peers, over the years."""

from functools import partial
from itertools import pairwise
from typing import Any

import pandas as pd

from sandan.data.missing import Stage, Status
from sandan.report import charts
from sandan.report.calculations.base import Result
from sandan.report.case import Case, plain_value
from sandan.report.document import (
    Block,
    Chart,
    Inline,
    KeyFigure,
    KeyFigures,
    Number,
    Paragraph,
    Section,
    Tone,
)
from sandan.report.figures.record import Figure
from sandan.report.sections.common import Row, absent, both_widths, cannot_say, records, section, table
from sandan.report.sections.creative_lists import (
    BASES,
    NAME,
    Asked,
    Unanswered,
    about_list,
    asked_of,
    entries,
    group_keys,
    group_name,
    list_name,
    result_of,
)

ENDS = ("share_lower", "share_upper")
LEAST_PEERS = 2


def creative(case: Case, *, family: str = "", basis: str = "") -> Section:
    """Make the section, by the list and the basis that are named."""
    if not case.has("occupations"):
        return absent(case, NAME, "needs_occupations")
    asked = asked_of(case, family, basis)
    if asked is None:
        return absent(case, NAME, "needs_occupations_of_year")
    if isinstance(asked, Unanswered):
        return _unanswered(case, asked)
    mine = _mine(case, asked)
    if plain_value(mine.get("share_lower")) is None:
        return absent(case, NAME, "needs_bounds")
    ranked = _ranks(case, asked)
    blocks: list[Block] = [
        _lead(case, asked),
        *([] if ranked is None else [_ranked(case, asked, ranked)]),
        KeyFigures(tuple(_tiles(case, asked, ranked))),
        *about_list(case, asked),
        *([] if ranked is None else [_peers(case, asked, ranked)]),
        *([case.words.paragraph(f"{NAME}.no_peers", tone=Tone.NOTE)] if ranked is None else []),
        _series(case, asked),
        *_revision(case, asked),
        *_change(case, asked),
        _groups(case, asked),
        entries(case, asked),
        cannot_say(case, NAME),
    ]
    return section(case, NAME, blocks)


def _unanswered(case: Case, asked: Unanswered) -> Section:
    """Say that the list is written in another classification than the data, and show the list."""
    said = case.words.paragraph(
        f"{NAME}.other_classification",
        tone=Tone.LEAD,
        list=list_name(case, asked.family),
        needed=asked.occupations.classification,
        known=asked.known,
    )
    return section(case, NAME, [said, *about_list(case, asked), entries(case, asked), cannot_say(case, NAME)])


def _words_of(case: Case, asked: Asked) -> dict[str, Any]:
    return {
        "city": case.place(case.city),
        "year": str(asked.period),
        "list": list_name(case, asked.family),
        "basis": case.words.text(f"{NAME}.{asked.basis}"),
    }


def _where(asked: Asked, area: str, period: int | None = None) -> Row:
    return {"area": area, "period": period or asked.period, "classification": asked.classification}


def _mine(case: Case, asked: Asked) -> Row:
    found = result_of(case, asked, "creative_shares").table
    for column, value in _where(asked, case.city).items():
        found = found.loc[found[column] == value]
    return records(found)[0] if len(found) else {}


def _share(case: Case, asked: Asked, result: Result, where: Row, *, period: int) -> Number:
    """Show a share, or the bounds within which it is."""
    figure = case.figure(
        result,
        "creative_share",
        "share_lower",
        where=where,
        label=f"{asked.family}: {asked.basis}",
        area=str(where.get("area", case.city)),
        period=str(period),
        interval=ENDS,
    )
    return _bounded(case, figure)


def _bounded(case: Case, figure: Figure, *, signed: bool = False) -> Number:
    """Show two ends, or one number where they are shown alike."""
    if figure.value is None:
        return case.shown(figure)
    return case.interval(figure, signed=signed)


def _lead(case: Case, asked: Asked) -> Paragraph:
    share = _share(
        case,
        asked,
        result_of(case, asked, "creative_shares"),
        _where(asked, case.city),
        period=asked.period,
    )
    return case.words.paragraph(f"{NAME}.lead", tone=Tone.LEAD, share=share, **_words_of(case, asked))


def _ranks(case: Case, asked: Asked) -> Result | None:
    """Rank the peers; None where there is no set, or too few of it have a share."""
    among = case.comparison_set
    if among is None:
        return None
    shares = result_of(case, asked, "creative_shares").table
    there = (shares["period"] == asked.period) & (shares["classification"] == asked.classification)
    known = set(shares.loc[there & shares["share_lower"].notna(), "area"])
    if case.city not in among.areas or len(known & set(among.areas)) < LEAST_PEERS:
        return None
    about: dict[str, Any] = {
        "period": asked.period,
        "classification": asked.classification,
        "areas": list(among.areas),
    }
    return result_of(case, asked, "creative_ranks", **about)


def _set_name(case: Case) -> str:
    among = case.comparison_set
    if among is None:
        return ""
    return among.name_ko if case.language == "ko" else among.name_en


def _of_peer(case: Case, asked: Asked, ranked: Result, area: str, column: str) -> Number:
    """Show a rank as a range, or the distance from the median with its bounds."""
    is_rank = column == "rank"
    ends = ("best_rank", "worst_rank") if is_rank else ("difference_lower", "difference_upper")
    figure = case.figure(
        ranked,
        "creative_rank" if is_rank else "creative_difference",
        ends[0],
        where={"area": area},
        label=f"{asked.family}: {asked.basis}",
        area=area,
        period=str(asked.period),
        interval=ends,
    )
    return _bounded(case, figure, signed=not is_rank)


def _ranked(case: Case, asked: Asked, ranked: Result) -> Paragraph:
    return case.words.paragraph(
        f"{NAME}.ranked",
        tone=Tone.LEAD,
        set=_set_name(case),
        count=str(int(ranked.table["ranked"].iloc[0])),
        rank=_of_peer(case, asked, ranked, case.city, "rank"),
        difference=_of_peer(case, asked, ranked, case.city, "difference"),
    )


def _tiles(case: Case, asked: Asked, ranked: Result | None) -> list[KeyFigure]:
    words = case.words
    shares = result_of(case, asked, "creative_shares")
    own = _share(case, asked, shares, _where(asked, case.city), period=asked.period)
    tiles = [KeyFigure(words.text(f"{NAME}.by_{asked.basis}"), own, (list_name(case, asked.family),))]
    tiles += _other_basis(case, asked)
    if ranked is not None:
        count = str(int(ranked.table["ranked"].iloc[0]))
        among = (words.text(f"{NAME}.among", set=_set_name(case), count=count),)
        tiles += [
            KeyFigure(words.text(f"{NAME}.rank"), _of_peer(case, asked, ranked, case.city, "rank"), among),
            KeyFigure(
                words.text(f"{NAME}.difference"),
                _of_peer(case, asked, ranked, case.city, "difference"),
                (words.text(f"{NAME}.from_median"),),
            ),
        ]
    return tiles


def _other_basis(case: Case, asked: Asked) -> list[KeyFigure]:
    """Put the other way of counting beside, for the same year and list, if the data have it."""
    (basis,) = (one for one in BASES if one != asked.basis)
    other = asked_of(case, asked.family, basis)
    same = isinstance(other, Asked) and (other.period, other.classification) == (
        asked.period,
        asked.classification,
    )
    if not isinstance(other, Asked) or not same or not _mine(case, other):
        return []
    shares = result_of(case, other, "creative_shares")
    share = _share(case, other, shares, _where(other, case.city), period=other.period)
    return [KeyFigure(case.words.text(f"{NAME}.by_{basis}"), share, (list_name(case, asked.family),))]


def _peers(case: Case, asked: Asked, ranked: Result) -> Chart:
    words = case.words
    about = _words_of(case, asked)
    rows = records(ranked.table)
    known = [row for row in rows if row["status"] == Status.REPORTED]
    lost = ", ".join(case.place(str(row["area"])) for row in rows if row not in known)
    shares = {
        str(row["area"]): _share(case, asked, ranked, {"area": row["area"]}, period=asked.period)
        for row in known
    }
    ranks = {area: _of_peer(case, asked, ranked, area, "rank") for area in shares}
    drawn = pd.DataFrame(known).assign(
        label=[case.place(area) for area in shares],
        value=[row["middle"] for row in known],
        lower=[row["share_lower"] for row in known],
        upper=[row["share_upper"] for row in known],
        best=[row["best_rank"] for row in known],
        worst=[row["worst_rank"] for row in known],
        is_focal=[area == case.city for area in shares],
        text=[f"{shares[area].shown} · {ranks[area].shown}" for area in shares],
    )
    columns = ("label", "value", "lower", "upper", "best", "worst", "is_focal", "text")
    description = words.text(f"{NAME}.peers_description")
    note = (words.text(f"{NAME}.peers_missing", places=lost),) if lost else ()
    twin = table(
        words.text(f"{NAME}.peers_title", **about),
        [words.text(f"{NAME}.{name}") for name in ("place", "share", "rank", "difference")],
        [
            [
                case.place(area),
                shares[area],
                ranks[area],
                _of_peer(case, asked, ranked, area, "difference"),
            ]
            for area in shares
        ],
        note=note,
        row_tones=["strong" if area == case.city else "" for area in shares],
    )
    return Chart(
        title=words.text(f"{NAME}.peers_title", **about),
        description=description,
        how_to_read=words.text(f"{NAME}.peers_how_to_read"),
        **both_widths(
            partial(
                charts.peer_ranges,
                drawn[list(columns)],
                unit=words.text(f"{NAME}.axis"),
                lang=case.language,
                description=description,
            )
        ),
        twin=twin,
    )


def _years(case: Case, asked: Asked) -> list[tuple[Row, Result, bool]]:
    """List the shares of the city in all years: as counted, and carried over into the newest revision."""
    found: list[tuple[Row, Result, bool]] = []
    for over, known in ((False, bool(asked.counted)), (True, bool(asked.source))):
        if not known:
            continue
        result = result_of(case, asked, "creative_shares", carried=over)
        here = result.table.loc[result.table["area"] == case.city]
        found += [(row, result, over) for row in records(here)]
    return sorted(found, key=lambda one: (one[0]["period"], one[2]))


def _series(case: Case, asked: Asked) -> Chart:
    words = case.words
    found = _years(case, asked)
    drawn = pd.DataFrame(
        [
            {
                "period": int(row["period"]),
                "value": row["middle"],
                "status": row["status"],
                "stage": Stage.FINAL.value,
                "lower": row["share_lower"],
                "upper": row["share_upper"],
                "definition_version": row["classification"],
                "is_converted": over,
            }
            for row, _, over in found
        ]
    )
    about = _words_of(case, asked)
    description = words.text(f"{NAME}.series_description")
    breaks = _breaks(case, found)
    columns = ("year", "revision", "as_counted", "carried_over", "hidden_cells")
    return Chart(
        title=words.text(f"{NAME}.series_title", **about),
        description=description,
        how_to_read=words.text(f"{NAME}.series_how_to_read"),
        **both_widths(
            partial(
                charts.indicator_series,
                drawn,
                unit=words.text(f"{NAME}.axis"),
                lang=case.language,
                breaks=breaks,
                description=description,
            )
        ),
        twin=table(
            words.text(f"{NAME}.series_title", **about),
            [words.text(f"{NAME}.{name}") for name in columns],
            _year_rows(case, asked, found),
            text_columns=2,
        ),
    )


def _year_rows(case: Case, asked: Asked, found: list[tuple[Row, Result, bool]]) -> list[list[Inline]]:
    """Put a year as counted and as carried over into one row."""
    rows: dict[int, list[Inline]] = {}
    for row, result, over in found:
        year = int(row["period"])
        line = rows.setdefault(year, [str(year), "", "", "", ""])
        where = {"area": case.city, "period": year, "classification": row["classification"]}
        line[3 if over else 2] = _share(case, asked, result, where, period=year)
        line[1] = str(row["classification"]) if not over else line[1] or asked.source
        if not over:
            line[4] = case.number(
                result,
                "hidden_occupations",
                "hidden_cells",
                where=where,
                label=f"{asked.family}: {asked.basis}",
                period=str(year),
            )
    return list(rows.values())


def _breaks(case: Case, found: list[tuple[Row, Result, bool]]) -> dict[int, str]:
    """Name the first year of every revision after the first."""
    counted = [(int(row["period"]), str(row["classification"])) for row, _, over in found if not over]
    first: dict[str, int] = {}
    for year, revision in counted:
        first.setdefault(revision, year)
    named = sorted(first.items(), key=lambda one: one[1])
    return {
        year: case.words.text(f"{NAME}.break", old=old, new=new) for (old, _), (new, year) in pairwise(named)
    }


def _revision(case: Case, asked: Asked) -> list[Paragraph]:
    """Say how years were carried over from one revision into the other, or that nobody can."""
    words = case.words
    if asked.source:
        about = {"source": asked.source, "target": asked.target}
        return [words.paragraph(f"{NAME}.carried", tone=Tone.NOTE, **about)]
    if len(asked.counted) > 1:
        return [words.paragraph(f"{NAME}.not_carried", tone=Tone.NOTE)]
    return []


def _change(case: Case, asked: Asked) -> list[Paragraph]:
    """Give the change since the first year of the period, both ends in one revision."""
    known = {
        (int(row["period"]), str(row["classification"])): over
        for row, _, over in _years(case, asked)
        if plain_value(row["share_lower"]) is not None and case.start <= row["period"] <= asked.period
    }
    years = sorted({year for year, _ in known})
    if len(years) < len(("before", "after")):
        return []
    before = years[0]
    same = (before, asked.classification)
    if same not in known:
        return [case.words.paragraph(f"{NAME}.no_change", before=str(before), after=str(asked.period))]
    result = result_of(
        case,
        asked,
        "creative_change",
        carried=known[same] or asked.carried,
        city=case.city,
        classification=asked.classification,
        before=before,
        after=asked.period,
    )
    return [_change_said(case, asked, result, before, carried=known[same])]


def _change_said(case: Case, asked: Asked, result: Result, before: int, *, carried: bool) -> Paragraph:
    def number(definition: str, what: str) -> Number:
        figure = case.figure(
            result,
            definition,
            f"{what}_lower",
            label=f"{asked.family}: {asked.basis}",
            period=f"{before}–{asked.period}",
            interval=(f"{what}_lower", f"{what}_upper"),
        )
        return _bounded(case, figure, signed=True)

    return case.words.paragraph(
        f"{NAME}.change_carried" if carried else f"{NAME}.change",
        before=str(before),
        after=str(asked.period),
        points=number("creative_change", "points"),
        persons=number("creative_growth", "persons"),
    )


def _groups(case: Case, asked: Asked) -> Block:
    words = case.words
    about: dict[str, Any] = {"city": case.city, "period": asked.period}
    about["classification"] = asked.classification
    result = result_of(case, asked, "creative_groups", **about)

    def number(row: Row, definition: str, what: str) -> Number:
        where = {name: row[name] for name in ("group", "side")}
        figure = case.figure(
            result,
            definition,
            f"{what}_lower",
            where=where,
            label=": ".join([asked.family, asked.basis, *group_keys(row["group"]), f"effect_{row['side']}"]),
            period=str(asked.period),
            interval=(f"{what}_lower", f"{what}_upper"),
        )
        return _bounded(case, figure)

    rows: list[list[Inline]] = [
        [
            group_name(case, plain_value(row["group"])),
            words.text(f"{NAME}.effect_{row['side']}"),
            number(row, "creative_persons", "persons"),
            number(row, "creative_share", "share"),
        ]
        for row in records(result.table)
    ]
    header = [words.text(f"{NAME}.{name}") for name in ("group", "effect", "persons", "share")]
    return table(words.text(f"{NAME}.groups_caption", **_words_of(case, asked)), header, rows, text_columns=2)
