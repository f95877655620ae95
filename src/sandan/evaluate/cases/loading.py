"""Opening a case: two tables, the sums to be done on them, and the words in both languages."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import pandas as pd

from sandan.data.profiles.base import Profile
from sandan.data.profiles.claims import CLAIMS, EVIDENCE
from sandan.data.quality import Action, Chunk
from sandan.errors import DefinitionError, SourceError
from sandan.evaluate.catalog import term
from sandan.evaluate.check_specs import Check, checks_from
from sandan.evaluate.claims import Entry, entries_from

__all__ = ["Case", "case_from", "case_names", "case_of", "load_case", "read_case"]


SOURCE_COLUMNS = ("source", "outlet", "name_ko", "name_en", "reference", "note")


@dataclass(frozen=True)
class Case:
    """One published story with its record.

    ``sources`` has the columns source, outlet, its names, reference and note; ``korean`` maps the English
    words of the tables to Korean; ``settles`` says per claim and language what would decide it;
    ``elsewhere`` names the place of evidence that is about another one than its claim.
    """

    name: str
    claims: pd.DataFrame
    evidence: pd.DataFrame
    checks: tuple[Check, ...] = ()
    entries: tuple[Entry, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    sources: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(SOURCE_COLUMNS)))
    korean: Mapping[str, str] = field(default_factory=dict)
    settles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    elsewhere: Mapping[str, str] = field(default_factory=dict)

    def place_of(self, evidence: Mapping[str, Any], claimed: str) -> str:
        """Name the place that a row of evidence is about; that of its claim unless the case knows better."""
        return self.elsewhere.get(str(evidence["measures"]), claimed)

    def say(self, words: str | None, language: str) -> str:
        """Give words of the tables in a language; words without a translation stay as they are."""
        if words is None or pd.isna(words):
            return ""
        return self.korean.get(words, words) if language == "ko" else words

    def dimensions(self, cell: str, language: str) -> str:
        """Give a list of dimensions in a language, joined by commas."""
        parts = [part for part in cell.split("; ") if part]
        own = [self.say(part, language) for part in parts]
        said = [
            term("dimensions", part, language) if one == part else one
            for part, one in zip(parts, own, strict=True)
        ]
        return ", ".join(said)


def case_names() -> list[str]:
    """List the cases that are shipped.

    Parameters
    ----------
    None

    Returns
    -------
    list of str
        Names for `load_case`, in alphabetical order.

    Raises
    ------
    OSError
        If the package's own files cannot be read.

    Notes
    -----
    A case is a folder that holds ``claims.csv``.

    References
    ----------
    ``docs/how-to/add-a-claim.md``.

    Examples
    --------
    >>> case_names()
    ['seongnam_2013']
    """
    folders = files("sandan.evaluate.cases").iterdir()
    return sorted(folder.name for folder in folders if folder.joinpath("claims.csv").is_file())


@cache
def load_case(name: str) -> Case:
    """Open a case that is shipped.

    Parameters
    ----------
    name : str
        One of `case_names`.

    Returns
    -------
    Case
        Tables, checks, sources and words.

    Raises
    ------
    DefinitionError
        If there is no such case.

    Notes
    -----
    The files are read with the same profiles as those of an office.

    References
    ----------
    ``src/sandan/evaluate/cases``.

    Examples
    --------
    >>> case = load_case("seongnam_2013")
    >>> len(case.claims), len(case.evidence)
    (16, 45)
    """
    if name not in case_names():
        raise DefinitionError(f"There is no case {name!r}; shipped are {', '.join(case_names())}.")
    folder = files("sandan.evaluate.cases").joinpath(name)
    with (
        as_file(folder.joinpath("claims.csv")) as claims,
        as_file(folder.joinpath("evidence.csv")) as evidence,
    ):
        return _open(name, claims, evidence, folder)


def read_case(claims: Path, evidence: Path, checks: Path | None = None) -> Case:
    """Open two tables of an office as a case.

    Parameters
    ----------
    claims, evidence : Path
        Tables with the columns of the kinds ``claims`` and ``evidence``.
    checks : Path, optional
        What `case_from` knows of a case, as TOML; checks and entries usually.

    Returns
    -------
    Case
        Tables, and what the third file holds.

    Raises
    ------
    SourceError
        If a file cannot be read, or a row of it is refused.
    DefinitionError
        If a check or an entry is not well formed.

    Notes
    -----
    A refused row stops the reading: a ledger that silently leaves out a claim would mislead.

    References
    ----------
    ``docs/how-to/add-a-claim.md``.

    Examples
    --------
    >>> with as_file(files("sandan.evaluate.cases").joinpath("seongnam_2013")) as folder:
    ...     case = read_case(folder / "claims.csv", folder / "evidence.csv")
    >>> len(case.checks)
    0
    """
    document = {} if checks is None else _toml(checks)
    return case_from(claims.stem, _table(CLAIMS, claims), _table(EVIDENCE, evidence), document)


def case_from(name: str, claims: pd.DataFrame, evidence: pd.DataFrame, document: Mapping[str, Any]) -> Case:
    """Put a case together from two tables and what is known beside them.

    Parameters
    ----------
    name : str
        What the case is called.
    claims, evidence : DataFrame
        Tables of the kinds ``claims`` and ``evidence``.
    document : mapping
        Parsed TOML or JSON. Everything in it may be left out: lists ``check`` (see `checks_from`),
        ``entry`` (see `entries_from`) and ``source`` (``source``, ``outlet``, ``reference``, ``note``,
        ``name_ko``, ``name_en``); tables ``settles`` (by claim and language), ``words`` (Korean for
        words of the tables), ``elsewhere`` (place by what evidence measures), ``outlet``, ``title``
        and ``note``.

    Returns
    -------
    Case
        Tables, checks, entries, sources and words.

    Raises
    ------
    DefinitionError
        If a check or an entry is not well formed.

    Notes
    -----
    Nothing is judged here; see `sandan.evaluate.claims.ledger`.

    References
    ----------
    ``docs/how-to/add-a-claim.md``.

    Examples
    --------
    >>> shipped = load_case("seongnam_2013")
    >>> case = case_from("own", shipped.claims, shipped.evidence, {"words": {"jobs created": "일자리"}})
    >>> case.say("jobs created", "ko"), len(case.checks)
    ('일자리', 0)
    """
    return Case(
        name=name,
        claims=claims,
        evidence=evidence,
        checks=checks_from(document),
        entries=entries_from(document),
        titles=document.get("title", {}),
        notes=document.get("note", {}),
        sources=_sources(document),
        korean=document.get("words", {}),
        settles=document.get("settles", {}),
        elsewhere=document.get("elsewhere", {}),
    )


def _open(name: str, claims: Path, evidence: Path, folder: Traversable) -> Case:
    files = ("checks.toml", "case.toml", "sources.toml", "wording_ko.toml")
    document: dict[str, Any] = {}
    for file in files:
        document |= _toml(folder.joinpath(file))
    return case_from(name, _table(CLAIMS, claims), _table(EVIDENCE, evidence), document)


def _sources(document: Mapping[str, Any]) -> pd.DataFrame:
    """List the sources with the names of their outlets; an outlet without a name keeps that of its site."""
    named: Mapping[str, Mapping[str, str]] = document.get("outlet", {})

    def names(outlets: str, language: str) -> str:
        return ", ".join(named.get(outlet, {language: outlet})[language] for outlet in outlets.split(", "))

    empty = dict.fromkeys(SOURCE_COLUMNS, "")
    rows = [
        empty | {f"name_{language}": names(row["outlet"], language) for language in ("ko", "en")} | row
        for row in document.get("source", ())
    ]
    return pd.DataFrame(rows, columns=list(SOURCE_COLUMNS), dtype=object)


def _toml(path: Path | Traversable) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DefinitionError(
            f"{path} cannot be read as TOML: {error}. Mend the file, or name another one."
        ) from error


def _table(profile: Profile, path: Path) -> pd.DataFrame:
    if not path.is_file():
        raise SourceError(f"{path} is not a file; name a table of the kind {profile.kind}.")
    chunks: list[Chunk] = list(profile.read(path, {}))
    lost = [finding for chunk in chunks for finding in chunk.findings if finding.action == Action.REFUSED]
    if lost:
        raise SourceError(
            f"{path.name} has {lost[0].rows} refused rows ({', '.join(lost[0].examples)}): {lost[0].message} "
            "Mend the file."
        )
    tables: list[pd.DataFrame] = [chunk.table for chunk in chunks]
    return pd.concat(tables, ignore_index=True)


def case_of(sha256: str) -> str | None:
    """Tell by its bytes whether a table of claims is that of a shipped case.

    Parameters
    ----------
    sha256 : str
        Hash of the original file of claims.

    Returns
    -------
    str or None
        Name of the case.

    Raises
    ------
    OSError
        If the package's own files cannot be read.

    Notes
    -----
    An office that changes one byte of the claims has a ledger of its own: the checks and words of
    the shipped case no longer stand beside it.

    References
    ----------
    ``docs/how-to/add-a-claim.md``.

    Examples
    --------
    >>> case_of("0" * 64) is None
    True
    """
    folder = files("sandan.evaluate.cases")
    for name in case_names():
        if hashlib.sha256(folder.joinpath(name, "claims.csv").read_bytes()).hexdigest() == sha256:
            return name
    return None
