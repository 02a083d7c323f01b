"""Which edition of a hall's plan is the newest, so that what was made of its seats can be kept (decision 0018).

Any change of a seat, by any SQL, gives its plan a new random edition in the same transaction. A table of its own,
so that nobody who saves a hall writes an old edition back; no foreign key, since that would lock the hall's row.
"""

from django.db import migrations

PLAN_EDITION = """
CREATE TABLE plan_edition (
    hall_id bigint NOT NULL,
    plan_version integer NOT NULL,
    edition uuid NOT NULL DEFAULT gen_random_uuid(),
    PRIMARY KEY (hall_id, plan_version)
);

CREATE FUNCTION seat_makes_new_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO plan_edition (hall_id, plan_version)
    SELECT DISTINCT hall_id, plan_version FROM changed ORDER BY hall_id, plan_version
    ON CONFLICT (hall_id, plan_version) DO UPDATE SET edition = gen_random_uuid();
    RETURN NULL;
END $$;

CREATE TRIGGER added_seat_makes_new_edition AFTER INSERT ON seat
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION seat_makes_new_edition();
CREATE TRIGGER changed_seat_makes_new_edition AFTER UPDATE ON seat
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION seat_makes_new_edition();
CREATE TRIGGER moved_seat_makes_new_edition AFTER UPDATE ON seat
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION seat_makes_new_edition();
CREATE TRIGGER removed_seat_makes_new_edition AFTER DELETE ON seat
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION seat_makes_new_edition();

INSERT INTO plan_edition (hall_id, plan_version) SELECT DISTINCT hall_id, plan_version FROM seat;
"""

BACK = """
DROP TRIGGER added_seat_makes_new_edition ON seat;
DROP TRIGGER changed_seat_makes_new_edition ON seat;
DROP TRIGGER moved_seat_makes_new_edition ON seat;
DROP TRIGGER removed_seat_makes_new_edition ON seat;
DROP FUNCTION seat_makes_new_edition();
DROP TABLE plan_edition;
"""


class Migration(migrations.Migration):
    dependencies = [("venues", "0001_initial")]

    operations = [migrations.RunSQL(PLAN_EDITION, BACK)]
