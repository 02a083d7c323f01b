"""What a client holds, as of now: a function that may write looks anew, not as its statement did (decision 0022)."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("booking", "0006_client")]

    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION held_by(of_client bigint, of_show bigint, OUT everywhere bigint, OUT here bigint)
            LANGUAGE plpgsql VOLATILE AS $$
            BEGIN
                SELECT count(*), count(*) FILTER (WHERE show_id = of_show) INTO everywhere, here
                FROM booking
                WHERE client = of_client AND status = 'LOCKED' AND locked_until > clock_timestamp();
            END
            $$
            """,
            "DROP FUNCTION held_by(bigint, bigint)",
        ),
    ]
