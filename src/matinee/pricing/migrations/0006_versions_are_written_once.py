"""A version of a price card stays as it is, and its amounts fit the venue's currency."""

from django.db import migrations

WRITTEN_ONCE = """
CREATE FUNCTION price_card_version_is_written_once() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (
        SELECT FROM price_card JOIN venue ON venue.id = venue_id WHERE price_card.id = OLD.card_id AND venue.demo
    ) THEN
        RETURN OLD;
    END IF;
    RAISE integrity_constraint_violation USING MESSAGE = 'versions of price cards are written once';
END $$
"""

FITS_CURRENCY = """
CREATE FUNCTION price_card_version_fits_currency() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    venue_of_card bigint;
    line jsonb;
BEGIN
    SELECT venue_id INTO venue_of_card FROM price_card WHERE id = NEW.card_id;
    PERFORM refuse_unfit_amount(NEW.base, venue_of_card, 'price_card_version_fits_currency');
    FOR line IN SELECT value FROM jsonb_array_elements(NEW.amounts) LOOP
        IF abs((line->>'amount')::numeric) <= 9999999.999 IS NOT TRUE THEN
            RAISE check_violation USING CONSTRAINT = 'price_card_version_amounts_are_in_range',
                MESSAGE = 'an amount of the price card is missing or too large';
        END IF;
        PERFORM refuse_unfit_amount(
            (line->>'amount')::numeric, venue_of_card, 'price_card_version_fits_currency');
    END LOOP;
    RETURN NULL;
END $$
"""


def trigger(name, events, moment):
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} {moment} {events} ON price_card_version FOR EACH ROW EXECUTE FUNCTION {name}()",
        f"DROP TRIGGER {name} ON price_card_version",
    )


class Migration(migrations.Migration):
    dependencies = [("pricing", "0005_price_cards"), ("venues", "0004_demo")]

    operations = [
        migrations.RunSQL(WRITTEN_ONCE, "DROP FUNCTION price_card_version_is_written_once()"),
        trigger("price_card_version_is_written_once", "UPDATE OR DELETE", "BEFORE"),
        migrations.RunSQL(FITS_CURRENCY, "DROP FUNCTION price_card_version_fits_currency()"),
        trigger("price_card_version_fits_currency", "INSERT", "AFTER"),
    ]
