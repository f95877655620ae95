"""Did our selection matter: growth before first, the ways of the groups, then the jump at the cut-off."""

from functools import partial
from typing import Any

import pandas as pd
from scipy.stats import binom

from sandan.evaluate.panels.applicants import GROUPS
from sandan.report import charts
from sandan.report.calculations.base import Result
from sandan.report.calculations.selection import LEVEL
from sandan.report.case import EVERYWHERE, Case, plain_value
from sandan.report.charts.style import shown
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
from sandan.report.sections.common import Row, absent, both_widths, cannot_say, records, section, table

NAME = "selection"
BAND = ("lower", "upper")
CALLED = 0.1
"""With a p below this a jump in the counts is called; as often as bands miss."""


def selection(case: Case, chosen: str = "", programme: str = "") -> Section:
    """Make the section on a round of a programme, or on all its rounds together."""
    if not case.has("applications", "establishments"):
        return absent(case, NAME, "needs_applications")
    offered = programmes_of(case)
    if not offered:
        return section(
            case, NAME, [case.words.paragraph(f"{NAME}.no_rounds", tone=Tone.NOTE), cannot_say(case, NAME)]
        )
    one = _Selection(case, chosen, programme, offered)
    blocks: list[Block] = [one.lead(), one.named(), one.counted(), *one.growing(), *one.ways(), *one.jumps()]
    return section(case, NAME, [*blocks, *one.scores(), one.how_found(), cannot_say(case, NAME)])


def programmes_of(case: Case) -> list[Row]:
    """List the programmes that may be looked at, the one with most applications first."""
    return records(case.calculate("selection_programmes", published_on=case.published_on).table)


def rounds_of(case: Case, programme: str) -> list[Row]:
    """List the rounds of a programme that may be looked at."""
    asked = {"programme": programme, "published_on": case.published_on}
    return records(case.calculate("selection_rounds", **asked).table)


def among(wanted: str, offered: list[str]) -> str:
    """Return what is wanted if it is offered, and otherwise the first that is."""
    return wanted if wanted in offered else next(iter(offered), "")


def growing_of(rows: list[Row]) -> str:
    """Name who was growing faster before, by rule: from the band of the difference alone."""
    difference = next((row for row in rows if row["group"] == "difference"), None)
    if difference is None:
        return "lacking"
    if difference["lower"] > 0:
        return "more"
    return "less" if difference["upper"] < 0 else "alike"


def finding_of(jumps: list[Row], density: list[Row]) -> str:
    """Name what may be concluded, by rule: reasons for doubt come before the jump."""
    by_kind = {row["kind"]: row for row in jumps if row["kind"] != "placebo"}
    if "jump" not in by_kind:
        return "lacking"
    if density and density[0]["p"] < CALLED:
        return "moved"
    before = by_kind.get("before")
    if before is not None and _called(before):
        return "unlike"
    jump = by_kind["jump"]
    if not _called(jump):
        return "chance"
    if _too_many(jumps):
        return "doubtful"
    return "gain" if jump["lower"] > 0 else "loss"


def _called(row: Row) -> bool:
    return bool(row["lower"] > 0 or row["upper"] < 0)


def _pretended(jumps: list[Row]) -> list[Row]:
    return [row for row in jumps if row["kind"] == "placebo"]


def _too_many(jumps: list[Row]) -> bool:
    """Say whether more pretended cut-offs jump than bands of this probability let expect."""
    rows = _pretended(jumps)
    called = sum(map(_called, rows))
    return bool(rows and called and binom.sf(called - 1, len(rows), 1 - LEVEL) < CALLED)


