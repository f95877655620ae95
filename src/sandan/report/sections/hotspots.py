"""Where in the country does an industry gather: cities beside their neighbors, circles of cities, groups."""

from typing import Any

from sandan.report.calculations.base import Result
from sandan.report.calculations.hotspots import HIDDEN, LEAST_CITIES
from sandan.report.case import Case
from sandan.report.document import Inline, Number, Paragraph, Section, TableBlock, Tone
from sandan.report.sections.clusters import industry_name
from sandan.report.sections.common import Row, absent, cannot_say, records, section, table
from sandan.report.sections.localization import what_is_missing

NAME = "hotspots"
NEIGHBORS, PERMUTATIONS, REPLICATIONS = 5, 9_999, 999
DISTANCE, LEAST, DRAWS_OF_GROUPS, RESAMPLES = 1_000, 5, 199, 100
"""Groups: sites within a kilometer, five of them, and how often chance is asked."""

OF_CITIES = ("place", "quotient", "around", "quadrant", "moran_p", "moran_q", "spot", "g_p", "g_q")
OF_CIRCLES = ("circle", "members", "radius", "cases", "expected", "risk", "scan_p", "circle_verdict")
OF_GROUPS = ("group", "place", "sites", "at_risk", "area", "stability", "group_p", "group_q", "group_verdict")
CALLS = {"quadrants": ("high_high", "low_low", "high_low", "low_high"), "spots": ("hot", "cold")}
NOTHING = "–"


def hotspots(case: Case, code: str) -> tuple[Section, ...]:
    """Make the sections: the answer, cities, circles, groups, and what all of this cannot tell."""
    missing = what_is_missing(case)
    if missing:
        return (absent(case, NAME, missing),)
    return (
        section(case, NAME, [_lead(case, code), *_here(case, code), *_about(case, code)]),
        _cities(case, code),
        _circles(case, code),
        _groups(case, code),
        Section("hotspots_limits", "", (cannot_say(case, NAME),)),
    )


def cities_of(case: Case, code: str) -> Result:
    """Test every city against its neighbors."""
    fixed = {"neighbors": NEIGHBORS, "permutations": PERMUTATIONS}
    return case.calculate("hotspots", **_about_industry(case, code), **fixed)


def circles_of(case: Case, code: str) -> Result:
    """Find the most surprising circles of cities."""
    return case.calculate("hotspot_circles", **_about_industry(case, code), replications=REPLICATIONS)


def groups_of(case: Case, code: str) -> Result:
    """List the groups of sites that may be told of."""
    return case.calculate("hotspot_groups", **parameters_of_groups(case, code))


def parameters_of_groups(case: Case, code: str) -> dict[str, Any]:
    """Return what the groups follow from, for the table and for their boundaries."""
    fixed = {"distance": DISTANCE, "least": LEAST}
    draws = {"draws_of_groups": DRAWS_OF_GROUPS, "resamples": RESAMPLES}
    return {**_about_industry(case, code), **fixed, **draws}


def _about_industry(case: Case, code: str) -> dict[str, Any]:
    chosen = {name: case.parameters[name] for name in ("seed", "level")}
    asked = {"period": case.end, "published_on": case.published_on, "digits": len(code), "industry": code}
    return asked | chosen


def _summary(case: Case, code: str) -> Result:
    fixed = {"neighbors": NEIGHBORS, "permutations": PERMUTATIONS, "replications": REPLICATIONS}
    return case.calculate("hotspot_summary", **parameters_of_groups(case, code), **fixed)


def _counted(case: Case, code: str, column: str, definition: str = "hotspot_count", **about: Any) -> Number:
    label = f"{code}: hot_{column}"
    period = str(case.end)
    return case.number(
        _summary(case, code), definition, column, label=label, area="all", period=period, **about
    )


def members_in_words(case: Case, row: Row) -> str:
    """Name the cities of a circle."""
    return ", ".join(case.place(code) for code in str(row["members"]).split())


