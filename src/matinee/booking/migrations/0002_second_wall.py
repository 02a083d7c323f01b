"""The foreign keys of `booking`, over hall and plan too (decision 0004).

They refuse a seat of another hall or plan, and a change of a show's hall or plan once there are bookings, for
any SQL at all. Plain SQL that names only the seed's columns gets hall and plan filled in from its show.
"""

from django.db import migrations

FILL_FROM_SHOW = """
CREATE FUNCTION booking_fill_plan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT hall_id, plan_version INTO NEW.hall_id, NEW.plan_version FROM show WHERE id = NEW.show_id;
    IF NOT FOUND THEN
        RAISE foreign_key_violation USING MESSAGE = format('show %s does not exist', NEW.show_id);
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER booking_fill_plan BEFORE INSERT ON booking
    FOR EACH ROW WHEN (NEW.hall_id IS NULL) EXECUTE FUNCTION booking_fill_plan();
"""

FOREIGN_KEYS = """
ALTER TABLE booking
    ADD CONSTRAINT booking_of_show FOREIGN KEY (show_id, hall_id, plan_version)
        REFERENCES show (id, hall_id, plan_version),
    ADD CONSTRAINT booking_of_seat_in_the_shows_hall FOREIGN KEY (seat_id, hall_id, plan_version)
        REFERENCES seat (id, hall_id, plan_version);
"""


class Migration(migrations.Migration):
    dependencies = [("booking", "0001_initial")]

    operations = [
        migrations.RunSQL(
            FILL_FROM_SHOW,
            "DROP TRIGGER booking_fill_plan ON booking; DROP FUNCTION booking_fill_plan();",
        ),
        migrations.RunSQL(
            FOREIGN_KEYS,
            "ALTER TABLE booking DROP CONSTRAINT booking_of_show,"
            " DROP CONSTRAINT booking_of_seat_in_the_shows_hall;",
        ),
    ]
