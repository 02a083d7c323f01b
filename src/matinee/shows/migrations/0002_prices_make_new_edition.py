"""A plan's edition covers what its seats cost, too (decision 0018).

Any change of a venue's prices or currency, by any SQL, gives all plans of its halls a new random edition in the
same transaction, always in the same order.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION renew_editions_of_venues(venues bigint[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO plan_edition (hall_id, plan_version)
    SELECT hall_id, plan_version FROM plan_edition
    WHERE hall_id IN (SELECT id FROM hall WHERE venue_id = ANY(venues)) ORDER BY hall_id, plan_version
    ON CONFLICT (hall_id, plan_version) DO UPDATE SET edition = gen_random_uuid();
$$;

CREATE FUNCTION prices_make_new_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM renew_editions_of_venues(ARRAY[OLD.venue_id, NEW.venue_id]);
    RETURN NULL;
END $$;

CREATE FUNCTION currency_makes_new_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM renew_editions_of_venues(ARRAY[NEW.id]);
    RETURN NULL;
END $$;

CREATE TRIGGER ticket_type_makes_new_edition AFTER INSERT OR UPDATE OR DELETE ON ticket_type
    FOR EACH ROW EXECUTE FUNCTION prices_make_new_edition();
CREATE TRIGGER supplement_makes_new_edition AFTER INSERT OR UPDATE OR DELETE ON seat_supplement
    FOR EACH ROW EXECUTE FUNCTION prices_make_new_edition();
CREATE TRIGGER moved_hall_makes_new_edition AFTER UPDATE OF venue_id ON hall
    FOR EACH ROW WHEN (OLD.venue_id <> NEW.venue_id) EXECUTE FUNCTION prices_make_new_edition();
CREATE TRIGGER currency_makes_new_edition AFTER UPDATE OF currency ON venue
    FOR EACH ROW WHEN (OLD.currency <> NEW.currency) EXECUTE FUNCTION currency_makes_new_edition();
"""

BACK = """
DROP TRIGGER ticket_type_makes_new_edition ON ticket_type;
DROP TRIGGER supplement_makes_new_edition ON seat_supplement;
DROP TRIGGER moved_hall_makes_new_edition ON hall;
DROP TRIGGER currency_makes_new_edition ON venue;
DROP FUNCTION prices_make_new_edition();
DROP FUNCTION currency_makes_new_edition();
DROP FUNCTION renew_editions_of_venues(bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [("shows", "0001_initial"), ("venues", "0002_plan_edition")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