def _lead(case: Case, code: str) -> Paragraph:
    """Say where the industry gathers: the most surprising circle, if it is called."""
    about: dict[str, Inline] = {"industry": industry_name(case, code), "end": str(case.end)}
    called = [row for row in records(circles_of(case, code).table) if row["is_cluster"]]
    if not called:
        return case.words.paragraph(f"{NAME}.lead_nowhere", tone=Tone.LEAD, **about)
    first = min(called, key=lambda row: row["circle"])
    about["places"] = members_in_words(case, first)
    if len(called) > 1:
        about["circles"] = _counted(case, code, "circles", unit="places")
    return case.words.paragraph(f"{NAME}.lead{'_more' if len(called) > 1 else ''}", tone=Tone.LEAD, **about)


def _here(case: Case, code: str) -> list[Paragraph]:
    """Say how the city itself is called."""
    rows = [row for row in records(cities_of(case, code).table) if row["city"] == case.city]
    if not rows:
        return []
    (mine,) = rows
    words = case.words
    about: dict[str, Any] = {"city": case.place(case.city)}
    if mine["quadrant"] == HIDDEN:
        return [words.paragraph(f"{NAME}.here_hidden", **about)]
    about |= {name: words.text(f"{NAME}.{mine[name]}") for name in ("quadrant", "spot")}
    circles = records(circles_of(case, code).table)
    inside = any(row["is_cluster"] and case.city in str(row["members"]).split() for row in circles)
    circle = words.text(f"{NAME}.{'inside' if inside else 'outside'}_circle")
    return [words.paragraph(f"{NAME}.here", **about, circle=circle)]


def _about(case: Case, code: str) -> list[Paragraph]:
    """Say how many cities are looked at, and what is hidden."""
    cities = _counted(case, code, "cities", unit="places")
    hidden = _counted(case, code, "hidden", unit="places")
    return [case.words.paragraph(f"{NAME}.hidden_note", tone=Tone.NOTE, cities=cities, hidden=hidden)]


def _cities(case: Case, code: str) -> Section:
    """List every city with its two calls."""
    rows = records(cities_of(case, code).table)
    calls = (call for kinds in CALLS.values() for call in kinds)
    numbers: dict[str, Any] = {name: _counted(case, code, name, unit="places") for name in calls}
    found = case.words.paragraph("hotspots_cities.found", **numbers)
    if not any(one.figure.value for one in numbers.values()):
        found = case.words.paragraph("hotspots_cities.none")
    if any(row["quadrant"] == "too_few" for row in rows):
        found = case.words.paragraph("hotspots_cities.too_few", least=str(LEAST_CITIES))
    how = case.words.paragraph(
        "hotspots_cities.how",
        tone=Tone.HOW_TO_READ,
        neighbors=str(NEIGHBORS),
        permutations=f"{PERMUTATIONS:,}",
        level=_level(case),
    )
    return section(case, "hotspots_cities", [found, how, _table_of_cities(case, code, rows)])


def _level(case: Case) -> str:
    return f"{100 * case.parameters['level']:g}"


def _header(case: Case, columns: tuple[str, ...]) -> list[str]:
    return [case.words.text(f"{NAME}.{column}") for column in columns]


def _table_of_cities(case: Case, code: str, rows: list[Row]) -> TableBlock:
    words = case.words
    kinds = {name: ", ".join(words.text(f"{NAME}.{kind}") for kind in calls) for name, calls in CALLS.items()}
    made = table(
        words.text("hotspots_cities.caption", industry=industry_name(case, code), end=str(case.end)),
        _header(case, OF_CITIES),
        [_city(case, code, row) for row in rows],
        note=(words.text("hotspots_cities.note", **kinds),),
        row_tones=["strong" if row["city"] == case.city else "" for row in rows],
    )
    return _with_words(made, OF_CITIES, ("place", "quadrant", "spot"))


def _with_words(made: TableBlock, columns: tuple[str, ...], words: tuple[str, ...]) -> TableBlock:
    """Set the columns of words flush left wherever they stand."""
    numeric = tuple(column not in words for column in columns)
    return TableBlock(made.caption, made.header, made.rows, numeric, made.note, made.row_tones)


def _city(case: Case, code: str, row: Row) -> list[Inline]:
    def number(definition: str, column: str) -> Inline:
        if row["quadrant"] == "too_few" and column != "location_quotient":
            return NOTHING
        return case.number(
            cities_of(case, code),
            definition,
            column,
            where={"city": row["city"]},
            label=code,
            area=str(row["city"]),
            period=str(case.end),
        )

    return [
        case.place(str(row["city"])),
        number("location_quotient", "location_quotient"),
        number("neighbor_quotient", "around"),
        case.words.text(f"{NAME}.{row['quadrant']}"),
        number("local_p_value", "moran_p"),
        number("local_q_value", "moran_q"),
        case.words.text(f"{NAME}.{row['spot']}"),
        number("local_p_value", "g_p"),
        number("local_q_value", "g_q"),
    ]


