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

__all__ = ["Case", "case_names", "case_of", "load_case", "read_case"]


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
        Declared checks and entries, as TOML.

    Returns
    -------
    Case
        Tables, checks and entries; no translations.

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
    return Case(
        name=claims.stem,
        claims=_table(CLAIMS, claims),
        evidence=_table(EVIDENCE, evidence),
        checks=checks_from(document),
        entries=entries_from(document),
    )


def _open(name: str, claims: Path, evidence: Path, folder: Traversable) -> Case:
    checks = _toml(folder.joinpath("checks.toml"))
    about = _toml(folder.joinpath("case.toml"))
    return Case(
        name=name,
        claims=_table(CLAIMS, claims),
        evidence=_table(EVIDENCE, evidence),
        checks=checks_from(checks),
        entries=entries_from(checks),
        titles=about["title"],
        notes=about["note"],
        sources=_sources(_toml(folder.joinpath("sources.toml"))),
        korean=_toml(folder.joinpath("wording_ko.toml"))["words"],
        settles=about["settles"],
        elsewhere=about["elsewhere"],
    )


def _sources(document: Mapping[str, Any]) -> pd.DataFrame:
    """List the sources with the names of their outlets; an outlet without a name keeps that of its site."""
    named: Mapping[str, Mapping[str, str]] = document["outlet"]

    def names(outlets: str, language: str) -> str:
        return ", ".join(named.get(outlet, {language: outlet})[language] for outlet in outlets.split(", "))

    rows = [
        {f"name_{language}": names(row["outlet"], language) for language in ("ko", "en")} | row
        for row in document["source"]
    ]
    return pd.DataFrame(rows, columns=list(SOURCE_COLUMNS)).fillna("")


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
