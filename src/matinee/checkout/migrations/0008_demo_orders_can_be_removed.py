"""Order events stay append-only, except that those of a demo cinema can be deleted with it."""

from django.db import migrations

BEFORE = """
CREATE OR REPLACE FUNCTION order_event_is_written_once() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
BEGIN
    RAISE integrity_constraint_violation USING MESSAGE = 'order events are written once';
END $$
"""

EXCEPT_THE_DEMO = """
CREATE OR REPLACE FUNCTION order_event_is_written_once() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (
        SELECT FROM ticket_order JOIN show ON show.id = show_id
        JOIN hall ON hall.id = hall_id JOIN venue ON venue.id = venue_id
        WHERE ticket_order.id = OLD.order_id AND venue.demo
    ) THEN
        RETURN OLD;
    END IF;
    RAISE integrity_constraint_violation USING MESSAGE = 'order events are written once';
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("checkout", "0007_orders_desk"), ("venues", "0004_demo")]

    operations = [migrations.RunSQL(EXCEPT_THE_DEMO, BEFORE)]
