"""What the worker does for the screens: answer questions, read what can be asked, make figures again."""

import time
from collections.abc import Mapping
from typing import Any

import pandas as pd
from django.conf import settings

from sandan.parallel import watched
from sandan.report.assemble import NAMES
from sandan.report.figures.book import write_figures
from sandan.report.figures.replay import replay
from sandan.report.wording.numbers import LANGUAGES
from sandan.web.jobs.registry import Outcome, Progress, job
from sandan.web.measurement import actions, queries
from sandan.web.measurement.blocks import section_to_json
from sandan.web.measurement.cases import case_of, current, shelf
from sandan.web.measurement.evaluations import Run, keep_run, run_of
from sandan.web.measurement.lens import Lens
from sandan.web.measurement.questions.catalog import OF_SPECIFICATIONS, QUESTIONS, WORDS

__all__ = ["answer", "make_again"]

KINDS = {"establishments": "city", "industry_table": "region", "indicator_values": "area"}
"""In which column each kind of table names its places."""


def _title(seen: str, parameters: Mapping[str, Any]) -> str:
    asked = parameters["asked"]
    said = str(WORDS.get(asked["question"], asked["question"]))
    return " · ".join([said, *filter(None, [seen, *map(str, asked["options"].values())])])


@job("measurement.answer", ko="질문에 대한 계산", en="Answer to a question", title=_title)
def answer(progress: Progress, *, asked: Mapping[str, Any]) -> Outcome:
    begun = time.monotonic()
    progress.step(0, 2)
    content = _choices() if asked["lens"] is None else _answered(progress, asked)
    seconds = time.monotonic() - begun
    run = _run_of(progress, asked)

    def write() -> None:
        actions.keep(asked=asked, content=content, seconds=seconds)
        if run is not None:
            keep_run(run)

    return Outcome({"seconds": round(seconds, 2)}, write=write)


def _answered(progress: Progress, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Answer in both languages: they share the calculations, so the second costs only its words."""
    lens = Lens.from_json(asked["lens"])
    content: dict[str, Any] = {}
    for place, language in enumerate(LANGUAGES):
        case = case_of(lens, language)
        with watched(progress.step):
            found = QUESTIONS[asked["question"]](case, asked["options"])
        name = f"page-{asked['question']}"
        write_figures(settings.WORKSPACE.figures_dir, name, found.figures(language))
        content[language] = {
            "sections": [section_to_json(section) for section in found.sections],
            "data": dict(found.data),
        }
        content["alike"] = dict(found.alike)
        progress.step(place + 1, len(LANGUAGES))
    return content


def _run_of(progress: Progress, asked: Mapping[str, Any]) -> Run | None:
    """Take from an answer about a specification what is kept of every run of it."""
    if asked["question"] not in OF_SPECIFICATIONS:
        return None
    case = case_of(Lens.from_json(asked["lens"]), LANGUAGES[0])
    return run_of(case, asked["options"]["specification"], by=queries.name_of(progress.by))


def _choices() -> dict[str, Any]:
    """Read which cities, years, complexes and versions of rules the data have."""
    tables = {one.kind: shelf().read(one.id) for one in current()}
    names = _names(tables.get("regions"))
    codes: set[str] = set()
    years: set[int] = set()
    for kind, column in KINDS.items():
        if kind in tables and not (kind == "industry_table" and "establishments" in tables):
            codes |= set(tables[kind][column].unique())
            years |= {int(year) for year in tables[kind]["period"].unique()}
    cities = {code: names.get(code, {"ko": code, "en": code}) for code in sorted(codes)}
    return {
        "cities": cities,
        "years": sorted(years),
        "complexes": _complexes(tables.get("establishments"), names),
        "versions": []
        if "strategic_rules" not in tables
        else sorted(tables["strategic_rules"]["version"].unique()),
    }


def _names(regions: pd.DataFrame | None) -> dict[str, dict[str, str]]:
    if regions is None:
        return {}
    known = regions[list(NAMES[:3])].astype(object).where(regions[list(NAMES[:3])].notna(), None)
    return {
        code: {"ko": ko or en or code, "en": en or ko or code}
        for code, ko, en in known.itertuples(index=False)
    }


def _complexes(
    register: pd.DataFrame | None, names: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, Mapping[str, str]]]:
    if register is None:
        return {}
    pairs = register[["city", "complex"]].dropna().drop_duplicates().sort_values(["city", "complex"])
    found: dict[str, dict[str, Mapping[str, str]]] = {}
    for city, code in pairs.itertuples(index=False):
        found.setdefault(city, {})[code] = names.get(code, {"ko": code, "en": code})
    return found


@job("measurement.replay", ko="수치 재계산", en="Figure made again")
def make_again(progress: Progress, *, figure: str) -> dict[str, Any]:
    progress.step(0, 1)
    came = replay(queries.figure(figure), shelf())
    progress.step(1, 1)
    return {
        "outcome": came.outcome.value,
        "value": came.value,
        "code_differs": came.code_differs,
        "detail": came.detail,
    }
