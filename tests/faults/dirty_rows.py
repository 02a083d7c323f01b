"""Brings rows from before there were rules through the migrations; run on a database of its own."""

import django
from django.core.management import call_command
from django.db import connection

BEFORE = {
    "staff": "0001",
    "checkout": "0007",
    "tickets": "0002",
    "shows": "0002",
    "venues": "0003",
    "catalogue": "0002",
}

DIRTY = [
    "UPDATE movie SET title = E'Vertigo\\r\\n', genre = E'\\tDrama', release_year = 1700",
    # Repaired, it would be the same film: it stays, and is named.
    "INSERT INTO movie (title, duration_minutes, release_year) VALUES (E'Ali\\nen', 117, 1979)",
    "INSERT INTO movie (title, duration_minutes, release_year) VALUES ('Ali en', 117, 1979)",
    "UPDATE venue SET address = E'1 High Street\\n10115 Berlin', timezone = 'localtime'",
    "UPDATE show SET price = 8.505",
    "UPDATE ticket_type SET adjustment = -0.005 WHERE name = 'Child'",
    "UPDATE venue_terms SET ticket_tax_rate = -100",
    "UPDATE order_line SET name = E'Adult\\u2028'",
    "UPDATE ticket SET ticket_type_name = E'Adult\\u202e'",
    "UPDATE customer SET name = E'Ada\\nLovelace', email = 'Ada@Straße.de'",
    "UPDATE customer SET email = E'\"x\\x0bBcc:v\"@example.com'"
    " WHERE order_id = (SELECT min(order_id) FROM customer)",
    "UPDATE staff_user SET email = 'Boss@EXAMPLE.org', first_name = E'A\\tB'",
]

LOOK = {
    "film": "SELECT title, genre, release_year FROM movie ORDER BY id",
    "venue": "SELECT address, timezone FROM venue",
    "price": "SELECT DISTINCT price FROM show",
    "adjustment": "SELECT adjustment FROM ticket_type WHERE name = 'Child'",
    "tax": "SELECT ticket_tax_rate FROM venue_terms",
    "line": "SELECT DISTINCT name FROM order_line",
    "ticket": "SELECT DISTINCT ticket_type_name FROM ticket",
    "customer": "SELECT DISTINCT name, email FROM customer ORDER BY email",
    "staff": "SELECT email, first_name FROM staff_user",
    "left": "SELECT conname FROM pg_constraint WHERE NOT convalidated ORDER BY 1",
}


def main() -> None:
    """Print what is in the database after the upgrade."""
    from tests.full_house import fill

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    fill()
    for app, name in BEFORE.items():
        call_command("migrate", app, name, verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        for statement in DIRTY:
            cursor.execute(statement)
    call_command("migrate", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        for name, sql in LOOK.items():
            cursor.execute(sql)
            print(name, [tuple(map(str, row)) for row in cursor.fetchall()])  # noqa: T201


if __name__ == "__main__":
    main()
