"""What a ladder says in words: chosen by its finding, the same on a page, in a report and on a screen."""

from functools import partial
from typing import Protocol

from sandan.evaluate.ladder.conclusion import Conclusion
from sandan.report.calculations.percent import percent
from sandan.report.document import Inline
from sandan.report.wording.numbers import show_value
from sandan.report.wording.sentences import Wording

__all__ = ["headline", "headline_parts", "lacking_in_words", "rung_name"]


class Lacking(Protocol):
    """Whatever says what it lacks: a rung, or what is kept of one."""

    @property
    def lacking(self) -> tuple[tuple[str, int, int], ...]:
        """What, how many there are, and how many are needed."""


def headline(words: Wording, finding: str, by: str, **numbers: Inline) -> tuple[Inline, ...]:
    """Say the headline of a ladder.

    Parameters
    ----------
    words : Wording
        Sentences of a language.
    finding : str
        A finding of `sandan.evaluate.ladder.conclusion`.
    by : str
        Name of the rung that is quoted.
    **numbers : Inline
        ``lowest``, ``highest``, ``estimate``, ``rank`` and ``of``, as figures or as words.

    Returns
    -------
    tuple of Inline
        The sentence, in which figures stay figures.

    Raises
    ------
    ReportError
        If the finding or the rung is not known.

    Notes
    -----
    The finding was chosen by rule (`conclude`); nobody chooses words after seeing numbers.

    References
    ----------
    ``docs/methods/ladder.md``.

    Examples
    --------
    >>> from sandan.report.wording.sentences import wording_in
    >>> headline(wording_in("en"), "mixed", "same_region", lowest="−1.0%", highest="+9.2%",
    ...          estimate="+3.0%", rank="14", of="31")
    ('The comparisons do not agree: between −1.0% and +9.2%. Regional comparison: +3.0%, placebo rank 14 of
    31.',)
    """
    return words.inlines(f"ladder.{finding}", rung=rung_name(words, by), **numbers)


def headline_parts(found: Conclusion, language: str) -> dict[str, str]:
    """Write the numbers of a headline as words, where they cannot be figures.

    Parameters
    ----------
    found : Conclusion
        What may be said.
    language : str
        ``ko`` or ``en``.

    Returns
    -------
    dict of str to str
        ``lowest``, ``highest`` and ``estimate`` in percent, ``rank`` and ``of``.

    Raises
    ------
    ReportError
        If Sandan does not speak the language.

    Notes
    -----
    Log points times 100 become percent: `percent`.

    References
    ----------
    ``docs/methods/ladder.md``.

    Examples
    --------
    >>> from sandan.evaluate.ladder.rungs import Rung
    >>> quoted = Rung("same_region", 3.0, -4.0, 10.0, 0.45, 14, 30)
    >>> headline_parts(Conclusion("mixed", -1.0, 9.0, quoted), "en")
    {'lowest': '−1.0%', 'highest': '+9.4%', 'estimate': '+3.0%', 'rank': '14', 'of': '31'}
    """
    shown = partial(show_value, language=language)
    changes = {"lowest": found.lowest, "highest": found.highest, "estimate": found.by.estimate}
    return {name: shown(percent(value), "percent", signed=True) for name, value in changes.items()} | {
        "rank": shown(found.by.rank, "rank"),
        "of": shown(found.by.donors + 1, "places"),
    }


def rung_name(words: Wording, name: str) -> str:
    """Name a rung.

    Parameters
    ----------
    words : Wording
        Sentences of a language.
    name : str
        A rung of `sandan.evaluate.ladder.rungs`.

    Returns
    -------
    str
        What a reader calls it.

    Raises
    ------
    ReportError
        If there is no such rung.

    Notes
    -----
    ``ladder.<name>`` of the catalog.

    References
    ----------
    ``docs/methods/ladder.md``.

    Examples
    --------
    >>> from sandan.report.wording.sentences import wording_in
    >>> rung_name(wording_in("ko"), "national")
    '전국 비교'
    """
    return words.text(f"ladder.{name}")


def lacking_in_words(words: Wording, rung: Lacking) -> str:
    """Say what the data lack for a rung.

    Parameters
    ----------
    words : Wording
        Sentences of a language.
    rung : Rung or RungKept
        One that says what is lacking.

    Returns
    -------
    str
        A sentence; nothing for a rung that lacks nothing.

    Raises
    ------
    ReportError
        If what is lacking has no words.

    Notes
    -----
    One reason for each entry of ``lacking``.

    References
    ----------
    ``docs/methods/ladder.md``.

    Examples
    --------
    >>> from sandan.evaluate.ladder.rungs import Rung
    >>> from sandan.report.wording.sentences import wording_in
    >>> lacking_in_words(wording_in("en"), Rung("national", lacking=(("donors", 3, 19),)))
    'Not estimated: 3 of 19 places to compare with.'
    """
    reasons = [
        words.text(f"ladder.lacks_{what}", has=f"{has:,}", needs=f"{needs:,}")
        for what, has, needs in rung.lacking
    ]
    return words.text("ladder.lacks", reasons=", ".join(reasons)) if reasons else ""
