"""Many new rows of one table at once, several times as fast as model by model."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, models

__all__ = ["insert"]


def insert(model: type[models.Model], rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows given by field name; a field that a row leaves out gets its default."""
    options = model._meta  # noqa: SLF001 -- the public name of Django's model options
    fields = [field for field in options.concrete_fields if not field.primary_key]
    defaults = {field.attname: field.get_default() for field in fields}
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {options.db_table} ({columns}) VALUES ({marks})"  # noqa: S608 -- names of our own
    with connection.cursor() as cursor:
        cursor.executemany(statement, [_values(defaults, row) for row in rows])


def _values(defaults: dict[str, Any], row: Mapping[str, Any]) -> tuple[Any, ...]:
    unknown = row.keys() - defaults.keys()
    if unknown:
        raise TypeError(f"There is no field {min(unknown)!r}; known are {', '.join(defaults)}.")
    return tuple({**defaults, **row}.values())
