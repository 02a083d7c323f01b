, keyed AS (
    -- B15: record what the key is used for. A concurrent request with the same key waits here; if the other
    -- one commits, this one records nothing.
    INSERT INTO hold_key (key_digest, show_id, seats_digest, hold_id, hold_bits, at)
    SELECT %(key)s::bytea, %(show)s, %(seats_digest)s::bytea, %(hold)s, %(bits)s, now
    FROM moment
    WHERE seats = %(count)s
    ON CONFLICT (key_digest) DO NOTHING
    RETURNING 1
)
