-- The wanted seats and those of the bearer's hold, with their show, as they are without a lock.
SELECT clock_timestamp(),
       show.hall_id, show.plan_version, show.status, show.sales_open_at, show.sales_close_at,
       show.price, show.price_card_version_id, edition,
       %(key)s::bytea IS NOT NULL AND EXISTS (SELECT FROM hold_key WHERE key_digest = %(key)s::bytea),
       seat.id, seat.in_service,
       booking.status, booking.locked_until, booking.hold_id,
       booking.hold_started_at, booking.extensions, booking.frozen_at
FROM show
JOIN plan_edition USING (hall_id, plan_version)
JOIN seat ON seat.hall_id = show.hall_id AND seat.plan_version = show.plan_version AND seat.id = ANY(
    %(seats)s::bigint[] || ARRAY(SELECT seat_id FROM booking WHERE hold_id = %(hold)s AND show_id = %(show)s)
)
LEFT JOIN booking ON booking.show_id = show.id AND booking.seat_id = seat.id
WHERE show.id = %(show)s
ORDER BY seat.id
