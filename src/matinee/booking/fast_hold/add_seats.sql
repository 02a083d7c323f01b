-- Seats that join a hold (B6), in one statement. It commits durably (B16).
-- Names in braces are other files of this folder, or expressions of statements.py.
WITH bounded AS MATERIALIZED (
    -- The bound of each lock wait.
    SELECT set_config('lock_timeout', %(lock_wait)s, true)
    WHERE {within_client_limits}
), locked AS MATERIALIZED (
    -- Lock old and new seats of the hold together, in the order of their ids (B10, B11).
    SELECT id FROM seat
    WHERE id = ANY(%(own)s::bigint[] || %(new)s::bigint[]) AND hall_id = %(hall)s AND plan_version = %(plan)s
      AND (in_service OR id = ANY(%(own)s::bigint[])) AND EXISTS (SELECT FROM bounded)
    ORDER BY id
    FOR NO KEY UPDATE OF seat
), moment AS MATERIALIZED (
    -- Read the clock once, after the last lock. The whole hold gets one new deadline.
    SELECT seats, now, least(now + %(term)s, %(latest)s) AS until
    FROM (SELECT count(*) AS seats, clock_timestamp() AS now FROM locked) counted
){record_key}, added AS (
    -- Write the new seats.
    INSERT INTO booking AS current (show_id, seat_id, hall_id, plan_version, status, locked_until,
                                    hold_id, hold_bits, hold_started_at, extensions, created_at, client)
    SELECT %(show)s, id, %(hall)s, %(plan)s, 'LOCKED', until, %(hold)s, %(bits)s, %(started)s, %(extensions)s,
           now, %(client)s
    FROM locked, moment
    WHERE seats = %(count)s AND {key_is_new} AND id = ANY(%(new)s::bigint[])
    {take_if_available}
), prolonged AS (
    -- Set the old seats to the new deadline, unless the hold has changed since the snapshot.
    UPDATE booking SET locked_until = moment.until
    FROM moment
    WHERE seats = %(count)s AND {key_is_new}
      AND show_id = %(show)s AND seat_id = ANY(%(own)s::bigint[]) AND hold_id = %(hold)s
      AND status = 'LOCKED' AND NOT frozen AND locked_until = %(until)s AND locked_until > now
    RETURNING seat_id
), change AS (
    -- Tell the live process which show changed.
    INSERT INTO seat_change (show_id) SELECT %(show)s FROM added LIMIT 1
)
SELECT now, result.won, {all_or_nothing}, until
FROM moment, (SELECT (SELECT count(*) FROM added) + (SELECT count(*) FROM prolonged) AS won) result
