"""What changed lately, for open seat maps (decision 0008).

Unlogged, as it is a hint: a crash of PostgreSQL empties it. No foreign key, since that would lock the show's row,
and no primary key, since nobody asks for one row.
"""

from django.db import migrations

SEAT_CHANGE = """
CREATE UNLOGGED TABLE seat_change (
    id bigint GENERATED ALWAYS AS IDENTITY,
    show_id bigint NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX seat_change_by_time ON seat_change (changed_at);
"""


class Migration(migrations.Migration):
    dependencies = [("booking", "0003_frozen")]

    operations = [migrations.RunSQL(SEAT_CHANGE, "DROP TABLE seat_change;")]
