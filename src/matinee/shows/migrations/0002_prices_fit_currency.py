"""The price of a show fits its venue's currency, also when the currency changes or the hall moves."""

from django.db import migrations

SHOW_PRICE_FITS_CURRENCY = """
CREATE FUNCTION show_price_fits_currency() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    venue_of_hall bigint;
BEGIN
    SELECT venue_id INTO venue_of_hall FROM hall WHERE id = NEW.hall_id;
    PERFORM refuse_unfit_amount(NEW.price, venue_of_hall, 'show_price_fits_currency');
    RETURN NULL;
END $$
"""

CURRENCY_FITS_AMOUNTS = """
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

PRICES_OF_HALL_FIT_CURRENCY = """
CREATE FUNCTION prices_of_hall_fit_currency() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM refuse_unfit_amount(price, NEW.venue_id, 'prices_of_hall_fit_currency')
        FROM show WHERE hall_id = NEW.id;
    RETURN NULL;
END $$
"""

TRIGGERS = {
    "show_price_fits_currency": ("show", "INSERT OR UPDATE OF price, hall_id"),
    "currency_fits_amounts": ("venue", "UPDATE OF currency"),
    "prices_of_hall_fit_currency": ("hall", "UPDATE OF venue_id"),
}


def trigger(name):
    table, events = TRIGGERS[name]
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} AFTER {events} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        f"DROP TRIGGER {name} ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("shows", "0001_initial"), ("pricing", "0002_editions_and_currencies")]

    operations = [
        migrations.RunSQL(SHOW_PRICE_FITS_CURRENCY, "DROP FUNCTION show_price_fits_currency()"),
        migrations.RunSQL(CURRENCY_FITS_AMOUNTS, "DROP FUNCTION currency_fits_amounts()"),
        migrations.RunSQL(PRICES_OF_HALL_FIT_CURRENCY, "DROP FUNCTION prices_of_hall_fit_currency()"),
        *map(trigger, TRIGGERS),
    ]
