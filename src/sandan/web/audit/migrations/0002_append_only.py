"""Let the database itself refuse to change or remove an event."""

from django.db import migrations

SENTENCE = "The trail is append-only: an event cannot be changed or removed."


def forward(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(
            "CREATE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}'; END $$"
        )
    for change in ("update", "delete"):
        head = f"CREATE TRIGGER audit_event_no_{change} BEFORE {change.upper()} ON audit_event "
        if editor.connection.vendor == "postgresql":
            editor.execute(head + "FOR EACH ROW EXECUTE FUNCTION audit_event_refuse()")
        else:
            editor.execute(head + f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END")


def backward(apps, editor):
    on = " ON audit_event" if editor.connection.vendor == "postgresql" else ""
    for change in ("update", "delete"):
        editor.execute(f"DROP TRIGGER audit_event_no_{change}{on}")
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP FUNCTION audit_event_refuse()")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(forward, backward)]
