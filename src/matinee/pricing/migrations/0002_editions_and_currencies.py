"""A change of prices renews plan editions, and amounts fit the venue's currency.

A plan's edition covers the prices of its seats, too (decision 0018): any change of a venue's prices or currency, by
any SQL, gives all plans of its halls a new random edition in the same transaction, always in the same order.

An amount has no more digits than the venue's currency. The currency is in another table, so triggers check it. A
writer of an amount locks the venue's row FOR SHARE, a writer of the currency has it alone: neither can miss the other.
"""

from django.db import migrations

RENEW_EDITIONS_OF_VENUES = """
CREATE FUNCTION renew_editions_of_venues(venues bigint[]) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO plan_edition (hall_id, plan_version)
    SELECT hall_id, plan_version FROM plan_edition
    WHERE hall_id IN (SELECT id FROM hall WHERE venue_id = ANY(venues)) ORDER BY hall_id, plan_version
    ON CONFLICT (hall_id, plan_version) DO UPDATE SET edition = excluded.edition;
END $$
"""

PRICES_MAKE_NEW_EDITION = """
CREATE FUNCTION prices_make_new_edition() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM renew_editions_of_venues(ARRAY[OLD.venue_id, NEW.venue_id]);
    RETURN NULL;
END $$
"""

CURRENCY_MAKES_NEW_EDITION = """
CREATE FUNCTION currency_makes_new_edition() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM renew_editions_of_venues(ARRAY[NEW.id]);
    RETURN NULL;
END $$
"""

REFUSE_UNFIT_AMOUNT = """
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

ADJUSTMENT_FITS_CURRENCY = """
CREATE FUNCTION adjustment_fits_currency() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM refuse_unfit_amount(NEW.adjustment, NEW.venue_id, 'adjustment_fits_currency');
    RETURN NULL;
END $$
"""

SUPPLEMENT_FITS_CURRENCY = """
CREATE FUNCTION supplement_fits_currency() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM refuse_unfit_amount(NEW.amount, NEW.venue_id, 'supplement_fits_currency');
    RETURN NULL;
END $$
"""


def trigger(name, table, events, function, condition=""):
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} AFTER {events} ON {table} FOR EACH ROW {condition} EXECUTE FUNCTION {function}()",
        f"DROP TRIGGER {name} ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("pricing", "0001_initial"), ("venues", "0002_plan_editions")]

    operations = [
        migrations.RunSQL(RENEW_EDITIONS_OF_VENUES, "DROP FUNCTION renew_editions_of_venues(bigint[])"),
        migrations.RunSQL(PRICES_MAKE_NEW_EDITION, "DROP FUNCTION prices_make_new_edition()"),
        migrations.RunSQL(CURRENCY_MAKES_NEW_EDITION, "DROP FUNCTION currency_makes_new_edition()"),
        trigger(
            "ticket_type_makes_new_edition",
            "ticket_type",
            "INSERT OR UPDATE OR DELETE",
            "prices_make_new_edition",
        ),
        trigger(
            "supplement_makes_new_edition",
            "seat_supplement",
            "INSERT OR UPDATE OR DELETE",
            "prices_make_new_edition",
        ),
        trigger(
            "moved_hall_makes_new_edition",
            "hall",
            "UPDATE OF venue_id",
            "prices_make_new_edition",
            condition="WHEN (OLD.venue_id <> NEW.venue_id)",
        ),
        trigger(
            "currency_makes_new_edition",
            "venue",
            "UPDATE OF currency",
            "currency_makes_new_edition",
            condition="WHEN (OLD.currency <> NEW.currency)",
        ),
        migrations.RunSQL(REFUSE_UNFIT_AMOUNT, "DROP FUNCTION refuse_unfit_amount(numeric, bigint, text)"),
        migrations.RunSQL(ADJUSTMENT_FITS_CURRENCY, "DROP FUNCTION adjustment_fits_currency()"),
        migrations.RunSQL(SUPPLEMENT_FITS_CURRENCY, "DROP FUNCTION supplement_fits_currency()"),
        trigger(
            "adjustment_fits_currency",
            "ticket_type",
            "INSERT OR UPDATE OF adjustment, venue_id",
            "adjustment_fits_currency",
        ),
        trigger(
            "supplement_fits_currency",
            "seat_supplement",
            "INSERT OR UPDATE OF amount, venue_id",
            "supplement_fits_currency",
        ),
    ]
