-- Record what a key is used for. A key that may be used again replaces its earlier use; if the row names any
-- other hold, a concurrent request with the same key was first, and nothing is written.
INSERT INTO hold_key AS earlier (key_digest, show_id, seats_digest, hold_id, hold_bits, at)
VALUES (%(key)s::bytea, %(show)s, %(seats)s::bytea, %(hold)s, %(bits)s, %(now)s)
ON CONFLICT (key_digest) DO UPDATE SET
    show_id = excluded.show_id, seats_digest = excluded.seats_digest, hold_id = excluded.hold_id,
    hold_bits = excluded.hold_bits, at = excluded.at
WHERE earlier.hold_bits = %(replaces)s
