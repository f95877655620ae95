"""Writing a report: one document, any format, with its figures in the book before it is seen."""

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from types import MappingProxyType

from sandan.data.vault.disk import replace_file
from sandan.data.workspace import Workspace
from sandan.errors import ReportError
from sandan.report.assemble import make_report
from sandan.report.case import Case
from sandan.report.document import Document, figures_of
from sandan.report.figures.book import write_figures
from sandan.report.formats.html import render_html
from sandan.report.formats.package import render_package
from sandan.report.formats.pdf import render_pdf

__all__ = ["FORMATS", "publish"]


def _hwpx(_case: Case, document: Document) -> bytes:
    # The library behind it takes a second to import; those who write other formats shall not wait.
    from sandan.report.formats.hwpx import render_hwpx  # noqa: PLC0415

    return render_hwpx(document)


FORMATS: Mapping[str, Callable[[Case, Document], bytes]] = MappingProxyType(
    {
        "html": lambda _, document: render_html(document).encode(),
        "pdf": lambda _, document: render_pdf(document),
        "hwpx": _hwpx,
        "zip": render_package,
    }
)
"""For each format how a document becomes bytes."""


def publish(
    workspace: Workspace,
    case: Case,
    forms: Collection[str],
    *,
    folder: Path | None = None,
    sections: Collection[str] | None = None,
) -> list[Path]:
    """Write a report into files, one for each format.

    Parameters
    ----------
    workspace : Workspace
        Keeps the book of figures.
    case : Case
        What the report is about.
    forms : collection of str
        Any of ``html``, ``pdf``, ``hwpx``, ``zip``.
    folder : Path, optional
        Where the files go; the workspace's folder of reports without it.
    sections : collection of str, optional
        Which questions the report answers; all of them without it.

    Returns
    -------
    list of Path
        The files, in the order of ``forms``.

    Raises
    ------
    ReportError
        If there is no such format.
    SandanError
        If a calculation refuses its data.

    Notes
    -----
    The figures are written first, then the files, each in one step: a report that can be read can
    also be replayed, and a killed run leaves of each file what was there before.

    References
    ----------
    ``docs/how-to/make-a-report.md``.

    Examples
    --------
    >>> sorted(FORMATS)
    ['html', 'hwpx', 'pdf', 'zip']
    """
    for form in forms:
        if form not in FORMATS:
            raise ReportError(
                f"`format` is {form!r}, but reports are written as {', '.join(FORMATS)}; use one of them."
            )
    document = make_report(case, sections=sections)
    name = f"{case.city}-{case.start}-{case.end}-{case.language}"
    contents = {form: FORMATS[form](case, document) for form in forms}
    write_figures(workspace.figures_dir, name, figures_of(document))
    place = workspace.reports_dir if folder is None else folder
    place.mkdir(parents=True, exist_ok=True)
    return [replace_file(place / f"{name}.{form}", content) for form, content in contents.items()]
