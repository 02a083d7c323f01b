"""A venue and its halls keep their currency from the first order on: what was sold was sold in it.

The trigger has the venue's shows alone. Who pays shares the show before reading prices, so an order either is
there when the trigger looks, or is written with the new currency.
"""

from django.db import migrations

KEPT = """
CREATE FUNCTION venue_keeps_currency() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM FROM show WHERE hall_id IN (SELECT id FROM hall WHERE venue_id = NEW.id)
        ORDER BY id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM ticket_order JOIN show ON show.id = show_id JOIN hall ON hall.id = show.hall_id
        WHERE venue_id = NEW.id
    ) THEN
        RAISE check_violation USING CONSTRAINT = 'venue_keeps_currency',
            MESSAGE = 'the venue has sold tickets in ' || OLD.currency;
    END IF;
    RETURN NULL;
END $$
"""

TRIGGER = """
CREATE TRIGGER venue_keeps_currency AFTER UPDATE OF currency ON venue
    FOR EACH ROW WHEN (OLD.currency <> NEW.currency) EXECUTE FUNCTION venue_keeps_currency()
"""

HALL = """
CREATE FUNCTION hall_keeps_currency() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM FROM show WHERE hall_id = NEW.id ORDER BY id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM ticket_order JOIN show ON show.id = show_id
        WHERE hall_id = NEW.id AND currency <> (SELECT currency FROM venue WHERE id = NEW.venue_id)
    ) THEN
        RAISE check_violation USING CONSTRAINT = 'hall_keeps_currency',
            MESSAGE = 'tickets for this hall were sold in another currency';
    END IF;
    RETURN NULL;
END $$
"""

HALL_TRIGGER = """
CREATE TRIGGER hall_keeps_currency AFTER UPDATE OF venue_id ON hall
    FOR EACH ROW WHEN (OLD.venue_id <> NEW.venue_id) EXECUTE FUNCTION hall_keeps_currency()
"""


class Migration(migrations.Migration):
    dependencies = [("checkout", "0009_values_validated"), ("shows", "0004_amounts_fit_currency")]

    operations = [
        migrations.RunSQL(KEPT, "DROP FUNCTION venue_keeps_currency()"),
        migrations.RunSQL(HALL, "DROP FUNCTION hall_keeps_currency()"),
        migrations.RunSQL(HALL_TRIGGER, "DROP TRIGGER hall_keeps_currency ON hall"),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER venue_keeps_currency ON venue"),
    ]
