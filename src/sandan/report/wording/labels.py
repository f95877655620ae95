"""What a figure's label means to a reader: labels are keys, the same in every language."""

from sandan.data.codes.ksic import ksic10
from sandan.evaluate.catalog import term
from sandan.evaluate.indicators import indicator_registry
from sandan.evaluate.standing.characteristics import CHARACTERISTICS
from sandan.report.figures.record import Figure
from sandan.report.wording.sentences import catalog
from sandan.report.wording.words import words_of

__all__ = ["label_in"]

WITHOUT = "without "
"""Begins the piece of a label that names what was left out."""

RUNG = "rung_"
"""Begins the piece of a label that names a rung of the ladder."""

SECTIONS = (
    "account",
    "growth",
    "clusters",
    "overview",
    "indicators",
    "space",
    "opportunities",
    "bridge",
    "creative",
    "scenarios",
    "job_kinds",
)
"""Sections of the catalog whose words may stand in labels, in the order in which they are tried."""


def label_in(figure: Figure, language: str) -> str:
    """Say in a language which of its kind a figure is.

    Parameters
    ----------
    figure : Figure
        The record.
    language : str
        ``ko`` or ``en``.

    Returns
    -------
    str
        Words for the label: the name of an industry, a line of an account, a part of growth, an
        indicator, a verdict; the label itself where it is a name already.

    Raises
    ------
    ReportError
        If Sandan does not speak the language.

    Notes
    -----
    A label is cut at ``": "``; each piece is looked up by itself.

    References
    ----------
    ``docs/decisions/0004-figures.md``.

    Examples
    --------
    >>> from sandan.data.missing import Stage, Status
    >>> from sandan.report.figures.record import Calculation
    >>> figure = Figure("births", 2, "firms", "account_line", "1", "here", "2013", "site", Stage.FINAL,
    ...                 Status.REPORTED, Calculation("account", {}, (), "", ""), {}, "change")
    >>> label_in(figure, "ko"), label_in(figure, "en")
    ('창업', 'Births')
    """
    return ": ".join(_words(piece, figure, language) for piece in figure.label.split(": ") if piece)


def _words(piece: str, figure: Figure, language: str) -> str:
    if piece.startswith(WITHOUT):
        return words_of(language)["label without"].format(place=piece.removeprefix(WITHOUT))
    rung = catalog(language).get(f"ladder.{piece.removeprefix(RUNG)}") if piece.startswith(RUNG) else None
    own = rung or words_of(language).get(f"label {piece}")
    if own is not None:
        return own
    if figure.definition == "claims_counted":
        return term("verdicts", piece, language)
    named = _named().get(piece)
    if named is not None:
        return named[0 if language == "ko" else 1]
    sentences = catalog(language)
    for section in SECTIONS:
        words = sentences.get(f"{section}.{piece}", "{")
        if "{" not in words:
            return words
    return _industry(piece, language)


def _named() -> dict[str, tuple[str, str]]:
    """Give the Korean and English names of indicators and of what describes a place."""
    indicators = {key: (one.name_ko, one.name_en) for key, one in indicator_registry().items()}
    return {**CHARACTERISTICS, **indicators}


def _industry(piece: str, language: str) -> str:
    known = piece.isdigit() and piece in ksic10()
    return f"{ksic10().label(piece, language)} ({piece})" if known else piece
