"""Where the rows of shows that are long over go. The same columns; nothing refers to it and it refers to nothing."""

from django.db import migrations

ARCHIVE = """
CREATE TABLE booking_archive (
    LIKE booking,
    archived_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (id)
);
CREATE INDEX booking_archive_by_show ON booking_archive (show_id);
"""


class Migration(migrations.Migration):
    dependencies = [("booking", "0004_seat_change")]

    operations = [migrations.RunSQL(ARCHIVE, "DROP TABLE booking_archive;")]
