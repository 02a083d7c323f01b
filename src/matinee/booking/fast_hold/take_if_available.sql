-- B1, B4: ON CONFLICT sees the newest committed row, which a subquery would not: its snapshot is older than
    -- the lock. An expired hold is replaced; any other row stays, and its seat is not returned.
    ON CONFLICT (show_id, seat_id) DO UPDATE SET
        status = excluded.status, locked_until = excluded.locked_until, hold_id = excluded.hold_id,
        hold_bits = excluded.hold_bits, hold_started_at = excluded.hold_started_at,
        extensions = excluded.extensions, created_at = excluded.created_at, frozen = false, frozen_at = NULL,
        kind = 'web', client = excluded.client
    WHERE current.status = 'LOCKED' AND current.locked_until <= excluded.created_at
    RETURNING seat_id
