"""The making of a report: every file in a folder of its own, put in its place when all are there."""

import hashlib
import shutil
from dataclasses import asdict
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_noop

import sandan
from sandan.data.vault.disk import replace_file
from sandan.data.vault.sidecar import Snapshot
from sandan.errors import ReportError
from sandan.report.assemble import make_report
from sandan.report.document import figures_of
from sandan.report.figures.book import write_figures
from sandan.report.figures.code import code_fingerprint
from sandan.report.publish import FORMATS
from sandan.web.jobs.registry import Outcome, Progress, job
from sandan.web.measurement.cases import case_of
from sandan.web.measurement.lens import Lens
from sandan.web.publication import actions, queries
from sandan.web.publication.models import Report

__all__ = ["make"]

WRITING = gettext_noop("writing the files")
KEPT = ("id", "kind", "profile", "title", "source", "licence", "edition")


@job("publication.make", ko="보고서 만들기", en="Making of a report")
def make(progress: Progress, *, report: str) -> Outcome:
    """Make all files. Killed and run again it begins anew; only the end puts the folder in its place."""
    found = queries.report(UUID(report))
    if found is None:
        raise ReportError(f"The report {report} is not known; ask for it again.")
    queries.published_dir().mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp(prefix=f".{found.pk}-", dir=queries.published_dir()))
    try:
        made = _made(progress, found, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    by = queries.person(progress.by)
    return Outcome(write=partial(actions.keep, by=by, report=found, made=made, folder=folder))


def _made(progress: Progress, report: Report, folder: Path) -> dict[str, Any]:
    lens, titles, facts = Lens.from_json(report.lens), {}, {}
    files: list[dict[str, Any]] = []
    snapshots: dict[str, Snapshot] = {}
    whole = len(report.languages) * (len(report.formats) + 1)
    for language in report.languages:
        case = case_of(lens, language)
        document = make_report(case, sections=report.sections)
        snapshots |= {one.id: one for one in case.snapshots.values()}
        titles[language], facts[language] = document.title, [list(fact) for fact in document.facts]
        name = f"{case.city}-{case.start}-{case.end}-{language}"
        write_figures(settings.WORKSPACE.figures_dir, name, figures_of(document))
        for form in report.formats:
            progress.step(len(files), whole, WRITING)
            content = FORMATS[form](case, document)
            replace_file(folder / f"{name}.{form}", content)
            files.append(_filed(f"{name}.{form}", language, form, content))
    return {
        "files": files,
        "titles": titles,
        "facts": facts,
        "snapshots": [_about(one) for one in snapshots.values()],
        "code": code_fingerprint(),
        "version": sandan.__version__,
    }


def _filed(name: str, language: str, form: str, content: bytes) -> dict[str, Any]:
    return asdict(queries.Filed(name, language, form, hashlib.sha256(content).hexdigest(), len(content)))


def _about(snapshot: Snapshot) -> dict[str, str]:
    return {name: str(getattr(snapshot, name)) for name in KEPT} | {"as_of": snapshot.as_of.isoformat()}
