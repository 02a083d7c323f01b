"""The audit trail is append-only."""

import datetime
import django.db.models.functions.datetime
import django.db.models.lookups
from django.db import migrations, models


WRITTEN_ONCE = """
CREATE FUNCTION audit_entry_is_written_once() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    RAISE integrity_constraint_violation USING MESSAGE = 'audit entries are written once';
END $$
"""

TRIGGER = """
CREATE TRIGGER audit_entry_is_written_once BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_is_written_once()
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("person_id", models.BigIntegerField(help_text="The member of staff who did it.", null=True)),
                (
                    "approver_id",
                    models.BigIntegerField(help_text="The second person, where one was needed.", null=True),
                ),
                (
                    "api_key_id",
                    models.BigIntegerField(help_text="The key of the program that did it.", null=True),
                ),
                (
                    "device_id",
                    models.BigIntegerField(help_text="The till or scanner that did it.", null=True),
                ),
                ("venue_id", models.BigIntegerField(help_text="Where; empty for all venues.", null=True)),
                ("action", models.TextField(help_text="Such as `api key created`.")),
                ("object_type", models.TextField(help_text="Such as `person`.")),
                ("object_id", models.BigIntegerField()),
                (
                    "facts",
                    models.JSONField(
                        db_default={},
                        default=dict,
                        help_text="`before`, `after` and `reason`. Nothing personal.",
                    ),
                ),
            ],
            options={
                "db_table": "audit_entry",
                "indexes": [
                    models.Index(fields=["venue_id", "-id"], name="audit_of_venue"),
                    models.Index(fields=["object_type", "object_id", "-id"], name="audit_of_object"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.GreaterThanOrEqual(
                                models.F("at"),
                                models.Value(
                                    datetime.datetime(1900, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                                    models.DateTimeField(),
                                ),
                            ),
                            django.db.models.lookups.LessThan(
                                models.F("at"),
                                models.Value(
                                    datetime.datetime(3000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                                    models.DateTimeField(),
                                ),
                            ),
                        ),
                        name="audit_entry_times_are_readable",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                models.Func(
                                    models.F("facts"),
                                    function="jsonb_typeof",
                                    output_field=models.TextField(),
                                ),
                                "object",
                            )
                        ),
                        name="audit_entry_facts_is_object",
                    ),
                ],
            },
        ),
        migrations.RunSQL(WRITTEN_ONCE, "DROP FUNCTION audit_entry_is_written_once()"),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER audit_entry_is_written_once ON audit_entry"),
    ]