class _Selection:
    """The blocks on a round, or on all together, and the numbers that they share."""

    def __init__(self, case: Case, chosen: str, programme: str, offered: list[Row]) -> None:
        self.case, self.words = case, case.words
        self.programme = among(programme, [row["programme"] for row in offered])
        self.alone = len(offered) == 1
        listed = rounds_of(case, self.programme)
        self.chosen = chosen if chosen in {row["round"] for row in listed} else ""
        years = sorted(row["decided_on"][:4] for row in listed if self.chosen in ("", row["round"]))
        self.period = years[0] if years[0] == years[-1] else f"{years[0]}–{years[-1]}"

    def _result(self, name: str) -> Result:
        asked = {"programme": self.programme, "round": self.chosen, "published_on": self.case.published_on}
        return self.case.calculate(f"selection_{name}", **asked)

    def _rows(self, name: str) -> list[Row]:
        return records(self._result(name).table)

    def _number(
        self, name: str, definition: str, column: str, where: Row, label: str, **about: Any
    ) -> Number:
        about = {"area": EVERYWHERE, "period": self.period, "where": where, "label": label} | about
        return self.case.number(self._result(name), f"selection_{definition}", column, **about)

    def _estimate(self, name: str, definition: str, where: Row, label: str) -> Number:
        return self._number(name, definition, "estimate", where, label, signed=True, interval=BAND)

    def _band(self, number: Number) -> Inline:
        return self.case.interval(number.figure, signed=True)

    @property
    def _level(self) -> str:
        return f"{100 * LEVEL:g}"

    def lead(self) -> Paragraph:
        """Say what may be concluded, and what speaks against it."""
        finding = finding_of(self._rows("jumps"), self._rows("density"))
        said: dict[str, Inline] = {"level": self._level}
        if finding != "lacking":
            jump = self._estimate("jumps", "jump", {"what": "jump"}, "selection_jump")
            said |= {"jump": jump, "band": self._band(jump)}
        return self.words.paragraph(f"{NAME}.lead_{finding}", tone=Tone.LEAD, **said)

    def named(self) -> Paragraph:
        """Say which programme this is, among how many, and that places are not told apart."""
        if self.alone:
            return self.words.paragraph(f"{NAME}.one_programme", tone=Tone.NOTE, programme=self.programme)
        programmes = self.case.number(
            self.case.calculate("selection_programmes", published_on=self.case.published_on),
            "selection_programmes",
            "programmes",
            area=EVERYWHERE,
            period=self.period,
            where={"programme": self.programme},
            label="selection_programmes",
        )
        return self.words.paragraph(
            f"{NAME}.of_programmes", tone=Tone.NOTE, programme=self.programme, programmes=programmes
        )

    def counted(self) -> Paragraph:
        """Say how many rounds and applications there are, and whether decisions followed the scores."""
        numbers: dict[str, Inline] = {
            name: self._number("summary", unit, name, {}, f"selection_{name}")
            for name, unit in {
                "rounds": "rounds",
                "applications": "applications",
                "chosen": "applications",
                "refused": "applications",
            }.items()
        }
        follows = self._rows("summary")[0]["follows_scores"]
        return self.words.paragraph(
            f"{NAME}.{'counted' if follows else 'counted_against_scores'}", tone=Tone.NOTE, **numbers
        )

    def growing(self) -> list[Block]:
        """Say who was growing before anybody was chosen."""
        rows, words = self._rows("before"), self.words
        finding = growing_of(rows)
        if finding == "lacking":
            return [words.paragraph(f"{NAME}.before_lacking", tone=Tone.NOTE)]
        numbers = {
            row["group"]: self._estimate(
                "before", "growth", {"group": row["group"]}, f"selection_{row['group']}"
            )
            for row in rows
        }
        names = {group: words.text(f"{NAME}.group_{group}") for group in numbers}
        medians = {row["group"]: self._median(row["group"]) for row in rows}
        tiles = [
            KeyFigure(
                names[group],
                one,
                words.inlines(f"{NAME}.tile_note", band=self._band(one), median=medians[group]),
            )
            for group, one in numbers.items()
        ]
        twin = table(
            words.text(f"{NAME}.before_caption"),
            [words.text(f"{NAME}.{name}") for name in ("group", "growth")]
            + [words.text(f"{NAME}.band", level=self._level)]
            + [words.text(f"{NAME}.{name}") for name in ("median", "applications")],
            [
                [
                    names[row["group"]],
                    numbers[row["group"]],
                    self._band(numbers[row["group"]]),
                    medians[row["group"]],
                    self._number(
                        "before",
                        "applications",
                        "firms",
                        {"group": row["group"]},
                        f"selection_{row['group']}",
                    ),
                ]
                for row in rows
            ],
        )
        drawn = [(names[row["group"]], row) for row in rows]
        said = words.paragraph(
            f"{NAME}.before_{finding}",
            difference=numbers["difference"],
            band=self._band(numbers["difference"]),
            median=medians["difference"],
        )
        return [said, KeyFigures(tuple(tiles)), self._dots("before", drawn, twin)]

    def _median(self, group: str) -> Number:
        label = f"selection_{group}"
        return self._number("before", "growth_median", "median", {"group": group}, label, signed=True)

    def ways(self) -> list[Block]:
        """Follow the groups before and after the decision."""
        rows, words = self._rows("paths"), self.words
        if not rows:
            return [words.paragraph(f"{NAME}.no_ways", tone=Tone.NOTE)]
        there = [group for group in GROUPS if any(row["group"] == group for row in rows)]
        labels = {group: words.text(f"{NAME}.group_{group}") for group in there}
        drawn = pd.DataFrame(
            [
                {"version": row["group"], "period": row["step"], "firms": row["index"]}
                for row in rows
                if row["status"] == "reported"
            ],
            columns=["version", "period", "firms"],
        )
        kept = {group: name for group, name in labels.items() if group in set(drawn["version"])}
        description = words.text(f"{NAME}.ways_description")
        hidden = [] if len(kept) == len(labels) else [words.paragraph(f"{NAME}.ways_hidden", tone=Tone.NOTE)]
        chart = Chart(
            title=words.text(f"{NAME}.ways_title"),
            description=description,
            how_to_read=words.text(f"{NAME}.ways_how_to_read"),
            **both_widths(
                partial(
                    charts.versions,
                    drawn,
                    labels=kept,
                    unit=words.text(f"{NAME}.ways_axis"),
                    lang=self.case.language,
                    description=description,
                )
            ),
            twin=self._ways_twin(rows, labels),
        )
        return [chart, *hidden]

    def _ways_twin(self, rows: list[Row], labels: dict[str, str]) -> TableBlock:
        words = self.words
        header = [words.text(f"{NAME}.year")]
        for name in labels.values():
            header += [
                words.text(f"{NAME}.index_of", group=name),
                words.text(f"{NAME}.there_of", group=name),
            ]
        listed: list[list[Inline]] = []
        for step in sorted({row["step"] for row in rows}):
            line: list[Inline] = [shown(step, signed=True)]
            for group in labels:
                where, label = (
                    {"group": group, "step": step},
                    f"selection_{group}: {shown(step, signed=True)}",
                )
                line.append(self._number("paths", "index", "index", where, label))
                line.append(self._number("paths", "there", "there", where, label))
            listed.append(line)
        return table(words.text(f"{NAME}.ways_caption"), header, listed, note=self._firms(labels))

    def _firms(self, labels: dict[str, str]) -> tuple[Inline, ...]:
        """Say how many firms each group was followed with."""
        said: list[Inline] = []
        for group, name in labels.items():
            number = self._number(
                "paths", "firms", "firms", {"group": group, "step": -1}, f"selection_{group}"
            )
            said += self.words.inlines(f"{NAME}.firms_of", group=name, firms=number)
        return tuple(said)

    def jumps(self) -> list[Block]:
        """Show the jump beside those of other years and bandwidths, and where nothing was decided."""
        rows, words = self._rows("jumps"), self.words
        if not rows:
            return []
        numbers = {
            row["what"]: self._estimate("jumps", "jump", {"what": row["what"]}, self._label(row))
            for row in rows
        }
        twin = self._jumps_twin(rows, numbers)
        blocks: list[Block] = [self._dots("jumps", [(self._called(row), row) for row in rows], twin)]
        pretended = _pretended(rows)
        if pretended:
            called: dict[str, Inline] = {
                "called": str(sum(map(_called, pretended))),
                "pretended": str(len(pretended)),
            }
            key = "placebos_many" if _too_many(rows) else "placebos_few"
            blocks.append(words.paragraph(f"{NAME}.{key}", tone=Tone.BODY, **called))
        return blocks

    def _called(self, row: Row) -> str:
        return self.words.text(
            f"{NAME}.row_{row['kind']}", times=f"{row['at']:g}", at=shown(row["at"], 1, signed=True)
        )

    @staticmethod
    def _label(row: Row) -> str:
        kind = f"selection_{row['kind']}"
        return kind if row["kind"] not in ("width", "placebo") else f"{kind}: {row['at']:g}"

    def _jumps_twin(self, rows: list[Row], numbers: dict[str, Number]) -> TableBlock:
        words = self.words
        header = [words.text(f"{NAME}.{name}") for name in ("compared", "jump")]
        header += [words.text(f"{NAME}.band", level=self._level)]
        header += [words.text(f"{NAME}.{name}") for name in ("p", "bandwidth", "below", "above")]
        columns = {"p": "jump_p", "bandwidth": "bandwidth", "left": "near", "right": "near"}
        listed: list[list[Inline]] = []
        for row in rows:
            where, number = {"what": row["what"]}, numbers[row["what"]]
            line: list[Inline] = [self._called(row), number, self._band(number)]
            for column, definition in columns.items():
                side = {"left": ": selection_left", "right": ": selection_right"}.get(column, "")
                line.append(self._number("jumps", definition, column, where, self._label(row) + side))
            listed.append(line)
        tones = ["total" if row["kind"] == "jump" else "" for row in rows]
        return table(words.text(f"{NAME}.jumps_caption"), header, listed, row_tones=tones)

    def _dots(self, name: str, drawn: list[tuple[str, Row]], twin: TableBlock) -> Chart:
        words = self.words
        description = words.text(f"{NAME}.{name}_description")
        rows = pd.DataFrame(
            [
                {
                    "label": label,
                    "kind": "estimated",
                    **{end: row[end] for end in ("estimate", *BAND)},
                    "text": f"{shown(row['estimate'], 1, signed=True)}%",
                }
                for label, row in drawn
            ]
        )
        return Chart(
            title=words.text(f"{NAME}.{name}_title"),
            description=description,
            how_to_read=words.text(f"{NAME}.{name}_how_to_read", level=self._level),
            **both_widths(
                partial(
                    charts.ladder_rungs,
                    rows,
                    unit=words.text(f"{NAME}.{name}_axis"),
                    lang=self.case.language,
                    description=description,
                )
            ),
            twin=twin,
        )

    def scores(self) -> list[Block]:
        """Show where the applications stand, and whether more stand just above the cut-off than below."""
        rows, words = self._rows("scores"), self.words
        description = words.text(f"{NAME}.scores_description")
        listed: list[list[Inline]] = [
            [
                words.text(f"{NAME}.from_to", start=shown(row["from"], 1), end=shown(row["to"], 1)),
                self._number(
                    "scores",
                    "applications",
                    "applications",
                    {"from": plain_value(row["from"])},
                    f"selection_{row['side']}: {shown(row['from'], 1)} – {shown(row['to'], 1)}",
                ),
            ]
            for row in rows
        ]
        header = [words.text(f"{NAME}.{name}") for name in ("points", "applications")]
        chart = Chart(
            title=words.text(f"{NAME}.scores_title"),
            description=description,
            how_to_read=words.text(f"{NAME}.scores_how_to_read"),
            **both_widths(
                partial(
                    charts.score_histogram,
                    pd.DataFrame(rows),
                    lang=self.case.language,
                    description=description,
                )
            ),
            twin=table(words.text(f"{NAME}.scores_caption"), header, listed),
        )
        return [chart, self._density()]

    def _density(self) -> Paragraph:
        rows = self._rows("density")
        if not rows:
            return self.words.paragraph(f"{NAME}.density_lacking", tone=Tone.NOTE)
        ratio = self._number("density", "density", "ratio", {}, "selection_density", interval=BAND)
        p = self._number("density", "density_p", "p", {}, "selection_density")
        key = "density_moved" if rows[0]["p"] < CALLED else "density_alike"
        return self.words.paragraph(f"{NAME}.{key}", ratio=ratio, band=self.case.interval(ratio.figure), p=p)

    def how_found(self) -> Paragraph:
        """Say how it was computed, and what was kept back."""
        return self.words.paragraph(f"{NAME}.how_found", tone=Tone.NOTE, level=self._level)
