"""How many digits the amounts of a currency have (`matinee.core.currencies`), for rules of other tables."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION currency_digits(code text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path FROM CURRENT AS $$
    SELECT CASE
    WHEN code IN (
        'AFN', 'ALL', 'BIF', 'CLP', 'DJF', 'GNF', 'IQD', 'IRR', 'ISK', 'JPY', 'KMF', 'KPW',
        'KRW', 'LAK', 'LBP', 'MGA', 'MMK', 'PYG', 'RSD', 'RWF', 'SOS', 'SYP', 'UGX', 'VND',
        'VUV', 'XAF', 'XOF', 'XPF', 'YER'
    ) THEN 0
    WHEN code IN (
        'BHD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'
    ) THEN 3
    ELSE 2 END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("venues", "0004_values")]

    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION currency_digits(text)")]
