"""What every source profile is: a name, a kind of table, and a reader."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from sandan.data.quality import Chunk

__all__ = ["Options", "Profile", "Reader"]

Options: TypeAlias = Mapping[str, str]
"""What the person who imports has to say about the file, as words: ``{"mapping": "jobs.toml"}``."""

Reader: TypeAlias = Callable[[Path, Options], Iterator[Chunk]]
"""Reads a file in pieces; every piece keeps the contract of the profile's kind."""


@dataclass(frozen=True)
class Profile:
    """How one published source is read.

    ``kind`` names a contract of :mod:`sandan.data.tables`. ``not_to_be_read_as`` are sentences
    that follow the data wherever it goes. ``options`` lists the accepted option names with their
    meaning; those in ``file_options`` are paths of files, whose bytes the vault keeps with the
    original and whose copies the reader gets. ``version`` changes whenever the same bytes would
    give another table.
    """

    name: str
    version: str
    kind: str
    title: str
    source: str
    licence: str
    read: Reader
    not_to_be_read_as: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    file_options: frozenset[str] = frozenset()
