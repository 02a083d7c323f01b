"""Plan editions, and the number of digits of each currency.

Any change of a seat, by any SQL, gives its plan a new random edition in the same transaction, so that caches of a
plan can be keyed by the edition (decision 0018). The edition is in a table of its own, so that saving a hall never
writes an old edition back. It has no foreign key, which would lock the hall's row.
"""

from django.db import migrations

PLAN_EDITION = """
CREATE TABLE plan_edition (
    hall_id bigint NOT NULL,
    plan_version integer NOT NULL,
    edition uuid NOT NULL DEFAULT gen_random_uuid(),
    PRIMARY KEY (hall_id, plan_version)
)
"""

# A transition table can't be read in a distributed statement, hence the arrays.
SEAT_MAKES_NEW_EDITION = """
CREATE FUNCTION seat_makes_new_edition() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    halls bigint[];
    plans integer[];
BEGIN
    SELECT array_agg(hall_id), array_agg(plan_version) INTO halls, plans
    FROM (SELECT DISTINCT hall_id, plan_version FROM changed) AS changed_plan;
    INSERT INTO plan_edition (hall_id, plan_version)
    SELECT hall_id, plan_version FROM unnest(halls, plans) AS changed_plan (hall_id, plan_version)
    ORDER BY hall_id, plan_version
    ON CONFLICT (hall_id, plan_version) DO UPDATE SET edition = excluded.edition;
    RETURN NULL;
END $$
"""

TRIGGERS = {
    "added_seat_makes_new_edition": "AFTER INSERT ON seat REFERENCING NEW TABLE AS changed",
    "changed_seat_makes_new_edition": "AFTER UPDATE ON seat REFERENCING NEW TABLE AS changed",
    "moved_seat_makes_new_edition": "AFTER UPDATE ON seat REFERENCING OLD TABLE AS changed",
    "removed_seat_makes_new_edition": "AFTER DELETE ON seat REFERENCING OLD TABLE AS changed",
}

# As in `matinee.core.currencies`.
CURRENCY_DIGITS = """
CREATE FUNCTION currency_digits(code text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path FROM CURRENT AS $$
    SELECT CASE
    WHEN code IN (
        'AFN', 'ALL', 'BIF', 'CLP', 'DJF', 'GNF', 'IQD', 'IRR', 'ISK', 'JPY', 'KMF', 'KPW',
        'KRW', 'LAK', 'LBP', 'MGA', 'MMK', 'PYG', 'RSD', 'RWF', 'SOS', 'SYP', 'UGX', 'VND',
        'VUV', 'XAF', 'XOF', 'XPF', 'YER'
    ) THEN 0
    WHEN code IN (
        'BHD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'
    ) THEN 3
    ELSE 2 END
$$
"""


def trigger(name):
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} {TRIGGERS[name]} FOR EACH STATEMENT EXECUTE FUNCTION seat_makes_new_edition()",
        f"DROP TRIGGER {name} ON seat",
    )


class Migration(migrations.Migration):
    dependencies = [("venues", "0001_initial")]

    operations = [
        migrations.RunSQL(PLAN_EDITION, "DROP TABLE plan_edition"),
        migrations.RunSQL(SEAT_MAKES_NEW_EDITION, "DROP FUNCTION seat_makes_new_edition()"),
        *map(trigger, TRIGGERS),
        migrations.RunSQL(CURRENCY_DIGITS, "DROP FUNCTION currency_digits(text)"),
    ]
