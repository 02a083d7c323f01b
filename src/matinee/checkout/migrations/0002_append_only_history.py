"""The audit trail is written once: the database refuses to change or delete an entry."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION audit_entry_is_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE integrity_constraint_violation USING MESSAGE = 'audit entries are written once';
END $$;

CREATE TRIGGER audit_entry_is_written_once BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_is_written_once();
"""


class Migration(migrations.Migration):
    dependencies = [("checkout", "0001_initial")]

    operations = [
        migrations.RunSQL(
            APPEND_ONLY,
            "DROP TRIGGER audit_entry_is_written_once ON audit_entry; DROP FUNCTION audit_entry_is_written_once();",
        )
    ]
