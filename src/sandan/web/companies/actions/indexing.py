"""The search index: written here and nowhere else, in the transaction of the change."""

from collections.abc import Collection
from typing import Any

from django.db import connection

from sandan.operate.bigrams import index_text, tsvector
from sandan.web.companies.queries.search import PERSONS, Text, texts_of

__all__ = ["index"]

Row = tuple[int, str, str]


def index(ids: Collection[int]) -> None:
    """Write anew what some companies are found by."""
    rows = [_row(pk, texts) for pk, texts in texts_of(ids).items()]
    write = _write_vectors if connection.vendor == "postgresql" else _write_tokens
    with connection.cursor() as cursor:
        write(cursor, rows)


def _write_tokens(cursor: Any, rows: list[Row]) -> None:
    cursor.executemany("DELETE FROM companies_search WHERE rowid = %s", [(pk,) for pk, _, _ in rows])
    cursor.executemany(
        "INSERT INTO companies_search (rowid, words, persons) VALUES (%s, %s, %s)",
        [(pk, index_text(words), index_text(persons)) for pk, words, persons in rows],
    )


def _write_vectors(cursor: Any, rows: list[Row]) -> None:
    cursor.executemany(
        "INSERT INTO companies_search VALUES (%s, %s::tsvector, %s::tsvector) ON CONFLICT (company_id) "
        "DO UPDATE SET words = excluded.words, everything = excluded.everything",
        [(pk, tsvector(words), tsvector(f"{words} {persons}")) for pk, words, persons in rows],
    )


def _row(pk: int, texts: list[Text]) -> Row:
    words = " ".join(text.text for text in texts if text.what not in PERSONS)
    return pk, words, " ".join(text.text for text in texts if text.what in PERSONS)
