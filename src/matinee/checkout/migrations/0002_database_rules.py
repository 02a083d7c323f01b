"""Order events are append-only, and a venue keeps the currency in which it sold.

A venue and its halls keep their currency from the first order on. The trigger locks the venue's shows, and payment
shares the show's row before it reads prices: an order is either visible to the trigger, or written with the new
currency.
"""

from django.db import migrations

EVENT_WRITTEN_ONCE = """
CREATE FUNCTION order_event_is_written_once() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    RAISE integrity_constraint_violation USING MESSAGE = 'order events are written once';
END $$
"""

EVENT_TRIGGER = """
CREATE TRIGGER order_event_is_written_once BEFORE UPDATE OR DELETE ON order_event
    FOR EACH ROW EXECUTE FUNCTION order_event_is_written_once()
"""

VENUE_KEEPS_CURRENCY = """
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

VENUE_TRIGGER = """
CREATE TRIGGER venue_keeps_currency AFTER UPDATE OF currency ON venue
    FOR EACH ROW WHEN (OLD.currency <> NEW.currency) EXECUTE FUNCTION venue_keeps_currency()
"""

HALL_KEEPS_CURRENCY = """
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
    dependencies = [("checkout", "0001_initial"), ("shows", "0002_prices_fit_currency")]

    operations = [
        migrations.RunSQL(EVENT_WRITTEN_ONCE, "DROP FUNCTION order_event_is_written_once()"),
        migrations.RunSQL(EVENT_TRIGGER, "DROP TRIGGER order_event_is_written_once ON order_event"),
        migrations.RunSQL(VENUE_KEEPS_CURRENCY, "DROP FUNCTION venue_keeps_currency()"),
        migrations.RunSQL(HALL_KEEPS_CURRENCY, "DROP FUNCTION hall_keeps_currency()"),
        migrations.RunSQL(HALL_TRIGGER, "DROP TRIGGER hall_keeps_currency ON hall"),
        migrations.RunSQL(VENUE_TRIGGER, "DROP TRIGGER venue_keeps_currency ON venue"),
    ]
