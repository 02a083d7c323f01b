"""Prices, supplements and adjustments have no more digits than the venue's currency has.

The currency is in another table, so triggers decide. Whoever writes an amount shares the venue's row, whoever
changes its currency has it alone: neither can miss the other. Amounts from before are rounded.
"""

from django.db import migrations

ROUND_SHOWS = """
UPDATE show SET price = round(price, currency_digits(currency))
FROM hall JOIN venue ON venue.id = hall.venue_id
WHERE hall.id = show.hall_id AND price <> round(price, currency_digits(currency))
"""

ROUND_TICKET_TYPES = """
UPDATE ticket_type SET adjustment = round(adjustment, currency_digits(currency))
FROM venue
WHERE venue.id = ticket_type.venue_id AND adjustment <> round(adjustment, currency_digits(currency))
"""

ROUND_SUPPLEMENTS = """
UPDATE seat_supplement SET amount = round(amount, currency_digits(currency))
FROM venue
WHERE venue.id = seat_supplement.venue_id AND amount <> round(amount, currency_digits(currency))
"""

REFUSE = """
CREATE FUNCTION refuse_unfit_amount(amount numeric, venue_of_amount bigint, rule text) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    code text;
BEGIN
    SELECT currency INTO code FROM venue WHERE id = venue_of_amount FOR SHARE;
    IF amount <> round(amount, currency_digits(code)) THEN
        RAISE check_violation USING CONSTRAINT = rule,
            MESSAGE = format('%s is no amount of %s', amount, code);
    END IF;
END $$
"""

SHOW = """
CREATE FUNCTION show_price_fits_currency() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    venue_of_hall bigint;
BEGIN
    SELECT venue_id INTO venue_of_hall FROM hall WHERE id = NEW.hall_id;
    PERFORM refuse_unfit_amount(NEW.price, venue_of_hall, 'show_price_fits_currency');
    RETURN NULL;
END $$
"""

TICKET_TYPE = """
CREATE FUNCTION adjustment_fits_currency() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM refuse_unfit_amount(NEW.adjustment, NEW.venue_id, 'adjustment_fits_currency');
    RETURN NULL;
END $$
"""

SUPPLEMENT = """
CREATE FUNCTION supplement_fits_currency() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM refuse_unfit_amount(NEW.amount, NEW.venue_id, 'supplement_fits_currency');
    RETURN NULL;
END $$
"""

CURRENCY = """
CREATE FUNCTION currency_fits_amounts() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    digits integer := currency_digits(NEW.currency);
BEGIN
    IF EXISTS (
        SELECT FROM show JOIN hall ON hall.id = show.hall_id
        WHERE hall.venue_id = NEW.id AND price <> round(price, digits)
        UNION ALL
        SELECT FROM ticket_type WHERE venue_id = NEW.id AND adjustment <> round(adjustment, digits)
        UNION ALL
        SELECT FROM seat_supplement WHERE venue_id = NEW.id AND amount <> round(amount, digits)
    ) THEN
        RAISE check_violation USING CONSTRAINT = 'currency_fits_amounts',
            MESSAGE = format('the venue has prices that are no amounts of %s', NEW.currency);
    END IF;
    RETURN NULL;
END $$
"""

HALL = """
CREATE FUNCTION prices_of_hall_fit_currency() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM refuse_unfit_amount(price, NEW.venue_id, 'prices_of_hall_fit_currency')
        FROM show WHERE hall_id = NEW.id;
    RETURN NULL;
END $$
"""

TRIGGERS = {
    "show_price_fits_currency": "show AFTER INSERT OR UPDATE OF price, hall_id",
    "adjustment_fits_currency": "ticket_type AFTER INSERT OR UPDATE OF adjustment, venue_id",
    "supplement_fits_currency": "seat_supplement AFTER INSERT OR UPDATE OF amount, venue_id",
    "currency_fits_amounts": "venue AFTER UPDATE OF currency",
    "prices_of_hall_fit_currency": "hall AFTER UPDATE OF venue_id",
}


def trigger(name):
    table, when = TRIGGERS[name].split(" ", 1)
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        f"DROP TRIGGER {name} ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("shows", "0003_values"), ("venues", "0005_currency_digits")]

    operations = [
        migrations.RunSQL(ROUND_SHOWS, migrations.RunSQL.noop, elidable=True),
        migrations.RunSQL(ROUND_TICKET_TYPES, migrations.RunSQL.noop, elidable=True),
        migrations.RunSQL(ROUND_SUPPLEMENTS, migrations.RunSQL.noop, elidable=True),
        migrations.RunSQL(REFUSE, "DROP FUNCTION refuse_unfit_amount(numeric, bigint, text)"),
        migrations.RunSQL(SHOW, "DROP FUNCTION show_price_fits_currency()"),
        migrations.RunSQL(TICKET_TYPE, "DROP FUNCTION adjustment_fits_currency()"),
        migrations.RunSQL(SUPPLEMENT, "DROP FUNCTION supplement_fits_currency()"),
        migrations.RunSQL(CURRENCY, "DROP FUNCTION currency_fits_amounts()"),
        migrations.RunSQL(HALL, "DROP FUNCTION prices_of_hall_fit_currency()"),
        *map(trigger, TRIGGERS),
    ]