def _circles(case: Case, code: str) -> Section:
    """List the circles that are called, and the most surprising one whatever it is."""
    rows = records(circles_of(case, code).table)
    how = case.words.paragraph(
        "hotspots_circles.how",
        tone=Tone.HOW_TO_READ,
        replications=f"{REPLICATIONS:,}",
        level=_level(case),
    )
    if not rows:
        return section(case, "hotspots_circles", [case.words.paragraph("hotspots_circles.nothing"), how])
    found = case.words.paragraph(
        "hotspots_circles.found", circles=_counted(case, code, "circles", unit="places")
    )
    made = table(
        case.words.text("hotspots_circles.caption", industry=industry_name(case, code), end=str(case.end)),
        _header(case, OF_CIRCLES),
        [_circle(case, code, row, place) for place, row in enumerate(rows, start=1)],
        note=(case.words.text("hotspots_circles.note"),),
        row_tones=["strong" if row["is_cluster"] else "weak" for row in rows],
    )
    made = _with_words(made, OF_CIRCLES, ("circle", "members", "circle_verdict"))
    return section(case, "hotspots_circles", [found, how, made])


def _circle(case: Case, code: str, row: Row, place: int) -> list[Inline]:
    def number(definition: str, column: str) -> Inline:
        return case.number(
            circles_of(case, code),
            definition,
            column,
            where={"circle": row["circle"]},
            label=f"{code}: {place}",
            area="all",
            period=str(case.end),
        )

    verdict = "called" if row["is_cluster"] else "not_called"
    return [
        str(place),
        members_in_words(case, row),
        number("circle_radius", "radius_km"),
        number("establishments", "cases"),
        number("expected_sites", "expected"),
        number("relative_risk", "relative_risk"),
        number("scan_p_value", "p"),
        case.words.text(f"{NAME}.{verdict}"),
    ]


def _groups(case: Case, code: str) -> Section:
    """List the groups that may be told of."""
    words, rows = case.words, records(groups_of(case, code).table)
    hidden = _counted(case, code, "groups_hidden", unit="groups")
    how = words.paragraph(
        "hotspots_groups.how",
        tone=Tone.HOW_TO_READ,
        least=str(LEAST),
        draws=str(DRAWS_OF_GROUPS),
        resamples=str(RESAMPLES),
        level=_level(case),
    )
    if not rows:
        nothing = words.paragraph("hotspots_groups.nothing", hidden=hidden, least=str(LEAST))
        return section(case, "hotspots_groups", [nothing, how])
    found = words.paragraph(
        "hotspots_groups.found",
        groups=_counted(case, code, "groups", unit="groups"),
        called=_counted(case, code, "groups_called", unit="groups"),
        chance=_counted(case, code, "groups_by_chance", "groups_expected"),
        hidden=hidden,
    )
    made = table(
        words.text("hotspots_groups.caption", industry=industry_name(case, code), end=str(case.end)),
        _header(case, OF_GROUPS),
        [_group(case, code, row) for row in rows],
        note=(words.text("hotspots_groups.note"),),
        row_tones=["strong" if row["is_cluster"] else "weak" for row in rows],
    )
    made = _with_words(made, OF_GROUPS, ("group", "place", "group_verdict"))
    return section(case, "hotspots_groups", [found, how, made])


def _group(case: Case, code: str, row: Row) -> list[Inline]:
    def number(definition: str, column: str) -> Inline:
        return case.number(
            groups_of(case, code),
            definition,
            column,
            where={"group": row["group"]},
            label=f"{code}: {row['group']}",
            area=str(row["city"]),
            period=str(case.end),
        )

    return [
        str(row["group"]),
        case.place(str(row["city"])),
        number("establishments", "sites"),
        number("establishments_around", "at_risk"),
        number("ground_area", "area_km2"),
        number("group_stability", "stability"),
        number("group_p_value", "p"),
        number("group_q_value", "q_value"),
        case.words.text(f"{NAME}.{'called' if row['is_cluster'] else 'not_called'}"),
    ]
