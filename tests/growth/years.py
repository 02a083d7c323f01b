"""Years of data of a cinema chain: 51,000 seats, 21,000 shows (nearly all past), 230,000 bookings.

A tenth of the bookings have orders and tickets.
"""

import psycopg
from django.db import connection
from psycopg.conninfo import make_conninfo

YEARS = """
TRUNCATE venue, movie RESTART IDENTITY CASCADE;

INSERT INTO venue (name, address, city, timezone)
SELECT 'House ' || n, n || ' High Street', 'City ' || n, 'Europe/Berlin' FROM generate_series(1, 10) n;

INSERT INTO ticket_type (venue_id, name, adjustment, position)
SELECT id, 'Adult', 0, 0 FROM venue UNION ALL SELECT id, 'Child', -4, 1 FROM venue;

INSERT INTO hall (venue_id, name, capacity, rows, seats_per_row)
SELECT venue.id, 'Hall ' || n, 300, 15, 20 FROM venue, generate_series(1, 17) n;

INSERT INTO seat (hall_id, row_letter, seat_number, x, y)
SELECT hall.id, chr(65 + r), s, s, r FROM hall, generate_series(0, 14) r, generate_series(1, 20) s;

INSERT INTO movie (title, duration_minutes, genre, rating)
SELECT 'Film ' || n, 100, 'Drama', 'PG' FROM generate_series(1, 300) n;

INSERT INTO plan_edition (hall_id, plan_version) SELECT id, 1 FROM hall;

INSERT INTO show (movie_id, hall_id, starts_at, feature_starts_at, ends_at, hall_free_at, price,
                  sales_open_at, sales_close_at)
SELECT (SELECT min(id) FROM movie) + (hall.id + n + 200) % 300, hall.id, start, start + interval '20 minutes',
       start + interval '120 minutes', start + interval '135 minutes', 12, start - interval '30 days', start
FROM hall, generate_series(-120, 3) n,
     LATERAL (SELECT now() + n * interval '1 day' + interval '6 hours') t (start);

INSERT INTO booking (show_id, seat_id, status, hall_id, plan_version, hold_bits, hold_id)
SELECT show.id, seat.id, 'BOOKED', show.hall_id, 1, bits,
       encode(substr(uuid_send(bits), 1, 8) || int8send(show.id), 'hex')::uuid
FROM show JOIN seat USING (hall_id), LATERAL (SELECT gen_random_uuid() AS bits, show.id, seat.id) random
WHERE seat.seat_number = 1 + show.id % 20 AND seat.row_letter <= 'K';

INSERT INTO ticket_order (reference, secret, show_id, hold_bits, hold_id, status, total, currency)
SELECT 'R' || id, 'secret-' || id, show_id, hold_bits, hold_id, 'PAID', 12, 'EUR'
FROM booking WHERE id % 10 = 0;

INSERT INTO customer (order_id, email, name)
SELECT id, 'someone' || id || '@example.org', 'First' || id % 500 || ' Last' || id % 20000 FROM ticket_order;

INSERT INTO payment (order_id, provider, reference, status, amount, captured, card_last4)
SELECT id, 'demo', 'old-' || id, 'SETTLED', 12, 12, lpad((id % 4000)::text, 4, '0') FROM ticket_order;

INSERT INTO ticket (show_id, seat_id, ticket_type_name, price, currency, code, short_code)
SELECT show_id, seat_id, 'Adult', 12, 'EUR', 'code-' || id, 'short-' || id FROM booking WHERE id % 10 = 0;

INSERT INTO order_line (order_id, seat_id, ticket_id, net, tax_rate, tax, gross)
SELECT ticket_order.id, seat_id, ticket.id, 10, 20, 2, 12
FROM ticket_order JOIN booking USING (hold_id, show_id) JOIN ticket USING (show_id, seat_id);
"""


def fill_years() -> None:
    """Fill the database and update PostgreSQL's statistics."""
    parameters = connection.get_connection_params()
    administrator = make_conninfo(
        **{name: parameters[name] for name in ("host", "port", "dbname")}, user="postgres"
    )
    with psycopg.connect(administrator, autocommit=True) as session:
        # Triggers and foreign key checks are off: a million checks take longer than the rest.
        session.execute("SET session_replication_role = replica")
        session.execute(YEARS)
        session.execute("VACUUM ANALYZE")
