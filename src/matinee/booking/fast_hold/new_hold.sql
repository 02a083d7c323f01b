-- A new hold: the seed's four steps (lock, check, write, release) in one statement.
-- Names in braces are other files of this folder, or expressions of statements.py.
WITH sale AS MATERIALIZED (
    -- The settings of this transaction: the limit of each lock wait, and an asynchronous commit (B16).
    -- The checks here read the statement's snapshot. They keep clients from queueing for a taken seat.
    SELECT set_config('lock_timeout', %(lock_wait)s, true), set_config('synchronous_commit', 'off', true),
           hall_id, plan_version, edition, price, price_card_version_id
    FROM show JOIN plan_edition USING (hall_id, plan_version)
    WHERE id = %(show)s AND status = 'SCHEDULED'
      AND sales_open_at <= clock_timestamp() AND clock_timestamp() < sales_close_at
      AND NOT EXISTS (
          SELECT FROM taken_seat
          WHERE show_id = %(show)s AND seat_id = ANY((SELECT %(seats)s::bigint[])::bigint[]))
      AND {within_client_limits}
), locked AS MATERIALIZED (
    -- Lock the seats in the order of their ids (B10, B11). The hall is compared below: with the hall in this
    -- condition, the planner reads all seats of the hall. The array comes from a SELECT: a planner that sees
    -- its length would plan each hold anew.
    SELECT id, hall_id, plan_version
    FROM seat
    WHERE id = ANY((SELECT %(seats)s::bigint[])::bigint[]) AND in_service AND EXISTS (SELECT FROM sale)
    ORDER BY id
    FOR NO KEY UPDATE OF seat
), moment AS MATERIALIZED (
    -- Read the clock once, after the last lock (B2), and count the seats of the show's hall and plan (B3).
    SELECT clock_timestamp() AS now,
           count(*) FILTER (WHERE (hall_id, plan_version) = (SELECT hall_id, plan_version FROM sale)) AS seats
    FROM locked
){record_key}, won AS (
    -- Write the hold.
    INSERT INTO booking AS current (show_id, seat_id, hall_id, plan_version, status, locked_until,
                                    hold_id, hold_bits, hold_started_at, created_at, client)
    SELECT %(show)s, id, hall_id, plan_version, 'LOCKED', now + %(term)s, %(hold)s, %(bits)s, now, now,
           %(client)s
    FROM locked, moment
    WHERE seats = %(count)s AND {key_is_new}
    {take_if_available}
), change AS (
    -- Tell the live process which show changed.
    INSERT INTO seat_change (show_id) SELECT %(show)s FROM won LIMIT 1
)
SELECT now, result.won, {all_or_nothing}, sale.price, sale.hall_id, sale.plan_version, sale.edition,
       sale.price_card_version_id
FROM moment, (SELECT count(*) AS won FROM won) result, sale
