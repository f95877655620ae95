"""What only SQL can say: rows that may not overlap, and the index that search asks.

SQLite drops triggers with a table that Django writes anew. A later migration of these three tables has to end with
``refuse_overlaps`` again; the tests of the models notice if it does not.
"""

from django.db import migrations

SENTENCE = "Two rows of this kind would be true of the company on one day."
EXCLUSIVE = {
    "companies_companyname": ("kind", "= 'legal'"),
    "companies_address": ("kind", "= 'head'"),
    "companies_industrycode": ("main", ""),
}


def refuse_overlaps(apps, editor):
    for table, (field, condition) in EXCLUSIVE.items():
        if editor.connection.vendor == "postgresql":
            # A range of one number stands for equality, which GiST compares without an extension.
            editor.execute(
                f"ALTER TABLE {table} ADD CONSTRAINT {table}_no_overlap EXCLUDE USING gist "
                "(int8range(company_id, company_id, '[]') WITH &&, daterange(valid_from, valid_to, '[]') WITH &&) "
                f"WHERE ({field} {condition})"
            )
            continue
        for change in ("INSERT", f"UPDATE OF company_id, {field}, valid_from, valid_to"):
            editor.execute(
                f"CREATE TRIGGER {table}_no_overlap_{change[:6].lower()} AFTER {change} ON {table} "
                f"WHEN NEW.{field} {condition} BEGIN SELECT RAISE(ABORT, '{SENTENCE}') WHERE EXISTS ("
                f"SELECT 1 FROM {table} other WHERE other.company_id = NEW.company_id AND other.id <> NEW.id "
                f"AND other.{field} {condition} "
                "AND coalesce(other.valid_to >= NEW.valid_from, 1) AND coalesce(other.valid_from <= NEW.valid_to, 1)); END"
            )


def allow_overlaps(apps, editor):
    for table in EXCLUSIVE:
        if editor.connection.vendor == "postgresql":
            editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_no_overlap")
            continue
        for change in ("insert", "update"):
            editor.execute(f"DROP TRIGGER {table}_no_overlap_{change}")


def make_index(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(
            "CREATE TABLE companies_search (company_id bigint PRIMARY KEY, "
            "words tsvector NOT NULL, everything tsvector NOT NULL)"
        )
        for column in ("words", "everything"):
            editor.execute(f"CREATE INDEX companies_search_{column} ON companies_search USING gin ({column})")
    else:
        editor.execute(
            "CREATE VIRTUAL TABLE companies_search USING "
            "fts5(words, persons, tokenize = 'unicode61 remove_diacritics 0')"
        )


def drop_index(apps, editor):
    editor.execute("DROP TABLE companies_search")


class Migration(migrations.Migration):
    dependencies = [("companies", "0002_dated_rows")]
    operations = [
        migrations.RunPython(refuse_overlaps, allow_overlaps),
        migrations.RunPython(make_index, drop_index),
    ]
