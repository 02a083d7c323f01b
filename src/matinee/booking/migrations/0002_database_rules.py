"""The parts of the booking tables that Django's models can't express.

- The foreign keys of `booking` span hall and plan, too (decision 0004). They reject a seat of another hall or plan,
  and a change of a show's hall or plan once it has bookings, for any SQL. For plain SQL that names only the seed's
  columns, a trigger reads hall and plan from the show.
- `seat_change` lists recent changes for open seat maps (decision 0008). It is unlogged: a crash of PostgreSQL empties
  it. It has no foreign key, which would lock the show's row, and no primary key.
- `booking_archive` has the rows of shows that ended long ago. It has the same columns, and no foreign keys.
- `taken_seat` is the only definition of a taken seat: the seed's availability query as a view.
- `held_by` counts the seats that a client holds now. As a VOLATILE function it takes a new snapshot, not that of the
  calling statement (decision 0022).
"""

from django.db import migrations, models

FILL_PLAN = """
CREATE FUNCTION booking_fill_plan() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    SELECT hall_id, plan_version INTO NEW.hall_id, NEW.plan_version FROM show WHERE id = NEW.show_id;
    IF NOT FOUND THEN
        RAISE foreign_key_violation USING MESSAGE = format('show %s does not exist', NEW.show_id);
    END IF;
    RETURN NEW;
END $$
"""

FILL_PLAN_TRIGGER = """
CREATE TRIGGER booking_fill_plan BEFORE INSERT ON booking
    FOR EACH ROW WHEN (NEW.hall_id IS NULL) EXECUTE FUNCTION booking_fill_plan()
"""

OF_SHOW = """
ALTER TABLE booking ADD CONSTRAINT booking_of_show
    FOREIGN KEY (show_id, hall_id, plan_version) REFERENCES show (id, hall_id, plan_version)
"""

OF_SEAT = """
ALTER TABLE booking ADD CONSTRAINT booking_of_seat_in_the_shows_hall
    FOREIGN KEY (seat_id, hall_id, plan_version) REFERENCES seat (id, hall_id, plan_version)
"""

SEAT_CHANGE = """
CREATE UNLOGGED TABLE seat_change (
    id bigint GENERATED ALWAYS AS IDENTITY,
    show_id bigint NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
)
"""

ARCHIVE = """
CREATE TABLE booking_archive (
    LIKE booking,
    archived_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (id)
)
"""

TAKEN_SEAT = """
CREATE VIEW taken_seat AS
    SELECT id, show_id, seat_id, status, locked_until, hold_id, kind, client
    FROM booking
    WHERE status = 'BOOKED' OR status = 'LOCKED' AND locked_until > clock_timestamp()
"""

HELD_BY = """
CREATE FUNCTION held_by(of_client bigint, of_show bigint, OUT everywhere bigint, OUT here bigint)
LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT AS $$
BEGIN
    SELECT count(*), count(*) FILTER (WHERE show_id = of_show) INTO everywhere, here
    FROM taken_seat
    WHERE client = of_client AND status = 'LOCKED';
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("booking", "0001_initial")]

    operations = [
        migrations.RunSQL(FILL_PLAN, "DROP FUNCTION booking_fill_plan()"),
        migrations.RunSQL(FILL_PLAN_TRIGGER, "DROP TRIGGER booking_fill_plan ON booking"),
        migrations.RunSQL(OF_SHOW, "ALTER TABLE booking DROP CONSTRAINT booking_of_show"),
        migrations.RunSQL(OF_SEAT, "ALTER TABLE booking DROP CONSTRAINT booking_of_seat_in_the_shows_hall"),
        migrations.RunSQL(SEAT_CHANGE, "DROP TABLE seat_change"),
        migrations.RunSQL(
            "CREATE INDEX seat_change_by_time ON seat_change (changed_at)", "DROP INDEX seat_change_by_time"
        ),
        migrations.RunSQL(ARCHIVE, "DROP TABLE booking_archive"),
        migrations.RunSQL(
            "CREATE INDEX booking_archive_by_show ON booking_archive (show_id)",
            "DROP INDEX booking_archive_by_show",
        ),
        migrations.RunSQL(TAKEN_SEAT, "DROP VIEW taken_seat"),
        migrations.CreateModel(
            name="TakenSeat",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("status", models.TextField(choices=[("LOCKED", "Locked"), ("BOOKED", "Booked")])),
                ("locked_until", models.DateTimeField(null=True)),
                ("hold_id", models.UUIDField(null=True)),
                ("kind", models.TextField()),
                ("client", models.BigIntegerField(null=True)),
            ],
            options={"db_table": "taken_seat", "managed": False},
        ),
        migrations.RunSQL(HELD_BY, "DROP FUNCTION held_by(bigint, bigint)"),
    ]
