"""A show may have the version of a price card, of its own venue. The currency of a venue fits its cards."""

import django.db.models.deletion
from django.db import migrations, models

FOREIGN_KEY = """
ALTER TABLE show ADD CONSTRAINT show_price_card_version_id_fk
    FOREIGN KEY (price_card_version_id) REFERENCES price_card_version (id) DEFERRABLE INITIALLY DEFERRED
"""

OF_ITS_VENUE = """
CREATE FUNCTION show_card_is_of_its_venue() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (
        SELECT FROM price_card_version
        JOIN price_card ON price_card.id = card_id
        JOIN hall ON hall.id = NEW.hall_id
        WHERE price_card_version.id = NEW.price_card_version_id AND price_card.venue_id <> hall.venue_id
    ) THEN
        RAISE check_violation USING CONSTRAINT = 'show_card_is_of_its_venue',
            MESSAGE = 'show_card_is_of_its_venue: the price card belongs to another venue';
    END IF;
    RETURN NULL;
END $$
"""

TRIGGER = """
CREATE TRIGGER show_card_is_of_its_venue AFTER INSERT OR UPDATE OF price_card_version_id, hall_id ON show
    FOR EACH ROW WHEN (NEW.price_card_version_id IS NOT NULL) EXECUTE FUNCTION show_card_is_of_its_venue()
"""

HALL_KEEPS_CARDS = """
CREATE FUNCTION hall_keeps_cards() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (SELECT FROM show WHERE hall_id = NEW.id AND price_card_version_id IS NOT NULL) THEN
        RAISE check_violation USING CONSTRAINT = 'hall_keeps_cards',
            MESSAGE = 'hall_keeps_cards: its shows have price cards of its venue';
    END IF;
    RETURN NULL;
END $$
"""

HALL_TRIGGER = """
CREATE TRIGGER hall_keeps_cards AFTER UPDATE OF venue_id ON hall
    FOR EACH ROW WHEN (OLD.venue_id <> NEW.venue_id) EXECUTE FUNCTION hall_keeps_cards()
"""

PRICES_OF_SHOWS = """
        SELECT FROM show JOIN hall ON hall.id = show.hall_id
        WHERE hall.venue_id = NEW.id AND price <> round(price, digits)
        UNION ALL
        SELECT FROM ticket_type WHERE venue_id = NEW.id AND adjustment <> round(adjustment, digits)
        UNION ALL
        SELECT FROM seat_supplement WHERE venue_id = NEW.id AND amount <> round(amount, digits)
"""

PRICES_OF_CARDS = """
        UNION ALL
        SELECT FROM price_card_version version JOIN price_card ON price_card.id = version.card_id
        WHERE price_card.venue_id = NEW.id
          AND (NOT EXISTS (SELECT FROM price_card_version later
                           WHERE later.card_id = version.card_id AND later.number > version.number)
               OR EXISTS (SELECT FROM show WHERE price_card_version_id = version.id))
          AND (base <> round(base, digits)
               OR EXISTS (SELECT FROM jsonb_array_elements(amounts) line
                          WHERE (line->>'amount')::numeric <> round((line->>'amount')::numeric, digits)))
"""


def currency_fits_amounts(amounts):
    return f"""
CREATE OR REPLACE FUNCTION currency_fits_amounts() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    digits integer := currency_digits(NEW.currency);
BEGIN
    IF EXISTS ({amounts}    ) THEN
        RAISE check_violation USING CONSTRAINT = 'currency_fits_amounts',
            MESSAGE = format('the venue has prices that are no amounts of %s', NEW.currency);
    END IF;
    RETURN NULL;
END $$
"""  # noqa: S608 - ours


class Migration(migrations.Migration):
    dependencies = [("shows", "0002_prices_fit_currency"), ("pricing", "0006_versions_are_written_once")]

    operations = [
        migrations.SeparateDatabaseAndState(
            # Column and foreign key are added by one statement each.
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE show ADD COLUMN price_card_version_id bigint",
                    "ALTER TABLE show DROP COLUMN price_card_version_id",
                ),
                migrations.RunSQL(
                    FOREIGN_KEY, "ALTER TABLE show DROP CONSTRAINT show_price_card_version_id_fk"
                ),
            ],
            state_operations=[
                migrations.AddField(
                    model_name="show",
                    name="price_card_version",
                    field=models.ForeignKey(
                        db_index=False,
                        help_text="What ticket types and seats add to the price. Without one, the venue decides.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shows",
                        to="pricing.pricecardversion",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(OF_ITS_VENUE, "DROP FUNCTION show_card_is_of_its_venue()"),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER show_card_is_of_its_venue ON show"),
        migrations.RunSQL(HALL_KEEPS_CARDS, "DROP FUNCTION hall_keeps_cards()"),
        migrations.RunSQL(HALL_TRIGGER, "DROP TRIGGER hall_keeps_cards ON hall"),
        migrations.RunSQL(
            currency_fits_amounts(PRICES_OF_SHOWS + PRICES_OF_CARDS), currency_fits_amounts(PRICES_OF_SHOWS)
        ),
    ]
