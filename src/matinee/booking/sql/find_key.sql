-- The request that a key was used for, and whether the key may be used again: it is older than 24 hours, and
-- its hold has no rows.
SELECT show_id, seats_digest, hold_bits,
       at <= clock_timestamp() - interval '24 hours'
       AND NOT EXISTS (SELECT FROM booking WHERE booking.hold_id = hold_key.hold_id)
FROM hold_key
WHERE key_digest = %(key)s::bytea
